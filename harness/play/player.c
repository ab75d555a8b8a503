/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The harness's side: start, tell, hear, stop.
 */
#include "harness/play/player.h"
#include "harness/play/actor.h"
#include "harness/play/play.h"
#include "harness/play/stall.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int player_start(struct player *p, int family, struct error *err)
{
	int pair[2];
	pid_t parent = getpid();

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair))
		return error_errno(err, "socketpair for a player");
	p->pid = fork();
	if (p->pid < 0) {
		close(pair[0]);
		close(pair[1]);
		p->pid = 0;
		return error_errno(err, "fork of a player");
	}
	if (p->pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent)
			_exit(1);
		close(pair[0]);
		actor_run(pair[1], family);
	}
	close(pair[1]);
	p->fd = pair[0];
	p->spent = false;
	return 0;
}

int player_enter(struct player *p, int family, int network,
		 struct error *err)
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control = {.head = {.cmsg_level = SOL_SOCKET,
			      .cmsg_type = SCM_RIGHTS,
			      .cmsg_len = CMSG_LEN(sizeof(int))}};
	struct iovec iov = {.iov_base = &family, .iov_len = sizeof(family)};
	struct msghdr msg = {.msg_iov = &iov, .msg_iovlen = 1,
			     .msg_control = &control,
			     .msg_controllen = sizeof(control)};

	memcpy(CMSG_DATA(&control.head), &network, sizeof(network));
	if (sendmsg(p->fd, &msg, MSG_NOSIGNAL) < 0)
		return error_errno(err, "a player for another play");
	return 0;
}

int64_t player_cpu_ns(const struct player *p)
{
	struct timespec ts;
	clockid_t id;

	if (!p->pid || clock_getcpuclockid(p->pid, &id) ||
	    clock_gettime(id, &ts))
		return 0;
	return ts.tv_sec * 1000000000LL + ts.tv_nsec;
}

int player_tell(struct player *p, const struct call *call, struct error *err)
{
	if (!p->pid)
		return error_set(err, "the process has ended already");
	if (verb_row(call->step.verb)->flags & VERB_SPENDS)
		p->spent = true;
	if (send(p->fd, call, sizeof(*call), MSG_NOSIGNAL) < 0)
		return error_errno(err, "a call to a player");
	return 0;
}

int player_hear(struct player *p, struct answer *ans, int timeout_ms,
		struct error *err)
{
	struct pollfd pfd = {.fd = p->fd, .events = POLLIN};
	ssize_t got;
	int ready;

	do
		ready = stall_poll(&pfd, 1, timeout_ms);
	while (ready < 0 && errno == EINTR);
	if (ready == 0)
		return 0;
	got = recv(p->fd, ans, sizeof(*ans), MSG_DONTWAIT);
	if (got == (ssize_t)sizeof(*ans))
		return 1;
	return error_set(err, "the process died unexpectedly");
}

int player_wait(struct player *p, int *status, int timeout_ms,
		struct error *err)
{
	struct pollfd pfd = {.events = POLLIN};
	int64_t delay;
	char who[16];
	pid_t got;

	if (!p->pid)
		return error_set(err, "the process has ended already");
	pfd.fd = (int)syscall(SYS_pidfd_open, p->pid, 0);
	if (pfd.fd < 0)
		return error_errno(err, "pidfd_open of a player");
	snprintf(who, sizeof(who), "%d", (int)p->pid);
	delay = stall_delay(who);
	/* Of one that has ended nothing can be known any more. */
	if (play)
		stall_look();
	stall_poll(&pfd, 1, timeout_ms);
	stall_add(stall_delay(who) - delay);
	close(pfd.fd);
	got = waitpid(p->pid, status, WNOHANG);
	if (got != p->pid)
		return error_set(err, "the process did not end");
	p->pid = 0;
	return 0;
}

void player_stop(struct player *p)
{
	if (p->pid) {
		kill(p->pid, SIGKILL);
		while (waitpid(p->pid, NULL, 0) < 0 && errno == EINTR)
			;
		p->pid = 0;
	}
	if (p->fd > 0)
		close(p->fd);
	p->fd = -1;
}
