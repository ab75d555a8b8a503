/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Remembering what failed.
 */
#include "harness/report/failed.h"
#include "tests/folder.h"
#include "tests/suite.h"

static struct failed failed;

static void forget(void)
{
	failed_clear(&failed);
	folder_remove();
}

START_TEST(from_run_to_run)
{
	failed_load(&failed, folder_path("out"), NULL);
	ck_assert_uint_eq(failed.n, 0);
	failed_set(&failed, "a/b@lo4", true);
	failed_set(&failed, "a/c@lo4", true);
	failed_set(&failed, "a/c@lo4", true);
	failed_set(&failed, "a/d@lo4", false);
	ck_assert_uint_eq(failed.n, 2);
	failed_save(&failed, folder_path("out"), NULL);
	failed_clear(&failed);
	failed_load(&failed, folder_path("out"), NULL);
	ck_assert_uint_eq(failed.n, 2);
	ck_assert(failed_has(&failed, "a/b@lo4"));
	ck_assert(!failed_has(&failed, "a/b"));
	ck_assert(!failed_has(&failed, "a/d@lo4"));
	failed_set(&failed, "a/b@lo4", false);
	ck_assert(!failed_has(&failed, "a/b@lo4"));
	ck_assert(failed_has(&failed, "a/c@lo4"));
	failed_set(&failed, "a/c@lo4", false);
	failed_save(&failed, folder_path("out"), NULL);
	ck_assert_int_eq(access(folder_path("out/failed"), F_OK), -1);
}
END_TEST

START_TEST(of_each_kernel)
{
	failed_set(&failed, "a/b@lo4", true);
	failed_save(&failed, folder_path("out"), "debian-6.1");
	failed_clear(&failed);
	failed_load(&failed, folder_path("out"), "debian-6.12");
	failed_load(&failed, folder_path("out"), NULL);
	ck_assert_uint_eq(failed.n, 0);
	failed_load(&failed, folder_path("out"), "debian-6.1");
	ck_assert_uint_eq(failed.n, 1);
}
END_TEST

START_TEST(whatever_lies_there)
{
	folder_put("out/failed", "a/b@lo4\na/c@lo4");
	failed_load(&failed, folder_path("out"), NULL);
	ck_assert_uint_eq(failed.n, 2);
	ck_assert(failed_has(&failed, "a/c@lo4"));
	folder_put("file", "x");
	failed_load(&failed, folder_path("file"), NULL);
	failed_save(&failed, folder_path("file"), NULL);
	failed_save(&failed, "/proc/lastack", NULL);
	failed_clear(&failed);
	failed_save(&failed, "/proc/lastack", NULL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("failed");
	TCase *tcase = tcase_create("failed");

	tcase_add_checked_fixture(tcase, folder_make, forget);
	tcase_add_test(tcase, from_run_to_run);
	tcase_add_test(tcase, of_each_kernel);
	tcase_add_test(tcase, whatever_lies_there);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
