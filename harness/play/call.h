/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What travels between the harness and a player: one struct call there, one
 * struct answer back, each in a datagram of a SOCK_SEQPACKET pair.
 */
#ifndef HARNESS_CALL_H
#define HARNESS_CALL_H

#include "cases/case.h"
#include "pcap/segment.h"

#include <stdio.h>

enum op {
	OP_SOCKET, OP_BIND, OP_LISTEN, OP_RELISTEN, OP_CONNECT, OP_ACCEPT,
	OP_DISCONNECT,
	OP_SEND, OP_SEND_ALL, OP_FILL, OP_RECV, OP_RECV_ALL, OP_UNREAD,
	OP_AT_MARK,
	OP_CLOSE, OP_SHUTDOWN, OP_LINGER, OP_EXIT,
	OP_DUP, OP_DUP2_OVER, OP_FORK, OP_CHILD_EXIT, OP_PASS, OP_UNPASS,
	OP_EXHAUST_FILES, OP_FREE_FILES, OP_NETCAT,
	OP_POLL, OP_EPOLL_ADD, OP_EPOLL_WAIT, OP_SO_ERROR, OP_GETPEERNAME,
	OP_NONBLOCK, OP_OPTION, OP_SLEEP, OP_INTERRUPT,
	OP_COUNT
};

/**
 * struct call - one call for a player to make
 * @op: which
 * @end: on which of its sockets
 * @begin: make it in a thread; tell when it has begun, and again when it ends
 * @arg: integers, by op: backlog; bytes and flags; how; on and seconds; level,
 *       name and value; events and timeout in ms; milliseconds
 * @address: where to bind or connect to
 * @stranger: what is received comes from no player, and nobody knows it
 * @text: what nc is to send
 */
struct call {
	enum op op;
	struct end end;
	bool begin;
	bool stranger;
	int64_t arg[3];
	struct address address;
	char text[32];
};

/**
 * struct answer - what became of it
 * @ret: return value, -1 on error
 * @error: errno
 * @events: bits that poll() or epoll_wait() returned
 * @began: the call only begins; its return comes in another answer
 * @thread: then, the thread that makes it, as a path below /proc
 * @took_ns: how long the call took
 * @delay_ns: how long the player was ready to run and did not, since its last
 *            answer
 * @sigpipe: SIGPIPE was delivered
 * @corrupt: bytes were received that the other end never sent
 * @lost: the player cannot do that: a mistake of the script
 */
struct answer {
	int64_t ret;
	int64_t took_ns;
	int64_t delay_ns;
	int32_t error;
	uint32_t events;
	char thread[40];
	bool began;
	bool sigpipe;
	bool corrupt;
	bool lost;
};

/** call_text() - "recv(9)", "setsockopt(SO_LINGER, on, 0 s)", ... */
void call_text(FILE *out, const struct call *call);

/** answer_text() - "2", "-1 EPIPE + SIGPIPE", "OUT HUP", ... */
void answer_text(FILE *out, const struct call *call, const struct answer *ans);

/** option_name() - "SO_KEEPALIVE", "TCP_CORK", ...; NULL without a name here */
const char *option_name(int level, int option);

/** flags_text() - "MSG_OOB|MSG_MORE"; a bit without a name as a number */
void flags_text(FILE *out, int flags);

/** errno_name() - "ECONNRESET"; "errno 4711" for one without a name here */
const char *errno_name(int error);

/** signal_name() - "SIGKILL"; "signal 63" for one without a name */
const char *signal_name(int signal);

#endif
