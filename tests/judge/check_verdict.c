/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Verdicts, their words and their sums.
 */
#include "harness/judge/verdict.h"
#include "tests/suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static void expect_line(const struct summary *sum, const char *expected)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	ck_assert_ptr_nonnull(out);
	summary_line(out, sum);
	fclose(out);
	ck_assert_str_eq(text, expected);
	free(text);
}

START_TEST(words)
{
	static const char *const word[] = { "PASS", "KNOWN", "FAIL", "BROKEN",
					    "SKIP" };

	for (int v = 0; v < VERDICT_COUNT; v++)
		ck_assert_str_eq(verdict_word((enum verdict)v), word[v]);
	ck_assert_str_eq(verdict_word(VERDICT_COUNT), "?");
}
END_TEST

START_TEST(clear_empties)
{
	static const struct result empty;
	struct result r = {
		.name = strdup("a/b@lo4"),
		.about = strdup("about"),
		.reason = strdup("reason"),
		.story = strdup("story"),
		.trace = strdup("trace"),
		.pcap = strdup("pcap"),
		.rerun = strdup("rerun"),
		.verdict = VERDICT_FAIL,
		.disturbed = 3,
	};

	result_clear(&r);
	ck_assert_ptr_null(r.name);
	ck_assert_ptr_null(r.rerun);
	ck_assert_int_eq(r.verdict, empty.verdict);
	ck_assert_uint_eq(r.disturbed, 0);
	/* Once more must be harmless. */
	result_clear(&r);
}
END_TEST

START_TEST(adding)
{
	struct summary sum = { .interrupted = 0 };
	struct result r = { .disturbed = 2 };

	for (int v = 0; v < VERDICT_COUNT; v++) {
		r.verdict = (enum verdict)v;
		for (int n = 0; n <= v; n++)
			summary_add(&sum, &r);
	}
	for (int v = 0; v < VERDICT_COUNT; v++)
		ck_assert_uint_eq(sum.count[v], (unsigned)v + 1);
	ck_assert_uint_eq(summary_total(&sum), 15);
	ck_assert_uint_eq(sum.disturbed, 30);
	expect_line(&sum, "Lastack: 3 passed (2 known), 3 failed, 5 skipped,"
			  " 4 broken, 30 disturbed\n");
}
END_TEST

START_TEST(plain_line)
{
	struct summary sum = { .wall_ns = 5000000000 };

	expect_line(&sum, "Lastack: 0 passed, 0 failed, 0 skipped\n");
	sum.count[VERDICT_PASS] = 412;
	sum.count[VERDICT_FAIL] = 1;
	sum.count[VERDICT_SKIP] = 3;
	expect_line(&sum, "Lastack: 412 passed, 1 failed, 3 skipped\n");
}
END_TEST

static const struct {
	struct summary sum;
	int status;
} statuses[] = {
	{ { .count = { 0 } }, 0 },
	{ { .count = { [VERDICT_PASS] = 1 } }, 0 },
	{ { .count = { [VERDICT_KNOWN] = 1 } }, 0 },
	{ { .count = { [VERDICT_SKIP] = 9 } }, 77 },
	{ { .count = { [VERDICT_SKIP] = 9, [VERDICT_PASS] = 1 } }, 0 },
	{ { .count = { [VERDICT_SKIP] = 9, [VERDICT_KNOWN] = 1 } }, 0 },
	{ { .count = { [VERDICT_SKIP] = 9, [VERDICT_FAIL] = 1 } }, 1 },
	{ { .count = { [VERDICT_PASS] = 9, [VERDICT_FAIL] = 1 } }, 1 },
	{ { .count = { [VERDICT_FAIL] = 9, [VERDICT_BROKEN] = 1 } }, 2 },
	{ { .count = { [VERDICT_SKIP] = 9, [VERDICT_BROKEN] = 1 } }, 2 },
	{ { .count = { [VERDICT_PASS] = 9 }, .interrupted = 2 }, 2 },
	{ { .count = { [VERDICT_PASS] = 9 }, .disturbed = 4 }, 0 },
};

START_TEST(status)
{
	ck_assert_int_eq(summary_status(&statuses[_i].sum),
			 statuses[_i].status);
}
END_TEST

static const struct {
	int a, b, counts;
} pairs[] = {
	{ 77, 77, 77 }, { 77, 0, 0 }, { 77, 1, 1 }, { 77, 2, 2 },
	{ 0, 0, 0 },	{ 0, 1, 1 },  { 0, 2, 2 },  { 1, 2, 2 },
	/* No end of a lastack. */
	{ 0, 3, 3 },	{ 77, 139, 139 },
};

START_TEST(worse)
{
	ck_assert_int_eq(status_worse(pairs[_i].a, pairs[_i].b),
			 pairs[_i].counts);
	ck_assert_int_eq(status_worse(pairs[_i].b, pairs[_i].a),
			 pairs[_i].counts);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("verdict");
	TCase *tcase = tcase_create("verdict");

	tcase_add_test(tcase, words);
	tcase_add_test(tcase, clear_empties);
	tcase_add_test(tcase, adding);
	tcase_add_test(tcase, plain_line);
	tcase_add_loop_test(tcase, status, 0,
			    sizeof(statuses) / sizeof(*statuses));
	tcase_add_loop_test(tcase, worse, 0,
			    sizeof(pairs) / sizeof(*pairs));
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
