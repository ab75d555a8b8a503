/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A player's process: its loop, and calls that are begun in a thread.
 *
 * A begun call runs in a thread of its own, so that the process can make other
 * calls meanwhile. The thread first tells its name: once the kernel shows
 * that thread asleep, the call is really blocked.
 */
#include "harness/play/actor.h"
#include "base/clock.h"
#include "harness/play/stall.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* And behind it delay_fd; the rest is the player's. */
#define CONTROL_FD 3

static struct actor actor;
static int control_fd;
/* Of this process's main thread: how long it could not run; or -1. */
static int delay_fd;
static bool stalls_do_not_count;
static volatile sig_atomic_t sigpipes;

static struct begun {
	pthread_t thread;
	struct call call;
	bool running;
} begun[2 * ACTOR_SOCKETS];

static void on_sigpipe(int sig)
{
	(void)sig;
	sigpipes = sigpipes + 1;
}

static void on_interrupt(int sig)
{
	(void)sig;
}

static void answer_send(const struct answer *ans)
{
	if (send(control_fd, ans, sizeof(*ans), MSG_NOSIGNAL) < 0)
		_exit(1);
}

/* Of the calling thread, since it was last asked for. */
static int64_t new_delay(int fd)
{
	static __thread int64_t before;
	int64_t all, since;

	if (stalls_do_not_count)
		return 0;
	all = fd < 0 ? stall_delay("thread-self") : stall_delay_of(fd);
	since = all - before;
	before = all;
	return since;
}

/* @fd: of the calling thread's delays, or -1 */
static void perform(const struct call *call, struct answer *ans, int fd)
{
	sig_atomic_t before = sigpipes;
	int64_t began = now_ns();

	memset(ans, 0, sizeof(*ans));
	actor_perform(&actor, call, ans);
	ans->took_ns = now_ns() - began;
	ans->delay_ns = new_delay(fd);
	ans->sigpipe = sigpipes != before;
}

static void *begun_main(void *arg)
{
	struct begun *b = arg;
	struct answer ans = {.began = true};

	/* As /proc itself names it, whichever PID namespace it shows. */
	if (readlink("/proc/thread-self", ans.thread,
		     sizeof(ans.thread) - 1) < 0)
		ans.lost = true;
	answer_send(&ans);
	perform(&b->call, &ans, -1);
	b->running = false;
	answer_send(&ans);
	return NULL;
}

static struct begun *begun_slot(const struct end *end)
{
	return &begun[(end->number - 1) % ACTOR_SOCKETS +
		      (end->which == SOCKET_DUPLICATE ? ACTOR_SOCKETS : 0)];
}

static void begin(const struct call *call)
{
	struct begun *b = begun_slot(&call->step.end);
	struct answer ans = {.lost = true};

	b->call = *call;
	b->running = true;
	if (pthread_create(&b->thread, NULL, begun_main, b) ||
	    pthread_detach(b->thread))
		answer_send(&ans);
}

static void interrupt(const struct call *call)
{
	struct begun *b = begun_slot(&call->step.end);
	struct answer ans = {.lost = !b->running};

	/* Answer first: what the blocked call returns comes after it. */
	answer_send(&ans);
	if (b->running)
		pthread_kill(b->thread, SIGUSR1);
}

static void catch_signals(void)
{
	struct sigaction pipe_action = {.sa_handler = on_sigpipe};
	struct sigaction usr_action = {.sa_handler = on_interrupt};

	sigaction(SIGPIPE, &pipe_action, NULL);
	sigaction(SIGUSR1, &usr_action, NULL);
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
}

/* As a process that has just been forked: nothing is open but what the harness
 * needs. */
static void prepare(int family)
{
	int i;

	close_range((unsigned)(delay_fd < 0 ? control_fd : delay_fd) + 1, ~0U,
		    0);
	memset(&actor, 0, sizeof(actor));
	actor.family = family;
	actor.listener = actor.epoll = -1;
	actor.pipe[0] = actor.pipe[1] = -1;
	for (i = 0; i < ACTOR_SOCKETS; i++)
		actor.connection[i] = actor.duplicate[i] = -1;
	new_delay(delay_fd);
}

/* To be closed without a farewell, and without waiting for one (SO_LINGER). */
static void abandon(int fd)
{
	struct linger at_once = {.l_onoff = 1, .l_linger = 0};

	if (fd >= 0)
		setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once,
			   sizeof(at_once));
}

/* Another play, in another network namespace. */
static void begin_anew(int family, int network)
{
	int i;

	for (i = 0; i < ACTOR_SOCKETS; i++) {
		abandon(actor.connection[i]);
		abandon(actor.duplicate[i]);
	}
	if (setns(network, CLONE_NEWNET))
		_exit(1);
	prepare(family);
}

/* Return: octets, and in @network a descriptor that came with them, or -1. */
static ssize_t receive(struct call *call, int *network)
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control;
	struct iovec iov = {.iov_base = call, .iov_len = sizeof(*call)};
	struct msghdr msg = {.msg_iov = &iov, .msg_iovlen = 1,
			     .msg_control = &control,
			     .msg_controllen = sizeof(control)};
	ssize_t got;

	do
		got = recvmsg(control_fd, &msg, MSG_CMSG_CLOEXEC);
	while (got < 0 && errno == EINTR);
	*network = -1;
	if (got > 0 && CMSG_FIRSTHDR(&msg))
		memcpy(network, CMSG_DATA(CMSG_FIRSTHDR(&msg)),
		       sizeof(*network));
	return got;
}

void actor_run(int control, int family)
{
	struct call call;
	struct answer ans;

	/* Nothing of the harness is to stay open in here. */
	control_fd = CONTROL_FD;
	if (control != control_fd)
		dup3(control, control_fd, O_CLOEXEC);
	close_range(CONTROL_FD + 1, ~0U, 0);
	stalls_do_not_count = getenv("LASTACK_VIRTUAL_TIME");
	delay_fd = stalls_do_not_count ? -1 : stall_open("thread-self");
	catch_signals();
	prepare(family);
	for (;;) {
		int network;
		ssize_t got = receive(&call, &network);

		if (got == (ssize_t)sizeof(family) && network >= 0) {
			memcpy(&family, &call, sizeof(family));
			begin_anew(family, network);
			continue;
		}
		if (got != (ssize_t)sizeof(call))
			_exit(0);
		if (call.step.verb == VERB_EXIT) {
			/* What threads do must not matter: all end at once. */
			_exit(0);
		} else if (call.step.verb == VERB_INTERRUPT) {
			interrupt(&call);
		} else if (call.step.phase == STEP_BEGUN) {
			begin(&call);
		} else {
			perform(&call, &ans, delay_fd);
			answer_send(&ans);
		}
	}
}
