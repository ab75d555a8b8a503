/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writing run records.
 */
#include "base/file.h"
#include "harness/report/record.h"
#include "harness/stage/stage.h"
#include "tests/folder.h"
#include "tests/needs.h"
#include "tests/suite.h"

#include <grp.h>
#include <jansson.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <sys/wait.h>

static struct error err;

static void expect_file(const char *path, const char *expected)
{
	char *text = file_text(path);

	ck_assert_ptr_nonnull(text);
	ck_assert_str_eq(text, expected);
	free(text);
}

/* The line names the file and says why. */
static void expect_error(const char *path, int error)
{
	ck_assert_msg(strstr(err.text, path), "%s", err.text);
	ck_assert_msg(strstr(err.text, strerror(error)), "%s", err.text);
	ck_assert_ptr_null(strchr(err.text, '\n'));
}

START_TEST(replace)
{
	const char *path = folder_path("a/b/c.trace");

	ck_assert_int_eq(file_replace(path, "first\n", &err), 0);
	expect_file(path, "first\n");
	ck_assert_int_eq(file_replace(path, "2\n", &err), 0);
	expect_file(path, "2\n");
	ck_assert_int_eq(file_replace(path, "", &err), 0);
	ck_assert_int_eq(access(folder_path("a/b/c.trace.new"), F_OK), -1);
}
END_TEST

START_TEST(folder_for_files)
{
	char long_name[PATH_MAX + 1];

	ck_assert_int_eq(file_folder(folder_path("new/below"), &err), 0);
	ck_assert_int_eq(file_folder(folder_path("new/below"), &err), 0);
	/* Nothing is in it. */
	ck_assert_int_eq(rmdir(folder_path("new/below")), 0);
	folder_put("file", "x");
	ck_assert_int_eq(file_folder(folder_path("file"), &err), -1);
	expect_error(folder_path("file"), ENOTDIR);
	ck_assert_int_eq(file_folder(folder_path("file/x"), &err), -1);
	expect_error(folder_path("file/x"), ENOTDIR);
	ck_assert_int_eq(file_folder("/proc/lastack", &err), -1);
	expect_error("/proc/lastack", ENOENT);
	memset(long_name, 'x', PATH_MAX);
	long_name[PATH_MAX] = '\0';
	ck_assert_int_eq(file_folder(long_name, &err), -1);
}
END_TEST

START_TEST(replace_relative)
{
	ck_assert_int_eq(chdir(folder), 0);
	ck_assert_int_eq(file_replace("plain", "x", &err), 0);
	ck_assert_int_eq(file_replace("d/e", "y", &err), 0);
	expect_file(folder_path("plain"), "x");
	expect_file(folder_path("d/e"), "y");
	ck_assert_int_eq(chdir("/"), 0);
}
END_TEST

START_TEST(replace_where_it_cannot)
{
	char path[PATH_MAX + 16];

	folder_put("file", "no folder");
	ck_assert_int_eq(file_replace(folder_path("file/x"), "x", &err), -1);
	expect_error("file/x", ENOTDIR);
	/* Nobody can make a folder there, root included. */
	ck_assert_int_eq(file_replace("/proc/lastack/x", "x", &err), -1);
	expect_error("/proc/lastack/x", ENOENT);
	ck_assert_int_eq(mkdir(folder_path("folder"), 0755), 0);
	ck_assert_int_eq(file_replace(folder_path("folder"), "x", &err), -1);
	expect_error("folder", EISDIR);
	ck_assert_int_eq(access(folder_path("folder.new"), F_OK), -1);
	memset(path, 'x', sizeof(path));
	path[sizeof(path) - 1] = '\0';
	ck_assert_int_eq(file_replace(path, "x", &err), -1);
}
END_TEST

/* In a process of its own that is nobody, where this one is root. */
static int as_nobody(int (*act)(void))
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		if (!need_ordinary())
			_exit(99);
		_exit(act());
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static int write_to_locked(void)
{
	struct record *rec;

	if (file_replace(folder_path("locked/x"), "x", &err) != -1 ||
	    !strstr(err.text, strerror(EACCES)) ||
	    !strstr(err.text, "locked/x"))
		return 1;
	rec = record_begin(folder_path("locked"), NULL, &err);
	if (rec || !strstr(err.text, strerror(EACCES)) ||
	    !strstr(err.text, "locked"))
		return 2;
	rec = record_begin(folder_path("locked/below"), NULL, &err);
	if (rec || !strstr(err.text, "locked/below"))
		return 3;
	return 0;
}

START_TEST(not_writable)
{
	ck_assert_int_eq(mkdir(folder_path("locked"), 0555), 0);
	ck_assert_int_eq(as_nobody(write_to_locked), 0);
}
END_TEST

/* A disk that is full after so many octets. */
static void fill_disk(rlim_t octets)
{
	struct rlimit limit = { octets, RLIM_INFINITY };

	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

START_TEST(disk_full)
{
	const char *path = folder_path("x.trace");
	char text[4096];

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	ck_assert_int_eq(file_replace(path, "old\n", &err), 0);
	fill_disk(1024);
	ck_assert_int_eq(file_replace(path, text, &err), -1);
	expect_error("x.trace", EFBIG);
	/* Whole or not at all. */
	expect_file(path, "old\n");
	ck_assert_int_eq(access(folder_path("x.trace.new"), F_OK), -1);
	ck_assert_int_eq(file_replace(folder_path("y"), text, &err), -1);
	ck_assert_int_eq(access(folder_path("y"), F_OK), -1);
	fill_disk(RLIM_INFINITY);
}
END_TEST

static const struct result results[] = {
	{ .name = "close/twice@lo4", .verdict = VERDICT_PASS,
	  .trace = "# close/twice\nend     no connection\n",
	  .wall_ns = 1500000000 },
	{ .name = "close/twice@lo6", .verdict = VERDICT_FAIL,
	  .trace = "# close/twice\n", .disturbed = 2,
	  .reason = "not UTF-8: \"\xff\"" },
	{ .name = "linger/off@lo4", .verdict = VERDICT_SKIP,
	  .reason = "needs \"more\"" },
};

static json_t *load_run(void)
{
	json_error_t problem;
	json_t *run = json_load_file(folder_path("run/run.json"), 0, &problem);

	ck_assert_msg(run != NULL, "%d: %s", problem.line, problem.text);
	return run;
}

static const char *string_of(json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	ck_assert_msg(text != NULL, "no string \"%s\"", key);
	return text;
}

static json_int_t number_of(json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key);

	ck_assert_msg(json_is_integer(value), "no number \"%s\"", key);
	return json_integer_value(value);
}

static void record_all(void)
{
	struct summary sum = { .wall_ns = 2500000000 };
	struct record *rec = record_begin(folder_path("run"), NULL, &err);
	size_t i;

	ck_assert_msg(rec != NULL, "%s", err.text);
	for (i = 0; i < COUNT(results); i++) {
		ck_assert_int_eq(record_result(rec, &results[i], &err), 0);
		summary_add(&sum, &results[i]);
	}
	ck_assert_int_eq(record_end(rec, &sum, &err), 0);
}

START_TEST(traces)
{
	record_all();
	expect_file(folder_path("run/close/twice@lo4.trace"),
		    results[0].trace);
	expect_file(folder_path("run/close/twice@lo6.trace"),
		    results[1].trace);
	ck_assert_int_eq(access(folder_path("run/linger"), F_OK), -1);
}
END_TEST

START_TEST(run_json)
{
	struct utsname u;
	json_t *run, *list, *one;
	size_t i;

	record_all();
	uname(&u);
	run = load_run();
	ck_assert_str_eq(string_of(run, "kernel"), u.release);
	ck_assert_str_eq(string_of(run, "kernel_version"), u.version);
	ck_assert_str_eq(string_of(run, "machine"), u.machine);
	ck_assert_uint_eq(strlen(string_of(run, "time")), 20);
	ck_assert_double_eq(json_real_value(json_object_get(run, "seconds")),
			    2.5);
	list = json_object_get(run, "results");
	ck_assert_uint_eq(json_array_size(list), COUNT(results));
	for (i = 0; i < COUNT(results); i++) {
		one = json_array_get(list, i);
		ck_assert_str_eq(string_of(one, "name"), results[i].name);
		ck_assert_str_eq(string_of(one, "verdict"),
				 verdict_word(results[i].verdict));
		ck_assert_int_eq(number_of(one, "disturbed"),
				 (int)results[i].disturbed);
	}
	ck_assert_ptr_null(json_object_get(json_array_get(list, 0), "reason"));
	ck_assert_str_eq(string_of(json_array_get(list, 1), "reason"),
			 "not UTF-8: \"\xef\xbf\xbd\"");
	ck_assert_str_eq(string_of(json_array_get(list, 2), "reason"),
			 results[2].reason);
	json_decref(run);
}
END_TEST

START_TEST(run_json_counts)
{
	json_t *run, *counts;

	record_all();
	run = load_run();
	counts = json_object_get(run, "counts");
	ck_assert_int_eq(number_of(counts, "PASS"), 1);
	ck_assert_int_eq(number_of(counts, "KNOWN"), 0);
	ck_assert_int_eq(number_of(counts, "FAIL"), 1);
	ck_assert_int_eq(number_of(counts, "BROKEN"), 0);
	ck_assert_int_eq(number_of(counts, "SKIP"), 1);
	ck_assert_int_eq(number_of(counts, "disturbed"), 2);
	json_decref(run);
}
END_TEST

/* What was pinned, and null for what this kernel has not. */
START_TEST(run_json_sysctls)
{
	const struct pin *pin;
	json_t *run, *sysctls, *value;

	record_all();
	run = load_run();
	sysctls = json_object_get(run, "sysctls");
	for (pin = stage_pins(); pin->name; pin++) {
		value = json_object_get(sysctls, pin->name);
		if (stage_has(pin->name))
			ck_assert_str_eq(json_string_value(value), pin->value);
		else
			ck_assert(json_is_null(value));
	}
	json_decref(run);
}
END_TEST

START_TEST(begin_fails)
{
	folder_put("file", "no folder");
	ck_assert_ptr_null(record_begin(folder_path("file"), NULL, &err));
	expect_error("file", ENOTDIR);
	ck_assert_ptr_null(record_begin("/proc/lastack", NULL, &err));
	expect_error("/proc/lastack", ENOENT);
}
END_TEST

/* The fault is told where it happens, and is not covered up at the end. */
START_TEST(disk_fills_up)
{
	struct summary sum = { .wall_ns = 0 };
	struct record *rec = record_begin(folder_path("run"), NULL, &err);
	char text[4096];
	struct result r = { .name = "a/b@lo4", .trace = text };

	ck_assert_ptr_nonnull(rec);
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	fill_disk(1024);
	ck_assert_int_eq(record_result(rec, &r, &err), -1);
	expect_error("a/b@lo4.trace", EFBIG);
	fill_disk(RLIM_INFINITY);
	record_end(rec, &sum, &err);
	expect_error("a/b@lo4.trace", EFBIG);
}
END_TEST

START_TEST(full_at_the_end)
{
	struct summary sum = { .wall_ns = 0 };
	struct record *rec = record_begin(folder_path("run"), NULL, &err);

	ck_assert_ptr_nonnull(rec);
	fill_disk(16);
	ck_assert_int_eq(record_end(rec, &sum, &err), -1);
	expect_error("run.json", EFBIG);
	fill_disk(RLIM_INFINITY);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("record");
	TCase *tcase = tcase_create("record");

	tcase_add_checked_fixture(tcase, folder_make, folder_remove);
	tcase_add_test(tcase, replace);
	tcase_add_test(tcase, folder_for_files);
	tcase_add_test(tcase, replace_relative);
	tcase_add_test(tcase, replace_where_it_cannot);
	if (geteuid() || need_met("check_record, as nobody", NEED_ROOT))
		tcase_add_test(tcase, not_writable);
	tcase_add_test(tcase, disk_full);
	tcase_add_test(tcase, traces);
	tcase_add_test(tcase, run_json);
	tcase_add_test(tcase, run_json_counts);
	tcase_add_test(tcase, run_json_sysctls);
	tcase_add_test(tcase, begin_fails);
	tcase_add_test(tcase, disk_fills_up);
	tcase_add_test(tcase, full_at_the_end);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
