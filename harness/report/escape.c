/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Escaping control characters, and what XML reserves.
 */
#include "harness/report/escape.h"
#include "base/utf8.h"

#include <stdbool.h>
#include <string.h>

static void put_visible(FILE *out, unsigned char c)
{
	putc((c < 0x20 && c != '\t') || c == 0x7f ? '?' : c, out);
}

void escape_lines(FILE *out, const char *prefix, const char *text)
{
	size_t bare = strlen(prefix);

	while (bare && prefix[bare - 1] == ' ')
		bare--;
	while (*text) {
		if (*text == '\n')
			fwrite(prefix, 1, bare, out);
		else
			fputs(prefix, out);
		for (; *text && *text != '\n'; text++)
			put_visible(out, (unsigned char)*text);
		putc('\n', out);
		if (*text)
			text++;
	}
}

void escape_word(FILE *out, const char *text)
{
	for (; *text; text++)
		put_visible(out, *text == '\n' ? ' ' : (unsigned char)*text);
}

static bool xml_allows(int32_t c)
{
	return c == '\t' || c == '\n' || c == '\r' ||
	       (c >= 0x20 && c <= 0xd7ff) || (c >= 0xe000 && c <= 0xfffd) ||
	       c >= 0x10000;
}

static void put_xml(FILE *out, const char *text, bool attribute)
{
	size_t length;
	int32_t code;

	for (; *text; text += length) {
		length = utf8_next(text, &code);
		switch (code) {
		case -1:
			fprintf(out, "&#%d;", UTF8_REPLACEMENT);
			break;
		case '&':
			fputs("&amp;", out);
			break;
		case '<':
			fputs("&lt;", out);
			break;
		case '>':
			fputs("&gt;", out);
			break;
		case '"':
			fputs("&quot;", out);
			break;
		case '\r':
			fputs("&#13;", out);
			break;
		case '\t':
		case '\n':
			if (attribute) {
				fprintf(out, "&#%d;", (int)code);
				break;
			}
			/* fall through */
		default:
			if (xml_allows(code))
				fwrite(text, 1, length, out);
		}
	}
}

void escape_xml(FILE *out, const char *text)
{
	put_xml(out, text, false);
}

void escape_xml_attribute(FILE *out, const char *text)
{
	put_xml(out, text, true);
}
