/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls as verbs of cases/case.h: each is a step, as a line of a file is one.
 */
#include "harness/play/verbs.h"

#include <stdio.h>

/* --- opening --- */

void call_listen(struct end e, int backlog)
{
	STEP(LISTEN, listener(e), backlog);
}

void call_relisten(struct end e, int backlog)
{
	STEP(LISTEN, listener(e), backlog);
}

void call_socket(struct end e)
{
	STEP(SOCKET, e);
}

void call_bind(struct end e)
{
	STEP(BIND, e);
}

void call_bind_as(struct end e, struct end other)
{
	perform_step(&(struct step){
		.verb = VERB_BIND_AS,
		.end = e,
		.other = other,
		.out.took = SECONDS_NONE,
	});
}

void call_connect(struct end e)
{
	STEP(CONNECT, e);
}

void call_connect_begin(struct end e)
{
	BEGIN(CONNECT, e);
}

void call_connect_nowhere(struct end e)
{
	STEP(CONNECT_CLOSED, e);
}

void call_connect_self(struct end e)
{
	STEP(CONNECT_SELF, e);
}

void call_accept(struct end e)
{
	STEP(ACCEPT, e);
}

void call_accept_begin(struct end e)
{
	BEGIN(ACCEPT, e);
}

void call_disconnect(struct end e)
{
	STEP(DISCONNECT, e);
}

/* --- data --- */

void call_send(struct end e, size_t bytes)
{
	STEP(SEND, e, (int64_t)bytes);
}

void call_send_begin(struct end e, size_t bytes)
{
	BEGIN(SEND, e, (int64_t)bytes);
}

void call_send_flags(struct end e, size_t bytes, int flags)
{
	STEP(SEND, e, (int64_t)bytes, flags);
}

void call_send_all(struct end e, size_t bytes)
{
	STEP(SEND_ALL, e, (int64_t)bytes);
}

void call_fill(struct end e)
{
	STEP(FILL, e);
}

void call_recv(struct end e, size_t bytes)
{
	STEP(RECV, e, (int64_t)bytes);
}

void call_recv_begin(struct end e, size_t bytes)
{
	BEGIN(RECV, e, (int64_t)bytes);
}

void call_recv_flags(struct end e, size_t bytes, int flags)
{
	STEP(RECV, e, (int64_t)bytes, flags);
}

void call_peek(struct end e, size_t bytes)
{
	STEP(RECV, e, (int64_t)bytes, MSG_PEEK);
}

void call_recv_all(struct end e)
{
	STEP(RECV_ALL, e);
}

void call_recv_all_begin(struct end e)
{
	BEGIN(RECV_ALL, e);
}

void call_drain(struct end e)
{
	STEP(RECV_DISCARD, e);
}

void call_unread(struct end e)
{
	STEP(SIOCINQ, e);
}

void call_at_mark(struct end e)
{
	STEP(SIOCATMARK, e);
}

/* --- ending --- */

void call_close(struct end e)
{
	STEP(CLOSE, e);
}

void call_close_begin(struct end e)
{
	BEGIN(CLOSE, e);
}

void call_shutdown(struct end e, int how)
{
	STEP(SHUTDOWN, e, how);
}

void call_linger(struct end e, int seconds)
{
	STEP(LINGER, e, seconds);
}

void call_linger_off(struct end e)
{
	STEP(LINGER_OFF, e);
}

void call_exit(struct end e)
{
	STEP(EXIT, e);
}

void call_kill(struct end e, int signal)
{
	STEP(KILL, e, signal);
}

void call_sock_destroy(struct end e)
{
	STEP(SOCK_DESTROY, e);
}

/* --- descriptors and processes --- */

void call_dup(struct end e)
{
	STEP(DUP, e);
}

void call_dup2_over(struct end e)
{
	STEP(DUP_OVER, e);
}

void call_fork(struct end e)
{
	STEP(FORK, e);
}

void call_child_exit(struct end e)
{
	STEP(CHILD_EXIT, e);
}

void call_pass(struct end e)
{
	STEP(PASS, e);
}

void call_unpass(struct end e)
{
	STEP(DROP_PASSED, e);
}

void call_exhaust_files(struct end e)
{
	STEP(EXHAUST_FILES, e);
}

void call_free_files(struct end e)
{
	STEP(FREE_FILES, e);
}

void verb_step_text(enum verb verb, struct end e, const char *text,
		    int64_t arg)
{
	struct step s = {
		.verb = verb,
		.end = e,
		.arg = {0, arg},
		.out.took = SECONDS_NONE,
	};

	snprintf(s.text, sizeof(s.text), "%s", text);
	perform_step(&s);
}

void call_netcat(struct end e, const char *text)
{
	verb_step_text(VERB_NETCAT, e, text, 0);
}

/* --- looking and setting --- */

void call_poll(struct end e)
{
	STEP(POLL, e);
}

void call_poll_wait(struct end e, short events)
{
	STEP(POLL_WAIT, e, events);
}

void call_epoll_add(struct end e, uint32_t events)
{
	STEP(EPOLL_ADD, e, events);
}

void call_epoll_wait(struct end e)
{
	STEP(EPOLL_WAIT, e);
}

void call_epoll_now(struct end e)
{
	STEP(EPOLL_NOW, e);
}

void call_so_error(struct end e)
{
	STEP(SO_ERROR, e);
}

void call_getpeername(struct end e)
{
	STEP(GETPEERNAME, e);
}

void call_nonblock(struct end e)
{
	STEP(NONBLOCK, e);
}

void call_option(struct end e, int level, int name, int value)
{
	STEP(OPTION, e, level, name, value);
}

void call_sleep(struct end e, int ms)
{
	STEP(SLEEP, e, ms);
}

void call_finish(struct end e)
{
	finish_call(e);
}

void call_interrupt(struct end e)
{
	STEP(INTERRUPT, e);
}

void look_listener(struct end e)
{
	STEP(ACCEPT_QUEUE, e);
}
