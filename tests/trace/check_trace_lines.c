/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lines become structs and lines again: those of every golden, and a table of
 * lines that are none.
 */
#include "base/memory.h"
#include "harness/trace/line.h"
#include "tests/suite.h"

#include <glob.h>
#include <stdio.h>
#include <string.h>

#define IN "        "

static char *written(const struct line *line)
{
	struct text t;

	line_write(text_begin(&t), line);
	return text_end(&t);
}

static void round_trip(const char *where, unsigned number, const char *text)
{
	struct cursor c;
	struct line line;
	char *back;

	ck_assert_msg(line_read(text, &line, &c) != LINE_BAD,
		      "%s:%u:%zu: expected %s: %s", where, number,
		      cursor_column(&c), c.expected, text);
	back = written(&line);
	ck_assert_msg(!strcmp(back, text), "%s:%u: \"%s\" became \"%s\"", where,
		      number, text, back);
	free(back);
}

/* Return: how many lines. */
static size_t round_trip_file(const char *path)
{
	FILE *in = fopen(path, "re");
	char *line = NULL;
	size_t room = 0;
	unsigned number = 0;

	ck_assert_ptr_nonnull(in);
	while (getline(&line, &room, in) > 0) {
		line[strcspn(line, "\n")] = '\0';
		round_trip(path, ++number, line);
	}
	free(line);
	fclose(in);
	return number;
}

START_TEST(goldens_survive)
{
	const char *srcdir = getenv("srcdir");
	char pattern[4096];
	size_t i, lines = 0;
	glob_t found;

	snprintf(pattern, sizeof(pattern), "%s/expected/*/*.trace",
		 srcdir ? srcdir : ".");
	ck_assert_int_eq(glob(pattern, 0, NULL, &found), 0);
	for (i = 0; i < found.gl_pathc; i++)
		lines += round_trip_file(found.gl_pathv[i]);
	globfree(&found);
	ck_assert_uint_gt(lines, 6000);
}
END_TEST

/* What the goldens do not happen to have. */
static const char *const good[] = {
	"client  connect()",
	"client  recv(9)",
	"client#2 recv(9, MSG_PEEK) = 2",
	"client  send(10, MSG_OOB|MSG_MORE, dup) = -1 EPIPE + SIGPIPE",
	"client  recv(9) = 3 (not the bytes that were sent)",
	"client  recv(9) has not returned after 5 s",
	"client  ... recv(9) has not returned after 5 s",
	"client  ... close() = -1 EINTR (1.0 s)",
	"client  setsockopt(6, 4711, 2) = -1 ENOPROTOOPT",
	"client  setsockopt(TCP_LINGER2, -1, listener) = 0",
	"client  connect() = -1 errno 4711",
	"client  epoll_ctl(ADD, IN RDHUP ET) = 0",
	"client  poll() = none",
	"client  epoll_wait() = no event",
	"client  poll(OUT, wait) = OUT ERR HUP",
	"client  bind(as server#2) = 0",
	"server  accept queue",
	"server  accept queue holds 2, limit 1",
	"server  accept queue: does not listen",
	"until   client CLOSED: not after 5 s, but FIN_WAIT2",
	"until   client CLOSED: not after 5 s, but FIN_WAIT2 (5.0 s)",
	"until   client has sent 2 more: not after 5 s",
	"within  2 ms",
	"within  2 ms, 3 calls",
	"third   sends R. as client#2, seq RCV.NXT-1",
	"forged  client sends F., seq -1, ack +1, 10 octets, timestamp -5, "
	"window 0",
	"forged  client sends SEWe",
	"stage   net.ipv4.tcp_wmem = 4096 16384 65536",
	"client  killed by SIGTERM",
	IN "client > server  e",
	IN "client > server  SEWe",
	IN "client > server  none 5",
	IN "client > server  .    -1 ack -7 win 0 urg 1 <mss 1460,sackOK,TS,"
	"sack 2 {5:9}{11:12},wscale 7> (+0.2 s)",
	IN "server | client  data 1:2001",
	IN "server ! client  probe (+1.5 s)",
	IN "= client CLOSED Recv-Q 5 Send-Q 6, server#2 LISTEN (+1 s)",
	"end     client CLOSED",
	"end     no connection",
};

START_TEST(lines_survive)
{
	round_trip("good", (unsigned)_i, good[_i]);
}
END_TEST

/* And the column at which each stops making sense. */
static const struct {
	const char *line;
	size_t column;
	const char *expected;
} bad[] = {
	{"client", 7, "blanks up to column 9"},
	{"client connect()", 7, "blanks up to column 9"},
	{"client#2  connect()", 9, "one blank"},
	{"client#1 connect()", 9, "from 2 on"},
	{"peer    connect()", 1, "client or server"},
	{"client  frobnicate(42) = banana", 9, "\"socket(\""},
	{"client  shutdown(SHUT_UP)", 18, "SHUT_RD"},
	{"client  recv(x)", 14, "a number"},
	{"client  recv(09)", 14, "a number"},
	{"client  recv(99999999999999999999)", 14, "64 bits"},
	{"client  recv(9) = ", 19, "a number"},
	{"client  recv(9) = 2 EFOO", 21, "the name of an error"},
	{"client  recv(9) = 2 2", 20, "the end"},
	{"client  sleep(1 ms) = 0 (0.1 s", 29, "\" s)\""},
	{"client  recv(9, MSG_PEEK|MSG_OOB)", 26, "in the usual order"},
	{"client  poll(OUT IN, wait)", 18, "in the usual order"},
	{"client  dup() ...", 14, "\" = \""},
	{"client  ... dup() = 0", 13, "\"connect(\""},
	{"client  killed by SIGFOO", 19, "a signal"},
	{"cable   loses the next FOO from client", 24, "SYN,ACK"},
	{"until   client FIN_WAIT9", 16, "a TCP state"},
	{"until   client CLOSED: not after 5 s", 37, "\", but \""},
	{"forged  client sends", 15, "\" sends \""},
	{"forged  client sends S, seq 1", 29, "+N or -N"},
	{"watch   150 ms", 9, "\"for \""},
	{IN "client > server S", 24, "\"  \""},
	{IN "client > server  SS", 27, "in the usual order"},
	{IN "client > server  Z", 26, "TCP flags"},
	{IN "client > server  S bogus words 12", 27, "the end of the line"},
	{IN "client > server  .    ack 1 ack 1", 37, "urg"},
	{IN "client > server  .    ack 1 win 2 3", 43, "urg"},
	{IN "client > server  P.   1: ack 1", 33, "a number"},
	{IN "client > server  probe whatever", 31, "the end of the line"},
	{IN "client > server  S    <mss>", 32, "mss"},
	{IN "client ? server  S", 15, "\" > \""},
	{IN "client > peer  S", 18, "client or server"},
	{IN "= client FOO", 18, "a TCP state"},
	{IN "= client CLOSED,server CLOSED", 24, "the end of the line"},
	{IN "= client CLOSED Recv-Q 0", 33, "more than 0"},
	{IN "deviates: because", 19, "\"RFC \""},
	{"#", 2, "\" \""},
	{"end     nothing", 9, "no connection"},
	{" ", 1, "client or server"},
};

START_TEST(others_are_refused)
{
	struct cursor c;
	struct line line;

	ck_assert_int_eq(line_read(bad[_i].line, &line, &c), LINE_BAD);
	ck_assert_msg(cursor_column(&c) == bad[_i].column,
		      "%s: column %zu, expected %s", bad[_i].line,
		      cursor_column(&c), c.expected);
	ck_assert_msg(strstr(c.expected, bad[_i].expected) != NULL,
		      "%s: expected %s", bad[_i].line, c.expected);
}
END_TEST

/* Every verb can be written, and is read as itself. */
START_TEST(verbs_are_told_apart)
{
	struct line line = {.kind = LINE_STEP}, back;
	struct step *s = &line.step;
	struct cursor c;
	char *text;

	s->verb = (enum verb)_i;
	s->end.number = s->other.number = 1;
	s->out.took = SECONDS_NONE;
	s->arg[0] = s->arg[1] = 1;
	/* Whatever takes one word or two. */
	memcpy(s->text, "S\0value", 8);
	text = written(&line);
	ck_assert_msg(line_read(text, &back, &c) == LINE_STEP, "%s: %zu: %s",
		      text, cursor_column(&c), c.expected);
	ck_assert_msg(back.step.verb == s->verb, "%s is read as %s", text,
		      verb_row(back.step.verb)->id);
	free(text);
}
END_TEST

START_TEST(nearest_verb)
{
	ck_assert_int_eq(verb_nearest(WHO_PLAYER, "shutdwn(SHUT_WR)"),
			 VERB_SHUTDOWN);
	ck_assert_int_eq(verb_nearest(WHO_CABLE, "hold what client sends"),
			 VERB_HOLD);
	ck_assert_int_eq(verb_nearest(WHO_PLAYER, "xyzzy(1)"), VERB_COUNT);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("trace lines");
	TCase *tc = tcase_create("lines");

	tcase_add_test(tc, goldens_survive);
	tcase_add_loop_test(tc, lines_survive, 0, COUNT(good));
	tcase_add_loop_test(tc, others_are_refused, 0, COUNT(bad));
	tcase_add_loop_test(tc, verbs_are_told_apart, 0, VERB_COUNT);
	tcase_add_test(tc, nearest_verb);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
