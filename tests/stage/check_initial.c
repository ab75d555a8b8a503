/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The initial network namespace, from another one. What is written there, only a
 * kernel under test can try; here it is that nothing is touched that is not ours.
 */
#include "harness/stage/initial.h"
#include "harness/stage/stage.h"
#include "tests/alone.h"
#include "tests/needs.h"
#include "tests/suite.h"

#include <limits.h>

static struct error err;

static void where(char path[PATH_MAX])
{
	ssize_t got = readlink("/proc/self/ns/net", path, PATH_MAX - 1);

	ck_assert_int_gt(got, 0);
	path[got] = '\0';
}

/* On a machine that others use too. */
START_TEST(not_ours)
{
	unsetenv(INITIAL_VARIABLE);
	initial_keep();
	ck_assert(alone_enter());
	ck_assert(!initial_has(INITIAL_MAX_ORPHANS));
	ck_assert_int_eq(initial_write(INITIAL_MAX_ORPHANS, "5", &err), -1);
	ck_assert_int_eq(initial_save(&err), -1);
}
END_TEST

START_TEST(there_and_back)
{
	char before[PATH_MAX], after[PATH_MAX];
	bool there = stage_has(INITIAL_MAX_ORPHANS);

	setenv(INITIAL_VARIABLE, "1", 1);
	initial_keep();
	ck_assert(alone_enter());
	where(before);
	/* In a user namespace nobody may go back. */
	if (geteuid() == 0)
		ck_assert(initial_has(INITIAL_MAX_ORPHANS) == there);
	ck_assert(!stage_has(INITIAL_MAX_ORPHANS));
	ck_assert(!initial_has("net.ipv4.tcp_fin_timeout"));
	ck_assert_int_eq(initial_write("net.ipv4.no_such", "1", &err), -1);
	where(after);
	ck_assert_str_eq(before, after);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("initial");
	TCase *tcase = tcase_create("initial");
	int skip = need_for("check_initial", NEED_NAMESPACES);

	if (skip)
		return skip;
	suite_add_tcase(suite, tcase);
	tcase_add_test(tcase, not_ours);
	tcase_add_test(tcase, there_and_back);
	return suite_run(suite);
}
