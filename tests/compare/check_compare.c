/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comparing run records.
 */
#include "harness/compare/compare.h"
#include "tests/folder.h"
#include "tests/suite.h"

static struct error err;
static struct played run[4];
static struct comparison comparison;
static char *told;
static size_t runs;

#define HEAD "# a/b\n# About.\n# RFC 9293\n\n"
#define FIN HEAD "client  close() = 0\n        client > server  F.   1 ack 1\n" \
	"end     client CLOSED, server CLOSED\n"
#define RST HEAD "client  close() = 0\n        client > server  R.   1 ack 1\n" \
	"end     client CLOSED, server CLOSED\n"
#define CUT HEAD "client  close() = 0\n" "end     client CLOSED, server CLOSED\n"

static void forget(void)
{
	size_t i;

	compare_clear(&comparison);
	for (i = 0; i < COUNT(run); i++)
		played_clear(&run[i]);
	free(told);
	told = NULL;
	runs = 0;
	folder_remove();
}

/* Its results as "name verdict,name verdict". */
static void make_run(const char *dir, const char *results)
{
	char json[4096], path[256], *word, *rest, *words = strdup(results);
	int used = snprintf(json, sizeof(json), "{\"kernel\": \"%s-k\", "
			    "\"seconds\": 1.5, \"results\": [", dir);

	ck_assert(mkdir(folder_path(dir), 0755) == 0);
	for (word = strtok_r(words, ",", &rest); word;
	     word = strtok_r(NULL, ",", &rest)) {
		char *verdict = strchr(word, ' ');

		*verdict++ = '\0';
		used += snprintf(json + used, sizeof(json) - (size_t)used,
				 "%s{\"name\": \"%s\", \"verdict\": \"%s\"}",
				 word == words ? "" : ", ", word, verdict);
	}
	snprintf(json + used, sizeof(json) - (size_t)used, "]}");
	snprintf(path, sizeof(path), "%s/run.json", dir);
	folder_put(path, json);
	free(words);
}

static void put_trace(const char *dir, const char *name, const char *text)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/a", dir);
	ck_assert(mkdir(folder_path(path), 0755) == 0 || errno == EEXIST);
	snprintf(path, sizeof(path), "%s/%s.trace", dir, name);
	folder_put(path, text);
}

static void load(const char *dir)
{
	int ret = played_load(&run[runs++], folder_path(dir), &err);

	ck_assert_msg(ret == 0, "%s", err.text);
}

static size_t compare(void)
{
	size_t size, differ;
	FILE *out = open_memstream(&told, &size);

	compare_runs(&comparison, run, runs);
	differ = compare_print(out, &comparison);
	ck_assert_int_eq(fclose(out), 0);
	return differ;
}

#define expect_told(text) \
	ck_assert_msg(strstr(told, text), "no \"%s\" in:\n%s", text, told)
#define expect_untold(text) \
	ck_assert_msg(!strstr(told, text), "\"%s\" in:\n%s", text, told)

START_TEST(equal_runs)
{
	make_run("x", "a/b@lo4 PASS,a/c@lo4 SKIP");
	make_run("y", "a/b@lo4 PASS,a/c@lo4 SKIP");
	put_trace("x", "a/b@lo4", FIN);
	put_trace("y", "a/b@lo4", FIN);
	load("x");
	load("y");
	ck_assert_uint_eq(compare(), 0);
	expect_told("No difference in 2 variants");
	expect_untold("Traces differ");
	expect_untold("a/b");
}
END_TEST

START_TEST(grouped)
{
	make_run("x", "a/b@lo4 PASS,a/b@lo6 PASS,a/c@lo4 PASS");
	make_run("y", "a/b@lo4 KNOWN,a/b@lo6 KNOWN,a/c@lo4 PASS");
	put_trace("x", "a/b@lo4", FIN);
	put_trace("x", "a/b@lo6", FIN);
	put_trace("x", "a/c@lo4", FIN);
	put_trace("y", "a/b@lo4", RST);
	put_trace("y", "a/b@lo6", RST);
	put_trace("y", "a/c@lo4", CUT);
	load("x");
	load("y");
	ck_assert_uint_eq(compare(), 3);
	expect_told("Traces differ: 3 of 3\n\n"
		    "  a/b  @lo4 @lo6\n"
		    "    x:\n        client > server  F.   1 ack 1\n"
		    "    y:\n        client > server  R.   1 ack 1\n\n"
		    "  a/c  @lo4\n"
		    "    x:\n        client > server  F.   1 ack 1\n"
		    "    y:\n        end     client CLOSED, server CLOSED\n");
	expect_told("KNOWN b");
	expect_untold("New failures");
}
END_TEST

START_TEST(three_runs)
{
	static const char *const dirs[] = {"x", "y", "z"};
	size_t i;

	for (i = 0; i < COUNT(dirs); i++) {
		make_run(dirs[i], "a/b@lo4 PASS");
		put_trace(dirs[i], "a/b@lo4", i == 1 ? RST : FIN);
		load(dirs[i]);
	}
	ck_assert_uint_eq(compare(), 1);
	expect_told("    x, z:\n        client > server  F.");
	expect_told("    y:\n        client > server  R.");
	ck_assert_int_eq(comparison.list[0].same_as[2], 0);
	ck_assert_int_eq(comparison.list[0].same_as[1], 1);
	ck_assert_uint_eq(comparison.list[0].line, 6);
}
END_TEST

/* A trace that is the beginning of the other one, too, is a difference. */
START_TEST(shorter)
{
	make_run("x", "a/b@lo4 PASS");
	make_run("y", "a/b@lo4 PASS");
	put_trace("x", "a/b@lo4", FIN);
	put_trace("y", "a/b@lo4", FIN);
	load("x");
	load("y");
	trace_cut(&run[1].variant[0].trace, 5);
	ck_assert_uint_eq(compare(), 1);
	expect_told("(its trace ends here)");
}
END_TEST

START_TEST(verdicts)
{
	make_run("x", "a/b@lo4 PASS,a/c@lo4 FAIL,a/d@lo4 PASS,a/e@lo4 PASS,"
		 "a/g@lo4 PASS");
	make_run("y", "a/b@lo4 FAIL,a/c@lo4 PASS,a/d@lo4 SKIP,a/f@lo4 PASS,"
		 "a/g@lo4 BROKEN");
	put_trace("x", "a/b@lo4", FIN);
	put_trace("x", "a/c@lo4", FIN);
	put_trace("x", "a/d@lo4", FIN);
	put_trace("x", "a/e@lo4", FIN);
	put_trace("x", "a/g@lo4", FIN);
	put_trace("y", "a/b@lo4", FIN);
	put_trace("y", "a/c@lo4", FIN);
	put_trace("y", "a/f@lo4", FIN);
	/* Of a broken one nobody knows how far it came. */
	put_trace("y", "a/g@lo4", "# a/g\n");
	load("x");
	load("y");
	ck_assert_uint_eq(compare(), 6);
	expect_told("New failures:\n  a/b@lo4  y: FAIL\n  a/g@lo4  y: BROKEN\n");
	expect_told("Fixed:\n  a/c@lo4  y: PASS\n");
	expect_told("Missing:\n  a/d@lo4  y: SKIP\n"
		    "  a/e@lo4  y: was not played\n");
	expect_told("New:\n  a/f@lo4  y: PASS\n");
	expect_untold("Traces differ");
}
END_TEST

#define PART(kernel, name) \
	"{\"kernel\": \"" kernel "\", \"seconds\": 2, \"results\": " \
	"[{\"name\": \"" name "\", \"verdict\": \"PASS\"}]}"

/* Parts of a run whose folders were put together are one run. */
START_TEST(parts)
{
	folder_put("x/run.1-of-2.json", PART("k", "a/c@lo4"));
	folder_put("x/run.2-of-2.json", PART("k", "a/b@lo4"));
	put_trace("x", "a/b@lo4", FIN);
	put_trace("x", "a/c@lo4", FIN);
	make_run("y", "a/b@lo4 PASS,a/c@lo4 PASS,a/d@lo4 PASS");
	put_trace("y", "a/b@lo4", RST);
	put_trace("y", "a/c@lo4", FIN);
	put_trace("y", "a/d@lo4", FIN);
	load("x");
	load("y");
	ck_assert_uint_eq(run[0].n, 2);
	ck_assert_double_eq(run[0].seconds, 4);
	ck_assert_uint_eq(compare(), 2);
	expect_told("a/b  @lo4");
	expect_told("New:\n  a/d@lo4");
}
END_TEST

START_TEST(parts_of_different_kernels)
{
	folder_put("x/run.1-of-2.json", PART("k", "a/c@lo4"));
	folder_put("x/run.2-of-2.json", PART("other", "a/b@lo4"));
	ck_assert_int_eq(played_load(&run[runs++], folder_path("x"), &err),
			 -1);
	ck_assert_ptr_nonnull(strstr(err.text, "run.2-of-2.json: is a part of "
					       "a run on other"));
}
END_TEST

START_TEST(golden)
{
	ck_assert(mkdir(folder_path("expected"), 0755) == 0);
	put_trace("expected", "a/b", FIN);
	put_trace("expected", "a/b@wire", RST);
	put_trace("expected", "a/never_played", FIN);
	put_trace("expected", "a/b~otherwise", CUT);
	make_run("x", "a/b@lo4 PASS,a/b@wire6 PASS,a/b@lo6 FAIL,a/n@lo4 FAIL");
	put_trace("x", "a/b@lo4", FIN);
	put_trace("x", "a/b@wire6", RST);
	put_trace("x", "a/b@lo6", RST);
	put_trace("x", "a/n@lo4", RST);
	load("expected");
	load("x");
	ck_assert(run[0].golden);
	ck_assert(!run[1].golden);
	ck_assert_uint_eq(compare(), 2);
	expect_told("  a/b  @lo6\n    expected:\n");
	expect_told("New:\n  a/n@lo4");
	expect_untold("never_played");
}
END_TEST

START_TEST(two_goldens)
{
	ck_assert(mkdir(folder_path("old"), 0755) == 0);
	ck_assert(mkdir(folder_path("new"), 0755) == 0);
	put_trace("old", "a/b", FIN);
	put_trace("old", "a/c", FIN);
	put_trace("new", "a/b", RST);
	put_trace("new", "a/c", FIN);
	load("old");
	load("new");
	ck_assert_uint_eq(compare(), 1);
	expect_told("Traces differ: 1 of 2");
}
END_TEST

#define TIMED(state, delay) HEAD "client  recv(9) = -1 ETIMEDOUT (30.0 s)\n" \
	"        client > server  P.   1:3 ack 1 (+" delay " s)\n" \
	"        = client CLOSED" state "\n" "end     client CLOSED\n"

static void make_virtual(const char *dir, const char *hz)
{
	char path[64], json[256];

	snprintf(json, sizeof(json), "{\"virtual_time\": true, \"hz\": %s, "
		 "\"results\": [{\"name\": \"a/b@lo4\", \"verdict\": "
		 "\"PASS\"}]}", hz);
	snprintf(path, sizeof(path), "%s/run.json", dir);
	folder_put(path, json);
}

/* What is passed by a golden is equal to it, wherever the golden stands. */
START_TEST(golden_as_it_is_judged)
{
	ck_assert(mkdir(folder_path("expected"), 0755) == 0);
	put_trace("expected", "a/b", TIMED("", "12.8"));
	make_run("x", "a/b@lo4 PASS");
	put_trace("x", "a/b@lo4", TIMED(" (+4.4 s)", "14.5"));
	load("expected");
	load("x");
	ck_assert_uint_eq(compare(), 0);
	compare_clear(&comparison);
	load("x");
	load("expected");
	compare_runs(&comparison, run + 2, 2);
	ck_assert_ptr_null(comparison.list[0].difference);
}
END_TEST

/* A golden wants its delay, and a kernel timer is never early. */
START_TEST(golden_is_not_turned_round)
{
	ck_assert(mkdir(folder_path("expected"), 0755) == 0);
	put_trace("expected", "a/b", TIMED("", "12.8"));
	make_run("x", "a/b@lo4 FAIL");
	put_trace("x", "a/b@lo4", TIMED("", "12.6"));
	load("x");
	load("expected");
	ck_assert_uint_eq(compare(), 1);
	expect_told("Traces differ: 1 of 1");
}
END_TEST

/* In virtual time only the timer wheel is late, at 250 Hz by up to 2.05 s. */
START_TEST(virtual_time)
{
	static const char *const hz[] = {"250", "1000"};

	make_virtual("x", "1000");
	make_virtual("y", hz[_i]);
	folder_put("x/a/b@lo4.trace", TIMED("", "64"));
	folder_put("y/a/b@lo4.trace", TIMED("", "67"));
	load("x");
	load("y");
	ck_assert_double_eq(run[0].hz, 1000);
	ck_assert_uint_eq(compare(), _i == 0);
}
END_TEST

static void refuse(const char *dir, const char *words)
{
	struct played p;

	ck_assert_int_eq(played_load(&p, folder_path(dir), &err), -1);
	ck_assert_msg(strstr(err.text, words), "%s", err.text);
	ck_assert_ptr_null(strchr(err.text, '\n'));
	played_clear(&p);
}

START_TEST(bad_input)
{
	refuse("nowhere", "nowhere: No such file");
	folder_put("file", "");
	refuse("file", "file: Not a directory");
	ck_assert(mkdir(folder_path("empty"), 0755) == 0);
	refuse("empty", "neither run.json nor traces");
	folder_put("empty/run.json", "");
	refuse("empty", "run.json: is empty");
	folder_put("empty/run.json", "{\n\"results\": [}");
	refuse("empty", "run.json:2: ");
	folder_put("empty/run.json", "{}");
	refuse("empty", "run.json: has no results");
	folder_put("empty/run.json", "{\"results\": [{\"name\": 3}]}");
	refuse("empty", "result 1 has no name");
	folder_put("empty/run.json", "{\"results\": [{\"name\": "
		   "\"../../x\", \"verdict\": \"PASS\"}]}");
	refuse("empty", "result 1 has no name");
	make_run("x", "a/b@lo4 PASS");
	refuse("x", "a/b@lo4.trace: No such file");
	put_trace("x", "a/b@lo4", HEAD "nobody  close() = 0\n"
		  "end     no connection\n");
	refuse("x", "a/b@lo4.trace:5: ");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("compare");
	TCase *tcase = tcase_create("compare");

	tcase_add_checked_fixture(tcase, folder_make, forget);
	tcase_add_test(tcase, equal_runs);
	tcase_add_test(tcase, grouped);
	tcase_add_test(tcase, three_runs);
	tcase_add_test(tcase, shorter);
	tcase_add_test(tcase, verdicts);
	tcase_add_test(tcase, parts);
	tcase_add_test(tcase, parts_of_different_kernels);
	tcase_add_test(tcase, golden);
	tcase_add_test(tcase, two_goldens);
	tcase_add_test(tcase, golden_as_it_is_judged);
	tcase_add_test(tcase, golden_is_not_turned_round);
	tcase_add_loop_test(tcase, virtual_time, 0, 2);
	tcase_add_test(tcase, bad_input);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
