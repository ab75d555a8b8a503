/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Breaking a text into pieces that fit a column.
 */
#ifndef HARNESS_REPORT_WRAP_H
#define HARNESS_REPORT_WRAP_H

#include <stdbool.h>
#include <stddef.h>

/* Columns by which a second and later piece is indented. */
#define WRAP_INDENT 2

/**
 * struct wrap - a text on its way through wrap_next()
 * @rest: what has not been handed out; begin with the text, or NULL for none
 * @columns: width that the pieces should not exceed
 * @indent: columns before every piece but the first
 * @prose: break at any blank, not rather behind a comma or before "=" and "("
 * @begun: a piece has been handed out
 */
struct wrap {
	const char *rest;
	size_t columns;
	size_t indent;
	bool prose;
	bool begun;
};

/**
 * struct piece - one line of a text
 * @text: not terminated
 * @length: in octets
 * @indent: columns to leave free before it
 * @width: columns it takes, @indent included; 0 for no piece at all
 */
struct piece {
	const char *text;
	size_t length;
	size_t indent;
	size_t width;
};

/**
 * wrap_next() - the next piece of a text
 *
 * A word is never broken: a long one makes a wide piece.
 *
 * Return: the piece; an empty one when nothing is left.
 */
struct piece wrap_next(struct wrap *wrap);

/** wrap_width() - width of the widest piece of what is left; nothing is taken */
size_t wrap_width(struct wrap wrap);

#endif
