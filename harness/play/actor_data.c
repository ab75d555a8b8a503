/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls that move octets. The octet at offset n of a direction has a value
 * that follows from n, so the receiver knows whether it got what was sent,
 * all of it, once and in order.
 */
#include "harness/play/actor.h"

#include <errno.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>

static char buffer[65536];

char octet_at(uint64_t offset)
{
	return (char)(offset * 131 + (offset >> 8) + 17);
}

/*
 * Urgent data is no part of what recv() returns, unless SO_OOBINLINE is set:
 * recv() stops at the mark, and the next one leaves the urgent octet out.
 */
static bool at_mark(int fd)
{
	int mark = 0, inline_too = 0;
	socklen_t size = sizeof(inline_too);

	return !ioctl(fd, SIOCATMARK, &mark) && mark &&
	       !getsockopt(fd, SOL_SOCKET, SO_OOBINLINE, &inline_too, &size) &&
	       !inline_too;
}

/* The urgent octet stands as far behind what was received as can be read. */
static uint64_t mark_offset(const struct actor *a, int i, int fd)
{
	int before = 0;

	ioctl(fd, SIOCINQ, &before);
	return a->received[i] + (uint64_t)before;
}

static ssize_t send_some(struct actor *a, int i, int fd, int64_t bytes,
			 int flags)
{
	size_t size = bytes > (int64_t)sizeof(buffer) ? sizeof(buffer) :
							(size_t)bytes;
	size_t n;
	ssize_t sent;

	for (n = 0; n < size; n++)
		buffer[n] = octet_at(a->sent[i] + n);
	sent = send(fd, buffer, size, flags);
	if (sent > 0)
		a->sent[i] += (uint64_t)sent;
	return sent;
}

static ssize_t recv_some(struct actor *a, int i, int fd, int64_t bytes,
			 int flags, bool *corrupt)
{
	static char into[65536];
	size_t size = bytes > (int64_t)sizeof(into) ? sizeof(into) :
						      (size_t)bytes;
	bool urgent = flags & MSG_OOB, left_out = !urgent && at_mark(fd);
	uint64_t offset = urgent ? mark_offset(a, i, fd) :
				   a->received[i] + left_out;
	ssize_t got = recv(fd, into, size, flags);
	ssize_t n;
	int error = errno;

	/* With MSG_TRUNC TCP throws the octets away. */
	for (n = 0; n < got && !(flags & MSG_TRUNC); n++)
		if (into[n] != octet_at(offset + (uint64_t)n))
			*corrupt = true;
	if (got >= 0 && !(flags & MSG_PEEK) && !urgent &&
	    (got > 0 || (left_out && !at_mark(fd))))
		a->received[i] = offset + (uint64_t)got;
	errno = error;
	return got;
}

/* Sends until all is sent, or until the kernel takes no more. */
static void send_many(struct actor *a, int i, int fd, int64_t bytes, int flags,
		      struct answer *ans)
{
	int64_t total = 0;

	while (total < bytes) {
		ssize_t sent = send_some(a, i, fd, bytes - total, flags);

		if (sent < 0 && (flags & MSG_DONTWAIT) && errno == EAGAIN)
			break;
		if (sent < 0) {
			actor_ret(ans, -1);
			return;
		}
		total += sent;
	}
	ans->ret = total;
}

static void recv_many(struct actor *a, int i, int fd, struct answer *ans)
{
	int64_t total = 0;
	ssize_t got;

	while ((got = recv_some(a, i, fd, sizeof(buffer), 0,
				&ans->corrupt)) > 0)
		total += got;
	ans->ret = total;
	ans->error = got < 0 ? errno : 0;
}

void actor_data(struct actor *a, int fd, const struct call *call,
		struct answer *ans)
{
	int i = (call->step.end.number - 1) % ACTOR_SOCKETS;
	int64_t bytes = call->step.arg[0];

	switch (call->step.verb) {
	case VERB_SEND:
		actor_ret(ans, send_some(a, i, fd, bytes, (int)call->step.arg[1]));
		break;
	case VERB_SEND_ALL:
		send_many(a, i, fd, bytes, 0, ans);
		break;
	case VERB_FILL:
		send_many(a, i, fd, INT64_MAX, MSG_DONTWAIT, ans);
		break;
	case VERB_RECV:
		actor_ret(ans, recv_some(a, i, fd, bytes, (int)call->step.arg[1],
					 &ans->corrupt));
		break;
	default:
		recv_many(a, i, fd, ans);
		/* How much was queued may be no matter of protocol. */
		if (call->step.verb == VERB_RECV_DISCARD)
			ans->ret = 0;
		break;
	}
	if (call->stranger)
		ans->corrupt = false;
}
