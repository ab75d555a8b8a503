/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Each format is written from the same results and read back by a program
 * that other people wrote: jansson and python3 for JSON, perl's TAP::Parser
 * for KTAP, xmllint and python3 for JUnit. Every reader is also given a
 * spoiled report, to see that it does look.
 */
#include "harness/report/report.h"
#include "tests/report/reader.h"
#include "tests/suite.h"

#include <check.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* What a report may meet at worst: the syntax of all formats, and no text. */
#define NASTY                                                                  \
	"a \"<b>\" & 'c' ]]> # SKIP \\ \033[31m \x01 \xff\xc0\x80 \xef\xbf\xbf"
#define NASTY_STORY "ok 7 not a result\n\nBail out! not either\nlast " NASTY

static struct result samples[] = {
	{ .name = (char *)"linger/off@lo4", .verdict = VERDICT_PASS,
	  .about = (char *)"a sentence", .wall_ns = 12345678,
	  .cpu_ns = 2000000, .disturbed = 1 },
	{ .name = (char *)"close/fully_read@lo6", .verdict = VERDICT_KNOWN,
	  .reason = (char *)"rst_though_read", .wall_ns = 1000000 },
	{ .name = (char *)"close/twice#2@lo4", .verdict = VERDICT_FAIL,
	  .about = (char *)"close() twice <&>", .reason = (char *)NASTY,
	  .story = (char *)NASTY_STORY,
	  .trace = (char *)"server  close() = 0\n",
	  .pcap = (char *)"out/close.pcap",
	  .rerun = (char *)"lastack run 'close/twice@lo4'" },
	{ .name = (char *)"close/player@lo4", .verdict = VERDICT_BROKEN,
	  .reason = (char *)"the client's process died" },
	{ .name = (char *)"close_wait/netcat@lo4", .verdict = VERDICT_SKIP,
	  .reason = (char *)"no nc of netcat-openbsd" },
	{ .name = (char *)"close_wait/netcat@lo6", .verdict = VERDICT_SKIP,
	  .reason = (char *)"no nc of netcat-openbsd" },
};

#define SAMPLES (sizeof(samples) / sizeof(*samples))

static char *told(const struct report_format *format, struct run_facts *facts,
		  const struct result *results, size_t count, int interrupted)
{
	struct summary sum = { .interrupted = interrupted,
			       .wall_ns = 5210000000 };
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	void *state;

	ck_assert_ptr_nonnull(out);
	state = format->begin(out, facts);
	for (size_t i = 0; i < count; i++) {
		format->result(out, state, &results[i]);
		summary_add(&sum, &results[i]);
	}
	format->end(out, state, &sum);
	ck_assert_int_eq(fclose(out), 0);
	return text;
}

static char *told_samples(const struct report_format *format)
{
	struct run_facts facts = { .kernel = "6.18 #1 <SMP>",
				   .planned = SAMPLES };

	return told(format, &facts, samples, SAMPLES, 0);
}

START_TEST(find)
{
	ck_assert_ptr_eq(report_find("text"), &report_text);
	ck_assert_ptr_eq(report_find("ktap"), &report_ktap);
	ck_assert_ptr_eq(report_find("json"), &report_json);
	ck_assert_ptr_null(report_find("tex"));
	ck_assert_ptr_null(report_find(""));
}
END_TEST

START_TEST(text_whole)
{
	char *text = told_samples(&report_text);

	ck_assert_str_eq(text,
		"KNOWN  close/fully_read@lo6: rst_though_read\n"
		"FAIL   close/twice#2@lo4\n"
		"       close() twice <&>\n"
		"       a \"<b>\" & 'c' ]]> # SKIP \\ ?[31m ? \xff\xc0\x80"
		" \xef\xbf\xbf\n"
		"\n"
		"       ok 7 not a result\n"
		"\n"
		"       Bail out! not either\n"
		"       last a \"<b>\" & 'c' ]]> # SKIP \\ ?[31m ? \xff\xc0\x80"
		" \xef\xbf\xbf\n"
		"\n"
		"       pcap:  out/close.pcap\n"
		"       rerun: lastack run 'close/twice@lo4'\n"
		"\n"
		"BROKEN close/player@lo4\n"
		"       the client's process died\n"
		"\n"
		"SKIP   2 variants: no nc of netcat-openbsd"
		" (close_wait/netcat@lo4, close_wait/netcat@lo6)\n"
		"6 variants in 5.21 s, 1 attempt disturbed and repeated\n"
		"Lastack: 2 passed (1 known), 1 failed, 2 skipped, 1 broken,"
		" 1 disturbed\n");
	free(text);
}
END_TEST

START_TEST(text_says_little_when_all_passed)
{
	struct run_facts facts = { .kernel = "6.18", .planned = 1,
				   .colour = true };
	struct result pass = { .name = (char *)"a/b@lo4", .wall_ns = 1500000 };
	char *text = told(&report_text, &facts, &pass, 1, 0);

	ck_assert_str_eq(text, "1 variant in 5.21 s\n"
			       "Lastack: 1 passed, 0 failed, 0 skipped\n");
	free(text);
	facts.verbose = true;
	text = told(&report_text, &facts, &pass, 1, 0);
	ck_assert_str_eq(text, "6.18: 1 variant\n"
			       "\033[32mPASS\033[0m   a/b@lo4 (1.5 ms)\n"
			       "1 variant in 5.21 s\n"
			       "Lastack: 1 passed, 0 failed, 0 skipped\n");
	free(text);
}
END_TEST

START_TEST(text_sums_up_skips_by_reason)
{
	struct run_facts facts = { .planned = 9 };
	struct result skips[6];
	char names[6][16], *text;

	for (int i = 0; i < 6; i++) {
		snprintf(names[i], sizeof(names[i]), "a/case%d", i);
		skips[i] = (struct result){
			.name = names[i],
			.verdict = VERDICT_SKIP,
			.reason = (char *)(i == 2 ? "one" : "many"),
		};
	}
	text = told(&report_text, &facts, skips, 6, 15);
	ck_assert_str_eq(text,
		"SKIP   5 variants: many\n"
		"SKIP   1 variant: one (a/case2)\n"
		"interrupted by signal 15 (Terminated) after 6 of 9 variants,"
		" 5.21 s\n"
		"Lastack: 0 passed, 0 failed, 6 skipped\n");
	free(text);
}
END_TEST

static const char tap_reader[] =
	"my $p = TAP::Parser->new({ source => \\*STDIN });"
	"while (my $r = $p->next) {"
	"  print $r->type, ' ';"
	"  print $r->is_test ? join('|', $r->number,"
	"    $r->is_ok ? 'ok' : 'not ok', $r->description,"
	"    $r->has_skip ? $r->explanation : '') : $r->as_string;"
	"  print \"\\n\""
	"}"
	"print \"plan \", $p->plan, \"\\n\" if !$p->has_problems;"
	"print \"error $_\\n\" for $p->parse_errors;";

static char *tap_read(const char *text)
{
	const char *const argv[] = { "perl", "-MTAP::Parser", "-e", tap_reader,
				     NULL };
	char *output;

	ck_assert_int_eq(reader_run(argv, text, &output), 0);
	return output;
}

static struct result many[12];
static char many_names[12][16];

/* Seven that differ alike, four that are broken alike, and one alone. */
static void make_many(void)
{
	for (size_t i = 0; i < 12; i++) {
		snprintf(many_names[i], sizeof(many_names[i]), "a/b%zu@lo4", i);
		many[i] = (struct result){
			.name = many_names[i],
			.verdict = i % 3 == 1 ? VERDICT_BROKEN : VERDICT_FAIL,
			.reason = (char *)(i % 3 == 1 ? "it hangs" : "differs"),
			.difference = (char *)(i % 3 == 1 ? NULL :
				i == 11 ? "expected  F\nactual    S\n" :
					  "expected  F\nactual    R\n"),
			.story = (char *)"the story\n",
		};
	}
}

static size_t how_often(const char *text, const char *words)
{
	size_t n = 0;

	for (; (text = strstr(text, words)); text += strlen(words))
		n++;
	return n;
}

START_TEST(text_groups_what_has_one_cause)
{
	struct run_facts facts = { .planned = 12 };
	char *text;

	make_many();
	text = told(&report_text, &facts, many, 12, 0);
	ck_assert_uint_eq(how_often(text, "the story"), 3);
	ck_assert_ptr_nonnull(strstr(text, "FAIL   a/b2@lo4: the same difference as "
					   "a/b0@lo4\n"));
	ck_assert_ptr_nonnull(strstr(text,
		"12 variants went wrong in 3 ways (-v shows each in full):\n"
		"  7 like a/b0@lo4:\n"
		"      expected  F\n"
		"      actual    R\n"
		"  4 like a/b1@lo4:\n"
		"      it hangs\n"
		"  1 unlike all others\n"
		"To compare all of them with the goldens: run with "
		"--record DIR, then\n`lastack compare expected DIR`.\n"));
	free(text);
	facts.record = "out/6.1";
	facts.expected = "e";
	text = told(&report_text, &facts, many, 12, 0);
	ck_assert_ptr_nonnull(strstr(text, "the goldens: "
					   "`lastack compare e out/6.1`.\n"));
	free(text);
	/* A few need no table. */
	text = told(&report_text, &facts, many, 5, 0);
	ck_assert_uint_eq(how_often(text, "the story"), 2);
	ck_assert_ptr_null(strstr(text, "went wrong in"));
	free(text);
}
END_TEST

START_TEST(text_verbose_shows_each)
{
	struct run_facts facts = { .planned = 12, .verbose = true };
	char *text;

	make_many();
	text = told(&report_text, &facts, many, 12, 0);
	ck_assert_uint_eq(how_often(text, "the story"), 12);
	ck_assert_uint_eq(how_often(text, "the same"), 0);
	free(text);
}
END_TEST

START_TEST(ktap_whole)
{
	char *text, *read;

	if (!reader_there("perl"))
		return;
	text = told_samples(&report_ktap);
	ck_assert_int_eq(strncmp(text, "KTAP version 1\n1..6\n", 20), 0);
	read = tap_read(text);
	ck_assert_str_eq(read,
		"unknown KTAP version 1\n"
		"plan 1..6\n"
		"comment # kernel: 6.18 #1 <SMP>\n"
		"test 1|ok|linger/off@lo4|\n"
		"comment # known behaviour: rst_though_read\n"
		"test 2|ok|close/fully_read@lo6|\n"
		"comment # a \"<b>\" & 'c' ]]> # SKIP \\ ?[31m ? \xff\xc0\x80"
		" \xef\xbf\xbf\n"
		"comment # close() twice <&>\n"
		"comment # ok 7 not a result\n"
		"comment #\n"
		"comment # Bail out! not either\n"
		"comment # last a \"<b>\" & 'c' ]]> # SKIP \\ ?[31m ?"
		" \xff\xc0\x80 \xef\xbf\xbf\n"
		"comment # pcap:  out/close.pcap\n"
		"comment # rerun: lastack run 'close/twice@lo4'\n"
		"test 3|not ok|close/twice\\#2@lo4|\n"
		"comment # BROKEN: the client's process died\n"
		"test 4|not ok|close/player@lo4|\n"
		"test 5|ok|close_wait/netcat@lo4|no nc of netcat-openbsd\n"
		"test 6|ok|close_wait/netcat@lo6|no nc of netcat-openbsd\n"
		"comment # Lastack: 2 passed (1 known), 1 failed, 2 skipped,"
		" 1 broken, 1 disturbed\n");
	free(read);
	/* Without its last result the plan must not hold. */
	*strstr(text, "ok 6") = '\0';
	read = tap_read(text);
	ck_assert_ptr_nonnull(strstr(read, "error Bad plan"));
	free(read);
	free(text);
}
END_TEST

START_TEST(ktap_passed_and_interrupted)
{
	struct run_facts facts = { .planned = 1 };
	char *text, *read;

	if (!reader_there("perl"))
		return;
	text = told(&report_ktap, &facts, samples, 1, 0);
	read = tap_read(text);
	ck_assert_ptr_nonnull(strstr(read, "\nplan 1..1\n"));
	free(read);
	free(text);
	facts.planned = 5;
	text = told(&report_ktap, &facts, samples, 1, 2);
	read = tap_read(text);
	ck_assert_ptr_nonnull(strstr(read, "\nbailout interrupted by signal 2"
					   " (Interrupt)\n"));
	free(read);
	free(text);
	facts.planned = 0;
	text = told(&report_ktap, &facts, NULL, 0, 0);
	read = tap_read(text);
	ck_assert_ptr_nonnull(strstr(read, "plan 1..0 # SKIP"));
	ck_assert_ptr_null(strstr(read, "error"));
	free(read);
	free(text);
}
END_TEST

START_TEST(json_whole)
{
	char *text = told_samples(&report_json), *rest = text;
	size_t lines = 0;

	for (char *line; (line = strsep(&rest, "\n")) && *line; lines++) {
		json_error_t why;
		json_t *object = json_loads(line, 0, &why);
		const char *type = "", *name = "", *verdict = "", *reason = "";

		ck_assert_msg(object, "line %zu: %s", lines, why.text);
		if (!lines) {
			ck_assert_int_eq(json_unpack(object, "{s:s, s:s}",
				"type", &type, "kernel", &reason), 0);
			ck_assert_str_eq(type, "run");
			ck_assert_str_eq(reason, "6.18 #1 <SMP>");
		} else if (lines == 3) {
			ck_assert_int_eq(json_unpack(object,
				"{s:s, s:s, s:s, s:s}", "type", &type, "name",
				&name, "verdict", &verdict, "reason", &reason),
				0);
			ck_assert_str_eq(type, "result");
			ck_assert_str_eq(name, "close/twice#2@lo4");
			ck_assert_str_eq(verdict, "FAIL");
			ck_assert_str_eq(reason, "a \"<b>\" & 'c' ]]> # SKIP \\"
				" \033[31m \x01 \xef\xbf\xbd\xef\xbf\xbd"
				"\xef\xbf\xbd \xef\xbf\xbf");
			ck_assert(json_is_string(json_object_get(object,
								 "story")));
		} else if (lines == 4) {
			ck_assert(json_is_null(json_object_get(object,
							       "story")));
		}
		json_decref(object);
	}
	ck_assert_uint_eq(lines, SAMPLES + 2);
	free(text);
}
END_TEST

static const char json_reader[] =
	"import json, sys\n"
	"o = [json.loads(l) for l in sys.stdin.buffer]\n"
	"for r in o:\n"
	"    print(r['type'], r.get('name'), r.get('verdict'),"
	" r.get('wall_ns'))\n"
	"print(o[1]['cpu_ns'], o[1]['disturbed'], o[-1]['known'],"
	" o[-1]['skip'], o[-1]['status'])\n";

START_TEST(json_for_python)
{
	const char *const argv[] = { "python3", "-c", json_reader, NULL };
	char *text, *read;

	if (!reader_there("python3"))
		return;
	text = told_samples(&report_json);
	ck_assert_int_eq(reader_run(argv, text, &read), 0);
	ck_assert_str_eq(read,
		"run None None None\n"
		"result linger/off@lo4 PASS 12345678\n"
		"result close/fully_read@lo6 KNOWN 1000000\n"
		"result close/twice#2@lo4 FAIL 0\n"
		"result close/player@lo4 BROKEN 0\n"
		"result close_wait/netcat@lo4 SKIP 0\n"
		"result close_wait/netcat@lo6 SKIP 0\n"
		"summary None None 5210000000\n"
		"2000000 1 1 2 2\n");
	free(read);
	text[strlen(text) - 3] = '\0';
	ck_assert_int_ne(reader_run(argv, text, &read), 0);
	free(read);
	free(text);
}
END_TEST

static const char xml_reader[] =
	"import sys, xml.etree.ElementTree as e\n"
	"t = e.parse(sys.stdin.buffer).getroot()\n"
	"keys = ('tests', 'failures', 'errors', 'skipped', 'time')\n"
	"def say(n): print(n.tag, n.get('name'),"
	" *[k[0] + n.get(k) for k in keys])\n"
	"say(t)\n"
	"for s in t:\n"
	"    say(s)\n"
	"    for c in s.iter('testcase'):\n"
	"        print(' ', c.get('classname'), c.get('name'), c.get('time'))\n"
	"        for i in c:\n"
	"            print('   ', i.tag, ascii(i.get('message')),"
	" ascii(i.text))\n";

static char *xml_read(const char *text, int expected)
{
	const char *const lint[] = { "xmllint", "--noout", "-", NULL };
	const char *const python[] = { "python3", "-c", xml_reader, NULL };
	char *output;

	if (reader_there("xmllint")) {
		ck_assert_int_eq(!reader_run(lint, text, &output), !expected);
		free(output);
	}
	ck_assert_int_eq(reader_run(python, text, &output), expected);
	return output;
}

START_TEST(junit_whole)
{
	char *text, *read;

	if (!reader_there("python3"))
		return;
	text = told_samples(&report_junit);
	read = xml_read(text, 0);
	ck_assert_str_eq(read,
		"testsuites lastack t6 f1 e1 s2 t0.013345\n"
		"testsuite linger t1 f0 e0 s0 t0.012345\n"
		"  linger off@lo4 0.012345\n"
		"testsuite close t3 f1 e1 s0 t0.001000\n"
		"  close fully_read@lo6 0.001000\n"
		"    system-out None 'known behaviour: rst_though_read'\n"
		"  close twice#2@lo4 0.000000\n"
		"    failure 'a \"<b>\" & \\'c\\' ]]> # SKIP \\\\ [31m "
		" \\ufffd\\ufffd\\ufffd '"
		" 'close() twice <&>\\n\\nok 7 not a result\\n\\n"
		"Bail out! not either\\nlast a \"<b>\" & \\'c\\' ]]> # SKIP"
		" \\\\ [31m  \\ufffd\\ufffd\\ufffd \\npcap:  out/close.pcap\\n"
		"rerun: lastack run \\'close/twice@lo4\\'\\n'\n"
		"  close player@lo4 0.000000\n"
		"    error \"the client's process died\" None\n"
		"testsuite close_wait t2 f0 e0 s2 t0.000000\n"
		"  close_wait netcat@lo4 0.000000\n"
		"    skipped 'no nc of netcat-openbsd' None\n"
		"  close_wait netcat@lo6 0.000000\n"
		"    skipped 'no nc of netcat-openbsd' None\n");
	free(read);
	*strstr(text, "</testsuites>") = '\0';
	free(xml_read(text, 1));
	free(text);
}
END_TEST

START_TEST(junit_interrupted)
{
	struct run_facts facts = { .planned = 300 };
	char *text, *read;

	if (!reader_there("python3"))
		return;
	text = told(&report_junit, &facts, samples, 1, 2);
	read = xml_read(text, 0);
	ck_assert_str_eq(read,
		"testsuites lastack t2 f0 e1 s0 t0.012345\n"
		"testsuite linger t1 f0 e0 s0 t0.012345\n"
		"  linger off@lo4 0.012345\n"
		"testsuite lastack t1 f0 e1 s0 t0.000000\n"
		"  lastack run 0.000000\n"
		"    error 'interrupted by signal 2 (Interrupt) after 1 of 300"
		" variants' None\n");
	free(read);
	free(text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("report");
	TCase *tcase = tcase_create("report");

	/* Readers of other people take their time to start. */
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, find);
	tcase_add_test(tcase, text_whole);
	tcase_add_test(tcase, text_says_little_when_all_passed);
	tcase_add_test(tcase, text_sums_up_skips_by_reason);
	tcase_add_test(tcase, text_groups_what_has_one_cause);
	tcase_add_test(tcase, text_verbose_shows_each);
	tcase_add_test(tcase, ktap_whole);
	tcase_add_test(tcase, ktap_passed_and_interrupted);
	tcase_add_test(tcase, json_whole);
	tcase_add_test(tcase, json_for_python);
	tcase_add_test(tcase, junit_whole);
	tcase_add_test(tcase, junit_interrupted);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
