/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One process for each CPU, which all write to shared memory.
 */
#include "harness/grid/sweep.h"
#include "base/clock.h"
#include "harness/grid/probe.h"
#include "harness/net/tcpstate.h"
#include "harness/stage/stage.h"
#include "harness/trace/words.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_WORKERS 64

static const int families[SWEEP_FAMILIES] = {AF_INET, AF_INET6};

/* Written by the workers, in memory that all share. */
struct shared {
	struct worker {
		pid_t pid;
		bool done;
		uint64_t probes, disturbed;
		int64_t busy_ns;
		struct error err;
	} worker[MAX_WORKERS];
	struct sweep_part part[][SWEEP_FAMILIES];
};

struct plan {
	const struct station *const *list;
	unsigned n, workers, jobs;
	struct shared *shared;
	size_t size;
};

static int sweep_station(struct lane *lane, const struct station *station,
			 struct sweep_part *part, struct error *err)
{
	unsigned i;

	if (probe_segment(lane, station, NULL, &part->before, NULL, err))
		return -1;
	if (part->before.state !=
	    (station->state == TCP_CLOSE ? station_gone(station) :
					   station->state))
		return error_set(err, "%s was not reached: the subject is in "
				 "%s", station->name,
				 word_state(part->before.state));
	for (i = 0; i < GRID_CELLS; i++) {
		struct cell cell = cell_at(i);

		if (probe_segment(lane, station, &cell, &part->answers[i],
				  NULL, err))
			return -1;
	}
	return 0;
}

/* Worker k takes every workers-th job; a lane is of one family. */
static int work(const struct plan *plan, unsigned k, struct error *err)
{
	struct worker *me = &plan->shared->worker[k];
	unsigned family = k % SWEEP_FAMILIES;
	unsigned step = plan->workers / SWEEP_FAMILIES;
	struct timespec busy;
	struct lane lane;
	unsigned i;
	int ret;

	stage_pin_cpu(k);
	ret = lane_open(&lane, families[family], err);
	for (i = k / SWEEP_FAMILIES; !ret && i < plan->n; i += step)
		ret = sweep_station(&lane, plan->list[i],
				    &plan->shared->part[i][family], err);
	me->probes = lane.count;
	me->disturbed = lane.disturbed;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &busy);
	me->busy_ns = busy.tv_sec * 1000000000ll + busy.tv_nsec;
	me->done = !ret;
	return ret;
}

static int start(struct plan *plan, unsigned k, struct error *err)
{
	struct worker *me = &plan->shared->worker[k];
	pid_t pid = fork();

	if (pid < 0)
		return error_errno(err, "fork");
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		work(plan, k, &me->err);
		_exit(0);
	}
	me->pid = pid;
	return 0;
}

/* On one CPU they would only disturb each other. A lane is of one family, so
 * there are two of them at the least. */
static void take_turns(struct plan *plan, unsigned k)
{
	struct worker *me = &plan->shared->worker[k];

	if (me->pid > 0 && plan->jobs == 1)
		while (waitpid(me->pid, NULL, 0) < 0 && errno == EINTR)
			;
}

static int join(struct plan *plan, struct sweep *sweep, struct error *err)
{
	int ret = 0, status;
	unsigned k;

	for (k = 0; k < plan->workers; k++) {
		struct worker *w = &plan->shared->worker[k];

		if (!w->pid)
			continue;
		waitpid(w->pid, &status, 0);
		sweep->probes += w->probes;
		sweep->disturbed += w->disturbed;
		sweep->busy_ns += w->busy_ns;
		if (!w->done && !ret)
			ret = error_set(err, "%s", *w->err.text ?
					w->err.text :
					"a probing process was killed");
	}
	return ret;
}

int sweep_run(struct sweep *sweep, const struct station *const *list,
	      unsigned n, unsigned jobs, struct error *err)
{
	struct plan plan = {.list = list, .n = n,
			    .jobs = jobs ? jobs : stage_cpus()};
	unsigned per_family = (plan.jobs + 1) / SWEEP_FAMILIES;
	int64_t began = now_ns();
	unsigned k;
	int ret = 0;

	memset(sweep, 0, sizeof(*sweep));
	if (!per_family)
		per_family = 1;
	if (per_family > n)
		per_family = n;
	plan.workers = per_family * SWEEP_FAMILIES;
	if (plan.workers > MAX_WORKERS)
		plan.workers = MAX_WORKERS;
	plan.size = sizeof(*plan.shared) + n * sizeof(plan.shared->part[0]);
	plan.shared = mmap(NULL, plan.size, PROT_READ | PROT_WRITE,
			   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (plan.shared == MAP_FAILED)
		return error_errno(err, "memory for the grid");
	stage_survey();
	fflush(NULL);
	for (k = 0; !ret && k < plan.workers; k++) {
		ret = start(&plan, k, err);
		take_turns(&plan, k);
	}
	if (join(&plan, sweep, ret ? NULL : err))
		ret = -1;
	sweep->n = n;
	sweep->part = plan.shared->part;
	sweep->wall_ns = now_ns() - began;
	if (ret)
		sweep_free(sweep);
	return ret;
}

void sweep_free(struct sweep *sweep)
{
	char *base;

	if (!sweep->part)
		return;
	base = (char *)sweep->part - offsetof(struct shared, part);
	munmap(base, sizeof(struct shared) +
			     sweep->n * sizeof(*sweep->part));
	sweep->part = NULL;
}

int sweep_in_lane(int family,
		  int (*run)(struct lane *lane, void *arg, struct error *err),
		  void *arg, struct error *err)
{
	struct worker *me = mmap(NULL, sizeof(*me), PROT_READ | PROT_WRITE,
				 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct lane lane;
	int status, ret;

	if (me == MAP_FAILED)
		return error_errno(err, "memory for the grid");
	fflush(NULL);
	me->pid = fork();
	if (me->pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		me->done = !lane_open(&lane, family, &me->err) &&
			   !run(&lane, arg, &me->err);
		fflush(NULL);
		_exit(0);
	}
	ret = me->pid < 0 ? error_errno(err, "fork") : 0;
	if (!ret)
		waitpid(me->pid, &status, 0);
	if (!ret && !me->done)
		ret = error_set(err, "%s", *me->err.text ? me->err.text :
				"a probing process was killed");
	munmap(me, sizeof(*me));
	return ret;
}
