/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of `lastack coverage`.
 */
#ifndef HARNESS_COMMANDS_COVERAGE_H
#define HARNESS_COMMANDS_COVERAGE_H

#include "harness/coverage/report.h"

#include <limits.h>
#include <stdbool.h>

/**
 * struct coverage_arguments - the words of `lastack coverage`
 * @kernel: a UML kernel that counts
 * @expected: folder of golden traces, or NULL
 * @scope: the list, or NULL
 * @output: file for the report, or NULL
 * @report: how it is written
 * @diff: commit before a patch, whose lines alone are reported on, or NULL
 * @no_grid: play cases alone
 * @globs, @n: cases; and "grid", "grid/STATION"
 */
struct coverage_arguments {
	const char *kernel, *expected, *scope, *output, *diff;
	void (*report)(const struct coverage *c, FILE *out);
	bool no_grid, all, verbose;
	char **globs;
	size_t n;
};

/**
 * struct coverage_play - what was played on a kernel that counts
 * @folder: with its counts
 * @status: the worst exit status of the suite and the grid
 * @caught: SIGINT, SIGTERM or SIGHUP, if one came meanwhile
 */
struct coverage_play {
	char folder[PATH_MAX];
	int status, caught;
};

/**
 * coverage_play() - play what was asked for, and keep what the kernel counts
 * @p: filled; to be ended by coverage_play_clear() in any case
 *
 * All that is said meanwhile goes to standard error.
 *
 * Return: 0, or -1 with a line.
 */
int coverage_play(struct coverage_play *p, const struct coverage_arguments *a,
		  struct error *err);

/** coverage_play_clear() - remove the folder */
void coverage_play_clear(struct coverage_play *p);

#endif
