/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls that move octets, over UNIX sockets and without a process: that the
 * receiver finds out what is not what was sent.
 */
#include "harness/play/actor.h"
#include "tests/suite.h"

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Two players' insides, connected. */
static struct actor sender, receiver;
static struct answer ans;

static void connect_both(void)
{
	int ends[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	sender.connection[0] = ends[0];
	receiver.connection[0] = ends[1];
}

static void disconnect_both(void)
{
	close(sender.connection[0]);
	close(receiver.connection[0]);
}

static int64_t perform_flags(struct actor *a, enum verb verb, int64_t bytes,
			     int flags)
{
	struct call call = { .step.verb = verb, .step.end = { 0, 1, SOCKET_CONNECTION },
			     .step.arg = { bytes, flags } };

	memset(&ans, 0, sizeof(ans));
	actor_perform(a, &call, &ans);
	return ans.ret;
}

static int64_t perform(struct actor *a, enum verb verb, int64_t bytes)
{
	return perform_flags(a, verb, bytes, 0);
}

START_TEST(as_sent)
{
	int64_t n;

	for (n = 1; n < 2000; n += 7) {
		ck_assert_int_eq(perform(&sender, VERB_SEND, n), n);
		ck_assert_int_eq(perform_flags(&receiver, VERB_RECV, 5000,
					       MSG_PEEK), n);
		ck_assert(!ans.corrupt);
		/* In other pieces than it was sent in. */
		ck_assert_int_eq(perform(&receiver, VERB_RECV, n / 2 + 1),
				 n / 2 + 1);
		ck_assert(!ans.corrupt);
		if (n / 2 + 1 < n)
			perform(&receiver, VERB_RECV, n);
		ck_assert(!ans.corrupt);
	}
}
END_TEST

START_TEST(lost_octet)
{
	char octet;

	ck_assert_int_eq(perform(&sender, VERB_SEND, 10), 10);
	ck_assert_int_eq(recv(receiver.connection[0], &octet, 1, 0), 1);
	ck_assert_int_eq(perform_flags(&receiver, VERB_RECV, 9, MSG_PEEK), 9);
	ck_assert(ans.corrupt);
	ck_assert_int_eq(perform(&receiver, VERB_RECV, 9), 9);
	ck_assert(ans.corrupt);
}
END_TEST

START_TEST(foreign_octet)
{
	ck_assert_int_eq(perform(&sender, VERB_SEND, 10), 10);
	ck_assert_int_eq(send(sender.connection[0], "?", 1, 0), 1);
	ck_assert_int_eq(perform(&receiver, VERB_RECV, 10), 10);
	ck_assert(!ans.corrupt);
	ck_assert_int_eq(perform(&receiver, VERB_RECV, 10), 1);
	ck_assert(ans.corrupt);
}
END_TEST

/* Twice the same octets: the second time they are not what is next. */
START_TEST(repeated_octets)
{
	ck_assert_int_eq(perform(&sender, VERB_SEND, 10), 10);
	sender.sent[0] = 0;
	ck_assert_int_eq(perform(&sender, VERB_SEND, 10), 10);
	ck_assert_int_eq(perform(&receiver, VERB_RECV, 10), 10);
	ck_assert(!ans.corrupt);
	ck_assert_int_eq(perform(&receiver, VERB_RECV, 10), 10);
	ck_assert(ans.corrupt);
}
END_TEST

START_TEST(all)
{
	ck_assert_int_eq(perform(&sender, VERB_SEND_ALL, 100000), 100000);
	ck_assert_int_eq(shutdown(sender.connection[0], SHUT_WR), 0);
	ck_assert_int_eq(perform(&receiver, VERB_RECV_ALL, 0), 100000);
	ck_assert(!ans.corrupt);
	ck_assert_int_eq(ans.error, 0);
	ck_assert_int_eq(perform(&receiver, VERB_RECV, 9), 0);
}
END_TEST

START_TEST(all_but_one)
{
	char octet;

	ck_assert_int_eq(perform(&sender, VERB_SEND_ALL, 100000), 100000);
	ck_assert_int_eq(shutdown(sender.connection[0], SHUT_WR), 0);
	ck_assert_int_eq(recv(receiver.connection[0], &octet, 1, 0), 1);
	ck_assert_int_eq(perform(&receiver, VERB_RECV_ALL, 0), 99999);
	ck_assert(ans.corrupt);
}
END_TEST

/* However much went in: that much comes out; a second call adds nothing. */
START_TEST(fill)
{
	int64_t sent, got = 0;

	ck_assert_int_gt(perform(&sender, VERB_FILL, 0), 0);
	ck_assert_int_eq(ans.error, 0);
	sent = (int64_t)sender.sent[0];
	ck_assert_int_eq(ans.ret, sent);
	ck_assert_int_eq(perform(&sender, VERB_FILL, 0), 0);
	ck_assert_int_eq(send(sender.connection[0], "?", 1, MSG_DONTWAIT), -1);
	while (got < sent) {
		got += perform(&receiver, VERB_RECV, 65536);
		ck_assert(!ans.corrupt);
	}
	ck_assert_int_eq(got, sent);
}
END_TEST

/* Only for another program it is not known what it sends. */
START_TEST(stranger)
{
	struct call call = { .step.verb = VERB_RECV, .step.end = { 0, 1, SOCKET_CONNECTION },
			     .step.arg = { 9 }, .stranger = true };

	ck_assert_int_eq(send(sender.connection[0], "hello", 5, 0), 5);
	memset(&ans, 0, sizeof(ans));
	actor_perform(&receiver, &call, &ans);
	ck_assert_int_eq(ans.ret, 5);
	ck_assert(!ans.corrupt);
}
END_TEST

/* A closed descriptor keeps its number, and the kernel says what that is. */
START_TEST(errors)
{
	close(sender.connection[0]);
	ck_assert_int_eq(perform(&receiver, VERB_RECV, 9), 0);
	ck_assert_int_eq(perform(&sender, VERB_RECV, 9), -1);
	ck_assert_int_eq(ans.error, EBADF);
	ck_assert_int_eq(perform(&sender, VERB_RECV_ALL, 9), 0);
	ck_assert_int_eq(ans.error, EBADF);
	ck_assert_int_eq(perform(&sender, VERB_SEND, 9), -1);
	ck_assert_int_eq(ans.error, EBADF);
	ck_assert_int_eq(perform(&sender, VERB_SEND_ALL, 9), -1);
	ck_assert_int_eq(ans.error, EBADF);
	ck_assert(!ans.lost);
}
END_TEST

/* An actor that has nothing yet, as prepare() leaves it. */
static struct actor newborn(void)
{
	struct actor a = { .family = AF_INET, .listener = -1, .epoll = -1,
			   .pipe = { -1, -1 } };
	int i;

	for (i = 0; i < ACTOR_SOCKETS; i++)
		a.connection[i] = a.duplicate[i] = -1;
	return a;
}

/* What makes its own socket, or needs none. */
static bool needs_nothing(int verb)
{
	switch (verb) {
	case VERB_SOCKET:
	case VERB_BIND:
	case VERB_BIND_AS:
	case VERB_LISTEN:
	case VERB_CONNECT:
	case VERB_CONNECT_CLOSED:
	case VERB_CONNECT_SELF:
	case VERB_OPTION:
	case VERB_NONBLOCK:
	case VERB_LINGER:
	case VERB_LINGER_OFF:
	case VERB_FORK:
	case VERB_EXHAUST_FILES:
	case VERB_SLEEP:
	/* These are the process's, not the actor's. */
	case VERB_EXIT:
	case VERB_INTERRUPT:
	case VERB_NETCAT:
		return true;
	default:
		return false;
	}
}

/* Any other call by a player that has nothing is a mistake of the script. */
START_TEST(without_socket)
{
	struct actor a = newborn();

	if (needs_nothing(_i))
		return;
	perform(&a, (enum verb)_i, 0);
	ck_assert_msg(ans.lost, "verb %d returns %d, errno %d", _i,
		      (int)ans.ret, ans.error);
}
END_TEST

/* There is nothing to be an option of, before there is a duplicate. */
START_TEST(without_duplicate)
{
	struct call call = { .step.verb = VERB_OPTION, .step.end = { 0, 1, SOCKET_DUPLICATE },
			     .step.arg = { SOL_SOCKET, SO_KEEPALIVE, 1 } };
	struct actor a = newborn();

	memset(&ans, 0, sizeof(ans));
	actor_perform(&a, &call, &ans);
	ck_assert(ans.lost);
	ck_assert_int_eq(a.duplicate[0], -1);
}
END_TEST

/* The same over TCP: urgent data is what UNIX sockets do not have like it. */
static void connect_tcp(void)
{
	struct sockaddr_in sin = { .sin_family = AF_INET };
	socklen_t size = sizeof(sin);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	disconnect_both();
	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&sin, sizeof(sin)), 0);
	ck_assert_int_eq(listen(fd, 1), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&sin, &size), 0);
	sender.connection[0] = socket(AF_INET, SOCK_STREAM, 0);
	ck_assert_int_eq(connect(sender.connection[0], (struct sockaddr *)&sin,
				 sizeof(sin)), 0);
	receiver.connection[0] = accept(fd, NULL, NULL);
	ck_assert_int_ge(receiver.connection[0], 0);
	close(fd);
}

static void await(short events)
{
	struct pollfd pfd = { .fd = receiver.connection[0], .events = events };

	ck_assert_int_eq(poll(&pfd, 1, 20000), 1);
}

/* recv() stops at the mark, and leaves the urgent octet out behind it. */
START_TEST(urgent)
{
	connect_tcp();
	ck_assert_int_eq(perform_flags(&sender, VERB_SEND, 4, MSG_OOB), 4);
	ck_assert_int_eq(perform(&sender, VERB_SEND, 5), 5);
	await(POLLPRI);
	while (perform_flags(&receiver, VERB_RECV, 9, MSG_PEEK) < 3)
		;
	ck_assert(!ans.corrupt);
	ck_assert_int_eq(perform(&receiver, VERB_SIOCATMARK, 0), 0);
	ck_assert_int_eq(perform_flags(&receiver, VERB_RECV, 9, MSG_OOB), 1);
	ck_assert(!ans.corrupt);
	ck_assert_int_eq(perform(&receiver, VERB_RECV, 9), 3);
	ck_assert(!ans.corrupt);
	ck_assert_int_eq(perform(&receiver, VERB_SIOCATMARK, 0), 1);
	ck_assert_int_eq(perform(&receiver, VERB_RECV, 9), 5);
	ck_assert(!ans.corrupt);
	ck_assert_int_eq(perform(&receiver, VERB_SIOCATMARK, 0), 0);
	/* With the end of file behind it, and then nothing more. */
	ck_assert_int_eq(perform_flags(&sender, VERB_SEND, 1, MSG_OOB), 1);
	ck_assert_int_eq(shutdown(sender.connection[0], SHUT_WR), 0);
	await(POLLRDHUP);
	ck_assert_int_eq(perform(&receiver, VERB_SIOCATMARK, 0), 1);
	ck_assert_int_eq(perform(&receiver, VERB_RECV, 9), 0);
	ck_assert_uint_eq(receiver.received[0], sender.sent[0]);
}
END_TEST

/* A receiver that wants it inline gets all octets, in order. */
START_TEST(urgent_inline)
{
	int on = 1, got = 0;

	connect_tcp();
	ck_assert_int_eq(setsockopt(receiver.connection[0], SOL_SOCKET,
				    SO_OOBINLINE, &on, sizeof(on)), 0);
	ck_assert_int_eq(perform_flags(&sender, VERB_SEND, 4, MSG_OOB), 4);
	ck_assert_int_eq(perform(&sender, VERB_SEND, 5), 5);
	while (got < 9) {
		got += (int)perform(&receiver, VERB_RECV, 9);
		ck_assert(!ans.corrupt);
	}
}
END_TEST

/* The octet that was sent is not the one that arrives. */
START_TEST(urgent_corrupt)
{
	connect_tcp();
	ck_assert_int_eq(send(sender.connection[0], "????", 4, MSG_OOB), 4);
	await(POLLPRI);
	ck_assert_int_eq(perform_flags(&receiver, VERB_RECV, 9, MSG_OOB), 1);
	ck_assert(ans.corrupt);
}
END_TEST

START_TEST(descriptors)
{
	struct end end = { 0, 1, SOCKET_CONNECTION };

	ck_assert_ptr_eq(actor_fd(&sender, &end), &sender.connection[0]);
	end.number = ACTOR_SOCKETS;
	ck_assert_ptr_eq(actor_fd(&sender, &end),
			 &sender.connection[ACTOR_SOCKETS - 1]);
	end.which = SOCKET_DUPLICATE;
	ck_assert_ptr_eq(actor_fd(&sender, &end),
			 &sender.duplicate[ACTOR_SOCKETS - 1]);
	end.which = SOCKET_LISTENER;
	ck_assert_ptr_eq(actor_fd(&sender, &end), &sender.listener);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("actor");
	TCase *tcase = tcase_create("actor");

	tcase_add_checked_fixture(tcase, connect_both, disconnect_both);
	tcase_add_test(tcase, as_sent);
	tcase_add_test(tcase, lost_octet);
	tcase_add_test(tcase, foreign_octet);
	tcase_add_test(tcase, repeated_octets);
	tcase_add_test(tcase, all);
	tcase_add_test(tcase, all_but_one);
	tcase_add_test(tcase, fill);
	tcase_add_test(tcase, stranger);
	tcase_add_test(tcase, errors);
	tcase_add_loop_test(tcase, without_socket, 0, VERB_COUNT);
	tcase_add_test(tcase, without_duplicate);
	tcase_add_test(tcase, urgent);
	tcase_add_test(tcase, urgent_inline);
	tcase_add_test(tcase, urgent_corrupt);
	tcase_add_test(tcase, descriptors);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
