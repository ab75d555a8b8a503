/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Workers that have sent their result and end: the kernel takes tens of
 * milliseconds to take down their namespaces, and nobody waits for that as long
 * as not too many are on their way.
 */
#ifndef HARNESS_RUN_LEAVING_H
#define HARNESS_RUN_LEAVING_H

#include <sys/types.h>

#define LEAVING_MAX 64

/**
 * struct leaving - their process ids
 */
struct leaving {
	pid_t pid[LEAVING_MAX];
	unsigned n;
};

/** leaving_add() - one more; waits for the first one when there are too many */
void leaving_add(struct leaving *l, pid_t pid);

/** leaving_forget() - somebody has waited for it; harmless if it is not there */
void leaving_forget(struct leaving *l, pid_t pid);

/** leaving_wait() - wait until all have ended */
void leaving_wait(struct leaving *l);

/** leaving_wait_for() - waitpid(), through interruptions; @status may be NULL */
void leaving_wait_for(pid_t pid, int *status);

#endif
