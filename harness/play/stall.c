/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Three sources, since no one of them sees everything:
 *
 * The worker's own clock: whatever passes beyond work and the sleep that it
 * asked for. It sees a stop of the whole tree (SIGSTOP, a frozen cgroup, a
 * suspended machine), a hypervisor that takes the CPU away, and a CPU that is
 * too busy. The clock goes on during all of them.
 *
 * wait(): a player that was stopped or continued while its worker was not. To
 * the worker such a call only seems to take long. It may ask late: a stop that
 * is over remains to be waited for as long as the player lives.
 *
 * The scheduler: how long a player was ready to run and did not. Each answer
 * of a player brings that along.
 */
#include "harness/play/stall.h"
#include "harness/play/play.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#define MS	 1000000LL
#define SLICE_MS 20

/* Less than this between two beats is work. */
#define WORK_NS (10 * MS)

/* Half of TCP_RTO_MIN: nothing shorter changes what is seen, except where
 * within_ms() measures by itself. */
#define DISTURBS_NS (100 * MS)

void stall_add(int64_t ns)
{
	/* Tests have players without a play. */
	if (play && !play->stall.off && ns > 0)
		play->stall.lost += ns;
}

void stall_beat(int64_t slept_ns)
{
	int64_t now = now_ns(), gap = now - play->stall.seen - slept_ns;

	if (play->stall.seen && gap > WORK_NS)
		stall_add(gap);
	play->stall.seen = now;
}

static bool was_stopped(pid_t pid)
{
	siginfo_t info = {.si_pid = 0};

	return pid && !waitid(P_PID, (id_t)pid, &info,
			      WSTOPPED | WCONTINUED | WNOHANG) && info.si_pid;
}

void stall_look(void)
{
	int end;

	if (play->stall.off)
		return;
	for (end = 0; end < 2; end++)
		if (was_stopped(play->player[end].pid))
			stall_add(DISTURBS_NS);
}

static int slice(struct pollfd *pfd, nfds_t n, int ms)
{
	int64_t began, took, asked = ms * MS;
	int ready;

	stall_beat(0);
	began = now_ns();
	ready = poll(pfd, n, ms);
	took = now_ns() - began;
	stall_beat(took < asked ? took : asked);
	return ready;
}

int stall_poll(struct pollfd *pfd, nfds_t n, int ms)
{
	int ready;

	if (!play || play->stall.off)
		return poll(pfd, n, ms);
	for (;;) {
		ready = slice(pfd, n, ms < SLICE_MS ? ms : SLICE_MS);
		if (ready || ms <= SLICE_MS)
			return ready;
		stall_look();
		ms -= SLICE_MS;
	}
}

int stall_open(const char *who)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%s/schedstat", who);
	return open(path, O_RDONLY | O_CLOEXEC);
}

int64_t stall_delay(const char *who)
{
	int fd = stall_open(who);
	int64_t delay;

	if (fd < 0)
		return 0;
	delay = stall_delay_of(fd);
	close(fd);
	return delay;
}

int64_t stall_delay_of(int fd)
{
	char text[96];
	long long ran, waited;
	ssize_t got = pread(fd, text, sizeof(text) - 1, 0);

	text[got > 0 ? got : 0] = '\0';
	return sscanf(text, "%lld %lld", &ran, &waited) == 2 ? waited : 0;
}

bool stall_disturbs(void)
{
	return play->stall.lost >= DISTURBS_NS;
}
