/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The sweep: every cell of many stations in both families, in one process for
 * each CPU, each with a lane of its own.
 */
#ifndef HARNESS_GRID_SWEEP_H
#define HARNESS_GRID_SWEEP_H

#include "harness/grid/lane.h"
#include "harness/grid/reaction.h"

#include <stdint.h>

#define SWEEP_FAMILIES 2

/**
 * struct sweep_part - one station in one family
 * @answers: by cell_index()
 * @before: what is there without a probe
 */
struct sweep_part {
	struct reaction before;
	struct reaction answers[GRID_CELLS];
};

/**
 * struct sweep - what was found
 * @n: stations
 * @probes: how many, repeated ones included
 * @disturbed: how many were repeated
 * @wall_ns: how long it took
 * @busy_ns: CPU time of all processes
 * @part: two for each station: IPv4, IPv6
 */
struct sweep {
	unsigned n;
	uint64_t probes, disturbed;
	int64_t wall_ns, busy_ns;
	struct sweep_part (*part)[SWEEP_FAMILIES];
};

/**
 * sweep_run() - probe
 * @sweep: filled; to be freed by sweep_free()
 * @list: the stations
 * @n: how many
 * @jobs: processes that probe at once; 0: as many as suit the CPUs
 * @err: filled on error
 *
 * Inside a house. Return: 0, or -1.
 */
int sweep_run(struct sweep *sweep, const struct station *const *list,
	      unsigned n, unsigned jobs, struct error *err);

void sweep_free(struct sweep *sweep);

/**
 * sweep_in_lane() - run a function in a process with a lane of its own
 * @family: AF_INET or AF_INET6
 * @run: called with the lane and @arg; 0, or -1 with an error
 * @err: filled on error
 *
 * What @run writes to memory is lost, what it prints is flushed.
 *
 * Return: 0, or -1.
 */
int sweep_in_lane(int family,
		  int (*run)(struct lane *lane, void *arg, struct error *err),
		  void *arg, struct error *err);

#endif
