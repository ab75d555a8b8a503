/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Grouping failures.
 */
#include "harness/report/group.h"
#include "tests/suite.h"

static struct groups groups;

static void forget(void)
{
	groups_clear(&groups);
}

#define FIN "expected  F.   1\nactual    R.   1\n"
#define ACK "expected  F.   1\nactual    .    1\n"

static struct result failed(const char *name, const char *difference,
			    const char *reason, const char *trace)
{
	return (struct result){
		.name = (char *)name,
		.verdict = VERDICT_FAIL,
		.difference = (char *)difference,
		.reason = (char *)reason,
		.trace = (char *)trace,
	};
}

static const char *add(struct result r)
{
	const struct group *group = groups_add(&groups, &r);

	return group ? group->name : NULL;
}

START_TEST(by_difference)
{
	ck_assert_ptr_null(add(failed("a", FIN, "at line 1", "x\n")));
	ck_assert_ptr_null(add(failed("b", ACK, "at line 1", "x\n")));
	ck_assert_str_eq(add(failed("c", FIN, "at line 9", "y\n")), "a");
	ck_assert_str_eq(add(failed("d", ACK, "at line 1", "x\n")), "b");
	ck_assert_str_eq(add(failed("e", FIN, NULL, NULL)), "a");
	ck_assert_uint_eq(groups.n, 2);
	ck_assert_uint_eq(groups.count, 5);
	ck_assert_uint_eq(groups.list[0].count, 3);
}
END_TEST

/* Without a golden all that happened counts, but not how slow it was. */
START_TEST(without_golden)
{
	static const char why[] = "no golden";

	ck_assert_ptr_null(add(failed("a", NULL, why, "close() = 0 (1.0 s)\n")));
	ck_assert_str_eq(add(failed("b", NULL, why, "close() = 0 (1.2 s)\n")),
			 "a");
	ck_assert_ptr_null(add(failed("c", NULL, why, "close() = 0\n")));
	ck_assert_ptr_null(add(failed("d", NULL, "other",
				      "close() = 0 (1.0 s)\n")));
	ck_assert_ptr_null(add(failed("e", NULL, why, NULL)));
	ck_assert_ptr_null(add(failed("f", FIN, why, "close() = 0\n")));
}
END_TEST

START_TEST(broken)
{
	struct result r = {.name = (char *)"a", .verdict = VERDICT_BROKEN,
			   .reason = (char *)"it hangs"};

	ck_assert_ptr_null(add(failed("f", NULL, "it hangs", NULL)));
	ck_assert_ptr_null(add(r));
	r.name = (char *)"b";
	r.trace = (char *)"so far\n";
	ck_assert_str_eq(add(r), "a");
	r.reason = (char *)"it died";
	ck_assert_ptr_null(add(r));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("group");
	TCase *tcase = tcase_create("group");

	tcase_add_checked_fixture(tcase, NULL, forget);
	tcase_add_test(tcase, by_difference);
	tcase_add_test(tcase, without_golden);
	tcase_add_test(tcase, broken);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
