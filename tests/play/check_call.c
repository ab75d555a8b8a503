/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How calls and answers read: what stands in every golden.
 */
#include "base/memory.h"
#include "harness/play/call.h"
#include "harness/trace/line.h"
#include "harness/trace/pattern.h"
#include "tests/suite.h"

#include <errno.h>
#include <string.h>

#define LISTENER .end = { 1, 1, SOCKET_LISTENER }
#define DUPLICATE .end = { 0, 1, SOCKET_DUPLICATE }

static const struct {
	struct step step;
	const char *text;
} calls[] = {
	{ { .verb = VERB_SOCKET }, "socket()" },
	{ { .verb = VERB_BIND }, "bind()" },
	{ { .verb = VERB_BIND_AS, .other = { 1, 2, 0 } },
	  "bind(as server#2)" },
	{ { .verb = VERB_LISTEN, .arg = { 8 }, LISTENER }, "listen(backlog 8)" },
	{ { .verb = VERB_LISTEN, .arg = { 0 }, LISTENER },
	  "listen(backlog 0)" },
	{ { .verb = VERB_CONNECT }, "connect()" },
	{ { .verb = VERB_CONNECT_CLOSED }, "connect(a closed port)" },
	{ { .verb = VERB_CONNECT_SELF }, "connect(itself)" },
	{ { .verb = VERB_ACCEPT }, "accept()" },
	{ { .verb = VERB_DISCONNECT }, "connect(AF_UNSPEC)" },
	{ { .verb = VERB_SEND, .arg = { 2 } }, "send(2)" },
	{ { .verb = VERB_SEND, .arg = { 2, MSG_NOSIGNAL } },
	  "send(2, MSG_NOSIGNAL)" },
	{ { .verb = VERB_SEND, .arg = { 5000000000 } }, "send(5000000000)" },
	{ { .verb = VERB_SEND_ALL, .arg = { 7 } }, "send all(7)" },
	{ { .verb = VERB_FILL }, "send until EAGAIN()" },
	{ { .verb = VERB_RECV, .arg = { 9 } }, "recv(9)" },
	{ { .verb = VERB_RECV, .arg = { 9, MSG_PEEK } }, "recv(9, MSG_PEEK)" },
	{ { .verb = VERB_RECV, .arg = { 9, MSG_WAITALL | MSG_TRUNC } },
	  "recv(9, MSG_TRUNC|MSG_WAITALL)" },
	{ { .verb = VERB_SEND, .arg = { 10, MSG_OOB } }, "send(10, MSG_OOB)" },
	{ { .verb = VERB_SEND, .arg = { 10, MSG_MORE } }, "send(10, MSG_MORE)" },
	{ { .verb = VERB_SEND, .arg = { 10, MSG_DONTWAIT | MSG_NOSIGNAL } },
	  "send(10, MSG_DONTWAIT|MSG_NOSIGNAL)" },
	{ { .verb = VERB_SEND, .arg = { 10, MSG_OOB | 1 << 20 } },
	  "send(10, MSG_OOB|0x100000)" },
	{ { .verb = VERB_SEND, .arg = { 10, 1 << 20 } }, "send(10, 0x100000)" },
	{ { .verb = VERB_RECV_ALL }, "recv until 0()" },
	{ { .verb = VERB_RECV_DISCARD }, "recv until 0(all)" },
	{ { .verb = VERB_SIOCINQ }, "ioctl(SIOCINQ)" },
	{ { .verb = VERB_SIOCATMARK }, "ioctl(SIOCATMARK)" },
	{ { .verb = VERB_CLOSE }, "close()" },
	{ { .verb = VERB_CLOSE, LISTENER }, "close(listener)" },
	{ { .verb = VERB_CLOSE, DUPLICATE }, "close(dup)" },
	{ { .verb = VERB_SHUTDOWN, .arg = { SHUT_RD } }, "shutdown(SHUT_RD)" },
	{ { .verb = VERB_SHUTDOWN, .arg = { SHUT_WR } }, "shutdown(SHUT_WR)" },
	{ { .verb = VERB_SHUTDOWN, .arg = { SHUT_RDWR } },
	  "shutdown(SHUT_RDWR)" },
	{ { .verb = VERB_SHUTDOWN, .arg = { SHUT_RD }, LISTENER },
	  "shutdown(SHUT_RD, listener)" },
	{ { .verb = VERB_SHUTDOWN, .arg = { SHUT_WR }, DUPLICATE },
	  "shutdown(SHUT_WR, dup)" },
	{ { .verb = VERB_LINGER, .arg = { 0 } },
	  "setsockopt(SO_LINGER, on, 0 s)" },
	{ { .verb = VERB_LINGER, .arg = { 5 }, LISTENER },
	  "setsockopt(SO_LINGER, on, 5 s, listener)" },
	{ { .verb = VERB_LINGER_OFF },
	  "setsockopt(SO_LINGER, off)" },
	{ { .verb = VERB_EXIT }, "exit()" },
	{ { .verb = VERB_DUP }, "dup()" },
	{ { .verb = VERB_DUP_OVER }, "dup2(another file, over it)" },
	{ { .verb = VERB_FORK }, "fork()" },
	{ { .verb = VERB_CHILD_EXIT }, "child exit()" },
	{ { .verb = VERB_PASS }, "sendmsg(SCM_RIGHTS)" },
	{ { .verb = VERB_DROP_PASSED }, "close(UNIX socket that holds it)" },
	{ { .verb = VERB_EXHAUST_FILES }, "open until EMFILE()" },
	{ { .verb = VERB_FREE_FILES }, "close those files()" },
	{ { .verb = VERB_NETCAT, .text = "x" },
	  "nc -N, \"x\" on standard input" },
	{ { .verb = VERB_POLL }, "poll()" },
	{ { .verb = VERB_POLL_WAIT, .arg = { POLLIN | POLLRDHUP } },
	  "poll(IN RDHUP, wait)" },
	{ { .verb = VERB_POLL, LISTENER }, "poll(listener)" },
	{ { .verb = VERB_EPOLL_ADD, .arg = { EPOLLIN } },
	  "epoll_ctl(ADD, IN)" },
	{ { .verb = VERB_EPOLL_ADD, .arg = { EPOLLIN | EPOLLET } },
	  "epoll_ctl(ADD, IN ET)" },
	{ { .verb = VERB_EPOLL_WAIT }, "epoll_wait(wait)" },
	{ { .verb = VERB_EPOLL_NOW }, "epoll_wait()" },
	{ { .verb = VERB_SO_ERROR }, "getsockopt(SO_ERROR)" },
	{ { .verb = VERB_GETPEERNAME }, "getpeername()" },
	{ { .verb = VERB_NONBLOCK }, "fcntl(O_NONBLOCK)" },
	{ { .verb = VERB_NONBLOCK, LISTENER }, "fcntl(O_NONBLOCK, listener)" },
	{ { .verb = VERB_OPTION, .arg = { SOL_SOCKET, SO_KEEPALIVE, 1 } },
	  "setsockopt(SO_KEEPALIVE, 1)" },
	{ { .verb = VERB_OPTION, .arg = { SOL_SOCKET, SO_REUSEPORT, 1 } },
	  "setsockopt(SO_REUSEPORT, 1)" },
	{ { .verb = VERB_OPTION, .arg = { IPPROTO_IPV6, IPV6_V6ONLY, 1 } },
	  "setsockopt(IPV6_V6ONLY, 1)" },
	{ { .verb = VERB_OPTION, .arg = { IPPROTO_TCP, TCP_FASTOPEN, 5 },
	    LISTENER }, "setsockopt(TCP_FASTOPEN, 5, listener)" },
	{ { .verb = VERB_OPTION, .arg = { IPPROTO_TCP, TCP_LINGER2, -1 } },
	  "setsockopt(TCP_LINGER2, -1)" },
	/* The same number at another level is another option. */
	{ { .verb = VERB_OPTION, .arg = { IPPROTO_TCP, TCP_CORK, 1 } },
	  "setsockopt(TCP_CORK, 1)" },
	{ { .verb = VERB_OPTION, .arg = { IPPROTO_TCP, 4711, 3 } },
	  "setsockopt(6, 4711, 3)" },
	{ { .verb = VERB_SLEEP, .arg = { 50 } }, "sleep(50 ms)" },
	{ { .verb = VERB_INTERRUPT }, "signal to the blocked call()" },
};

START_TEST(text_of_call)
{
	struct text t;

	pattern_write(text_begin(&t), &calls[_i].step);
	ck_assert_str_eq(text_end(&t), calls[_i].text);
	free(t.data);
}
END_TEST

/* A call that is new must not be without this test. */
START_TEST(every_call)
{
	size_t i;

	if (verb_row((enum verb)_i)->result != RESULT_CALL ||
	    verb_row((enum verb)_i)->who != WHO_PLAYER)
		return;
	for (i = 0; i < COUNT(calls); i++)
		if ((int)calls[i].step.verb == _i)
			break;
	ck_assert_msg(i < COUNT(calls), "%s is not tested",
		      verb_row((enum verb)_i)->id);
}
END_TEST

static const struct {
	enum verb verb;
	struct answer answer;
	const char *text;
} answers[] = {
	{ VERB_CONNECT, { .ret = 0 }, "0" },
	{ VERB_RECV, { .ret = 2 }, "2" },
	{ VERB_RECV, { .ret = -1, .error = EAGAIN }, "-1 EAGAIN" },
	{ VERB_RECV, { .ret = -1, .error = ECONNRESET }, "-1 ECONNRESET" },
	{ VERB_CONNECT, { .ret = -1, .error = ETIMEDOUT }, "-1 ETIMEDOUT" },
	{ VERB_SEND, { .ret = -1, .error = 4711 }, "-1 errno 4711" },
	{ VERB_SEND, { .ret = -1, .error = EPIPE, .sigpipe = true },
	  "-1 EPIPE + SIGPIPE" },
	{ VERB_RECV, { .ret = 9, .corrupt = true },
	  "9 (not the bytes that were sent)" },
	/* Octets that came before the connection broke. */
	{ VERB_RECV_ALL, { .ret = 7, .error = ECONNRESET }, "7 ECONNRESET" },
	{ VERB_SO_ERROR, { .ret = 0 }, "0" },
	{ VERB_SO_ERROR, { .ret = 0, .error = EPIPE }, "EPIPE" },
	{ VERB_SO_ERROR, { .ret = -1, .error = EBADF }, "-1 EBADF" },
	{ VERB_POLL, { .ret = 0 }, "none" },
	{ VERB_POLL, { .ret = 1, .events = POLLOUT }, "OUT" },
	{ VERB_POLL, { .ret = 1, .events = POLLIN | POLLPRI | POLLOUT |
					 POLLERR | POLLHUP | POLLRDHUP },
	  "IN PRI OUT ERR HUP RDHUP" },
	{ VERB_POLL, { .ret = -1, .error = EINTR }, "-1 EINTR" },
	{ VERB_EPOLL_WAIT, { .ret = 0 }, "no event" },
	{ VERB_EPOLL_WAIT, { .ret = 1, .events = EPOLLIN | EPOLLRDHUP },
	  "IN RDHUP" },
	{ VERB_EPOLL_WAIT, { .ret = -1, .error = EBADF }, "-1 EBADF" },
};

START_TEST(text_of_answer)
{
	struct step s = { .verb = answers[_i].verb, .end.number = 1,
			  .out = answer_outcome(&answers[_i].answer) };
	struct text t;
	char *result;

	step_write(text_begin(&t), &s);
	result = strstr(text_end(&t), " = ");
	ck_assert_ptr_nonnull(result);
	ck_assert_str_eq(result + 3, answers[_i].text);
	free(t.data);
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
	tcase_add_loop_test(tcase, every_call, 0, VERB_COUNT);
	tcase_add_loop_test(tcase, text_of_answer, 0, COUNT(answers));
	tcase_add_test(tcase, names);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
