/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Slots of the pool, each with at most one worker: how workers come and go.
 */
#ifndef HARNESS_RUN_SLOT_H
#define HARNESS_RUN_SLOT_H

#include "harness/run/leaving.h"
#include "harness/run/worker.h"

#define SLOT_MIRROR_SIZE 16384

/**
 * struct slot - a worker, and what it plays
 * @chosen: NULL: the worker is idle
 * @pid: of the worker; 0: there is none
 * @fd: the line to it (worker_line.h)
 * @disturbed: attempts so far that were disturbed
 * @deadline: when it hangs, by now_ns()
 * @data, @size: what has come of its result
 */
struct slot {
	const struct chosen *chosen;
	pid_t pid;
	int fd;
	unsigned disturbed;
	int64_t deadline;
	char *data;
	size_t size;
};

/**
 * struct slots - all of them
 * @options: how workers are to play
 * @leaving: workers that end by themselves
 * @mirrors: shared memory, SLOT_MIRROR_SIZE octets for each slot
 */
struct slots {
	struct slot *slot;
	unsigned n;
	const struct run_options *options;
	struct leaving leaving;
	char *mirrors;
};

/** slot_mirror() - the trace of what it plays, as far as it has come */
char *slot_mirror(const struct slots *all, const struct slot *s);

/** slot_seconds() - how long the worker may take for what it plays */
double slot_seconds(const struct slot *s);

/**
 * slot_start() - have @s->chosen played, by the worker there is or a new one
 *
 * Return: 0, or -1 when there can be none.
 */
int slot_start(struct slots *all, struct slot *s, struct error *err);

/** slot_let_go() - the worker ends by itself */
void slot_let_go(struct slots *all, struct slot *s);

/** slot_kill() - the worker is killed, and is gone */
void slot_kill(struct slot *s);

/** slot_was_stopped() - whether somebody has sent it SIGSTOP */
bool slot_was_stopped(const struct slot *s);

/** slots_reap() - wait for all that has ended and is no worker in a slot */
void slots_reap(struct slots *all);

/** slots_put_off() - deadlines come later, by so many ns */
void slots_put_off(struct slots *all, int64_t lost);

/** slots_sleep() - milliseconds until something may have to be looked at */
int slots_sleep(const struct slots *all);

#endif
