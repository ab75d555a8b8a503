/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ladders as they should look, and traces that make none.
 */
#include "harness/report/ladder.h"
#include "harness/report/wrap.h"
#include "tests/suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

/* Traces and the pictures that they make lie side by side in tests/report/ladder. */
static const char *const names[] = { "never_accepted", "several", "itself",
				     "wide", "wire" };

static char *contents(const char *name, const char *suffix)
{
	const char *source = getenv("srcdir");
	char path[4096], *text = NULL;
	size_t size = 0;
	FILE *in;

	snprintf(path, sizeof(path), "%s/tests/report/ladder/%s.%s",
		 source ? source : ".", name, suffix);
	in = fopen(path, "r");
	ck_assert_msg(in, "%s: cannot be opened", path);
	ck_assert_int_gt(getdelim(&text, &size, '\0', in), 0);
	fclose(in);
	return text;
}

static int draw(const char *trace, bool utf8, char **picture,
		struct error *err)
{
	size_t size;
	FILE *out = open_memstream(picture, &size);
	int ret;

	ck_assert_ptr_nonnull(out);
	err->text[0] = '\0';
	ret = ladder_draw(out, trace, utf8, err);
	ck_assert_int_eq(fclose(out), 0);
	return ret;
}

static void expect_picture(const char *name, bool utf8)
{
	char *trace = contents(name, "trace"), *picture;
	char *expected = contents(name, utf8 ? "utf8" : "ascii");
	struct error err;

	ck_assert_msg(!draw(trace, utf8, &picture, &err), "%s", err.text);
	ck_assert_str_eq(picture, expected);
	free(picture);
	free(expected);
	free(trace);
}

START_TEST(in_ascii)
{
	expect_picture(names[_i], false);
}
END_TEST

START_TEST(in_boxes)
{
	expect_picture(names[_i], true);
}
END_TEST

/* Both lifelines must be straight, whatever stands beside and between. */
START_TEST(lifelines_are_straight)
{
	char *picture = contents(names[_i], "ascii"), *rest = picture, *line;
	size_t client = 0, server = 0;

	while ((line = strsep(&rest, "\n"))) {
		if (strstr(line, "client ") && strstr(line, " server") &&
		    !client) {
			client = (size_t)(strstr(line, "client") - line) + 3;
			server = (size_t)(strstr(line, "server") - line) + 3;
			continue;
		}
		if (!client || strlen(line) <= server)
			continue;
		if (line[server] == ' ')
			continue;
		ck_assert_msg(strchr("|:*+", line[client]), "%s", line);
		ck_assert_msg(strchr("|:*+", line[server]), "%s", line);
	}
	ck_assert_uint_gt(client, 0);
	free(picture);
}
END_TEST

static const struct {
	const char *trace;
	const char *error;
} malformed[] = {
	{ "", "line 0: truncated: the end line is missing" },
	{ "# a/b\n", "line 1: truncated: the end line is missing" },
	{ "# a/b\n\nclient  close() = 0\n",
	  "line 3: truncated: the end line is missing" },
	{ "clinet  close() = 0\n",
	  "line 1: not a line of a trace: \"clinet  close() = 0\"" },
	{ "client  close() = 0\n        client < server  S\n",
	  "line 2: not a line of a trace: \"        client < server  S\"" },
	{ "client  close() = 0\n    client > server  S\n",
	  "line 2: not a line of a trace: \"    client > server  S\"" },
	{ "        = client FIN_WAIT3\n",
	  "line 1: not a line of a trace: \"        = client FIN_WAIT3\"" },
	{ "client  close() = 0\n# a/b\n",
	  "line 2: a header line in the middle" },
	{ "end     no connection\nclient  close() = 0\n",
	  "line 2: a line behind the end" },
	{ "end     client CLOS", "line 1: not a line of a trace:"
	  " \"end     client CLOS\"" },
	{ "client  close(\xff) = 0\n", "line 1: not UTF-8" },
	{ "# \xc3(\n", "line 1: not UTF-8" },
};

START_TEST(malformed_is_refused)
{
	struct error err;
	char *picture;

	ck_assert_int_eq(draw(malformed[_i].trace, false, &picture, &err), -1);
	ck_assert_str_eq(err.text, malformed[_i].error);
	ck_assert_str_eq(picture, "");
	free(picture);
	/* Nobody may ask why. */
	ck_assert_int_eq(ladder_draw(stderr, malformed[_i].trace, true, NULL),
			 -1);
}
END_TEST

/* A trace that ends anywhere but at its end makes an error, never a picture. */
START_TEST(every_truncation_is_refused)
{
	char *trace = contents(names[_i], "trace"), *picture;
	char *end = strstr(trace, "\nend ") + strlen("\nend ");
	struct error err;

	for (; end > trace; end--) {
		*end = '\0';
		ck_assert_int_eq(draw(trace, false, &picture, &err), -1);
		ck_assert_str_ne(err.text, "");
		ck_assert_str_eq(picture, "");
		free(picture);
	}
	free(trace);
}
END_TEST

/* Any one line less may be nonsense, but must not be a disaster. */
START_TEST(any_line_may_be_missing)
{
	char *trace = contents(names[_i], "trace"), *picture;
	struct error err;

	for (char *line = trace; *line; line = strchr(line, '\n') + 1) {
		char *next = strchr(line, '\n') + 1, *less;
		int before = (int)(line - trace);

		ck_assert_int_gt(asprintf(&less, "%.*s%s", before, trace, next),
				 -1);
		if (*next)
			ck_assert_int_eq(draw(less, true, &picture, &err), 0);
		else
			ck_assert_int_eq(draw(less, true, &picture, &err), -1);
		free(picture);
		free(less);
	}
	free(trace);
}
END_TEST

START_TEST(wrapping)
{
	struct wrap wrap = { .rest = "call(A, b c) = -1 ERR", .columns = 10,
			     .indent = 2 };
	struct piece piece;
	static const char *const pieces[] = { "call(A,", "b c)", "= -1 ERR" };

	ck_assert_uint_eq(wrap_width(wrap), 10);
	for (int i = 0; i < 3; i++) {
		piece = wrap_next(&wrap);
		ck_assert_uint_eq(piece.length, strlen(pieces[i]));
		ck_assert_int_eq(strncmp(piece.text, pieces[i], piece.length),
				 0);
		ck_assert_uint_eq(piece.indent, i ? 2 : 0);
	}
	ck_assert_uint_eq(wrap_next(&wrap).width, 0);
	wrap = (struct wrap){ .rest = "a, b c", .columns = 4, .prose = true };
	ck_assert_uint_eq(wrap_next(&wrap).length, 4);
	wrap = (struct wrap){ .rest = "unbreakable word", .columns = 4 };
	ck_assert_uint_eq(wrap_next(&wrap).length, 11);
	wrap = (struct wrap){ .rest = NULL, .columns = 4 };
	ck_assert_uint_eq(wrap_next(&wrap).width, 0);
}
END_TEST

int main(void)
{
	const int count = sizeof(names) / sizeof(*names);
	Suite *suite = suite_create("ladder");
	TCase *tcase = tcase_create("ladder");

	tcase_add_loop_test(tcase, in_ascii, 0, count);
	tcase_add_loop_test(tcase, in_boxes, 0, count);
	tcase_add_loop_test(tcase, lifelines_are_straight, 0, count);
	tcase_add_loop_test(tcase, malformed_is_refused, 0,
			    sizeof(malformed) / sizeof(*malformed));
	tcase_add_loop_test(tcase, every_truncation_is_refused, 0, count);
	tcase_add_loop_test(tcase, any_line_may_be_missing, 0, count);
	tcase_add_test(tcase, wrapping);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
