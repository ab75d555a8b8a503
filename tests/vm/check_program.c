/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finding programs and libraries.
 */
#include "harness/vm/program.h"
#include "tests/folder.h"
#include "tests/suite.h"

START_TEST(found)
{
	char path[PATH_MAX], search[3 * PATH_MAX];

	folder_put("a/other", "");
	folder_put("b/tool", "");
	folder_put("c/tool", "");
	/* Not what nobody can execute. */
	ck_assert_int_eq(chmod(folder_path("c/tool"), 0755), 0);
	snprintf(search, sizeof(search), "%s:%s:%s", folder_path("a"),
		 folder_path("b"), folder_path("c"));
	setenv("PATH", search, 1);
	ck_assert(program_find("tool", path, sizeof(path)));
	ck_assert_str_eq(path, folder_path("c/tool"));
	ck_assert(!program_find("other", path, sizeof(path)));
	ck_assert(!program_find("none", path, sizeof(path)));
	setenv("PATH", "", 1);
	ck_assert(!program_find("tool", path, sizeof(path)));
}
END_TEST

static int count(void *arg, const char *path)
{
	ck_assert_int_eq(*path, '/');
	ck_assert_int_eq(access(path, R_OK), 0);
	++*(int *)arg;
	return 0;
}

static int refuse(void *arg, const char *path)
{
	(void)path;
	++*(int *)arg;
	return -1;
}

START_TEST(libraries)
{
	char self[PATH_MAX];
	int n = 0;

	/* This one is linked to libm and libc at least. */
	ck_assert_ptr_nonnull(realpath("/proc/self/exe", self));
	ck_assert_int_eq(program_libraries(self, count, &n), 0);
	ck_assert_int_ge(n, 2);
	n = 0;
	ck_assert_int_eq(program_libraries(self, refuse, &n), -1);
	ck_assert_int_eq(n, 1);
	n = 0;
	ck_assert_int_eq(program_libraries("/no/such", count, &n), 0);
	ck_assert_int_eq(n, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("program");
	TCase *tcase = tcase_create("program");

	tcase_add_checked_fixture(tcase, folder_make, folder_remove);
	tcase_add_test(tcase, found);
	tcase_add_test(tcase, libraries);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
