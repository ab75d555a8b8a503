/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A thread that closes what plays have left.
 */
#include "harness/play/remains.h"
#include "harness/play/cable.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

/* A play on the wire is over sooner than its two captures are closed. */
#define PLAYS 4

/* Of the last plays; the next one goes to @next, the oldest. */
static struct remains {
	pthread_t thread;
	bool running;
	struct capture *capture[2];
	struct tcpstate *tcpstate[2];
	struct cable *cable;
	int network[2];
} remains[PLAYS];
static unsigned next;

static void *close_all(void *arg)
{
	struct remains *r = arg;
	int end;

	cable_free(r->cable);
	for (end = 0; end < 2; end++) {
		/* On loopback both ends have the same. */
		if (end == 0 || r->capture[1] != r->capture[0])
			capture_close(r->capture[end]);
		if (end == 0 || r->tcpstate[1] != r->tcpstate[0])
			tcpstate_close(r->tcpstate[end]);
		if (r->network[end] >= 0)
			close(r->network[end]);
	}
	return NULL;
}

static void wait_for(struct remains *r)
{
	if (r->running)
		pthread_join(r->thread, NULL);
	r->running = false;
}

void remains_wait(void)
{
	unsigned i;

	for (i = 0; i < PLAYS; i++)
		wait_for(&remains[i]);
}

static void free_memory(const struct play *p)
{
	struct golden_set goldens = p->goldens;
	struct trace trace = p->trace;
	size_t i;

	for (i = 0; i < p->n_seen; i++)
		free(p->seen[i].states);
	free(p->seen);
	golden_clear(&goldens);
	trace_clear(&trace);
	conversations_free(p->table);
}

void remains_clear(const struct play *p)
{
	struct remains *r = &remains[next++ % PLAYS];
	int end;

	wait_for(r);
	free_memory(p);
	for (end = 0; end < 2; end++) {
		r->capture[end] = p->capture[end];
		r->tcpstate[end] = p->tcpstate[end];
		r->network[end] = p->network[end];
	}
	r->cable = p->cable;
	r->running = !pthread_create(&r->thread, NULL, close_all, r);
	if (!r->running)
		close_all(r);
}
