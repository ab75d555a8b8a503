/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls that move octets, over UNIX sockets and without a process: that the
 * receiver finds out what is not what was sent.
 */
#include "harness/play/actor.h"
#include "tests/suite.h"

#include <errno.h>
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

static int64_t perform(struct actor *a, enum op op, int64_t bytes)
{
	struct call call = { .op = op, .end = { 0, 1, SOCKET_CONNECTION },
			     .arg = { bytes } };

	memset(&ans, 0, sizeof(ans));
	actor_perform(a, &call, &ans);
	return ans.ret;
}

START_TEST(as_sent)
{
	int64_t n;

	for (n = 1; n < 2000; n += 7) {
		ck_assert_int_eq(perform(&sender, OP_SEND, n), n);
		ck_assert_int_eq(perform(&receiver, OP_PEEK, 5000), n);
		ck_assert(!ans.corrupt);
		/* In other pieces than it was sent in. */
		ck_assert_int_eq(perform(&receiver, OP_RECV, n / 2 + 1),
				 n / 2 + 1);
		ck_assert(!ans.corrupt);
		if (n / 2 + 1 < n)
			perform(&receiver, OP_RECV, n);
		ck_assert(!ans.corrupt);
	}
}
END_TEST

START_TEST(lost_octet)
{
	char octet;

	ck_assert_int_eq(perform(&sender, OP_SEND, 10), 10);
	ck_assert_int_eq(recv(receiver.connection[0], &octet, 1, 0), 1);
	ck_assert_int_eq(perform(&receiver, OP_PEEK, 9), 9);
	ck_assert(ans.corrupt);
	ck_assert_int_eq(perform(&receiver, OP_RECV, 9), 9);
	ck_assert(ans.corrupt);
}
END_TEST

START_TEST(foreign_octet)
{
	ck_assert_int_eq(perform(&sender, OP_SEND, 10), 10);
	ck_assert_int_eq(send(sender.connection[0], "?", 1, 0), 1);
	ck_assert_int_eq(perform(&receiver, OP_RECV, 10), 10);
	ck_assert(!ans.corrupt);
	ck_assert_int_eq(perform(&receiver, OP_RECV, 10), 1);
	ck_assert(ans.corrupt);
}
END_TEST

/* Twice the same octets: the second time they are not what is next. */
START_TEST(repeated_octets)
{
	ck_assert_int_eq(perform(&sender, OP_SEND, 10), 10);
	sender.sent[0] = 0;
	ck_assert_int_eq(perform(&sender, OP_SEND, 10), 10);
	ck_assert_int_eq(perform(&receiver, OP_RECV, 10), 10);
	ck_assert(!ans.corrupt);
	ck_assert_int_eq(perform(&receiver, OP_RECV, 10), 10);
	ck_assert(ans.corrupt);
}
END_TEST

START_TEST(all)
{
	ck_assert_int_eq(perform(&sender, OP_SEND_ALL, 100000), 100000);
	ck_assert_int_eq(shutdown(sender.connection[0], SHUT_WR), 0);
	ck_assert_int_eq(perform(&receiver, OP_RECV_ALL, 0), 100000);
	ck_assert(!ans.corrupt);
	ck_assert_int_eq(ans.error, 0);
	ck_assert_int_eq(perform(&receiver, OP_RECV, 9), 0);
}
END_TEST

START_TEST(all_but_one)
{
	char octet;

	ck_assert_int_eq(perform(&sender, OP_SEND_ALL, 100000), 100000);
	ck_assert_int_eq(shutdown(sender.connection[0], SHUT_WR), 0);
	ck_assert_int_eq(recv(receiver.connection[0], &octet, 1, 0), 1);
	ck_assert_int_eq(perform(&receiver, OP_RECV_ALL, 0), 99999);
	ck_assert(ans.corrupt);
}
END_TEST

/* However much went in: that much comes out; a second call adds nothing. */
START_TEST(fill)
{
	int64_t sent, got = 0;

	ck_assert_int_gt(perform(&sender, OP_FILL, 0), 0);
	ck_assert_int_eq(ans.error, 0);
	sent = (int64_t)sender.sent[0];
	ck_assert_int_eq(ans.ret, sent);
	ck_assert_int_eq(perform(&sender, OP_FILL, 0), 0);
	ck_assert_int_eq(send(sender.connection[0], "?", 1, MSG_DONTWAIT), -1);
	while (got < sent) {
		got += perform(&receiver, OP_RECV, 65536);
		ck_assert(!ans.corrupt);
	}
	ck_assert_int_eq(got, sent);
}
END_TEST

START_TEST(errors)
{
	close(sender.connection[0]);
	ck_assert_int_eq(perform(&receiver, OP_RECV, 9), 0);
	sender.connection[0] = -1;
	ck_assert_int_eq(perform(&sender, OP_RECV, 9), -1);
	ck_assert_int_eq(ans.error, EBADF);
	ck_assert_int_eq(perform(&sender, OP_RECV_ALL, 9), 0);
	ck_assert_int_eq(ans.error, EBADF);
	ck_assert_int_eq(perform(&sender, OP_SEND, 9), -1);
	ck_assert_int_eq(ans.error, EBADF);
	ck_assert_int_eq(perform(&sender, OP_SEND_ALL, 9), -1);
	ck_assert_int_eq(ans.error, EBADF);
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
	tcase_add_test(tcase, errors);
	tcase_add_test(tcase, descriptors);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
