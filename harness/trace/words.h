/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The words of a trace: names of ends, states, flags, options and the like,
 * each list once. Writers and readers of traces share them.
 */
#ifndef HARNESS_TRACE_WORDS_H
#define HARNESS_TRACE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/**
 * struct word - a value and its name
 * @value: what it stands for; in a list of bits, one bit
 * @text: its name in a trace
 * @more: a second part of the value (the name of a socket option behind its
 *        level), or 0
 */
struct word {
	int64_t value;
	const char *text;
	int64_t more;
};

/**
 * struct words - all names of one kind
 * @what: what a reader may expect here, "a TCP state"
 * @list, @n: the words
 */
struct words {
	const char *what;
	const struct word *list;
	size_t n;
};

extern const struct words words_end;	/* client, server: 0 and 1 */
extern const struct words words_state;	/* TCP_*, as sock_diag has them */
extern const struct words words_how;	/* SHUT_* */
extern const struct words words_option; /* level, and name in @more */
extern const struct words words_kind;	/* enum kind: the cable's segments */
extern const struct words words_poll;	/* POLL*, EPOLL* bits, no prefix */
extern const struct words words_msg;	/* MSG_* bits */
extern const struct words words_flag;	/* SEG_* bits, one letter each */
extern const struct words words_show;	/* SHOW_* bits */
extern const struct words words_need;	/* NEED_* bits */
extern const struct words words_on;	/* ON_* bits of variants and links */

/** word_text() - the name of a value, NULL for one without */
const char *word_text(const struct words *w, int64_t value);

/** word_state() - the name of a TCP state, "UNKNOWN" for one without */
const char *word_state(int state);

/** words_bits() - the bits of names that stand one behind the other: "F." */
uint32_t words_bits(const struct words *w, const char *text);

/** word_option() - the name of a socket option, NULL for one without */
const char *word_option(int64_t level, int64_t name);

/**
 * word_find() - the longest name that a text begins with
 * @text: need not end there
 *
 * Return: the word, or NULL.
 */
const struct word *word_find(const struct words *w, const char *text);

/** word_nearest() - the name that is most like @text, NULL if none is */
const char *word_nearest(const struct words *w, const char *text,
			 size_t length);

/**
 * words_put_bits() - the names of all bits, with @between between them
 *
 * Return: the bits that have no name.
 */
uint32_t words_put_bits(FILE *out, const struct words *w, uint32_t bits,
			const char *between);

/** word_distance() - edits that make one word the other (Levenshtein) */
size_t word_distance(const char *a, size_t a_length, const char *b,
		     size_t b_length);

#endif
