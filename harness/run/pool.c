/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Slots, each with at most one worker; a queue of what is still to be played;
 * and one poll() over the sockets that results come through.
 *
 * Most of a variant's time is waiting (for a delayed ACK, for the capture to
 * open), so there are more slots than CPUs.
 */
#include "harness/run/pool.h"
#include "base/memory.h"
#include "harness/run/broken.h"
#include "harness/run/queue.h"
#include "harness/run/slot.h"
#include "harness/run/worker_line.h"
#include "harness/stage/house.h"
#include "harness/stage/initial.h"
#include "harness/stage/stage.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define SLOTS_PER_CPU 8
#define MAX_SLOTS     256
/* Attempts that may be disturbed before a variant is given up. */
#define MAX_DISTURBED 50

struct run {
	const struct pool *pool;
	struct slots slots;
	struct queue queue;
	bool ending;
	struct error trouble;
};

unsigned pool_jobs(void)
{
	return stage_cpus() * SLOTS_PER_CPU;
}

/* What the queue has next; NULL: nothing, or not yet. */
static const struct chosen *next_chosen(const struct run *run)
{
	const struct chosen *c = run->ending ? NULL : queue_first(&run->queue);
	bool working = false;
	unsigned i;

	for (i = 0; i < run->slots.n; i++) {
		if (!run->slots.slot[i].chosen)
			continue;
		working = true;
		if (queue_alone(&run->queue, run->slots.slot[i].chosen))
			return NULL;
	}
	return c && working && queue_alone(&run->queue, c) ? NULL : c;
}

static int fill_slots(struct run *run, struct error *err)
{
	unsigned i;

	for (i = 0; i < run->slots.n; i++) {
		struct slot *s = &run->slots.slot[i];

		if (s->chosen)
			continue;
		s->chosen = next_chosen(run);
		if (!s->chosen && s->pid)
			slot_let_go(&run->slots, s);
		if (!s->chosen)
			continue;
		queue_take(&run->queue);
		s->disturbed = 0;
		if (slot_start(&run->slots, s, err))
			return -1;
	}
	return 0;
}

static void deliver(struct run *run, struct slot *s, struct result *r)
{
	/* However it ended: the next one must not find what it has set. */
	if (queue_alone(&run->queue, s->chosen) &&
	    initial_restore(&run->trouble))
		run->ending = true;
	r->disturbed = s->disturbed;
	s->chosen = NULL;
	if (run->pool->until_fail &&
	    (r->verdict == VERDICT_FAIL || r->verdict == VERDICT_BROKEN))
		run->ending = true;
	if (run->pool->done(r, run->pool->arg))
		run->ending = true;
	result_clear(r);
}

/* The worker has died, or it talks nonsense. */
static void bury(struct run *run, struct slot *s)
{
	struct result r;
	int status;

	close(s->fd);
	kill(s->pid, SIGKILL);
	leaving_wait_for(s->pid, &status);
	s->pid = 0;
	broken_end(&r, s->chosen, run->pool->options, slot_mirror(&run->slots, s),
		   status);
	deliver(run, s, &r);
}

/* The worker has sent its result. */
static int finish(struct run *run, struct slot *s, struct result result,
		  bool stays, struct error *err)
{
	const struct run_options *opt = run->pool->options;
	struct result r = result;

	if (!stays)
		slot_let_go(&run->slots, s);
	if (r.disturbed && ++s->disturbed < MAX_DISTURBED) {
		result_clear(&r);
		return slot_start(&run->slots, s, err);
	}
	if (r.disturbed)
		broken_disturbed(&r, s->chosen, opt, slot_mirror(&run->slots, s),
				 s->disturbed);
	deliver(run, s, &r);
	return 0;
}

static void check_deadline(struct run *run, struct slot *s)
{
	struct result r;

	if (!s->chosen || now_ns() < s->deadline)
		return;
	if (slot_was_stopped(s)) {
		s->deadline = now_ns() + (int64_t)(slot_seconds(s) * 1e9);
		return;
	}
	slot_kill(s);
	broken_hangs(&r, s->chosen, run->pool->options, slot_mirror(&run->slots, s),
		     slot_seconds(s));
	deliver(run, s, &r);
}

/* Something has come from a worker. */
static int take(struct run *run, struct slot *s, struct error *err)
{
	struct result r;
	bool stays;
	ssize_t got;
	int status;

	s->data = realloc(s->data, s->size + 65536);
	if (!s->data)
		memory_none();
	got = read(s->fd, s->data + s->size, 65536);
	if (got < 0 && errno == EINTR)
		return 0;
	if (got > 0)
		s->size += (size_t)got;
	status = worker_result(s->data, s->size, &r, &stays);
	if (status > 0)
		return finish(run, s, r, stays, err);
	if (status < 0 || got <= 0)
		bury(run, s);
	return 0;
}

/* Return: number of workers that are at work, -1 on error. */
static int serve(struct run *run, struct error *err)
{
	struct pollfd pfd[MAX_SLOTS];
	int64_t began, lost;
	int busy = 0, slice;
	unsigned i;

	for (i = 0; i < run->slots.n; i++) {
		bool works = run->slots.slot[i].chosen;

		pfd[i].fd = works ? run->slots.slot[i].fd : -1;
		pfd[i].events = POLLIN;
		pfd[i].revents = 0;
		busy += works;
	}
	if (!busy)
		return 0;
	began = now_ns();
	slice = slots_sleep(&run->slots);
	if (poll(pfd, run->slots.n, slice) < 0 && errno != EINTR)
		return error_errno(err, "poll of the workers");
	lost = now_ns() - began - slice * 1000000LL;
	if (lost > 0)
		slots_put_off(&run->slots, lost);
	for (i = 0; i < run->slots.n; i++) {
		struct slot *s = &run->slots.slot[i];

		if (!pfd[i].revents)
			check_deadline(run, s);
		else if (take(run, s, err))
			return -1;
	}
	slots_reap(&run->slots);
	return busy;
}

static int set_up(struct run *run, struct error *err)
{
	const struct pool *pool = run->pool;

	run->slots.n = pool->jobs ? pool->jobs : pool_jobs();
	if (run->slots.n > MAX_SLOTS)
		run->slots.n = MAX_SLOTS;
	run->slots.slot = calloc(run->slots.n, sizeof(*run->slots.slot));
	run->slots.options = pool->options;
	run->slots.mirrors = mmap(NULL,
				  run->slots.n * (size_t)SLOT_MIRROR_SIZE,
				  PROT_READ | PROT_WRITE,
				  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (!run->slots.slot || run->slots.mirrors == MAP_FAILED)
		return error_errno(err, "memory for the workers");
	stage_survey();
	if (queue_open(&run->queue, pool, initial_has(INITIAL_MAX_ORPHANS),
		       err))
		return -1;
	return run->queue.own_kernel ? initial_save(err) : 0;
}

static void tear_down(struct run *run)
{
	unsigned i;

	for (i = 0; i < run->slots.n; i++) {
		if (run->slots.slot[i].pid)
			slot_kill(&run->slots.slot[i]);
		free(run->slots.slot[i].data);
	}
	leaving_wait(&run->slots.leaving);
	munmap(run->slots.mirrors, run->slots.n * (size_t)SLOT_MIRROR_SIZE);
	free(run->slots.slot);
	queue_close(&run->queue);
}

int pool_run(const struct pool *pool, struct error *err)
{
	struct run run = {.pool = pool};
	int busy = 1;

	if (pool->n == 0)
		return 0;
	if (set_up(&run, err))
		return -1;
	while (busy > 0 && !run.ending && !house_interrupted()) {
		busy = fill_slots(&run, err);
		if (busy == 0)
			busy = serve(&run, err);
	}
	if (house_interrupted())
		run.ending = true;
	tear_down(&run);
	if (busy < 0)
		return -1;
	if (*run.trouble.text) {
		*err = run.trouble;
		return -1;
	}
	return run.ending;
}
