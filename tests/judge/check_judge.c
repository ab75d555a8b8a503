/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From traces and goldens to verdicts.
 */
#include "harness/judge/judge.h"
#include "tests/folder.h"
#include "tests/suite.h"


#define HEAD "# s/n\n# About.\n# RFC 9293\n"
#define CONNECT "client  connect() = 0\n"
#define SENT "client  send(2) = 2\n"
#define RESET "client  send(2) = -1 ECONNRESET\n"
#define PIPE "client  send(2) = -1 EPIPE\n"
#define END "end     client CLOSED\n"
#define NOTES "# known: a reset\n# kernels: up to 6.17\n"

static struct golden_set set;
static struct trace t;
static struct result r;
static struct error err;

/* Judges a trace by what lies in the folder, on Linux 6.18.44. */
static void judge_text(const char *text, bool strict)
{
	ck_assert_int_eq(golden_load(&set, folder_path("s/n"), "lo4", &err),
			 0);
	trace_from_text(&t, text);
	judge(&r, &t, &set, "6.18.44", strict);
}

static void clean_up(void)
{
	golden_clear(&set);
	trace_clear(&t);
	result_clear(&r);
}

static void expect_reason(const char *reason)
{
	ck_assert_ptr_nonnull(r.reason);
	ck_assert_str_eq(r.reason, reason);
}

static void expect_difference(const char *file, unsigned line)
{
	char expected[PATH_MAX + 64];

	snprintf(expected, sizeof(expected), "differs at %s/%s:%u",
		 folder, file, line);
	ck_assert_int_eq(r.verdict, VERDICT_FAIL);
	expect_reason(expected);
}

static void expect_story(const char *part)
{
	ck_assert_ptr_nonnull(r.story);
	ck_assert_msg(strstr(r.story, part), "\"%s\" is not in\n%s", part,
		      r.story);
}

START_TEST(pass)
{
	folder_put("s/n.trace", HEAD "\n" CONNECT SENT END);
	judge_text(HEAD "\n" CONNECT SENT END, _i);
	ck_assert_int_eq(r.verdict, VERDICT_PASS);
	ck_assert_ptr_null(r.reason);
	ck_assert_ptr_null(r.story);
	clean_up();
}
END_TEST

START_TEST(pass_beside_known)
{
	folder_put("s/n.trace", HEAD "\n" CONNECT SENT END);
	folder_put("s/n~reset.trace", HEAD NOTES "\n" CONNECT RESET END);
	judge_text(HEAD "\n" CONNECT SENT END, _i);
	ck_assert_int_eq(r.verdict, VERDICT_PASS);
	ck_assert_ptr_null(r.reason);
	clean_up();
}
END_TEST

START_TEST(known)
{
	folder_put("s/n.trace", HEAD "\n" CONNECT SENT END);
	folder_put("s/n~pipe.trace", HEAD "\n" CONNECT PIPE END);
	folder_put("s/n~reset.trace", HEAD NOTES "\n" CONNECT RESET END);
	judge_text(HEAD "\n" CONNECT RESET END, false);
	ck_assert_int_eq(r.verdict, VERDICT_KNOWN);
	expect_reason("reset");
	clean_up();
	judge_text(HEAD "\n" CONNECT RESET END, true);
	ck_assert_int_eq(r.verdict, VERDICT_FAIL);
	expect_reason("known behaviour reset, and --strict");
	clean_up();
}
END_TEST

/* A known behaviour that never had a golden beside it. */
START_TEST(only_known)
{
	folder_put("s/n~reset.trace", HEAD "\n" CONNECT RESET END);
	judge_text(HEAD "\n" CONNECT RESET END, false);
	ck_assert_int_eq(r.verdict, VERDICT_KNOWN);
	clean_up();
	judge_text(HEAD "\n" CONNECT SENT END, false);
	expect_difference("s/n~reset.trace", 6);
	clean_up();
}
END_TEST

START_TEST(until)
{
	folder_put("s/n.trace", HEAD "\n" CONNECT SENT END);
	folder_put("s/n~reset.trace",
		   HEAD NOTES "# until: 6.19\n\n" CONNECT RESET END);
	judge_text(HEAD "\n" CONNECT RESET END, false);
	ck_assert_int_eq(r.verdict, VERDICT_KNOWN);
	clean_up();
	folder_put("s/n~reset.trace",
		   HEAD NOTES "# until: 6.18\n\n" CONNECT RESET END);
	judge_text(HEAD "\n" CONNECT RESET END, false);
	ck_assert_int_eq(r.verdict, VERDICT_FAIL);
	expect_reason("known behaviour reset, but that was to end with "
		      "Linux 6.18");
	clean_up();
}
END_TEST

/* The judge's kernel is 6.18.44. Its own series had left the behaviour. */
START_TEST(came_back)
{
	static const struct {
		const char *notes, *reason;
	} had[] = {
		{ "# fixed: 6.1.192 6.18.44\n# commit: tcp: mend it\n",
		  "known behaviour reset came back: fixed in 6.18.44, commit "
		  "\"tcp: mend it\"" },
		{ "# fixed: 6.18.15 7.3.4\n",
		  "known behaviour reset came back: fixed in 6.18.15" },
		{ "# fixed: 6.18.45 6.17.1\n# commit: tcp: mend it\n", NULL },
		{ "# fixed: 6.1.192 7.3.4\n", NULL },
	};
	char known[512];

	snprintf(known, sizeof(known), HEAD "%s\n" CONNECT RESET END,
		 had[_i].notes);
	folder_put("s/n.trace", HEAD "\n" CONNECT SENT END);
	folder_put("s/n~reset.trace", known);
	judge_text(HEAD "\n" CONNECT RESET END, false);
	if (had[_i].reason) {
		ck_assert_int_eq(r.verdict, VERDICT_FAIL);
		expect_reason(had[_i].reason);
	} else {
		ck_assert_int_eq(r.verdict, VERDICT_KNOWN);
	}
	clean_up();
	/* What is expected passes, whatever was fixed. */
	judge_text(HEAD "\n" CONNECT SENT END, false);
	ck_assert_int_eq(r.verdict, VERDICT_PASS);
	clean_up();
}
END_TEST

/* What happened, and the line of the golden that it differs at. */
static const struct {
	const char *text;
	unsigned line;
} failures[] = {
	{ "# s/m\n# About.\n# RFC 9293\n\n" CONNECT SENT END, 1 },
	{ "# s/n\n# Above.\n# RFC 9293\n\n" CONNECT SENT END, 2 },
	{ HEAD CONNECT SENT END, 4 },
	{ HEAD "\n" SENT CONNECT END, 5 },
	{ HEAD "\n" CONNECT RESET END, 6 },
	{ HEAD "\n" CONNECT SENT "end     client TIME_WAIT\n", 7 },
	{ HEAD "\n" CONNECT SENT, 7 },
	{ HEAD "\n" CONNECT, 6 },
	{ HEAD "\n" CONNECT SENT SENT END, 7 },
	{ HEAD "\n" CONNECT SENT END END, 8 },
	{ "", 1 },
};

START_TEST(fail)
{
	folder_put("s/n.trace", HEAD "\n" CONNECT SENT END);
	judge_text(failures[_i].text, false);
	expect_difference("s/n.trace", failures[_i].line);
	expect_story("-->");
	expect_story("expected ");
	ck_assert_ptr_nonnull(r.difference);
	ck_assert_ptr_nonnull(strstr(r.difference, "\nactual    "));
	clean_up();
}
END_TEST

/* The same lines, counted in a file that has notes. */
START_TEST(fail_behind_notes)
{
	unsigned line = failures[_i].line;

	folder_put("s/n~x.trace", HEAD NOTES "\n" CONNECT SENT END);
	judge_text(failures[_i].text, false);
	expect_difference("s/n~x.trace", line > 3 ? line + 2 : line);
	clean_up();
}
END_TEST

START_TEST(closest_is_told)
{
	folder_put("s/n.trace", HEAD "\n" CONNECT SENT SENT END);
	folder_put("s/n~reset.trace",
		   HEAD NOTES "\n" CONNECT RESET PIPE END);
	judge_text(HEAD "\n" CONNECT RESET RESET END, false);
	expect_difference("s/n~reset.trace", 9);
	expect_story("client  send(2) = -1 EPIPE           | "
		     "client  send(2) = -1 ECONNRESET\n");
	ck_assert_str_eq(r.difference,
			 "expected  client  send(2) = -1 EPIPE\n"
			 "actual    client  send(2) = -1 ECONNRESET\n");
	clean_up();
	/* Both agree as far: the golden it is. */
	judge_text(HEAD "\n" CONNECT PIPE END, false);
	expect_difference("s/n.trace", 6);
	clean_up();
}
END_TEST

/* A file with a fault fails its case, even beside one that agrees. */
START_TEST(problem)
{
	const char *broken = _i ? "s/n~x.trace" : "s/n.trace";
	const char *whole = _i ? "s/n.trace" : "s/n~x.trace";
	char expected[PATH_MAX + 256];

	folder_put(whole, HEAD "\n" CONNECT SENT END);
	folder_put(broken, HEAD "\n" CONNECT SENT "nonsense\n" END);
	judge_text(HEAD "\n" CONNECT SENT END, false);
	ck_assert_int_eq(r.verdict, VERDICT_FAIL);
	snprintf(expected, sizeof(expected),
		 "%s/%s:7: not a line of a trace, column 1: expected client "
		 "or server or stage, third, until, watch, within, cable or "
		 "forged: \"nonsense\"", folder, broken);
	expect_reason(expected);
	expect_story("nonsense ");
	clean_up();
}
END_TEST

START_TEST(no_golden)
{
	judge_text(HEAD "\n" CONNECT SENT END, false);
	ck_assert_int_eq(r.verdict, VERDICT_FAIL);
	ck_assert_ptr_nonnull(strstr(r.reason, "there is no golden trace"));
	ck_assert_ptr_null(r.difference);
	ck_assert_str_eq(r.story, HEAD "\n" CONNECT SENT END);
	clean_up();
}
END_TEST

START_TEST(time_is_tolerant)
{
	folder_put("s/n.trace", HEAD "\nclient  close() = 0 (2.0 s)\n" END);
	judge_text(HEAD "\nclient  close() = 0 (2.4 s)\n" END, false);
	ck_assert_int_eq(r.verdict, VERDICT_PASS);
	clean_up();
	judge_text(HEAD "\nclient  close() = 0 (2.6 s)\n" END, false);
	expect_difference("s/n.trace", 5);
	clean_up();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("judge");
	TCase *tcase = tcase_create("judge");

	tcase_add_checked_fixture(tcase, folder_make, folder_remove);
	tcase_add_loop_test(tcase, pass, false, true + 1);
	tcase_add_loop_test(tcase, pass_beside_known, false, true + 1);
	tcase_add_test(tcase, known);
	tcase_add_test(tcase, only_known);
	tcase_add_test(tcase, until);
	tcase_add_loop_test(tcase, came_back, 0, 4);
	tcase_add_loop_test(tcase, fail, 0, COUNT(failures));
	tcase_add_loop_test(tcase, fail_behind_notes, 0, COUNT(failures));
	tcase_add_test(tcase, closest_is_told);
	tcase_add_loop_test(tcase, problem, 0, 2);
	tcase_add_test(tcase, no_golden);
	tcase_add_test(tcase, time_is_tolerant);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
