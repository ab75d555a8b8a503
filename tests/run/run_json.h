/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * `lastack run --format json`, and what it said of each variant.
 */
#ifndef TESTS_RUN_RUN_JSON_H
#define TESTS_RUN_RUN_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

/* One variant; texts live as long as the results. NULL stands for null. */
struct run_result {
	const char *name, *verdict, *reason, *story, *trace;
};

struct run_results {
	struct run_result *result;
	size_t n;
	json_t *lines;
	pid_t pid;
	FILE *out;
};

/**
 * run_possible() - whether cases can be played here; says so if not
 *
 * Return: 0, or the exit status of the test that wants them.
 */
int run_possible(const char *test);

/**
 * run_list() - `lastack list --link`: the cases of a link, each once
 * @names: receives them
 * @room: how many there may be
 *
 * Return: how many there are.
 */
size_t run_list(const char *link, char **names, size_t room);

/* Most words that run_start() takes. */
#define RUN_WORDS 1000

/**
 * run_start() - play cases, and do not wait for it
 * @expected: folder of goldens; beside it the run keeps its captures
 * @words: options and globs, NULL behind them
 */
void run_start(struct run_results *run, const char *expected,
	       const char *const *words);

/**
 * run_finish() - wait for the end
 *
 * The results are sorted by name.
 *
 * Return: the exit status.
 */
int run_finish(struct run_results *run);

void run_clear(struct run_results *run);

#endif
