/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Verbs that are one call of one player. cases/case.h says what they do.
 */
#include "harness/play/script.h"

#include <string.h>

#define CALL(op_, end_, ...)                                                   \
	(&(struct call){.op = op_, .end = end_, ##__VA_ARGS__})

/* Where the other player is called. */
static struct address peer_place(struct end e)
{
	return own_address(play->variant.link == LINK_LO || !e.player,
			   SERVER_PORT);
}

/* An IPv4 connection between IPv6 sockets needs a listener on any address. */
static struct address listening_place(struct end e)
{
	struct address a = own_address(e.player, SERVER_PORT);

	if (play->variant.family != play->variant.wire)
		memset(a.bytes, 0, sizeof(a.bytes));
	return a;
}

/* An address as seen on the wire, as a socket of this variant writes it. */
static struct address as_socket_address(const struct address *wire)
{
	struct address a = own_address(0, wire->port);

	if (a.family == wire->family)
		memcpy(a.bytes, wire->bytes, sizeof(a.bytes));
	else
		memcpy(a.bytes + 12, wire->bytes, 4);
	return a;
}

void call_listen(struct end e, int backlog)
{
	play->listens[e.player] = play->bound[e.player] = true;
	make_call(CALL(OP_LISTEN, listener(e), .arg = {backlog},
		       .address = listening_place(e)));
}

void call_relisten(struct end e, int backlog)
{
	make_call(CALL(OP_RELISTEN, listener(e), .arg = {backlog}));
}

void call_socket(struct end e)
{
	make_call(CALL(OP_SOCKET, e));
}

void call_bind(struct end e)
{
	make_call(CALL(OP_BIND, e,
		       .address = listening_place(e)));
}

void call_bind_as(struct end e, struct end other)
{
	make_call(CALL(OP_BIND, e, .other = other, .arg = {1},
		       .address = as_socket_address(address_of(other))));
}

void call_connect(struct end e)
{
	make_call(CALL(OP_CONNECT, e,
		       .address = peer_place(e)));
}

void call_connect_begin(struct end e)
{
	begin_call(CALL(OP_CONNECT, e,
			.address = peer_place(e)));
}

void call_connect_nowhere(struct end e)
{
	make_call(CALL(OP_CONNECT, e, .arg = {1},
		       .address = own_address(1, CLOSED_PORT)));
}

void call_connect_self(struct end e)
{
	make_call(CALL(OP_CONNECT, e, .arg = {2},
		       .address = own_address(0, CLOSED_PORT)));
}

void call_accept(struct end e)
{
	make_call(CALL(OP_ACCEPT, e));
}

void call_accept_begin(struct end e)
{
	begin_call(CALL(OP_ACCEPT, e));
}

void call_disconnect(struct end e)
{
	make_call(CALL(OP_DISCONNECT, e));
}

void call_send(struct end e, size_t bytes)
{
	call_send_flags(e, bytes, 0);
}

void call_send_begin(struct end e, size_t bytes)
{
	begin_call(CALL(OP_SEND, e, .arg = {(int64_t)bytes}));
}

void call_send_flags(struct end e, size_t bytes, int flags)
{
	make_call(CALL(OP_SEND, e, .arg = {(int64_t)bytes, flags}));
}

void call_send_all(struct end e, size_t bytes)
{
	make_call(CALL(OP_SEND_ALL, e, .arg = {(int64_t)bytes}));
}

void call_recv(struct end e, size_t bytes)
{
	call_recv_flags(e, bytes, 0);
}

void call_recv_begin(struct end e, size_t bytes)
{
	begin_call(CALL(OP_RECV, e, .arg = {(int64_t)bytes},
			.stranger = play->stranger));
}

void call_recv_flags(struct end e, size_t bytes, int flags)
{
	make_call(CALL(OP_RECV, e, .arg = {(int64_t)bytes, flags},
		       .stranger = play->stranger));
}

void call_peek(struct end e, size_t bytes)
{
	call_recv_flags(e, bytes, MSG_PEEK);
}

void call_recv_all(struct end e)
{
	make_call(CALL(OP_RECV_ALL, e, .stranger = play->stranger));
}

void call_recv_all_begin(struct end e)
{
	begin_call(CALL(OP_RECV_ALL, e, .stranger = play->stranger));
}

void call_drain(struct end e)
{
	make_call(CALL(OP_RECV_ALL, e, .arg = {1},
		       .stranger = play->stranger));
}

void call_unread(struct end e)
{
	make_call(CALL(OP_UNREAD, e));
}

void call_at_mark(struct end e)
{
	make_call(CALL(OP_AT_MARK, e));
}

void call_close(struct end e)
{
	make_call(CALL(OP_CLOSE, e));
	if (e.which == SOCKET_LISTENER)
		play->bound[e.player] = false;
}

void call_close_begin(struct end e)
{
	begin_call(CALL(OP_CLOSE, e));
}

void call_shutdown(struct end e, int how)
{
	make_call(CALL(OP_SHUTDOWN, e, .arg = {how}));
}

void call_linger(struct end e, int seconds)
{
	make_call(CALL(OP_LINGER, e, .arg = {1, seconds}));
}

void call_linger_off(struct end e)
{
	make_call(CALL(OP_LINGER, e));
}

void call_dup(struct end e)
{
	make_call(CALL(OP_DUP, e));
}

void call_dup2_over(struct end e)
{
	make_call(CALL(OP_DUP2_OVER, e));
}

void call_fork(struct end e)
{
	make_call(CALL(OP_FORK, e));
}

void call_child_exit(struct end e)
{
	make_call(CALL(OP_CHILD_EXIT, e));
}

void call_pass(struct end e)
{
	make_call(CALL(OP_PASS, e));
}

void call_unpass(struct end e)
{
	make_call(CALL(OP_UNPASS, e));
}

void call_exhaust_files(struct end e)
{
	make_call(CALL(OP_EXHAUST_FILES, e));
}

void call_free_files(struct end e)
{
	make_call(CALL(OP_FREE_FILES, e));
}

void call_poll(struct end e)
{
	make_call(CALL(OP_POLL, e, .arg = {POLLIN | POLLPRI | POLLOUT |
					   POLLRDHUP}));
}

void call_poll_wait(struct end e, short events)
{
	make_call(CALL(OP_POLL, e, .arg = {events, -1}));
}

void call_epoll_add(struct end e, uint32_t events)
{
	make_call(CALL(OP_EPOLL_ADD, e, .arg = {events}));
}

void call_epoll_wait(struct end e)
{
	make_call(CALL(OP_EPOLL_WAIT, e, .arg = {0, -1}));
}

void call_epoll_now(struct end e)
{
	make_call(CALL(OP_EPOLL_WAIT, e));
}

void call_so_error(struct end e)
{
	make_call(CALL(OP_SO_ERROR, e));
}

void call_getpeername(struct end e)
{
	make_call(CALL(OP_GETPEERNAME, e));
}

void call_nonblock(struct end e)
{
	make_call(CALL(OP_NONBLOCK, e));
}

void call_option(struct end e, int level, int name, int value)
{
	if (level == IPPROTO_TCP && name == TCP_FASTOPEN_CONNECT && value)
		play->early = true;
	make_call(CALL(OP_OPTION, e, .arg = {level, name, value}));
}

void call_sleep(struct end e, int ms)
{
	make_call(CALL(OP_SLEEP, e, .arg = {ms}));
}

void call_interrupt(struct end e)
{
	make_call(CALL(OP_INTERRUPT, e));
}
