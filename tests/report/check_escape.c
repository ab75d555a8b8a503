/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Text of others in reports.
 */
#include "base/utf8.h"
#include "harness/report/escape.h"
#include "tests/suite.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *s;
	int32_t code;
	size_t length;
} characters[] = {
	{ "a", 'a', 1 },
	{ "\x7f", 0x7f, 1 },
	{ "\xc2\x80", 0x80, 2 },
	{ "\xe2\x82\xac", 0x20ac, 3 },
	{ "\xf0\x9f\x98\x80", 0x1f600, 4 },
	{ "\xf4\x8f\xbf\xbf", 0x10ffff, 4 },
	{ "\x80", -1, 1 },		/* continues nothing */
	{ "\xc3", -1, 1 },		/* ends too early */
	{ "\xe2\x82", -1, 1 },
	{ "\xe2\x82z", -1, 1 },
	{ "\xc0\x80", -1, 1 },		/* overlong */
	{ "\xc1\xbf", -1, 1 },
	{ "\xe0\x9f\xbf", -1, 1 },
	{ "\xf0\x8f\xbf\xbf", -1, 1 },
	{ "\xed\xa0\x80", -1, 1 },	/* a surrogate */
	{ "\xf4\x90\x80\x80", -1, 1 },	/* above U+10FFFF */
	{ "\xf8\x88\x80\x80\x80", -1, 1 },
	{ "\xff", -1, 1 },
};

START_TEST(decoding)
{
	int32_t code = 4711;

	ck_assert_uint_eq(utf8_next(characters[_i].s, &code),
			  characters[_i].length);
	ck_assert_int_eq(code, characters[_i].code);
}
END_TEST

START_TEST(copying)
{
	char *copy = utf8_copy("a\xff" "b\xc3\xbc\xe2\x82");

	ck_assert_str_eq(copy, "a\xef\xbf\xbd" "b\xc3\xbc\xef\xbf\xbd"
			       "\xef\xbf\xbd");
	free(copy);
	copy = utf8_copy("");
	ck_assert_str_eq(copy, "");
	free(copy);
}
END_TEST

START_TEST(width)
{
	ck_assert_uint_eq(utf8_width("abc", 3), 3);
	ck_assert_uint_eq(utf8_width("abc", 2), 2);
	ck_assert_uint_eq(utf8_width("\xe2\x94\x82\xe2\x96\xba", 6), 2);
}
END_TEST

static void expect(void (*write)(FILE *, const char *), const char *in,
		   const char *expected)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	ck_assert_ptr_nonnull(out);
	write(out, in);
	fclose(out);
	ck_assert_str_eq(text, expected);
	free(text);
}

static void lines(FILE *out, const char *text)
{
	escape_lines(out, "#  ", text);
}

START_TEST(writing_lines)
{
	expect(lines, "", "");
	expect(lines, "a", "#  a\n");
	expect(lines, "a\n", "#  a\n");
	expect(lines, "a\n\n\tb\r\n", "#  a\n#\n#  \tb?\n");
	expect(lines, "\n", "#\n");
	expect(escape_word, "a\nb\tc\033d\x7f\xc3\xbc", "a b\tc?d?\xc3\xbc");
}
END_TEST

START_TEST(writing_xml)
{
	expect(escape_xml, "<a b=\"c\">&amp;]]>",
	       "&lt;a b=&quot;c&quot;&gt;&amp;amp;]]&gt;");
	expect(escape_xml, "a\tb\nc\rd", "a\tb\nc&#13;d");
	expect(escape_xml_attribute, "a\tb\nc\rd", "a&#9;b&#10;c&#13;d");
	/* Forbidden: controls, U+FFFE, U+FFFF. Allowed: U+FFFD, U+10FFFF. */
	expect(escape_xml, "a\x01\x1f\xef\xbf\xbe\xef\xbf\xbf" "b\xef\xbf\xbd"
	       "\xf4\x8f\xbf\xbf", "ab\xef\xbf\xbd\xf4\x8f\xbf\xbf");
	expect(escape_xml, "a\xff", "a&#65533;");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("escape");
	TCase *tcase = tcase_create("escape");

	tcase_add_loop_test(tcase, decoding, 0,
			    sizeof(characters) / sizeof(*characters));
	tcase_add_test(tcase, copying);
	tcase_add_test(tcase, width);
	tcase_add_test(tcase, writing_lines);
	tcase_add_test(tcase, writing_xml);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
