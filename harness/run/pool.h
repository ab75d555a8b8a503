/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The pool: plays many variants at once. A worker plays one after another, until
 * one fails, breaks or is disturbed.
 */
#ifndef HARNESS_RUN_POOL_H
#define HARNESS_RUN_POOL_H

#include "harness/run/worker.h"

/**
 * struct pool - what to play, and who gets the results
 * @chosen: the variants
 * @n: how many
 * @options: how
 * @jobs: how many at once; 0: as many as suit the CPUs
 * @repeat: how often each is played
 * @until_fail: go on for ever, until one fails or breaks
 * @done: called with each result, in order of their ending; it may take the
 *        result's strings. Returning non-zero ends the run.
 * @arg: handed to @done
 */
struct pool {
	const struct chosen *chosen;
	size_t n;
	const struct run_options *options;
	unsigned jobs;
	unsigned repeat;
	bool until_fail;
	int (*done)(struct result *r, void *arg);
	void *arg;
};

/**
 * pool_run() - play them all
 *
 * Variants that failed last time are begun first, then those that wait for kernel
 * timers; those that set something for the whole machine are played last, one by
 * one. A disturbed attempt is made again, up to a limit; then the variant is BROKEN. So is one whose
 * worker dies, or gives no result in time: it is killed, and its trace so far
 * is its story. house_interrupted() ends the run; every worker is gone then.
 *
 * Return: 0 all played, 1 ended by @done or by a signal, -1 no worker could be
 * started.
 */
int pool_run(const struct pool *pool, struct error *err);

/** pool_jobs() - how many variants at once suit this machine */
unsigned pool_jobs(void);

#endif
