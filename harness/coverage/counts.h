/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How often lines of a source ran, and which way its branches went, as gcov(1)
 * has counted them.
 */
#ifndef HARNESS_COVERAGE_COUNTS_H
#define HARNESS_COVERAGE_COUNTS_H

#include "base/error.h"

#include <jansson.h>
#include <stddef.h>

/**
 * struct counts_line - a line that has code
 * @number: from 1 on
 * @runs: how often it ran
 * @branch: of each way that it can go on, how often it went so
 * @branches: how many there are; 0 when there is but one
 */
struct counts_line {
	unsigned number;
	json_int_t runs;
	json_int_t *branch;
	size_t branches;
};

/**
 * struct counts_function - a function
 * @first, @last: its lines
 * @runs: how often it was called
 */
struct counts_function {
	char *name;
	unsigned first, last;
	json_int_t runs;
};

/**
 * struct counts_file - a source
 * @path: where it lies
 * @name: from the root of the kernel on, "net/ipv4/tcp.c"; within @path
 * @function: by their lines
 * @line: by their numbers
 */
struct counts_file {
	char *path;
	const char *name;
	struct counts_function *function;
	size_t functions, function_room;
	struct counts_line *line;
	size_t lines, line_room;
};

/** struct counts - all sources, in the order of their names */
struct counts {
	struct counts_file *file;
	size_t files, room;
};

/**
 * struct counts_tally - how much of it ran
 */
struct counts_tally {
	unsigned lines, lines_taken, branches, branches_taken;
};

/**
 * counts_add() - take what gcov tells of one object
 * @c: added to; may be all zero
 * @told: one document of gcov --json-format
 *
 * Sources in net/ that end in .c are taken, and no headers. A line of which
 * gcov tells twice has run as often as both together.
 *
 * Return: 0, or -1 when it is no such document.
 */
int counts_add(struct counts *c, const json_t *told, struct error *err);

/** counts_sort() - bring all in order, when no more is added */
void counts_sort(struct counts *c);

/**
 * counts_lines() - the lines of a function
 * @f: the file it is in
 * @n: receives how many
 *
 * Return: the first.
 */
const struct counts_line *counts_lines(const struct counts_file *f,
				       const struct counts_function *function,
				       size_t *n);

/** counts_tally() - add up the lines of a function */
struct counts_tally counts_tally(const struct counts_file *f,
				 const struct counts_function *function);

/** tally_add() - add one tally to another */
void tally_add(struct counts_tally *to, const struct counts_tally *more);

void counts_clear(struct counts *c);

#endif
