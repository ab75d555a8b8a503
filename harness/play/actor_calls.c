/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls that a player can make, one small function for each kind.
 */
#include "harness/play/actor.h"
#include "harness/net/sockaddr.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

void actor_ret(struct answer *ans, int64_t ret)
{
	ans->ret = ret;
	ans->error = ret < 0 ? errno : 0;
}

int *actor_fd(struct actor *a, const struct end *end)
{
	int i = (end->number - 1) % ACTOR_SOCKETS;

	if (end->which == SOCKET_LISTENER)
		return &a->listener;
	if (end->which == SOCKET_DUPLICATE)
		return &a->duplicate[i];
	return &a->connection[i];
}

static void do_bind(int fd, const struct call *call, struct answer *ans)
{
	struct sockaddr_storage ss;
	socklen_t size = sockaddr_fill(&call->address, &ss);

	actor_ret(ans, bind(fd, (struct sockaddr *)&ss, size));
}

static void do_connect(int fd, const struct call *call, struct answer *ans)
{
	struct sockaddr_storage ss;
	socklen_t size = sockaddr_fill(&call->address, &ss);

	if (call->step.verb == VERB_CONNECT_SELF &&
	    bind(fd, (struct sockaddr *)&ss, size) < 0) {
		ans->lost = true;
		return;
	}
	actor_ret(ans, connect(fd, (struct sockaddr *)&ss, size));
}

static void do_disconnect(int fd, struct answer *ans)
{
	struct sockaddr sa = {.sa_family = AF_UNSPEC};

	actor_ret(ans, connect(fd, &sa, sizeof(sa)));
}

static void do_listen(int fd, const struct call *call, struct answer *ans)
{
	if (call->address.family) {
		do_bind(fd, call, ans);
		if (ans->ret)
			return;
	}
	actor_ret(ans, listen(fd, (int)call->step.arg[0]));
}

static void do_accept(struct actor *a, const struct call *call,
		      struct answer *ans)
{
	int fd = accept(a->listener, NULL, NULL);

	actor_ret(ans, fd);
	if (fd >= 0) {
		int i = (call->step.end.number - 1) % ACTOR_SOCKETS;

		a->connection[i] = fd;
		a->sent[i] = a->received[i] = 0;
		/* Descriptor numbers say nothing. */
		ans->ret = 0;
	}
}

static void do_poll(int fd, const struct call *call, struct answer *ans)
{
	bool waits = call->step.verb == VERB_POLL_WAIT;
	short all = POLLIN | POLLPRI | POLLOUT | POLLRDHUP;
	struct pollfd pfd = {
		.fd = fd,
		.events = waits ? (short)call->step.arg[0] : all,
	};

	actor_ret(ans, poll(&pfd, 1, waits ? -1 : 0));
	ans->events = (uint16_t)pfd.revents;
}

static void do_epoll_add(struct actor *a, int fd, const struct call *call,
			 struct answer *ans)
{
	struct epoll_event ev = {.events = (uint32_t)call->step.arg[0]};

	if (a->epoll < 0)
		a->epoll = epoll_create1(0);
	actor_ret(ans, epoll_ctl(a->epoll, EPOLL_CTL_ADD, fd, &ev));
}

static void do_epoll_wait(struct actor *a, const struct call *call,
			  struct answer *ans)
{
	struct epoll_event ev = {0};

	actor_ret(ans, epoll_wait(a->epoll, &ev, 1,
				  call->step.verb == VERB_EPOLL_WAIT ? -1 : 0));
	if (ans->ret == 1)
		ans->events = ev.events;
}

static void do_so_error(int fd, struct answer *ans)
{
	int error = 0;
	socklen_t size = sizeof(error);

	actor_ret(ans, getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size));
	if (ans->ret == 0)
		ans->error = error;
}

static void do_getpeername(int fd, struct answer *ans)
{
	struct sockaddr_storage ss;
	socklen_t size = sizeof(ss);

	actor_ret(ans, getpeername(fd, (struct sockaddr *)&ss, &size));
}

static void do_linger(int fd, const struct call *call, struct answer *ans)
{
	struct linger l = {.l_onoff = call->step.verb == VERB_LINGER,
			   .l_linger = (int)call->step.arg[0]};

	actor_ret(ans, setsockopt(fd, SOL_SOCKET, SO_LINGER, &l, sizeof(l)));
}

static void do_option(int fd, const struct call *call, struct answer *ans)
{
	int value = (int)call->step.arg[2];

	actor_ret(ans, setsockopt(fd, (int)call->step.arg[0], (int)call->step.arg[1],
				  &value, sizeof(value)));
}

static void do_unread(int fd, struct answer *ans)
{
	int bytes = 0;

	actor_ret(ans, ioctl(fd, SIOCINQ, &bytes));
	if (ans->ret == 0)
		ans->ret = bytes;
}

static void do_at_mark(int fd, struct answer *ans)
{
	int mark = 0;

	actor_ret(ans, ioctl(fd, SIOCATMARK, &mark));
	if (ans->ret == 0)
		ans->ret = mark;
}

static void do_sleep(const struct call *call, struct answer *ans)
{
	struct timespec ts = {.tv_sec = call->step.arg[0] / 1000,
			      .tv_nsec = call->step.arg[0] % 1000 * 1000000};

	actor_ret(ans, nanosleep(&ts, NULL));
}

/* A duplicate is made by dup() alone. */
static bool opens_socket(const struct call *call)
{
	return verb_row(call->step.verb)->flags & VERB_OPENS &&
	       call->step.end.which != SOCKET_DUPLICATE;
}

/* What a call needs before it can be made at all. */
static bool has_what_it_needs(const struct actor *a, const struct call *call,
			      int fd)
{
	switch (call->step.verb) {
	case VERB_ACCEPT:
		return a->listener >= 0;
	case VERB_EPOLL_WAIT:
	case VERB_EPOLL_NOW:
		return a->epoll >= 0;
	case VERB_DROP_PASSED:
		return a->pipe[0] >= 0;
	case VERB_CHILD_EXIT:
		return a->child > 0;
	case VERB_FREE_FILES:
		return a->files;
	default:
		return fd >= 0 || verb_row(call->step.verb)->flags & VERB_BARE;
	}
}

void actor_perform(struct actor *a, const struct call *call,
		   struct answer *ans)
{
	int *fdp = actor_fd(a, &call->step.end);
	int fd;

	if (*fdp < 0 && opens_socket(call)) {
		*fdp = socket(a->family, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (*fdp < 0) {
			actor_ret(ans, -1);
			return;
		}
	}
	fd = *fdp;
	/* A descriptor that was closed keeps its number: EBADF is a result. */
	if (!has_what_it_needs(a, call, fd)) {
		ans->lost = true;
		return;
	}

	switch (call->step.verb) {
	case VERB_SOCKET:
		break;
	case VERB_BIND:
	case VERB_BIND_AS:
		do_bind(fd, call, ans);
		break;
	case VERB_LISTEN:
		do_listen(fd, call, ans);
		break;
	case VERB_CONNECT:
	case VERB_CONNECT_CLOSED:
	case VERB_CONNECT_SELF:
		do_connect(fd, call, ans);
		break;
	case VERB_DISCONNECT:
		do_disconnect(fd, ans);
		break;
	case VERB_ACCEPT:
		do_accept(a, call, ans);
		break;
	case VERB_CLOSE:
		actor_ret(ans, close(fd));
		break;
	case VERB_SHUTDOWN:
		actor_ret(ans, shutdown(fd, (int)call->step.arg[0]));
		break;
	case VERB_LINGER:
	case VERB_LINGER_OFF:
		do_linger(fd, call, ans);
		break;
	case VERB_OPTION:
		do_option(fd, call, ans);
		break;
	case VERB_NONBLOCK:
		actor_ret(ans, fcntl(fd, F_SETFL, O_NONBLOCK));
		break;
	case VERB_POLL:
	case VERB_POLL_WAIT:
		do_poll(fd, call, ans);
		break;
	case VERB_EPOLL_ADD:
		do_epoll_add(a, fd, call, ans);
		break;
	case VERB_EPOLL_WAIT:
	case VERB_EPOLL_NOW:
		do_epoll_wait(a, call, ans);
		break;
	case VERB_SO_ERROR:
		do_so_error(fd, ans);
		break;
	case VERB_GETPEERNAME:
		do_getpeername(fd, ans);
		break;
	case VERB_SIOCINQ:
		do_unread(fd, ans);
		break;
	case VERB_SIOCATMARK:
		do_at_mark(fd, ans);
		break;
	case VERB_SLEEP:
		do_sleep(call, ans);
		break;
	case VERB_SEND:
	case VERB_SEND_ALL:
	case VERB_FILL:
	case VERB_RECV:
	case VERB_RECV_ALL:
	case VERB_RECV_DISCARD:
		actor_data(a, fd, call, ans);
		break;
	default:
		actor_process(a, fd, call, ans);
		break;
	}
}
