/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reactions as text, and pages written and read back.
 */
#include "harness/grid/page.h"
#include "tests/grid/pages.h"
#include "tests/suite.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>

static const struct numbers numbers = {.snd_una = 500, .snd_nxt = 501,
				       .rcv_nxt = 1000, .rcv_wnd = 100};

static const struct {
	struct segment probe, reply;
	const char *text;
} replies[] = {
	{{.seq = 1000}, {.flags = SEG_ACK, .seq = 501, .ack = 1000},
	 "ACK; stays"},
	{{.seq = 1000, .length = 10},
	 {.flags = SEG_ACK, .seq = 501, .ack = 1010},
	 "ACK ack seg.end; stays"},
	{{.seq = 1000, .length = 10},
	 {.flags = SEG_ACK, .seq = 501, .ack = 1003},
	 "ACK ack rcv.nxt+3; stays"},
	{{.seq = 1000}, {.flags = SEG_ACK, .seq = 500, .ack = 1000},
	 "ACK seq snd.nxt-1; stays"},
	{{.flags = SEG_ACK, .ack = 7}, {.flags = SEG_RST, .seq = 7},
	 "RST seq seg.ack; stays"},
	/* The probe's number, though it is the connection's too. */
	{{.flags = SEG_ACK, .ack = 501}, {.flags = SEG_RST, .seq = 501},
	 "RST seq seg.ack; stays"},
	{{.flags = SEG_FIN, .seq = 1000, .length = 1},
	 {.flags = SEG_RST | SEG_ACK, .ack = 1002},
	 "RST,ACK seq 0 ack seg.end; stays"},
	{{.flags = SEG_SYN, .seq = 70000000, .length = 5},
	 {.flags = SEG_SYN | SEG_ACK, .seq = 90000000, .ack = 70000001},
	 "SYN,ACK seq fresh ack seg.seq+1; stays"},
	/* As TIME_WAIT makes one, and by the clock. */
	{{.flags = SEG_SYN, .seq = 70000000},
	 {.flags = SEG_SYN | SEG_ACK, .seq = 501 + 65537, .ack = 70000001},
	 "SYN,ACK seq snd.nxt+65537 ack seg.seq+1; stays"},
	{{.flags = SEG_SYN, .seq = 70000000},
	 {.flags = SEG_SYN | SEG_ACK, .seq = 501 + 65536, .ack = 70000001},
	 "SYN,ACK seq fresh ack seg.seq+1; stays"},
	/* The same SYN,ACK once more. */
	{{.flags = SEG_SYN, .seq = 70000000},
	 {.flags = SEG_SYN | SEG_ACK, .seq = 500, .ack = 70000001},
	 "SYN,ACK seq snd.nxt-1 ack seg.seq+1; stays"},
	{{.seq = 1000}, {.flags = SEG_ACK, .seq = 90000000, .ack = 90000000},
	 "ACK seq other ack other; stays"},
	{{.seq = 1000},
	 {.flags = SEG_PSH | SEG_ACK, .seq = 501, .ack = 1000, .length = 4},
	 "PSH,ACK length 4; stays"},
};

START_TEST(replies_are_told)
{
	const struct station *station = station_find("ESTABLISHED");
	struct reaction r = quiet;
	char text[REACTION_TEXT];

	reaction_add(&r, station, &numbers, &replies[_i].probe,
		     &replies[_i].reply);
	ck_assert_str_eq(reaction_text(&r, &quiet, 0, text), replies[_i].text);
}
END_TEST

static const struct {
	struct reaction r;
	unsigned length;
	const char *text;
	char mark;
} kinds[] = {
	{{.state = TCP_ESTABLISHED, .events = POLLOUT}, 0,
	 "silence; stays", '.'},
	{{.state = TCP_ESTABLISHED, .events = POLLOUT | POLLPRI}, 0,
	 "silence; stays; poll PRI OUT", 'o'},
	{{.state = TCP_CLOSE, .error = ECONNRESET, .events = POLLERR}, 0,
	 "silence; CLOSED; error ECONNRESET, poll ERR", 'x'},
	{{.state = TCP_ESTABLISHED, .events = POLLOUT, .readable = 10}, 10,
	 "silence; stays; reads all", 'D'},
	{{.state = TCP_ESTABLISHED, .events = POLLOUT, .readable = 9}, 10,
	 "silence; stays; reads 9", 'D'},
	{{.state = TCP_TIME_WAIT, .events = 0}, 0,
	 "silence; TIME_WAIT; poll nothing", 'T'},
	{{.state = TCP_ESTABLISHED, .events = POLLOUT, .waiting = 1}, 1,
	 "silence; stays; can be accepted", '.'},
};

START_TEST(kinds_are_told)
{
	char text[REACTION_TEXT];

	ck_assert_str_eq(reaction_text(&kinds[_i].r, &quiet, kinds[_i].length,
				       text), kinds[_i].text);
	ck_assert_int_eq(reaction_mark(&kinds[_i].r, &quiet), kinds[_i].mark);
}
END_TEST

static int read_as(char *text, bool known, struct page *page)
{
	FILE *in = fmemopen(text, strlen(text), "r");
	int ret = page_read(in, "p.grid", known, page, &err);

	fclose(in);
	return ret;
}

static int read_back(char *text, struct page *page)
{
	return read_as(text, false, page);
}

static struct reaction answers[GRID_CELLS];
static struct page page, other;

START_TEST(pages_are_read_back)
{
	char *text, *again;

	fill(&page, answers);
	ck_assert_uint_eq(page.n_classes, 4);
	text = written(&page);
	ck_assert_msg(!read_back(text, &other), "%s", err.text);
	ck_assert(page_equal(&page, &other));
	again = written(&other);
	ck_assert_str_eq(text, again);
	free(text);
	free(again);
}
END_TEST

START_TEST(pages_fit_a_terminal)
{
	char *text, *line, *rest;

	fill(&page, answers);
	rest = text = written(&page);
	while ((line = strsep(&rest, "\n")))
		ck_assert_msg(strlen(line) <= 160, "%s", line);
	free(text);
}
END_TEST

START_TEST(marks_are_unique)
{
	unsigned i, k;

	fill(&page, answers);
	for (i = 0; i < page.n_classes; i++)
		for (k = 0; k < i; k++)
			ck_assert_int_ne(page.classes[i].mark,
					 page.classes[k].mark);
	/* The plainest one has the character that it would like. */
	for (i = 0; i < page.n_classes; i++)
		if (!strcmp(page.classes[i].text, "silence; stays"))
			ck_assert_int_eq(page.classes[i].mark, '.');
}
END_TEST

/* One character of the text is changed: what the reader says. */
static const struct {
	const char *at, *with, *complaint;
} damages[] = {
	{"# grid/", "# gird/", "p.grid:1: a page begins with"},
	{"\nRP.U ", "\nRP.  ", "not the row of its flags"},
	{"\nRP.U    ", "\nRP.U    .", "the row is too long"},
	{"\nlegend\n", "\nlegend\n? x\n", "a line of the legend is"},
	{"\nlegend\n", "\nlegend\n.      1  once more\n", "is there twice"},
	{"\nRP.U    ", "\nRP.U    ?", "the row is too long"},
};

START_TEST(damage_is_noticed)
{
	char *text, *at, *bad = NULL;

	fill(&page, answers);
	text = written(&page);
	at = strstr(text, damages[_i].at);
	ck_assert_ptr_nonnull(at);
	ck_assert_int_gt(asprintf(&bad, "%.*s%s%s", (int)(at - text), text,
				  damages[_i].with,
				  at + strlen(damages[_i].at)), 0);
	ck_assert_int_eq(read_back(bad, &other), -1);
	ck_assert_msg(strstr(err.text, damages[_i].complaint) != NULL, "%s",
		      err.text);
	free(bad);
	free(text);
}
END_TEST

START_TEST(unknown_marks_are_noticed)
{
	char *text;

	fill(&page, answers);
	text = written(&page);
	strstr(text, "\nRP.U ")[9] = '`';
	ck_assert_int_eq(read_back(text, &other), -1);
	ck_assert_msg(strstr(err.text, "RST.PSH.ACK.URG,old,old,0") != NULL,
		      "%s", err.text);
	free(text);
}
END_TEST

START_TEST(cut_pages_are_noticed)
{
	char *text;

	fill(&page, answers);
	text = written(&page);
	*strstr(text, "\nRP.U ") = '\0';
	ck_assert_int_eq(read_back(text, &other), -1);
	ck_assert_msg(strstr(err.text, "is missing") != NULL, "%s", err.text);
	free(text);
}
END_TEST

/* The text of a page with a line more in its head, behind the second. */
static char *with_line(const char *line)
{
	char *text, *at, *more = NULL;

	fill(&page, answers);
	text = written(&page);
	at = strstr(text, "\n#\n");
	ck_assert_int_gt(asprintf(&more, "%.*s\n%s%s", (int)(at - text), text,
				  line, at), 0);
	free(text);
	return more;
}

START_TEST(notes_are_read_back)
{
	char *text = with_line("# known: otherwise\n# commit: tcp: a\n"
			       "# commit: tcp: b\n# until: 6.12"), *again;
	const char *known;
	size_t length = 0;

	ck_assert_msg(!read_as(text, true, &other), "%s", err.text);
	ck_assert(page_equal(&page, &other));
	ck_assert_str_eq(other.notes.until, "6.12");
	known = notes_known(&other.notes, &length);
	ck_assert_uint_eq(length, strlen("otherwise"));
	ck_assert_int_eq(strncmp(known, "otherwise", length), 0);
	again = written(&other);
	ck_assert_str_eq(text, again);
	free(text);
	free(again);
}
END_TEST

static const struct {
	bool known;
	const char *line, *complaint;
} bad_notes[] = {
	{false, "# known: otherwise", "p.grid:3: only the page of a known"},
	{true, "# knwon: otherwise", "p.grid:3: a note must begin with"},
	{true, "# known: a\n# until: soon", "p.grid:4: until: takes a kernel"},
	{true, "# until: 6.123456789012345", "p.grid:3: until: takes a kernel"},
	{true, "#known: a", "p.grid:3: a note must begin with"},
};

START_TEST(bad_notes_are_noticed)
{
	char *text = with_line(bad_notes[_i].line);

	ck_assert_int_eq(read_as(text, bad_notes[_i].known, &other), -1);
	ck_assert_msg(strstr(err.text, bad_notes[_i].complaint) != NULL, "%s",
		      err.text);
	free(text);
}
END_TEST

START_TEST(many_notes_are_noticed)
{
	char line[NOTES_TEXT], *text;

	memset(line, 'x', sizeof(line));
	memcpy(line, "# known: ", 9);
	line[sizeof(line) - 1] = '\0';
	text = with_line(line);
	ck_assert_int_eq(read_as(text, true, &other), -1);
	ck_assert_msg(strstr(err.text, "too many notes") != NULL, "%s",
		      err.text);
	free(text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("grid page");
	TCase *tc = tcase_create("page");

	tcase_add_loop_test(tc, replies_are_told, 0, COUNT(replies));
	tcase_add_loop_test(tc, kinds_are_told, 0, COUNT(kinds));
	tcase_add_test(tc, pages_are_read_back);
	tcase_add_test(tc, pages_fit_a_terminal);
	tcase_add_test(tc, marks_are_unique);
	tcase_add_loop_test(tc, damage_is_noticed, 0, COUNT(damages));
	tcase_add_test(tc, unknown_marks_are_noticed);
	tcase_add_test(tc, cut_pages_are_noticed);
	tcase_add_test(tc, notes_are_read_back);
	tcase_add_loop_test(tc, bad_notes_are_noticed, 0, COUNT(bad_notes));
	tcase_add_test(tc, many_notes_are_noticed);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
