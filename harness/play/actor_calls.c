/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls that a player can make, one small function for each kind.
 */
#include "harness/play/actor.h"

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

static socklen_t sockaddr_fill(const struct address *addr,
			       struct sockaddr_storage *ss)
{
	struct sockaddr_in *in = (struct sockaddr_in *)ss;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)ss;

	memset(ss, 0, sizeof(*ss));
	ss->ss_family = addr->family;
	if (addr->family == AF_INET) {
		in->sin_port = htons(addr->port);
		memcpy(&in->sin_addr, addr->bytes, 4);
		return sizeof(*in);
	}
	in6->sin6_port = htons(addr->port);
	memcpy(&in6->sin6_addr, addr->bytes, 16);
	return sizeof(*in6);
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

	if (call->arg[0] == 2 &&
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
	if (call->op == OP_LISTEN) {
		do_bind(fd, call, ans);
		if (ans->ret)
			return;
	}
	actor_ret(ans, listen(fd, (int)call->arg[0]));
}

static void do_accept(struct actor *a, const struct call *call,
		      struct answer *ans)
{
	int fd = accept(a->listener, NULL, NULL);

	actor_ret(ans, fd);
	if (fd >= 0) {
		int i = (call->end.number - 1) % ACTOR_SOCKETS;

		a->connection[i] = fd;
		a->sent[i] = a->received[i] = 0;
		/* Descriptor numbers say nothing. */
		ans->ret = 0;
	}
}

static void do_poll(int fd, const struct call *call, struct answer *ans)
{
	struct pollfd pfd = {.fd = fd, .events = (short)call->arg[0]};

	actor_ret(ans, poll(&pfd, 1, (int)call->arg[1]));
	ans->events = (uint16_t)pfd.revents;
}

static void do_epoll_add(struct actor *a, int fd, const struct call *call,
			 struct answer *ans)
{
	struct epoll_event ev = {.events = (uint32_t)call->arg[0]};

	if (a->epoll < 0)
		a->epoll = epoll_create1(0);
	actor_ret(ans, epoll_ctl(a->epoll, EPOLL_CTL_ADD, fd, &ev));
}

static void do_epoll_wait(struct actor *a, const struct call *call,
			  struct answer *ans)
{
	struct epoll_event ev = {0};

	actor_ret(ans, epoll_wait(a->epoll, &ev, 1, (int)call->arg[1]));
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
	struct linger l = {.l_onoff = (int)call->arg[0],
			   .l_linger = (int)call->arg[1]};

	actor_ret(ans, setsockopt(fd, SOL_SOCKET, SO_LINGER, &l, sizeof(l)));
}

static void do_option(int fd, const struct call *call, struct answer *ans)
{
	int value = (int)call->arg[2];

	actor_ret(ans, setsockopt(fd, (int)call->arg[0], (int)call->arg[1],
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
	struct timespec ts = {.tv_sec = call->arg[0] / 1000,
			      .tv_nsec = call->arg[0] % 1000 * 1000000};

	actor_ret(ans, nanosleep(&ts, NULL));
}

/* What a call needs before it can be made at all. */
static bool opens_socket(const struct call *call)
{
	switch (call->op) {
	case OP_SOCKET:
	case OP_BIND:
	case OP_LISTEN:
	case OP_CONNECT:
	case OP_OPTION:
	case OP_NONBLOCK:
	case OP_LINGER:
		return call->end.which != SOCKET_DUPLICATE;
	default:
		return false;
	}
}

static bool has_what_it_needs(const struct actor *a, const struct call *call,
			      int fd)
{
	switch (call->op) {
	case OP_ACCEPT:
		return a->listener >= 0;
	case OP_EPOLL_WAIT:
		return a->epoll >= 0;
	case OP_UNPASS:
		return a->pipe[0] >= 0;
	case OP_CHILD_EXIT:
		return a->child > 0;
	case OP_FREE_FILES:
		return a->files;
	case OP_FORK:
	case OP_EXHAUST_FILES:
	case OP_NETCAT:
	case OP_SLEEP:
		return true;
	default:
		return fd >= 0;
	}
}

void actor_perform(struct actor *a, const struct call *call,
		   struct answer *ans)
{
	int *fdp = actor_fd(a, &call->end);
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

	switch (call->op) {
	case OP_SOCKET:
		break;
	case OP_BIND:
		do_bind(fd, call, ans);
		break;
	case OP_LISTEN:
	case OP_RELISTEN:
		do_listen(fd, call, ans);
		break;
	case OP_CONNECT:
		do_connect(fd, call, ans);
		break;
	case OP_DISCONNECT:
		do_disconnect(fd, ans);
		break;
	case OP_ACCEPT:
		do_accept(a, call, ans);
		break;
	case OP_CLOSE:
		actor_ret(ans, close(fd));
		break;
	case OP_SHUTDOWN:
		actor_ret(ans, shutdown(fd, (int)call->arg[0]));
		break;
	case OP_LINGER:
		do_linger(fd, call, ans);
		break;
	case OP_OPTION:
		do_option(fd, call, ans);
		break;
	case OP_NONBLOCK:
		actor_ret(ans, fcntl(fd, F_SETFL, O_NONBLOCK));
		break;
	case OP_POLL:
		do_poll(fd, call, ans);
		break;
	case OP_EPOLL_ADD:
		do_epoll_add(a, fd, call, ans);
		break;
	case OP_EPOLL_WAIT:
		do_epoll_wait(a, call, ans);
		break;
	case OP_SO_ERROR:
		do_so_error(fd, ans);
		break;
	case OP_GETPEERNAME:
		do_getpeername(fd, ans);
		break;
	case OP_UNREAD:
		do_unread(fd, ans);
		break;
	case OP_AT_MARK:
		do_at_mark(fd, ans);
		break;
	case OP_SLEEP:
		do_sleep(call, ans);
		break;
	case OP_SEND:
	case OP_SEND_ALL:
	case OP_FILL:
	case OP_RECV:
	case OP_RECV_ALL:
		actor_data(a, fd, call, ans);
		break;
	default:
		actor_process(a, fd, call, ans);
		break;
	}
}
