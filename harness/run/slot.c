/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starting workers, and seeing them end.
 */
#include "harness/run/slot.h"
#include "base/clock.h"
#include "base/limit.h"
#include "harness/run/worker_line.h"

#include <errno.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* A worker's own limits are shorter: this one is for a worker that hangs. */
#define HANG_SECONDS  30
#define HANG_VARIABLE "LASTACK_HANG_SECONDS"
/* The longest that the pool sleeps. */
#define SLICE_MS      1000

char *slot_mirror(const struct slots *all, const struct slot *s)
{
	return all->mirrors + (size_t)(s - all->slot) * SLOT_MIRROR_SIZE;
}

static void close_others(struct slots *all, const struct slot *mine)
{
	unsigned i;

	for (i = 0; i < all->n; i++)
		if (&all->slot[i] != mine && all->slot[i].pid)
			close(all->slot[i].fd);
}

double slot_seconds(const struct slot *s)
{
	return limit_seconds(HANG_VARIABLE, HANG_SECONDS) +
	       10 * s->chosen->tc->seconds;
}

static int hire(struct slots *all, struct slot *s, struct error *err)
{
	unsigned cpu = (unsigned)(s - all->slot);
	struct worker_line line = {.mirror = slot_mirror(all, s),
				   .mirror_size = SLOT_MIRROR_SIZE};
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
		return error_errno(err, "socketpair for a worker");
	s->fd = ends[0];
	s->pid = fork();
	if (s->pid == 0) {
		close(ends[0]);
		close_others(all, s);
		line.fd = ends[1];
		worker_main(all->options, cpu, &line);
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
void slot_let_go(struct slots *all, struct slot *s)
{
	close(s->fd);
	leaving_add(&all->leaving, s->pid);
	s->pid = 0;
}

/* Have played what the slot has chosen. */
int slot_start(struct slots *all, struct slot *s, struct error *err)
{
	s->size = 0;
	s->deadline = now_ns() + (int64_t)(slot_seconds(s) * 1e9);
	*slot_mirror(all, s) = '\0';
	if (s->pid && !worker_give(s->fd, s->chosen))
		return 0;
	/* One that has died while it was idle has spoilt nothing. */
	if (s->pid)
		slot_let_go(all, s);
	if (hire(all, s, err))
		return -1;
	if (worker_give(s->fd, s->chosen))
		return error_errno(err, "a variant for a worker");
	return 0;
}

void slot_kill(struct slot *s)
{
	kill(s->pid, SIGKILL);
	leaving_wait_for(s->pid, NULL);
	close(s->fd);
	s->pid = 0;
}

/* Somebody has sent it SIGSTOP: that is no fault of its own. */
bool slot_was_stopped(const struct slot *s)
{
	siginfo_t info = {.si_pid = 0};

	return !waitid(P_PID, (id_t)s->pid, &info,
		       WSTOPPED | WCONTINUED | WNOHANG) && info.si_pid;
}

/* Workers that have left, and whatever was left by a case: its forked children, reparented to us. */
void slots_reap(struct slots *all)
{
	siginfo_t info;
	unsigned i;

	for (;;) {
		info.si_pid = 0;
		if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) ||
		    !info.si_pid)
			return;
		for (i = 0; i < all->n; i++)
			if (all->slot[i].pid == info.si_pid)
				return;
		waitpid(info.si_pid, NULL, WNOHANG);
		leaving_forget(&all->leaving, info.si_pid);
	}
}

/* While this process was stopped, the workers were too: a deadline is about
 * time in which they could have worked. */
void slots_put_off(struct slots *all, int64_t lost)
{
	unsigned i;

	for (i = 0; i < all->n; i++)
		all->slot[i].deadline += lost;
}

/* In milliseconds, until the next deadline of a worker, and a little more; not
 * so long that it could not be known that this process was stopped. */
int slots_sleep(const struct slots *all)
{
	int64_t next = INT64_MAX, left;
	unsigned i;

	for (i = 0; i < all->n; i++)
		if (all->slot[i].chosen && all->slot[i].deadline < next)
			next = all->slot[i].deadline;
	left = (next - now_ns()) / 1000000 + 1;
	return left < 1 ? 1 : left < SLICE_MS ? (int)left : SLICE_MS;
}
