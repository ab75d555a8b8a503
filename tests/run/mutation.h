/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A golden with one line changed, and whether a report shows that line.
 */
#ifndef TESTS_RUN_MUTATION_H
#define TESTS_RUN_MUTATION_H

#include "harness/judge/trace.h"

enum mutation_kind {
	MUTATION_APPEND,	/* " x" behind it */
	MUTATION_DIGIT,		/* its first digit is another one */
	MUTATION_DELETE,	/* it is not there */
	MUTATION_DOUBLE,	/* it is there twice */
	MUTATION_KINDS
};

/**
 * struct mutation - which line is changed, and how
 * @line: from 0 on
 */
struct mutation {
	size_t line;
	enum mutation_kind kind;
};

/** mutation_name() - "a digit", ... */
const char *mutation_name(enum mutation_kind kind);

/**
 * mutation_choose() - how a line is to be changed
 * @m: filled
 * @number: any; kinds are taken in turn, but for one that a line is not fit
 *          for
 *
 * Return: whether the line says something about the trace; a note in the head
 * of a known behaviour does not.
 */
bool mutation_choose(struct mutation *m, const struct trace *lines,
		     size_t line, size_t number);

/** mutation_apply() - the text with that one line changed, to be freed */
char *mutation_apply(const struct mutation *m, const struct trace *lines);

/**
 * mutation_shown() - whether a diff has the line and marks it
 * @story: of the result that failed
 */
bool mutation_shown(const struct mutation *m, const struct trace *lines,
		    const char *story);

#endif
