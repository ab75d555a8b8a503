/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Growing, cutting and mirroring a trace.
 */
#include "harness/judge/trace.h"
#include "tests/suite.h"

#include <string.h>

static struct trace t;

static void expect_text(const char *expected)
{
	char *text = trace_text(&t);

	ck_assert_str_eq(text, expected);
	free(text);
}

START_TEST(add)
{
	unsigned i;

	expect_text("");
	trace_add(&t, "%s %d", "one", 1);
	trace_add(&t, "%s", "");
	expect_text("one 1\n\n");
	/* Past what is made room for at first. */
	for (i = 2; i < 1000; i++)
		trace_add(&t, "%u", i);
	ck_assert_uint_eq(t.n, 1000);
	ck_assert_str_eq(t.line[0], "one 1");
	ck_assert_str_eq(t.line[1], "");
	ck_assert_str_eq(t.line[999], "999");
	trace_clear(&t);
	ck_assert_uint_eq(t.n, 0);
	expect_text("");
	/* What was cleared can be filled again. */
	trace_add(&t, "x");
	expect_text("x\n");
	trace_clear(&t);
	trace_clear(&t);
}
END_TEST

START_TEST(cut)
{
	trace_from_text(&t, "a\nb\nc\n");
	trace_cut(&t, 5);
	expect_text("a\nb\nc\n");
	trace_cut(&t, 3);
	expect_text("a\nb\nc\n");
	trace_cut(&t, 1);
	expect_text("a\n");
	trace_add(&t, "d");
	expect_text("a\nd\n");
	trace_cut(&t, 0);
	expect_text("");
	trace_clear(&t);
}
END_TEST

static const struct {
	const char *text;
	size_t lines;
	const char *last;
} texts[] = {
	{ "", 0, NULL },
	{ "\n", 1, "" },
	{ "a", 1, "a" },
	{ "a\n", 1, "a" },
	{ "a\nb", 2, "b" },
	{ "a\n\n", 2, "" },
	{ "a\n\nb\n", 3, "b" },
	{ "  100%s\n", 1, "  100%s" },
};

START_TEST(from_text)
{
	const char *text = texts[_i].text;
	char again[64];

	trace_from_text(&t, text);
	ck_assert_uint_eq(t.n, texts[_i].lines);
	if (t.n)
		ck_assert_str_eq(t.line[t.n - 1], texts[_i].last);
	snprintf(again, sizeof(again), "%s%s", text,
		 *text && text[strlen(text) - 1] != '\n' ? "\n" : "");
	expect_text(again);
	trace_clear(&t);
}
END_TEST

START_TEST(write_is_text)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	trace_from_text(&t, "a\n\nb\n");
	trace_write(out, &t);
	fclose(out);
	expect_text(text);
	free(text);
	trace_clear(&t);
}
END_TEST

/* Room, and what of "ab\n", "c\n", "defg\n" fits with the NUL behind it. */
static const struct {
	size_t size;
	const char *shown;
} mirrors[] = {
	{ 0, NULL },     { 1, NULL },     { 3, NULL },
	{ 4, "ab\n" },   { 5, "ab\n" },   { 6, "ab\nc\n" },
	{ 10, "ab\nc\n" }, { 11, "ab\nc\ndefg\n" }, { 12, "ab\nc\ndefg\n" },
};

START_TEST(mirror)
{
	char to[32], untouched[32];
	size_t size = mirrors[_i].size;

	memset(to, '?', sizeof(to));
	memset(untouched, '?', sizeof(untouched));
	trace_from_text(&t, "ab\nc\ndefg\n");
	trace_mirror(&t, to, size);
	/* Not one octet outside of what it was given. */
	ck_assert_mem_eq(to + size, untouched, sizeof(to) - size);
	if (mirrors[_i].shown)
		ck_assert_str_eq(to, mirrors[_i].shown);
	else
		ck_assert_mem_eq(to, untouched, sizeof(to));
	trace_clear(&t);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("trace");
	TCase *tcase = tcase_create("trace");

	tcase_add_test(tcase, add);
	tcase_add_test(tcase, cut);
	tcase_add_loop_test(tcase, from_text, 0, COUNT(texts));
	tcase_add_test(tcase, write_is_text);
	tcase_add_loop_test(tcase, mirror, 0, COUNT(mirrors));
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
