/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Breaking lines at blanks, by their width on a terminal.
 */
#include "harness/report/wrap.h"
#include "base/utf8.h"

#include <string.h>

/* Where to break @s, so that what is before fits @columns if it can. */
static size_t cut(const char *s, size_t columns, bool prose)
{
	size_t good = 0, any = 0;

	if (utf8_width(s, strlen(s)) <= columns)
		return strlen(s);
	for (const char *at = strchr(s, ' '); at; at = strchr(at + 1, ' ')) {
		size_t length = (size_t)(at - s);

		if (!length)
			continue;
		if (utf8_width(s, length) > columns) {
			if (!any)
				any = length;
			break;
		}
		any = length;
		if (prose || at[-1] == ',' || at[1] == '=' || at[1] == '(')
			good = length;
	}
	if (good)
		return good;
	return any ? any : strlen(s);
}

struct piece wrap_next(struct wrap *wrap)
{
	struct piece piece = { .text = wrap->rest };

	if (!wrap->rest || !*wrap->rest)
		return (struct piece){ 0 };
	if (wrap->begun)
		piece.indent = wrap->indent;
	wrap->begun = true;
	piece.length = cut(wrap->rest, wrap->columns > piece.indent ?
			   wrap->columns - piece.indent : 1, wrap->prose);
	piece.width = piece.indent + utf8_width(piece.text, piece.length);
	wrap->rest += piece.length;
	wrap->rest += strspn(wrap->rest, " ");
	return piece;
}

size_t wrap_width(struct wrap wrap)
{
	struct piece piece;
	size_t widest = 0;

	while ((piece = wrap_next(&wrap)).width)
		if (piece.width > widest)
			widest = piece.width;
	return widest;
}
