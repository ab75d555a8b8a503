/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * States of real connections, in a network namespace of the test's own.
 */
#include "base/clock.h"
#include "harness/net/sockaddr.h"
#include "harness/net/tcpstate.h"
#include "harness/stage/stage.h"
#include "harness/trace/words.h"
#include "tests/alone.h"
#include "tests/needs.h"
#include "tests/suite.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#define PORT 7777
/* Longer than any state takes to come on a machine that works. */
#define PATIENCE_NS 10000000000LL

static struct tcpstate *ts;
static struct error err;
static struct tcpinfo info;

/* A listener, and one connection to it. */
static int listener_fd, client_fd, server_fd;
static struct address listener_at, client_at, server_at;

/* IPv4, IPv6, and an IPv4 connection between IPv6 sockets. */
static const struct {
	int family;
	const char *address;
} families[] = {
	{ AF_INET, "127.0.0.1" },
	{ AF_INET6, "::1" },
	{ AF_INET6, "::ffff:127.0.0.1" },
};

static struct sockaddr_storage sockaddr_of(int which, in_port_t port)
{
	struct sockaddr_storage ss = {
		.ss_family = (sa_family_t)families[which].family
	};
	struct sockaddr_in *in = (struct sockaddr_in *)&ss;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&ss;
	bool is4 = ss.ss_family == AF_INET;

	inet_pton(ss.ss_family, families[which].address,
		  is4 ? (void *)&in->sin_addr : (void *)&in6->sin6_addr);
	if (is4)
		in->sin_port = htons(port);
	else
		in6->sin6_port = htons(port);
	return ss;
}

/* The address of a socket as it is on the wire. */
static struct address address_of_fd(int fd)
{
	struct sockaddr_storage ss;
	socklen_t size = sizeof(ss);

	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&ss, &size), 0);
	return sockaddr_address(&ss);
}

static void connect_both(int which)
{
	struct sockaddr_storage ss = sockaddr_of(which, PORT);
	struct sockaddr *sa = (struct sockaddr *)&ss;

	ck_assert(alone_enter());
	ck_assert_msg(!stage_enter(&err), "%s", err.text);
	ts = tcpstate_open(&err);
	ck_assert_msg(ts != NULL, "%s", err.text);
	listener_fd = socket(ss.ss_family, SOCK_STREAM, 0);
	client_fd = socket(ss.ss_family, SOCK_STREAM, 0);
	ck_assert_int_eq(bind(listener_fd, sa, sizeof(ss)), 0);
	ck_assert_int_eq(listen(listener_fd, 3), 0);
	ck_assert_int_eq(connect(client_fd, sa, sizeof(ss)), 0);
	listener_at = address_of_fd(listener_fd);
	client_at = address_of_fd(client_fd);
	server_at = listener_at;
}

static void accept_it(void)
{
	server_fd = accept(listener_fd, NULL, NULL);
	ck_assert_int_ge(server_fd, 0);
}

static void expect_state(const struct address *local,
			 const struct address *remote, int state)
{
	int64_t began = now_ns();

	do
		ck_assert_msg(!tcpstate_ask(ts, local, remote, &info, &err),
			      "%s", err.text);
	while (info.state != state && now_ns() - began < PATIENCE_NS);
	ck_assert_str_eq(word_state(info.state), word_state(state));
}

static void expect_client(int state)
{
	expect_state(&client_at, &server_at, state);
}

static void expect_server(int state)
{
	expect_state(&server_at, &client_at, state);
}

START_TEST(life)
{
	char text[8];

	connect_both(_i);
	expect_client(TCP_ESTABLISHED);
	expect_server(TCP_ESTABLISHED);
	ck_assert_uint_eq(info.recv_queue, 0);
	accept_it();
	expect_server(TCP_ESTABLISHED);
	ck_assert_int_eq(send(client_fd, "ping", 4, 0), 4);
	close(client_fd);
	/* Nobody holds the client's socket; the kernel does. */
	expect_client(TCP_FIN_WAIT2);
	expect_server(TCP_CLOSE_WAIT);
	/* The FIN counts as an octet to be read. */
	ck_assert_uint_eq(info.recv_queue, 5);
	ck_assert_int_eq(recv(server_fd, text, 3, 0), 3);
	expect_server(TCP_CLOSE_WAIT);
	ck_assert_uint_eq(info.recv_queue, 2);
	ck_assert_int_eq(recv(server_fd, text, 3, 0), 1);
	close(server_fd);
	expect_server(TCP_CLOSE);
	expect_client(TCP_TIME_WAIT);
	tcpstate_close(ts);
}
END_TEST

START_TEST(unsent)
{
	connect_both(_i);
	ck_assert_int_eq(send(client_fd, "ping", 4, 0), 4);
	expect_client(TCP_ESTABLISHED);
	/* Nobody reads, and everybody sends, until no more can be sent. */
	while (send(client_fd, families, sizeof(families), MSG_DONTWAIT) > 0)
		;
	expect_client(TCP_ESTABLISHED);
	ck_assert_uint_gt(info.send_queue, 0);
	expect_server(TCP_ESTABLISHED);
	ck_assert_uint_gt(info.recv_queue, 0);
	tcpstate_close(ts);
}
END_TEST

START_TEST(ends)
{
	connect_both(_i);
	accept_it();
	ck_assert_int_eq(shutdown(client_fd, SHUT_WR), 0);
	expect_client(TCP_FIN_WAIT2);
	expect_server(TCP_CLOSE_WAIT);
	/* A FIN with nothing before it. */
	ck_assert_uint_eq(info.recv_queue, 1);
	close(server_fd);
	expect_client(TCP_TIME_WAIT);
	expect_server(TCP_CLOSE);
	tcpstate_close(ts);
}
END_TEST

/* The kernel falls back to a listener; that is no connection. */
START_TEST(listener_is_none)
{
	struct address nobody;

	connect_both(_i);
	nobody = client_at;
	nobody.port = (uint16_t)(client_at.port + 1);
	expect_state(&server_at, &nobody, TCP_CLOSE);
	ck_assert_uint_eq(info.send_queue, 0);
	expect_state(&nobody, &server_at, TCP_CLOSE);
	/* Not before, and not behind the end of a connection. */
	accept_it();
	close(client_fd);
	close(server_fd);
	expect_server(TCP_CLOSE);
	tcpstate_close(ts);
}
END_TEST

static void ask_listener(const struct address *at)
{
	ck_assert_int_eq(tcpstate_ask_listener(ts, at, &info, &err), 0);
}

START_TEST(listener_queue)
{
	struct address nobody;

	connect_both(_i);
	/* An IPv6 listener is asked for as what it is. */
	if (families[_i].family == AF_INET6 && listener_at.family == AF_INET) {
		struct address mapped = { .family = AF_INET6, .port = PORT };

		memset(mapped.bytes + 10, 0xff, 2);
		memcpy(mapped.bytes + 12, listener_at.bytes, 4);
		listener_at = mapped;
	}
	ask_listener(&listener_at);
	ck_assert_int_eq(info.state, TCP_LISTEN);
	ck_assert_uint_eq(info.recv_queue, 1);
	ck_assert_uint_eq(info.send_queue, 3);
	accept_it();
	ask_listener(&listener_at);
	ck_assert_uint_eq(info.recv_queue, 0);
	nobody = listener_at;
	nobody.port++;
	ask_listener(&nobody);
	ck_assert_int_eq(info.state, TCP_CLOSE);
	ck_assert_uint_eq(info.send_queue, 0);
	close(listener_fd);
	ask_listener(&listener_at);
	ck_assert_int_eq(info.state, TCP_CLOSE);
	tcpstate_close(ts);
}
END_TEST

static void expect_received(const struct address *local,
			    const struct address *remote, uint64_t want)
{
	int64_t began = now_ns();
	uint64_t bytes;
	int known;

	do
		known = tcpstate_received(ts, local, remote, &bytes, &err);
	while (known == 1 && bytes != want && now_ns() - began < PATIENCE_NS);
	ck_assert_int_eq(known, 1);
	ck_assert_uint_eq(bytes, want);
}

/* Octets in order, whether they were read or not, and the FIN. */
START_TEST(received)
{
	uint64_t bytes;
	char octets[9];

	connect_both(_i);
	accept_it();
	expect_received(&server_at, &client_at, 0);
	ck_assert_int_eq(send(client_fd, "four", 4, 0), 4);
	expect_received(&server_at, &client_at, 4);
	ck_assert_int_eq(recv(server_fd, octets, 9, 0), 4);
	expect_received(&server_at, &client_at, 4);
	ck_assert_int_eq(shutdown(client_fd, SHUT_WR), 0);
	expect_received(&server_at, &client_at, 5);
	expect_received(&client_at, &server_at, 0);
	/* A mini-socket does not say, and no socket neither. */
	close(server_fd);
	close(client_fd);
	expect_client(TCP_TIME_WAIT);
	ck_assert_int_eq(tcpstate_received(ts, &client_at, &server_at, &bytes,
					   &err), 0);
	ck_assert_int_eq(tcpstate_received(ts, &server_at, &client_at, &bytes,
					   &err), 0);
	tcpstate_close(ts);
}
END_TEST

START_TEST(opening)
{
	struct tcppair pair[2];
	int fd, n, fast = 1;
	struct sockaddr_storage ss = sockaddr_of(_i, PORT);

	connect_both(_i);
	ck_assert_int_eq(tcpstate_opening(ts, ss.ss_family, PORT, pair, 2,
					  &err), 0);
	/* With fast open and no data nothing is sent at all. */
	ck_assert_msg(!stage_write("net.ipv4.tcp_fastopen", "519", &err), "%s",
		      err.text);
	fd = socket(ss.ss_family, SOCK_STREAM, 0);
	ck_assert_int_eq(setsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN_CONNECT,
				    &fast, sizeof(fast)), 0);
	ck_assert_int_eq(connect(fd, (struct sockaddr *)&ss, sizeof(ss)), 0);
	n = tcpstate_opening(ts, ss.ss_family, PORT, pair, 2, &err);
	ck_assert_int_eq(n, 1);
	ck_assert(address_equal(&pair[0].remote, &listener_at));
	ck_assert_int_eq(pair[0].local.family, client_at.family);
	ck_assert_mem_eq(pair[0].local.bytes, client_at.bytes, 16);
	ck_assert_uint_ne(pair[0].local.port, 0);
	ck_assert_int_eq(tcpstate_opening(ts, ss.ss_family, PORT + 1, pair, 2,
					  &err), 0);
	ck_assert_int_eq(tcpstate_opening(ts, ss.ss_family, PORT, pair, 0,
					  &err), 0);
	close(fd);
	ck_assert_int_eq(tcpstate_opening(ts, ss.ss_family, PORT, pair, 2,
					  &err), 0);
	tcpstate_close(ts);
}
END_TEST

/* A kernel before 4.1 has a shorter one. */
START_TEST(short_info)
{
	static const uint8_t info_of_old[104];
	uint64_t bytes;

	ck_assert(!tcpstate_info_received(info_of_old, sizeof(info_of_old),
					  &bytes));
}
END_TEST

START_TEST(destroy)
{
	struct address nobody;
	int ret, refusal = 0;
	char octet;

	connect_both(_i);
	accept_it();
	ret = tcpstate_destroy(ts, &client_at, &server_at, &refusal, &err);
	if (!ret && refusal == EOPNOTSUPP) {
		fprintf(stderr, "check_tcpstate: this kernel has no "
				"SOCK_DESTROY: a test is left out\n");
		return;
	}
	ck_assert_msg(ret == 0, "%s", err.text);
	ck_assert_int_eq(refusal, 0);
	expect_client(TCP_CLOSE);
	expect_server(TCP_CLOSE);
	ck_assert_int_eq(recv(client_fd, &octet, 1, MSG_DONTWAIT), -1);
	ck_assert_int_eq(errno, ECONNABORTED);
	ck_assert_int_eq(recv(server_fd, &octet, 1, MSG_DONTWAIT), -1);
	ck_assert_int_eq(errno, ECONNRESET);
	nobody = client_at;
	nobody.port++;
	ck_assert_int_eq(tcpstate_destroy(ts, &nobody, &client_at, &refusal,
					  &err), 0);
	ck_assert_int_eq(refusal, ENOENT);
	/* The listener would be found in its place, and must go on. */
	ck_assert_int_eq(tcpstate_destroy(ts, &server_at, &client_at, &refusal,
					  &err), 0);
	ck_assert_int_eq(refusal, ENOENT);
	ck_assert_int_eq(tcpstate_ask_listener(ts, &listener_at, &info, &err),
			 0);
	ck_assert_int_eq(info.state, TCP_LISTEN);
	/* By its own name it is ended. */
	ck_assert_int_eq(tcpstate_destroy(ts, &listener_at, NULL, &refusal,
					  &err), 0);
	ck_assert_int_eq(refusal, 0);
	ck_assert_int_eq(tcpstate_ask_listener(ts, &listener_at, &info, &err),
			 0);
	ck_assert_int_eq(info.state, TCP_CLOSE);
	tcpstate_close(ts);
}
END_TEST

/* What the kernel does not allow is its word, and no fault of asking. */
START_TEST(not_allowed)
{
	int refusal = 0;

	connect_both(_i);
	accept_it();
	/* A user namespace without privileges over the network namespace. */
	ck_assert(alone_as_root());
	ck_assert_msg(!tcpstate_destroy(ts, &client_at, &server_at, &refusal,
					&err), "%s", err.text);
	ck_assert_int_eq(refusal, EPERM);
	expect_client(TCP_ESTABLISHED);
	tcpstate_close(ts);
}
END_TEST

START_TEST(closing_nothing)
{
	tcpstate_close(NULL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tcpstate");
	TCase *tcase = tcase_create("tcpstate");
	int skip = need_for("check_tcpstate", NEED_NAMESPACES);

	if (skip)
		return skip;
	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, life, 0, COUNT(families));
	tcase_add_loop_test(tcase, unsent, 0, COUNT(families));
	tcase_add_loop_test(tcase, ends, 0, COUNT(families));
	tcase_add_loop_test(tcase, listener_is_none, 0, COUNT(families));
	tcase_add_loop_test(tcase, listener_queue, 0, COUNT(families));
	tcase_add_loop_test(tcase, received, 0, COUNT(families));
	tcase_add_loop_test(tcase, opening, 0, COUNT(families));
	tcase_add_test(tcase, short_info);
	tcase_add_loop_test(tcase, not_allowed, 0, COUNT(families));
	tcase_add_test(tcase, closing_nothing);
	tcase_add_loop_test(tcase, destroy, 0, COUNT(families));
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
