/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Slots, each with at most one worker; a queue of what is still to be played;
 * and one poll() over the sockets that results come through.
 *
 * Most of a variant's time is waiting (for a delayed ACK, for the capture to
 * open), so there are more slots than CPUs.
 */
#include "harness/run/pool.h"
#include "base/limit.h"
#include "harness/run/broken.h"
#include "harness/run/leaving.h"
#include "harness/run/queue.h"
#include "harness/stage/house.h"
#include "harness/stage/initial.h"
#include "harness/stage/stage.h"
#include "harness/run/worker_line.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define SLOTS_PER_CPU 8
#define MAX_SLOTS     256
#define MIRROR_SIZE   16384
/* Attempts that may be disturbed before a variant is given up. */
#define MAX_DISTURBED 50
/* A worker's own limits are shorter: this one is for a worker that hangs. */
#define HANG_SECONDS	30
#define HANG_VARIABLE	"LASTACK_HANG_SECONDS"
/* The longest that the pool sleeps. */
#define SLICE_MS	1000

/*
 * Without @chosen the worker of a slot is idle, and without @pid there is none.
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

struct run {
	const struct pool *pool;
	struct slot *slot;
	unsigned n_slots;
	struct leaving leaving;
	char *mirrors;
	struct queue queue;
	bool ending;
	struct error trouble;
};

unsigned pool_jobs(void)
{
	return stage_cpus() * SLOTS_PER_CPU;
}

static char *mirror_of(struct run *run, const struct slot *s)
{
	return run->mirrors + (size_t)(s - run->slot) * MIRROR_SIZE;
}

static void close_others(struct run *run, const struct slot *mine)
{
	unsigned i;

	for (i = 0; i < run->n_slots; i++)
		if (&run->slot[i] != mine && run->slot[i].pid)
			close(run->slot[i].fd);
}

static double hang_seconds(const struct slot *s)
{
	return limit_seconds(HANG_VARIABLE, HANG_SECONDS) +
	       10 * s->chosen->tc->seconds;
}

static int hire(struct run *run, struct slot *s, struct error *err)
{
	unsigned cpu = (unsigned)(s - run->slot);
	struct worker_line line = {.mirror = mirror_of(run, s),
				   .mirror_size = MIRROR_SIZE};
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
		return error_errno(err, "socketpair for a worker");
	s->fd = ends[0];
	s->pid = fork();
	if (s->pid == 0) {
		close(ends[0]);
		close_others(run, s);
		line.fd = ends[1];
		worker_main(run->pool->options, cpu, &line);
	}
	close(ends[1]);
	if (s->pid < 0) {
		s->pid = 0;
		close(ends[0]);
		return error_errno(err, "fork of a worker");
	}
	return 0;
}

/* The worker ends by itself. */
static void let_go(struct run *run, struct slot *s)
{
	close(s->fd);
	leaving_add(&run->leaving, s->pid);
	s->pid = 0;
}

/* Have played what the slot has chosen. */
static int start(struct run *run, struct slot *s, struct error *err)
{
	s->size = 0;
	s->deadline = now_ns() + (int64_t)(hang_seconds(s) * 1e9);
	*mirror_of(run, s) = '\0';
	if (s->pid && !worker_give(s->fd, s->chosen))
		return 0;
	/* One that has died while it was idle has spoilt nothing. */
	if (s->pid)
		let_go(run, s);
	if (hire(run, s, err))
		return -1;
	if (worker_give(s->fd, s->chosen))
		return error_errno(err, "a variant for a worker");
	return 0;
}

/* What the queue has next; NULL: nothing, or not yet. */
static const struct chosen *next_chosen(const struct run *run)
{
	const struct chosen *c = run->ending ? NULL : queue_first(&run->queue);
	bool working = false;
	unsigned i;

	for (i = 0; i < run->n_slots; i++) {
		if (!run->slot[i].chosen)
			continue;
		working = true;
		if (queue_alone(&run->queue, run->slot[i].chosen))
			return NULL;
	}
	return c && working && queue_alone(&run->queue, c) ? NULL : c;
}

static int fill_slots(struct run *run, struct error *err)
{
	unsigned i;

	for (i = 0; i < run->n_slots; i++) {
		struct slot *s = &run->slot[i];

		if (s->chosen)
			continue;
		s->chosen = next_chosen(run);
		if (!s->chosen && s->pid)
			let_go(run, s);
		if (!s->chosen)
			continue;
		queue_take(&run->queue);
		s->disturbed = 0;
		if (start(run, s, err))
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
	broken_end(&r, s->chosen, run->pool->options, mirror_of(run, s),
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
		let_go(run, s);
	if (r.disturbed && ++s->disturbed < MAX_DISTURBED) {
		result_clear(&r);
		return start(run, s, err);
	}
	if (r.disturbed)
		broken_disturbed(&r, s->chosen, opt, mirror_of(run, s),
				 s->disturbed);
	deliver(run, s, &r);
	return 0;
}

static void kill_slot(struct slot *s)
{
	kill(s->pid, SIGKILL);
	leaving_wait_for(s->pid, NULL);
	close(s->fd);
	s->pid = 0;
}

/* Somebody has sent it SIGSTOP: that is no fault of its own. */
static bool was_stopped(const struct slot *s)
{
	siginfo_t info = {.si_pid = 0};

	return !waitid(P_PID, (id_t)s->pid, &info,
		       WSTOPPED | WCONTINUED | WNOHANG) && info.si_pid;
}

static void check_deadline(struct run *run, struct slot *s)
{
	struct result r;

	if (!s->chosen || now_ns() < s->deadline)
		return;
	if (was_stopped(s)) {
		s->deadline = now_ns() + (int64_t)(hang_seconds(s) * 1e9);
		return;
	}
	kill_slot(s);
	broken_hangs(&r, s->chosen, run->pool->options, mirror_of(run, s),
		     hang_seconds(s));
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
		abort();
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

/* Workers that have left, and whatever was left by a case: its forked children, reparented to us. */
static void reap_orphans(struct run *run)
{
	siginfo_t info;
	unsigned i;

	for (;;) {
		info.si_pid = 0;
		if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) ||
		    !info.si_pid)
			return;
		for (i = 0; i < run->n_slots; i++)
			if (run->slot[i].pid == info.si_pid)
				return;
		waitpid(info.si_pid, NULL, WNOHANG);
		leaving_forget(&run->leaving, info.si_pid);
	}
}

/* While this process was stopped, the workers were too: a deadline is about
 * time in which they could have worked. */
static void put_off(struct run *run, int64_t lost)
{
	unsigned i;

	for (i = 0; i < run->n_slots; i++)
		run->slot[i].deadline += lost;
}

/* In milliseconds, until the next deadline of a worker, and a little more; not
 * so long that it could not be known that this process was stopped. */
static int until_deadline(const struct run *run)
{
	int64_t next = INT64_MAX, left;
	unsigned i;

	for (i = 0; i < run->n_slots; i++)
		if (run->slot[i].chosen && run->slot[i].deadline < next)
			next = run->slot[i].deadline;
	left = (next - now_ns()) / 1000000 + 1;
	return left < 1 ? 1 : left < SLICE_MS ? (int)left : SLICE_MS;
}

/* Return: number of workers that are at work, -1 on error. */
static int serve(struct run *run, struct error *err)
{
	struct pollfd pfd[MAX_SLOTS];
	int64_t began, lost;
	int busy = 0, slice;
	unsigned i;

	for (i = 0; i < run->n_slots; i++) {
		bool works = run->slot[i].chosen;

		pfd[i].fd = works ? run->slot[i].fd : -1;
		pfd[i].events = POLLIN;
		pfd[i].revents = 0;
		busy += works;
	}
	if (!busy)
		return 0;
	began = now_ns();
	slice = until_deadline(run);
	if (poll(pfd, run->n_slots, slice) < 0 && errno != EINTR)
		return error_errno(err, "poll of the workers");
	lost = now_ns() - began - slice * 1000000LL;
	if (lost > 0)
		put_off(run, lost);
	for (i = 0; i < run->n_slots; i++) {
		struct slot *s = &run->slot[i];

		if (!pfd[i].revents)
			check_deadline(run, s);
		else if (take(run, s, err))
			return -1;
	}
	reap_orphans(run);
	return busy;
}

static int set_up(struct run *run, struct error *err)
{
	const struct pool *pool = run->pool;

	run->n_slots = pool->jobs ? pool->jobs : pool_jobs();
	if (run->n_slots > MAX_SLOTS)
		run->n_slots = MAX_SLOTS;
	run->slot = calloc(run->n_slots, sizeof(*run->slot));
	run->mirrors = mmap(NULL, run->n_slots * (size_t)MIRROR_SIZE,
			    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
			    -1, 0);
	if (!run->slot || run->mirrors == MAP_FAILED)
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

	for (i = 0; i < run->n_slots; i++) {
		if (run->slot[i].pid)
			kill_slot(&run->slot[i]);
		free(run->slot[i].data);
	}
	leaving_wait(&run->leaving);
	munmap(run->mirrors, run->n_slots * (size_t)MIRROR_SIZE);
	free(run->slot);
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
