/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Processes side by side whose output comes one after the other.
 */
#ifndef HARNESS_RUN_SIDE_BY_SIDE_H
#define HARNESS_RUN_SIDE_BY_SIDE_H

#include "harness/report/progress.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/**
 * struct side - one of them
 * @name: what it is called in the line of progress
 * @alone: nothing else may run beside it
 * @run: called in a process of its own; its return value is @status. Its
 *       standard output and error are pipes, printed when its turn comes.
 * @arg: for @run
 * @status: as waitpid() has it
 */
struct side {
	const char *name;
	bool alone;
	int (*run)(void *arg);
	void *arg;
	int status;

	/* Private. */
	pid_t pid;
	int fd[2];
	struct chunk *chunk;
	size_t chunks;
	struct progress_meter *meter;
};

/**
 * side_by_side() - run all of them
 * @side: in the order in which their output is wanted
 * @n: how many
 * @at_once: how many may run at the same time
 * @before: called before the output of each, or NULL
 *
 * SIGINT, SIGTERM and SIGHUP are handed on, and what the sides have to say is
 * still printed. When nobody reads any more they are ended.
 *
 * Return: the signal that was caught, or 0.
 */
int side_by_side(struct side *side, size_t n, size_t at_once,
		 void (*before)(const struct side *side));

#endif
