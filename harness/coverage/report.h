/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What was reached, by function: as a table, as JSON, and as lcov has it.
 */
#ifndef HARNESS_COVERAGE_REPORT_H
#define HARNESS_COVERAGE_REPORT_H

#include "harness/coverage/counts.h"
#include "harness/coverage/scope.h"

#include <stdio.h>

/**
 * struct coverage - what is reported
 * @kernel: its release
 * @all: functions that are out of scope, too
 * @verbose: with the lines that were not taken
 */
struct coverage {
	const char *kernel;
	const struct counts *counts;
	const struct scope *scope;
	bool all, verbose;
};

/** coverage_each - called with each function; @group is -1 or one of the scope */
typedef void coverage_each(void *arg, const struct counts_file *file,
			   const struct counts_function *function, long group);

/** coverage_walk() - all functions, by file and line */
void coverage_walk(const struct coverage *c, coverage_each *each, void *arg);

/** coverage_text() - a table by groups, and what is out, and what is unlisted */
void coverage_text(const struct coverage *c, FILE *out);

/**
 * coverage_json() - the same as one object
 *
 * Of each function in scope: "name", "file", "line" (its first), "group", "runs",
 * "lines", "lines_taken", "branches", "branches_taken"; "lines_missing", numbers;
 * and "branches_missing", [line, which of its branches from 0 on] each.
 */
void coverage_json(const struct coverage *c, FILE *out);

/** coverage_lcov() - a tracefile, geninfo(1); all that was counted is in it */
void coverage_lcov(const struct coverage *c, FILE *out);

/**
 * coverage_diff() - of each source that a patch changes, what was reached of it
 * @commit: before the patch; the source is that which the kernel was built from,
 *          and has it
 *
 * Return: 0, or -1 with a line when git cannot say.
 */
int coverage_diff(const struct coverage *c, const char *commit, FILE *out,
		  struct error *err);

#endif
