/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which page answers are judged by: the plain one, known behaviours, and what
 * becomes of answers that no page has, and of files with a fault.
 */
#include "harness/grid/known.h"
#include "tests/folder.h"
#include "tests/suite.h"

#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#define STATION "ESTABLISHED"

static const struct reaction quiet = {.state = TCP_ESTABLISHED,
				      .events = POLLOUT};
static struct error err;
static struct judgement j;
static struct page page;

/* A page on which the first @n cells are RST and the others silence. */
static void make(struct page *to, unsigned n)
{
	static struct reaction answers[GRID_CELLS];
	unsigned i;

	for (i = 0; i < GRID_CELLS; i++) {
		answers[i] = quiet;
		if (i < n)
			answers[i].state = TCP_CLOSE;
	}
	ck_assert_msg(!page_build(to, station_find(STATION), answers, &quiet,
				  &err), "%s", err.text);
}

/* @notes stand in its head. */
static void put(const char *file, unsigned n, const char *notes)
{
	char path[256], *text = NULL;
	size_t size;
	FILE *mem = open_memstream(&text, &size);

	make(&page, n);
	snprintf(page.notes.text, sizeof(page.notes.text), "%s", notes);
	page_write(mem, &page, false);
	fclose(mem);
	snprintf(path, sizeof(path), "grid/%s.grid", file);
	folder_put(path, text);
	free(text);
}

static void judge(unsigned n, int family)
{
	make(&page, n);
	ck_assert_msg(!known_judge(folder_path(""), &page, STATION, family,
				   "6.1.0-56-cloud", &j, &err), "%s",
		      err.text);
}

static void setup(void)
{
	folder_make();
	ck_assert(mkdir(folder_path("grid"), 0755) == 0);
}

START_TEST(no_page)
{
	judge(3, AF_INET);
	ck_assert_int_eq(j.kind, JUDGED_MISSING);
	put(STATION "~linux-6.1", 30, "");
	judge(3, AF_INET);
	ck_assert_int_eq(j.kind, JUDGED_MISSING);
	judge(30, AF_INET);
	ck_assert_int_eq(j.kind, JUDGED_KNOWN);
}
END_TEST

START_TEST(plain_page)
{
	put(STATION, 3, "");
	judge(3, AF_INET);
	ck_assert_int_eq(j.kind, JUDGED_EXPECTED);
	judge(4, AF_INET);
	ck_assert_int_eq(j.kind, JUDGED_CHANGED);
	ck_assert_uint_eq(j.changes.cells, 1);
	ck_assert_uint_eq(j.changes.change[0].first, 3);
	ck_assert_str_eq(j.name, STATION);
}
END_TEST

START_TEST(known_page)
{
	put(STATION, 3, "");
	put(STATION "~linux-6.1", 30, "# known: more of them\n");
	put(STATION "~linux-5.10", 300, "");
	judge(3, AF_INET);
	ck_assert_int_eq(j.kind, JUDGED_EXPECTED);
	judge(30, AF_INET);
	ck_assert_int_eq(j.kind, JUDGED_KNOWN);
	ck_assert_str_eq(known_name(j.name), "linux-6.1");
	ck_assert_str_eq(j.notes.text, "# known: more of them\n");
	judge(300, AF_INET6);
	ck_assert_int_eq(j.kind, JUDGED_KNOWN);
	ck_assert_str_eq(known_name(j.name), "linux-5.10");
}
END_TEST

/* Of what no page has, it is told how it differs from the closest. */
START_TEST(closest_page)
{
	put(STATION, 3, "");
	put(STATION "~a", 30, "");
	put(STATION "~b", 300, "");
	judge(5, AF_INET);
	ck_assert_int_eq(j.kind, JUDGED_CHANGED);
	ck_assert_str_eq(j.name, STATION);
	ck_assert_uint_eq(j.changes.cells, 2);
	judge(31, AF_INET);
	ck_assert_int_eq(j.kind, JUDGED_CHANGED);
	ck_assert_str_eq(j.name, STATION "~a");
	ck_assert_uint_eq(j.changes.cells, 1);
	ck_assert_str_eq(j.changes.change[0].before, "silence; stays");
	judge(1000, AF_INET);
	ck_assert_str_eq(j.name, STATION "~b");
	/* As far from one as from the other: the expected one. */
	put(STATION "~c", 5, "");
	judge(4, AF_INET);
	ck_assert_int_eq(j.kind, JUDGED_CHANGED);
	ck_assert_str_eq(j.name, STATION);
}
END_TEST

START_TEST(families)
{
	put(STATION, 3, "");
	put(STATION "@6", 4, "");
	put(STATION "@6~six", 40, "");
	put(STATION "~both", 50, "");
	judge(3, AF_INET);
	ck_assert_int_eq(j.kind, JUDGED_EXPECTED);
	judge(3, AF_INET6);
	ck_assert_int_eq(j.kind, JUDGED_CHANGED);
	judge(4, AF_INET6);
	ck_assert_int_eq(j.kind, JUDGED_EXPECTED);
	judge(40, AF_INET6);
	ck_assert_int_eq(j.kind, JUDGED_KNOWN);
	judge(40, AF_INET);
	ck_assert_int_eq(j.kind, JUDGED_CHANGED);
	judge(50, AF_INET);
	ck_assert_int_eq(j.kind, JUDGED_KNOWN);
	judge(50, AF_INET6);
	ck_assert_int_eq(j.kind, JUDGED_KNOWN);
}
END_TEST

START_TEST(until)
{
	put(STATION, 3, "");
	put(STATION "~old", 30, "# until: 6.1\n");
	put(STATION "~new", 40, "# until: 6.2\n");
	judge(30, AF_INET);
	ck_assert_int_eq(j.kind, JUDGED_OVER);
	ck_assert_str_eq(j.notes.until, "6.1");
	judge(40, AF_INET);
	ck_assert_int_eq(j.kind, JUDGED_KNOWN);
}
END_TEST

/* Other stations, and other files, are nobody's business here. */
START_TEST(neighbours)
{
	put(STATION, 3, "");
	folder_put("grid/" STATION "-orphan~x.grid", "no page");
	folder_put("grid/" STATION "~x.grid.orig", "no page");
	folder_put("grid/." STATION "~x.grid", "no page");
	judge(3, AF_INET);
	ck_assert_int_eq(j.kind, JUDGED_EXPECTED);
}
END_TEST

static void refuse(const char *words)
{
	make(&page, 3);
	ck_assert_int_eq(known_judge(folder_path(""), &page, STATION, AF_INET,
				     "6.1", &j, &err), -1);
	ck_assert_msg(strstr(err.text, words) != NULL, "%s", err.text);
	ck_assert_ptr_null(strchr(err.text, '\n'));
}

/* On 6.1.0-56, which is all that this kernel says of itself. */
START_TEST(came_back)
{
	put(STATION, 3, "");
	put(STATION "~old", 30, "# fixed: 5.10.1 6.1.0\n# commit: mend it\n");
	put(STATION "~new", 40, "# fixed: 5.10.1 6.1.1\n# commit: mend it\n");
	judge(30, AF_INET);
	ck_assert_int_eq(j.kind, JUDGED_BACK);
	ck_assert_str_eq(j.why, "came back: fixed in 6.1.0, commit "
			 "\"mend it\"");
	judge(40, AF_INET);
	ck_assert_int_eq(j.kind, JUDGED_KNOWN);
	judge(3, AF_INET);
	ck_assert_int_eq(j.kind, JUDGED_EXPECTED);
}
END_TEST

/* No fault hides behind a page that is equal. */
START_TEST(faults)
{
	put(STATION, 3, "");
	put(STATION "~x", 30, "# knwon: a\n");
	refuse(STATION "~x.grid:3: a note must begin with");
	put(STATION "~x", 30, "# until: soon\n");
	refuse(STATION "~x.grid:3: until: takes a kernel version");
	folder_put("grid/" STATION "~x.grid", "");
	refuse("is missing");
	put(STATION "~x", 30, "");
	put(STATION, 3, "# known: a\n");
	refuse(STATION ".grid:3: only the page of a known behaviour");
}
END_TEST

START_TEST(too_many)
{
	char name[64];
	unsigned i;

	for (i = 0; i <= KNOWN_MAX; i++) {
		snprintf(name, sizeof(name), STATION "~%02u", i);
		put(name, 3, "");
	}
	refuse("too many known behaviours");
}
END_TEST

#define CALLS "# grid/calls\n# All.\n"

static void judge_calls(const char *table)
{
	char path[512];

	snprintf(path, sizeof(path), "%s", folder_path(""));
	ck_assert_msg(!known_judge_calls(path, table, AF_INET, "6.1", &j,
					 &err), "%s", err.text);
}

START_TEST(calls)
{
	judge_calls(CALLS "a = 0\n");
	ck_assert_int_eq(j.kind, JUDGED_MISSING);
	folder_put("grid/calls.grid", CALLS "\na = 0\nb = 0\n");
	folder_put("grid/calls~x.grid", CALLS "# known: y\n\na = 1\nb = 0\n");
	judge_calls(CALLS "\na = 0\nb = 0\n");
	ck_assert_int_eq(j.kind, JUDGED_EXPECTED);
	judge_calls(CALLS "\na = 1\nb = 0\n");
	ck_assert_int_eq(j.kind, JUDGED_KNOWN);
	ck_assert_str_eq(j.name, "calls~x");
	judge_calls(CALLS "\na = 1\n");
	ck_assert_int_eq(j.kind, JUDGED_CHANGED);
	ck_assert_str_eq(j.name, "calls~x");
	ck_assert_uint_eq(j.lines, 1);
}
END_TEST

static const struct {
	const char *file, *text, *complaint;
} bad_calls[] = {
	{"calls", "", "calls.grid: is empty"},
	{"calls", "# grid/call\n", "calls.grid:1: the table of calls begins"},
	{"calls", CALLS "# known: a\n", "calls.grid:3: only the table of a"},
	{"calls~x", CALLS "# known a\n", "calls~x.grid:3: a note must begin"},
	{"calls~x", CALLS "# known: a\n# until: x\n", "calls~x.grid:4: until:"},
};

START_TEST(faults_in_calls)
{
	char path[64];

	folder_put("grid/calls.grid", CALLS "a = 0\n");
	snprintf(path, sizeof(path), "grid/%s.grid", bad_calls[_i].file);
	folder_put(path, bad_calls[_i].text);
	ck_assert_int_eq(known_judge_calls(folder_path(""), CALLS "a = 0\n",
					   AF_INET, "6.1", &j, &err), -1);
	ck_assert_msg(strstr(err.text, bad_calls[_i].complaint) != NULL, "%s",
		      err.text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("grid known");
	TCase *tc = tcase_create("known");

	tcase_add_checked_fixture(tc, setup, folder_remove);
	tcase_add_test(tc, no_page);
	tcase_add_test(tc, plain_page);
	tcase_add_test(tc, known_page);
	tcase_add_test(tc, closest_page);
	tcase_add_test(tc, families);
	tcase_add_test(tc, until);
	tcase_add_test(tc, came_back);
	tcase_add_test(tc, neighbours);
	tcase_add_test(tc, faults);
	tcase_add_test(tc, too_many);
	tcase_add_test(tc, calls);
	tcase_add_loop_test(tc, faults_in_calls, 0, COUNT(bad_calls));
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
