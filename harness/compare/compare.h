/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Runs side by side: where they differ, as text.
 */
#ifndef HARNESS_COMPARE_COMPARE_H
#define HARNESS_COMPARE_COMPARE_H

#include "harness/compare/played.h"

/* Letters name the different traces of a variant. */
#define COMPARE_MAX 26

/**
 * struct compared - one variant in all runs
 * @name: "subject/case@variant"
 * @in: of each run the variant, or NULL when it was not played there
 * @same_as: of each run the first run that has an equal trace, which may be
 *           itself; -1 without a trace
 * @difference: the first differing line of each trace, as text; NULL when all
 *              traces are equal
 * @line: number of that line, from 1 on
 */
struct compared {
	const char *name;
	const struct played_variant *in[COMPARE_MAX];
	int same_as[COMPARE_MAX];
	char *difference;
	size_t line;
};

/**
 * struct comparison - all variants that any run has, sorted by name
 * @run: the runs; the first is what the others are compared with
 */
struct comparison {
	const struct played *run;
	size_t runs;
	struct compared *list;
	size_t n;
};

/**
 * compare_runs() - find out where runs differ
 * @c: filled; to be cleared
 * @run: at most COMPARE_MAX; must outlive @c. Of a golden folder only what
 *       another run has played is compared.
 */
void compare_runs(struct comparison *c, const struct played *run, size_t runs);

/** compare_differs() - whether a variant is not the same in all runs */
bool compare_differs(const struct comparison *c, const struct compared *one);

/**
 * compare_print() - print it: differing traces grouped by their difference, new
 * failures, what is fixed, what is missing, and a table
 *
 * Return: how many variants differ.
 */
size_t compare_print(FILE *out, const struct comparison *c);

/** compare_column() - how wide the column of a run is in a table, in characters */
int compare_column(const char *label, const char *kernel);

void compare_clear(struct comparison *c);

#endif
