/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Colour, for the eye only: it is always put on a word that says the same.
 */
#ifndef HARNESS_REPORT_COLOUR_H
#define HARNESS_REPORT_COLOUR_H

#include <stdbool.h>
#include <stdio.h>

enum colour {
	COLOUR_PLAIN,
	COLOUR_RED,
	COLOUR_GREEN,
	COLOUR_YELLOW,
	COLOUR_MAGENTA,
	COLOUR_CYAN,
};

/**
 * colour_wanted() - whether a text that goes to @out may be coloured
 *
 * Return: true when @out is a terminal, TERM is set and is not "dumb", and
 * NO_COLOR is not set or empty.
 */
bool colour_wanted(FILE *out);

/** colour_decide() - from now on, whatever @out may be, this is the answer */
void colour_decide(bool wanted);

/**
 * colour_word() - write a word, in a colour when @wanted
 * @out: where to
 * @wanted: else the word is written plainly
 * @colour: which
 * @word: the word
 */
void colour_word(FILE *out, bool wanted, enum colour colour, const char *word);

#endif
