/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How calls and answers read: what stands in every golden.
 */
#include "harness/play/call.h"
#include "tests/suite.h"

#include <errno.h>
#include <string.h>

#define LISTENER .end = { 1, 1, SOCKET_LISTENER }
#define DUPLICATE .end = { 0, 1, SOCKET_DUPLICATE }

static const struct {
	struct call call;
	const char *text;
} calls[] = {
	{ { .op = OP_SOCKET }, "socket()" },
	{ { .op = OP_BIND }, "bind()" },
	{ { .op = OP_BIND, .arg = { 1 } }, "bind(the same port)" },
	{ { .op = OP_LISTEN, .arg = { 8 }, LISTENER }, "listen(backlog 8)" },
	{ { .op = OP_RELISTEN, .arg = { 0 }, LISTENER },
	  "listen(backlog 0)" },
	{ { .op = OP_CONNECT }, "connect()" },
	{ { .op = OP_CONNECT, .arg = { 1 } }, "connect(a closed port)" },
	{ { .op = OP_CONNECT, .arg = { 2 } }, "connect(itself)" },
	{ { .op = OP_ACCEPT }, "accept()" },
	{ { .op = OP_ACCEPT, LISTENER }, "accept()" },
	{ { .op = OP_DISCONNECT }, "connect(AF_UNSPEC)" },
	{ { .op = OP_SEND, .arg = { 2 } }, "send(2)" },
	{ { .op = OP_SEND, .arg = { 2, MSG_NOSIGNAL } },
	  "send(2, MSG_NOSIGNAL)" },
	{ { .op = OP_SEND, .arg = { 5000000000 } }, "send(5000000000)" },
	{ { .op = OP_SEND_ALL, .arg = { 7 } }, "send all(7)" },
	{ { .op = OP_FILL }, "send until EAGAIN()" },
	{ { .op = OP_RECV, .arg = { 9 } }, "recv(9)" },
	{ { .op = OP_RECV, .arg = { 9, MSG_PEEK } }, "recv(9, MSG_PEEK)" },
	{ { .op = OP_RECV, .arg = { 9, MSG_WAITALL | MSG_TRUNC } },
	  "recv(9, MSG_TRUNC|MSG_WAITALL)" },
	{ { .op = OP_SEND, .arg = { 10, MSG_OOB } }, "send(10, MSG_OOB)" },
	{ { .op = OP_SEND, .arg = { 10, MSG_MORE } }, "send(10, MSG_MORE)" },
	{ { .op = OP_SEND, .arg = { 10, MSG_DONTWAIT | MSG_NOSIGNAL } },
	  "send(10, MSG_DONTWAIT|MSG_NOSIGNAL)" },
	{ { .op = OP_SEND, .arg = { 10, MSG_OOB | 1 << 20 } },
	  "send(10, MSG_OOB|0x100000)" },
	{ { .op = OP_SEND, .arg = { 10, 1 << 20 } }, "send(10, 0x100000)" },
	{ { .op = OP_RECV_ALL }, "recv until 0()" },
	{ { .op = OP_UNREAD }, "ioctl(SIOCINQ)" },
	{ { .op = OP_AT_MARK }, "ioctl(SIOCATMARK)" },
	{ { .op = OP_CLOSE }, "close()" },
	{ { .op = OP_CLOSE, LISTENER }, "close(listener)" },
	{ { .op = OP_CLOSE, DUPLICATE }, "close(dup)" },
	{ { .op = OP_SHUTDOWN, .arg = { SHUT_RD } }, "shutdown(SHUT_RD)" },
	{ { .op = OP_SHUTDOWN, .arg = { SHUT_WR } }, "shutdown(SHUT_WR)" },
	{ { .op = OP_SHUTDOWN, .arg = { SHUT_RDWR } },
	  "shutdown(SHUT_RDWR)" },
	{ { .op = OP_SHUTDOWN, .arg = { SHUT_RD }, LISTENER },
	  "shutdown(SHUT_RD, listener)" },
	{ { .op = OP_SHUTDOWN, .arg = { SHUT_WR }, DUPLICATE },
	  "shutdown(SHUT_WR, dup)" },
	{ { .op = OP_LINGER, .arg = { 1, 0 } },
	  "setsockopt(SO_LINGER, on, 0 s)" },
	{ { .op = OP_LINGER, .arg = { 1, 5 }, LISTENER },
	  "setsockopt(SO_LINGER, on, 5 s, listener)" },
	{ { .op = OP_LINGER, .arg = { 0, 5 } },
	  "setsockopt(SO_LINGER, off)" },
	{ { .op = OP_EXIT }, "exit()" },
	{ { .op = OP_DUP }, "dup()" },
	{ { .op = OP_DUP2_OVER }, "dup2(another file, over it)" },
	{ { .op = OP_FORK }, "fork()" },
	{ { .op = OP_CHILD_EXIT }, "child exit()" },
	{ { .op = OP_PASS }, "sendmsg(SCM_RIGHTS)" },
	{ { .op = OP_UNPASS }, "close(UNIX socket that holds it)" },
	{ { .op = OP_EXHAUST_FILES }, "open until EMFILE()" },
	{ { .op = OP_FREE_FILES }, "close those files()" },
	{ { .op = OP_NETCAT }, "nc -N()" },
	{ { .op = OP_POLL }, "poll()" },
	{ { .op = OP_POLL, .arg = { POLLIN | POLLRDHUP, -1 } },
	  "poll(IN RDHUP, wait)" },
	{ { .op = OP_POLL, LISTENER }, "poll(listener)" },
	{ { .op = OP_EPOLL_ADD, .arg = { EPOLLIN } },
	  "epoll_ctl(ADD, IN)" },
	{ { .op = OP_EPOLL_ADD, .arg = { EPOLLIN | EPOLLET } },
	  "epoll_ctl(ADD, IN ET)" },
	{ { .op = OP_EPOLL_WAIT, .arg = { 0, -1 } }, "epoll_wait(wait)" },
	{ { .op = OP_EPOLL_WAIT }, "epoll_wait()" },
	{ { .op = OP_SO_ERROR }, "getsockopt(SO_ERROR)" },
	{ { .op = OP_GETPEERNAME }, "getpeername()" },
	{ { .op = OP_NONBLOCK }, "fcntl(O_NONBLOCK)" },
	{ { .op = OP_NONBLOCK, LISTENER }, "fcntl(O_NONBLOCK, listener)" },
	{ { .op = OP_OPTION, .arg = { SOL_SOCKET, SO_KEEPALIVE, 1 } },
	  "setsockopt(SO_KEEPALIVE, 1)" },
	{ { .op = OP_OPTION, .arg = { SOL_SOCKET, SO_REUSEPORT, 1 } },
	  "setsockopt(SO_REUSEPORT, 1)" },
	{ { .op = OP_OPTION, .arg = { IPPROTO_IPV6, IPV6_V6ONLY, 1 } },
	  "setsockopt(IPV6_V6ONLY, 1)" },
	{ { .op = OP_OPTION, .arg = { IPPROTO_TCP, TCP_FASTOPEN, 5 },
	    LISTENER }, "setsockopt(TCP_FASTOPEN, 5, listener)" },
	{ { .op = OP_OPTION, .arg = { IPPROTO_TCP, TCP_LINGER2, -1 } },
	  "setsockopt(TCP_LINGER2, -1)" },
	/* The same number at another level is another option. */
	{ { .op = OP_OPTION, .arg = { IPPROTO_TCP, TCP_CORK, 1 } },
	  "setsockopt(TCP_CORK, 1)" },
	{ { .op = OP_OPTION, .arg = { IPPROTO_TCP, 4711, 3 } },
	  "setsockopt(6, 4711, 3)" },
	{ { .op = OP_SLEEP, .arg = { 50 } }, "sleep(50 ms)" },
	{ { .op = OP_INTERRUPT }, "signal to the blocked call()" },
};

START_TEST(text_of_call)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	call_text(out, &calls[_i].call);
	fclose(out);
	ck_assert_str_eq(text, calls[_i].text);
	free(text);
}
END_TEST

/* A new op must not be without a text, nor this test without it. */
START_TEST(every_op)
{
	size_t i;

	for (i = 0; i < COUNT(calls); i++)
		if ((int)calls[i].call.op == _i)
			break;
	ck_assert_msg(i < COUNT(calls), "op %d is not tested", _i);
}
END_TEST

static const struct {
	enum op op;
	struct answer answer;
	const char *text;
} answers[] = {
	{ OP_CONNECT, { .ret = 0 }, "0" },
	{ OP_RECV, { .ret = 2 }, "2" },
	{ OP_RECV, { .ret = -1, .error = EAGAIN }, "-1 EAGAIN" },
	{ OP_RECV, { .ret = -1, .error = ECONNRESET }, "-1 ECONNRESET" },
	{ OP_CONNECT, { .ret = -1, .error = ETIMEDOUT }, "-1 ETIMEDOUT" },
	{ OP_SEND, { .ret = -1, .error = 4711 }, "-1 errno 4711" },
	{ OP_SEND, { .ret = -1, .error = EPIPE, .sigpipe = true },
	  "-1 EPIPE + SIGPIPE" },
	{ OP_RECV, { .ret = 9, .corrupt = true },
	  "9 (not the bytes that were sent)" },
	/* Octets that came before the connection broke. */
	{ OP_RECV_ALL, { .ret = 7, .error = ECONNRESET }, "7 ECONNRESET" },
	{ OP_SO_ERROR, { .ret = 0 }, "0" },
	{ OP_SO_ERROR, { .ret = 0, .error = EPIPE }, "EPIPE" },
	{ OP_SO_ERROR, { .ret = -1, .error = EBADF }, "-1 EBADF" },
	{ OP_POLL, { .ret = 0 }, "none" },
	{ OP_POLL, { .ret = 1, .events = POLLOUT }, "OUT" },
	{ OP_POLL, { .ret = 1, .events = POLLIN | POLLPRI | POLLOUT |
					 POLLERR | POLLHUP | POLLRDHUP },
	  "IN PRI OUT ERR HUP RDHUP" },
	{ OP_POLL, { .ret = -1, .error = EINTR }, "-1 EINTR" },
	{ OP_EPOLL_WAIT, { .ret = 0 }, "no event" },
	{ OP_EPOLL_WAIT, { .ret = 1, .events = EPOLLIN | EPOLLRDHUP },
	  "IN RDHUP" },
	{ OP_EPOLL_WAIT, { .ret = -1, .error = EBADF }, "-1 EBADF" },
};

START_TEST(text_of_answer)
{
	struct call call = { .op = answers[_i].op };
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	answer_text(out, &call, &answers[_i].answer);
	fclose(out);
	ck_assert_str_eq(text, answers[_i].text);
	free(text);
}
END_TEST

START_TEST(names)
{
	ck_assert_str_eq(errno_name(ECONNRESET), "ECONNRESET");
	ck_assert_str_eq(errno_name(EMFILE), "EMFILE");
	ck_assert_str_eq(errno_name(4711), "errno 4711");
	ck_assert_str_eq(signal_name(SIGKILL), "SIGKILL");
	ck_assert_str_eq(signal_name(SIGINT), "SIGINT");
	ck_assert_str_eq(signal_name(4711), "signal 4711");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("call");
	TCase *tcase = tcase_create("call");

	tcase_add_loop_test(tcase, text_of_call, 0, COUNT(calls));
	tcase_add_loop_test(tcase, every_op, 0, OP_COUNT);
	tcase_add_loop_test(tcase, text_of_answer, 0, COUNT(answers));
	tcase_add_test(tcase, names);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
