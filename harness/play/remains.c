/* SPDX-License-Identifier: BSD-2-Clause */
#include "harness/play/remains.h"
#include "harness/play/cable.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

/* Of the play before. */
static struct remains {
	pthread_t thread;
	bool running;
	struct capture *capture[2];
	struct tcpstate *tcpstate[2];
	struct cable *cable;
	int network[2];
} remains;

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

void remains_wait(void)
{
	if (remains.running)
		pthread_join(remains.thread, NULL);
	remains.running = false;
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
	int end;

	remains_wait();
	free_memory(p);
	for (end = 0; end < 2; end++) {
		remains.capture[end] = p->capture[end];
		remains.tcpstate[end] = p->tcpstate[end];
		remains.network[end] = p->network[end];
	}
	remains.cable = p->cable;
	remains.running = !pthread_create(&remains.thread, NULL, close_all,
					  &remains);
	if (!remains.running)
		close_all(&remains);
}
