/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading a line from left to right.
 */
#include "harness/trace/cursor.h"
#include "harness/trace/step.h"
#include "harness/trace/words.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct cursor cursor_on(const char *line)
{
	return (struct cursor){.line = line, .at = line, .far = line};
}

bool cursor_miss(struct cursor *c, const char *what)
{
	size_t used;

	if (c->at < c->far)
		return false;
	if (c->at > c->far)
		c->expected[0] = '\0';
	c->far = c->at;
	used = strlen(c->expected);
	if (!strstr(c->expected, what))
		snprintf(c->expected + used, sizeof(c->expected) - used,
			 "%s%s", used ? " or " : "", what);
	return false;
}

bool cursor_has(struct cursor *c, const char *text)
{
	size_t length = strlen(text);

	if (strncmp(c->at, text, length))
		return false;
	c->at += length;
	return true;
}

bool cursor_literal(struct cursor *c, const char *text)
{
	char quoted[64];

	if (cursor_has(c, text))
		return true;
	snprintf(quoted, sizeof(quoted), "\"%.40s\"", text);
	return cursor_miss(c, quoted);
}

bool cursor_end(struct cursor *c)
{
	return !*c->at || cursor_miss(c, "the end of the line");
}

static bool take_number(struct cursor *c, const char *digits, int64_t *number,
			const char *what)
{
	char *end;
	long long value;

	/* One spelling a number, or a line would not be written as read. */
	if (!isdigit((unsigned char)*digits) ||
	    (digits[0] == '0' && isdigit((unsigned char)digits[1])))
		return cursor_miss(c, what);
	errno = 0;
	value = strtoll(c->at, &end, 10);
	if (errno)
		return cursor_miss(c, "a number of at most 64 bits");
	*number = value;
	c->at = end;
	return true;
}

bool cursor_number(struct cursor *c, int64_t *number)
{
	return take_number(c, c->at + (*c->at == '-' && c->at[1] != '0'),
			   number, "a number");
}

bool cursor_unsigned(struct cursor *c, int64_t *number)
{
	return take_number(c, c->at, number, "a number");
}

bool cursor_signed(struct cursor *c, int64_t *number)
{
	if ((*c->at != '+' && *c->at != '-') || c->at[1] == '0')
		return cursor_miss(c, "+N or -N");
	return take_number(c, c->at + 1, number, "+N or -N");
}

bool cursor_seconds(struct cursor *c, struct seconds *seconds)
{
	size_t digits = strspn(c->at, "0123456789"), length = digits;

	if (digits && c->at[digits] == '.')
		length += 1 + strspn(c->at + digits + 1, "0123456789");
	if (!digits || c->at[length - 1] == '.')
		return cursor_miss(c, "seconds");
	seconds->value = strtod(c->at, NULL);
	seconds->decimals = length > digits ? (int)(length - digits - 1) : 0;
	c->at += length;
	return true;
}

bool cursor_time(struct cursor *c, const char *before, struct seconds *s)
{
	*s = SECONDS_NONE;
	if (!cursor_has(c, before))
		return true;
	return cursor_seconds(c, s) && cursor_literal(c, " s)");
}

bool cursor_word(struct cursor *c, const struct words *w, int64_t *value)
{
	const struct word *word = word_find(w, c->at);

	if (!word)
		return cursor_miss(c, w->what);
	*value = word->value;
	c->at += strlen(word->text);
	return true;
}

bool cursor_bits(struct cursor *c, const struct words *w, const char *between,
		 uint32_t *bits)
{
	const struct word *last = NULL, *word;
	const char *before = c->at;

	*bits = 0;
	do {
		word = word_find(w, c->at);
		if (!word) {
			cursor_miss(c, w->what);
			break;
		}
		/* One spelling a set: in the order of the list. */
		if (word <= last) {
			cursor_miss(c, "each once, in the usual order");
			break;
		}
		last = word;
		*bits |= (uint32_t)word->value;
		c->at += strlen(word->text);
		before = c->at;
	} while (cursor_has(c, between));
	c->at = before;
	return *bits != 0;
}

size_t cursor_column(const struct cursor *c)
{
	return (size_t)(c->far - c->line) + 1;
}
