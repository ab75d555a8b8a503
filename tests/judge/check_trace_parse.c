/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading traces from files, whole and damaged.
 */
#include "harness/judge/trace.h"
#include "tests/folder.h"
#include "tests/suite.h"

#include <sys/wait.h>

#define HEAD "# linger/x\n# It lingers.\n# RFC 9293 3.10.5\n"
#define STEP "client  connect() = 0\n"
#define SEGMENT "        client > server  S\n"
#define STATE "        = client SYN_SENT, server SYN_RECV\n"
#define END "end     client CLOSED, server CLOSED\n"

static struct trace t;
static struct error err;

START_TEST(good)
{
	static const char text[] = HEAD "\n" STEP SEGMENT STATE END;
	char *again;

	ck_assert_int_eq(trace_parse(&t, folder_put("good", text), &err), 0);
	ck_assert_uint_eq(t.n, 8);
	again = trace_text(&t);
	ck_assert_str_eq(again, text);
	free(again);
	trace_clear(&t);
}
END_TEST

/* A file, and what must be said of it behind its name. */
static const struct {
	const char *text;
	const char *fault;
} bad[] = {
	{ "", ": the file is empty" },
	{ "\n", ":1: the first three lines must be a header (# ...): \"\"" },
	{ STEP END, ":1: the first three lines must be a header (# ...): "
		    "\"client  connect() = 0\"" },
	{ "# a\n# b\n\n" STEP END,
	  ":3: the first three lines must be a header (# ...): \"\"" },
	{ HEAD, ":3: truncated: the end line is missing" },
	{ HEAD "\n", ":4: truncated: the end line is missing" },
	{ HEAD STEP END, ":4: the line behind the header must be blank: "
			 "\"client  connect() = 0\"" },
	{ HEAD "\n" STEP, ":5: truncated: the end line is missing" },
	{ HEAD "\n" STEP "        client > ser",
	  ":6: truncated: no newline at the end: \"        client > ser\"" },
	{ HEAD "\n" STEP "end     client CLOSED",
	  ":6: truncated: no newline at the end: \"end     client CLOSED\"" },
	{ HEAD "\n" STEP "nonsense\n" END,
	  ":6: not a line of a trace, column 1: expected client or server" },
	{ HEAD "\n" STEP "        client > server  X\n" END,
	  ":6: not a line of a trace, column 26: expected TCP flags: "
	  "\"        client > server  X\"" },
	/* The first fault is the one that is told. */
	{ HEAD "\n" STEP "one\ntwo\n" END,
	  ":6: not a line of a trace, column 1: expected client or server" },
	{ HEAD "\n" SEGMENT STEP END, ":5: the first line must be a step: "
				      "\"        client > server  S\"" },
	{ HEAD "\n" STATE STEP END, ":5: the first line must be a step" },
	{ HEAD "\n" STEP END STEP,
	  ":7: a line behind the end: \"client  connect() = 0\"" },
	{ HEAD "\n" STEP END END, ":7: a line behind the end" },
	/* Line ends of another system. */
	{ "# linger/x\r\n# b\r\n# c\r\n\r\n",
	  ":1: a carriage return (CRLF?): \"# linger/x\r\"" },
	{ HEAD "\n" "client  connect() = 0\r\n" END,
	  ":5: a carriage return (CRLF?)" },
};

static void expect_fault(const char *path, const char *fault)
{
	char expected[PATH_MAX + 256];

	snprintf(expected, sizeof(expected), "%s%s", path, fault);
	ck_assert_int_eq(trace_parse(&t, path, &err), 1);
	ck_assert_msg(!strncmp(err.text, expected, strlen(expected)),
		      "\"%s\" is not \"%s\"", err.text, expected);
	ck_assert_ptr_null(strchr(err.text, '\n'));
}

START_TEST(faults)
{
	char *text;

	expect_fault(folder_put("bad.trace", bad[_i].text), bad[_i].fault);
	/* The lines are there all the same. */
	text = trace_text(&t);
	ck_assert_int_eq(strncmp(text, bad[_i].text, strlen(bad[_i].text)), 0);
	free(text);
	trace_clear(&t);
}
END_TEST

/* Between the steps may stand what a person has to say. */
START_TEST(comments)
{
	const char *path = folder_put("a.trace", HEAD "\n# One.\n" STEP "\n"
				      "# Two.\n\n" SEGMENT END "# Three.\n");

	ck_assert_msg(!trace_parse(&t, path, &err), "%s", err.text);
	ck_assert_uint_eq(t.n, 7);
	ck_assert_str_eq(t.line[4], "client  connect() = 0");
	ck_assert_uint_eq(t.number[4], 6);
	ck_assert_uint_eq(t.number[6], 11);
	trace_clear(&t);
}
END_TEST

/* Cut off anywhere, a trace is not whole. */
START_TEST(every_truncation)
{
	static const char text[] = HEAD "\n" STEP SEGMENT STATE END;
	const char *path;
	size_t n;

	for (n = 0; n < strlen(text); n++) {
		path = folder_write("cut.trace", text, n);
		ck_assert_msg(trace_parse(&t, path, &err) == 1,
			      "cut after %zu octets", n);
		ck_assert_ptr_nonnull(strstr(err.text, "cut.trace:"));
		trace_clear(&t);
	}
}
END_TEST

static const struct {
	const char *octets;
	bool good;
} octets[] = {
	{ "\x7f", true },
	{ "\xc2\x80", true },	     /* the first of two octets */
	{ "\xdf\xbf", true },	     /* the last of two */
	{ "\xe0\xa0\x80", true },    /* the first of three */
	{ "\xed\x9f\xbf", true },    /* the last before the surrogates */
	{ "\xee\x80\x80", true },    /* the first behind them */
	{ "\xef\xbf\xbf", true },    /* the last of three */
	{ "\xf0\x90\x80\x80", true }, /* the first of four */
	{ "\xf4\x8f\xbf\xbf", true }, /* U+10FFFF */
	{ "\x80", false },	     /* a continuation without a beginning */
	{ "\xbf", false },
	{ "\xc2", false },	     /* a beginning without continuation */
	{ "\xc2 ", false },
	{ "\xe2\x82", false },
	{ "\xf0\x9f\x98", false },
	{ "\xc0\xaf", false },	     /* overlong */
	{ "\xc1\xbf", false },
	{ "\xe0\x80\xaf", false },
	{ "\xe0\x9f\xbf", false },
	{ "\xf0\x80\x80\xaf", false },
	{ "\xf0\x8f\xbf\xbf", false },
	{ "\xed\xa0\x80", false },   /* surrogates */
	{ "\xed\xbf\xbf", false },
	{ "\xf4\x90\x80\x80", false }, /* beyond U+10FFFF */
	{ "\xf5\x80\x80\x80", false },
	{ "\xfe", false },
	{ "\xff", false },
	{ "caf\xe9", false },	     /* Latin-1 */
};

START_TEST(utf8)
{
	char text[256];
	const char *path;

	/* At the end of a line and in its middle. */
	snprintf(text, sizeof(text), "# a\n# b%s\n# c\n\n" STEP END,
		 octets[_i].octets);
	path = folder_put("a.trace", text);
	if (octets[_i].good)
		ck_assert_int_eq(trace_parse(&t, path, &err), 0);
	else
		expect_fault(path, ":2: not UTF-8: ");
	trace_clear(&t);
	snprintf(text, sizeof(text), "# a\n# b\n# c\n\n"
		 "client  nc -N, \"%s\" on standard input\n" END,
		 octets[_i].octets);
	path = folder_put("b.trace", text);
	if (octets[_i].good)
		ck_assert_int_eq(trace_parse(&t, path, &err), 0);
	else
		expect_fault(path, ":5: not UTF-8: ");
	trace_clear(&t);
}
END_TEST

START_TEST(nul)
{
	static const char text[] = HEAD "\nclient  con\0nect() = 0\n" END;

	expect_fault(folder_write("nul.trace", text, sizeof(text) - 1),
		     ":5: a NUL octet: \"client  con\"");
	trace_clear(&t);
}
END_TEST

START_TEST(missing)
{
	const char *path = folder_path("missing.trace");

	errno = 0;
	ck_assert_int_eq(trace_parse(&t, path, &err), -1);
	ck_assert_int_eq(errno, ENOENT);
	ck_assert_ptr_nonnull(strstr(err.text, path));
	ck_assert_uint_eq(t.n, 0);
}
END_TEST

START_TEST(a_folder)
{
	ck_assert_int_eq(trace_parse(&t, folder, &err), -1);
	ck_assert_ptr_nonnull(strstr(err.text, folder));
	ck_assert_ptr_nonnull(strstr(err.text, strerror(EISDIR)));
}
END_TEST

/* Endless, and without a newline: must not be read into memory for ever. */
START_TEST(a_very_long_line)
{
	size_t size = 1 << 20;
	char *text = malloc(size);

	ck_assert_ptr_nonnull(text);
	memset(text, 'x', size);
	expect_fault(folder_write("long.trace", text, size),
		     ":1: truncated: no newline at the end: \"xxxx");
	/* The line tells enough of it to be found, and no more. */
	ck_assert_uint_lt(strlen(err.text), sizeof(err.text) - 1);
	free(text);
	trace_clear(&t);
}
END_TEST

START_TEST(standard_input)
{
	const char *path = folder_put("in", HEAD "\n" STEP END);

	ck_assert_ptr_nonnull(freopen(path, "r", stdin));
	ck_assert_int_eq(trace_parse(&t, "-", &err), 0);
	ck_assert_uint_eq(t.n, 6);
	trace_clear(&t);
	/* It has been read to its end. */
	expect_fault("-", ": the file is empty");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("trace_parse");
	TCase *tcase = tcase_create("trace_parse");

	tcase_add_checked_fixture(tcase, folder_make, folder_remove);
	tcase_add_test(tcase, good);
	tcase_add_loop_test(tcase, faults, 0, COUNT(bad));
	tcase_add_test(tcase, comments);
	tcase_add_test(tcase, every_truncation);
	tcase_add_loop_test(tcase, utf8, 0, COUNT(octets));
	tcase_add_test(tcase, nul);
	tcase_add_test(tcase, missing);
	tcase_add_test(tcase, a_folder);
	tcase_add_test(tcase, a_very_long_line);
	tcase_add_test(tcase, standard_input);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
