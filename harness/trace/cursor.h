/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A place in a line that is being read, and what was expected where it could
 * not be read on.
 */
#ifndef HARNESS_TRACE_CURSOR_H
#define HARNESS_TRACE_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct seconds;
struct words;

/**
 * struct cursor - reading a line from left to right
 * @line: its first octet
 * @at: what comes next
 * @far: the farthest place that was reached in vain
 * @expected: what may stand there
 *
 * All cursor_ functions that take something return whether it was there. If
 * not, the cursor stays and the failure is noted.
 */
struct cursor {
	const char *line;
	const char *at;
	const char *far;
	char expected[160];
};

/** cursor_on() - a cursor at the beginning of @line */
struct cursor cursor_on(const char *line);

/** cursor_miss() - note that @what could have been here; returns false */
bool cursor_miss(struct cursor *c, const char *what);

/** cursor_literal() - take exactly this text */
bool cursor_literal(struct cursor *c, const char *text);

/** cursor_has() - take it if it is there; nothing is noted if not */
bool cursor_has(struct cursor *c, const char *text);

/** cursor_end() - whether the line ends here */
bool cursor_end(struct cursor *c);

/** cursor_number() - take a decimal number that fits 64 bits, maybe negative */
bool cursor_number(struct cursor *c, int64_t *number);

/** cursor_unsigned() - take a decimal number without a sign */
bool cursor_unsigned(struct cursor *c, int64_t *number);

/** cursor_signed() - take "+5" or "-5" */
bool cursor_signed(struct cursor *c, int64_t *number);

/** cursor_seconds() - take "2", "0.5", "1.024" */
bool cursor_seconds(struct cursor *c, struct seconds *seconds);

/**
 * cursor_time() - take a time at the end of a line, if there is one
 * @before: what it begins with, " (" or " (+"
 *
 * Return: false for half of a time.
 */
bool cursor_time(struct cursor *c, const char *before, struct seconds *s);

/** cursor_word() - take one of these words */
bool cursor_word(struct cursor *c, const struct words *w, int64_t *value);

/** cursor_bits() - take one or more of these words, with @between between */
bool cursor_bits(struct cursor *c, const struct words *w, const char *between,
		 uint32_t *bits);

/** cursor_column() - where reading failed, from 1 on */
size_t cursor_column(const struct cursor *c);

#endif
