/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every golden trace carries what the referee says of it, and nothing else.
 */
#include "harness/referee/referee.h"
#include "cases/case.h"
#include "harness/run/select.h"
#include "tests/suite.h"

#include <check.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The case that "# subject/name" names. */
static const struct test_case *case_of(const struct trace *t)
{
	const struct test_case *const *table;
	size_t i, n;

	table = case_table(&n);
	for (i = 0; i < n; i++) {
		size_t length = strlen(table[i]->subject);
		const char *name = t->line[0] + 2;

		if (!strncmp(name, table[i]->subject, length) &&
		    name[length] == '/' &&
		    !strcmp(name + length + 1, table[i]->name))
			return table[i];
	}
	return NULL;
}

/* Return: whether the golden is as the referee wants it; tells if not. */
static bool agrees(const char *path)
{
	const struct test_case *tc;
	struct trace golden, told;
	struct error err;
	char *want, *have;
	bool same;

	ck_assert_msg(!trace_parse(&golden, path, &err), "%s", err.text);
	tc = case_of(&golden);
	ck_assert_msg(tc != NULL, "%s: no such case", path);
	ck_assert_msg(referee_annotate(&golden, tc->show & SHOW_BULK, &told,
				       &err) >= 0, "%s: %s", path, err.text);
	want = trace_text(&told);
	have = trace_text(&golden);
	same = !strcmp(want, have);
	if (!same)
		printf("%s: the referee says\n%s", path, want);
	free(want);
	free(have);
	trace_clear(&golden);
	trace_clear(&told);
	return same;
}

START_TEST(goldens_carry_their_deviations)
{
	const char *folder = getenv("LASTACK_EXPECTED");
	unsigned differ = 0;
	char pattern[4096];
	glob_t found;
	size_t i;

	snprintf(pattern, sizeof(pattern), "%s/*/*.trace",
		 folder ? folder : "expected");
	ck_assert_int_eq(glob(pattern, 0, NULL, &found), 0);
	ck_assert_uint_gt(found.gl_pathc, 100);
	for (i = 0; i < found.gl_pathc; i++)
		differ += !agrees(found.gl_pathv[i]);
	globfree(&found);
	ck_assert_uint_eq(differ, 0);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("goldens and the referee");
	TCase *tc = tcase_create("goldens");

	tcase_add_test(tc, goldens_carry_their_deviations);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
