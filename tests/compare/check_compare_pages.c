/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Pages of several runs side by side.
 */
#include "harness/compare/pages.h"
#include "tests/folder.h"
#include "tests/suite.h"

#include <netinet/tcp.h>
#include <poll.h>

static const struct reaction quiet = {.state = TCP_ESTABLISHED,
				      .events = POLLOUT};
static struct error err;
static struct pages run[4];
static struct pages_comparison comparison;
static char *told;
static size_t runs;

static void forget(void)
{
	size_t i;

	pages_compare_clear(&comparison);
	for (i = 0; i < COUNT(run); i++)
		pages_clear(&run[i]);
	free(told);
	told = NULL;
	runs = 0;
	folder_remove();
}

static void make_run(const char *dir, const char *facts)
{
	char path[256];

	ck_assert(mkdir(folder_path(dir), 0755) == 0);
	snprintf(path, sizeof(path), "%s/grid", dir);
	ck_assert(mkdir(folder_path(path), 0755) == 0);
	snprintf(path, sizeof(path), "%s/grid.json", dir);
	if (facts)
		folder_put(path, facts);
}

/* A page on which all segments of these flags are dropped fatally. */
static void put(const char *dir, const char *file, uint16_t flags, uint8_t seq)
{
	static struct reaction answers[GRID_CELLS];
	static struct page page;
	char path[256], *text = NULL;
	size_t size;
	FILE *mem = open_memstream(&text, &size);
	unsigned i;

	for (i = 0; i < GRID_CELLS; i++) {
		answers[i] = quiet;
		if (cell_at(i).flags == flags && cell_at(i).seq <= seq)
			answers[i].state = TCP_CLOSE;
	}
	ck_assert(!page_build(&page, station_find("ESTABLISHED"), answers,
			      &quiet, &err));
	page_write(mem, &page, false);
	fclose(mem);
	snprintf(path, sizeof(path), "%s/grid/%s.grid", dir, file);
	folder_put(path, text);
	free(text);
}

static void load(const char *dir)
{
	ck_assert_msg(!pages_load(&run[runs], folder_path(dir), &err), "%s",
		      err.text);
	run[runs++].label = dir;
}

static size_t compare(void)
{
	size_t size, differ;
	FILE *out = open_memstream(&told, &size);

	pages_compare(&comparison, run, runs);
	differ = pages_print(out, &comparison);
	ck_assert_int_eq(fclose(out), 0);
	return differ;
}

#define expect_told(text) \
	ck_assert_msg(strstr(told, text), "no \"%s\" in:\n%s", text, told)
#define expect_untold(text) \
	ck_assert_msg(!strstr(told, text), "\"%s\" in:\n%s", text, told)

static const char facts[] = "{\"kernel\": \"6.1.0\"}";

START_TEST(equal)
{
	make_run("x", facts);
	make_run("y", facts);
	put("x", "LISTEN", SEG_RST, GRID_SEQ_EXACT);
	put("y", "LISTEN", SEG_RST, GRID_SEQ_EXACT);
	/* Its own page of IPv6, which is the same. */
	put("y", "LISTEN@6", SEG_RST, GRID_SEQ_EXACT);
	load("x");
	load("y");
	ck_assert_uint_eq(compare(), 0);
	ck_assert_str_eq(told, "No difference in 1 pages.\n");
}
END_TEST

START_TEST(one_cell)
{
	char text[GRID_CELLS * 2], *at;
	char *page;

	make_run("x", facts);
	make_run("y", facts);
	put("x", "LISTEN", SEG_RST, GRID_SEQ_EXACT);
	page = file_text(folder_path("x/grid/LISTEN.grid"));
	at = strstr(page, "\nF       ");
	ck_assert_ptr_nonnull(at);
	at[9] = 'x';
	snprintf(text, sizeof(text), "%s", page);
	free(page);
	folder_put("y/grid/LISTEN.grid", text);
	load("x");
	load("y");
	ck_assert_uint_eq(compare(), 1);
	expect_told("Pages differ, from those of x:\n\n"
		    "  grid/LISTEN\n"
		    "    y: 1 cell\n"
		    "      flags F without SRP.U; seq old; ack old; length 0 "
		    "(1)\n"
		    "      before  silence; stays\n"
		    "      after   silence; CLOSED\n");
	expect_told("1 of 1 pages differ.");
	expect_told("6.1.0");
}
END_TEST

/* The same change in two stations and in two runs is told once. */
START_TEST(grouped)
{
	static const char *const dirs[] = {"x", "y", "z"};
	size_t i;

	for (i = 0; i < COUNT(dirs); i++) {
		uint8_t seq = i ? GRID_SEQ_EDGE : GRID_SEQ_EXACT;

		make_run(dirs[i], facts);
		put(dirs[i], "LISTEN", SEG_RST, seq);
		put(dirs[i], "CLOSING", SEG_RST, seq);
		put(dirs[i], "CLOSED", SEG_SYN, 0);
		load(dirs[i]);
	}
	ck_assert_uint_eq(compare(), 2);
	expect_told("  grid/CLOSING\n  grid/LISTEN\n    y, z: 36 cells\n"
		    "      flags R without FSP.U; seq inside, edge (36)\n");
	ck_assert_uint_eq(comparison.changes, 2);
	expect_untold("grid/CLOSED");
	expect_told("2 of 3 pages differ.");
	ck_assert_int_eq(comparison.cells[2][1], 72);
}
END_TEST

START_TEST(families)
{
	make_run("x", facts);
	make_run("y", facts);
	put("x", "LISTEN", SEG_RST, GRID_SEQ_EXACT);
	put("y", "LISTEN", SEG_RST, GRID_SEQ_EXACT);
	put("y", "LISTEN@6", SEG_RST, GRID_SEQ_EDGE);
	load("x");
	load("y");
	ck_assert_uint_eq(compare(), 1);
	expect_told("  grid/LISTEN over IPv6\n    y: 36 cells\n");
	expect_untold("over IPv4");
}
END_TEST

START_TEST(absent)
{
	make_run("x", facts);
	make_run("y", facts);
	put("x", "LISTEN", SEG_RST, GRID_SEQ_EXACT);
	put("x", "CLOSED", SEG_RST, GRID_SEQ_EXACT);
	put("y", "LISTEN", SEG_RST, GRID_SEQ_EXACT);
	put("y", "CLOSING", SEG_RST, GRID_SEQ_EXACT);
	load("x");
	load("y");
	ck_assert_uint_eq(compare(), 2);
	expect_told("Missing pages:\n  grid/CLOSED  y\n");
	expect_told("New pages:\n  grid/CLOSING  y\n");
}
END_TEST

/* Of what is expected only what was recorded is compared; a known behaviour
 * is no page of its own. */
START_TEST(golden)
{
	make_run("x", NULL);
	make_run("y", facts);
	put("x", "LISTEN", SEG_RST, GRID_SEQ_EXACT);
	put("x", "LISTEN~linux-6.1", SEG_RST, GRID_SEQ_EDGE);
	put("x", "CLOSED", SEG_RST, GRID_SEQ_EXACT);
	put("y", "LISTEN", SEG_RST, GRID_SEQ_EDGE);
	load("x");
	load("y");
	ck_assert(run[0].golden && !run[1].golden);
	ck_assert_uint_eq(compare(), 1);
	expect_told("y: 36 cells");
	expect_untold("CLOSED  y");
	expect_told("1 of 1 pages differ.");
}
END_TEST

START_TEST(calls)
{
	make_run("x", facts);
	make_run("y", facts);
	folder_put("x/grid/calls.grid", "# grid/calls\n# All.\n\na = 0\nb = 0\n");
	folder_put("y/grid/calls.grid", "# grid/calls\n# All.\n\na = 1\nb = 0\n");
	load("x");
	load("y");
	ck_assert_uint_eq(compare(), 1);
	expect_told("  grid/calls\n    y: 2 lines\n"
		    "  before    a = 0\n  after     a = 1\n");
}
END_TEST

static void refuse(const char *dir, const char *words)
{
	struct pages p;

	ck_assert_int_eq(pages_load(&p, folder_path(dir), &err), -1);
	ck_assert_msg(strstr(err.text, words), "%s", err.text);
	ck_assert_ptr_null(strchr(err.text, '\n'));
	pages_clear(&p);
}

START_TEST(bad_input)
{
	struct pages p;

	ck_assert(mkdir(folder_path("none"), 0755) == 0);
	ck_assert_int_eq(pages_load(&p, folder_path("none"), &err), 0);
	ck_assert_uint_eq(p.n, 0);
	pages_clear(&p);
	make_run("x", facts);
	folder_put("x/grid/LISTEN.grid", "no page\n");
	refuse("x", "x/grid/LISTEN.grid:1: a page begins with");
	folder_put("x/grid/LISTEN.grid", "# grid/LISTEN\n");
	refuse("x", "x/grid/LISTEN.grid: the row - is missing");
	ck_assert(!unlink(folder_path("x/grid/LISTEN.grid")));
	folder_put("x/grid/calls.grid", "a = 0\n");
	refuse("x", "x/grid/calls.grid:1: the table of calls begins");
	make_run("y", "{");
	refuse("y", "y/grid.json:1: ");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("compare pages");
	TCase *tcase = tcase_create("pages");

	tcase_add_checked_fixture(tcase, folder_make, forget);
	tcase_add_test(tcase, equal);
	tcase_add_test(tcase, one_cell);
	tcase_add_test(tcase, grouped);
	tcase_add_test(tcase, families);
	tcase_add_test(tcase, absent);
	tcase_add_test(tcase, golden);
	tcase_add_test(tcase, calls);
	tcase_add_test(tcase, bad_input);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
