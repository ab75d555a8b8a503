/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The language of cases, and the only header that a case includes.
 *
 * A case is a script of calls made by two players, `client` and `server`, each
 * a process of its own. It has no `if`, no sleep and no assertion: what
 * happened is written into a trace, and the golden trace is the whole
 * assertion. A file begins with
 *
 *	#define SUBJECT linger
 *	#include "cases/case.h"
 *
 * and then has one CASE() after the other. cases/table.h lists them all.
 *
 * Every verb is one step: the call is made, the segments and the states that
 * it leads to are waited for, and all of it is written down. A verb that
 * cannot be carried out at all (no such socket, a dead player) makes the case
 * BROKEN; it never returns an error to the script.
 */
#ifndef CASES_CASE_H
#define CASES_CASE_H

#include "cases/attributes.h"
#include "cases/calls.h"
#include "cases/ends.h"
#include "cases/forged.h"
#include "cases/wire.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/socket.h>

/**
 * stage_in_any_order() - for a cable that lets segments overtake others
 *
 * Without timestamps: whether one is older than what has arrived before it, and
 * so meets PAWS, would depend on the millisecond. And nothing waits for a
 * delayed ACK.
 */
static inline void stage_in_any_order(void)
{
	stage_sysctl("net.ipv4.tcp_timestamps", "0");
	stage_quickack();
}

/* --- what many scripts begin with --------------------------------------- */

/** establish() - a connection that both ends know of */
static inline void establish(void)
{
	call_listen(server, 8);
	call_connect(client);
	call_accept(server);
}

/**
 * exchange() - two octets there and two back
 *
 * From then on both ends delay their ACKs by 40 ms (ping-pong mode).
 */
static inline void exchange(void)
{
	call_send(client, 2);
	call_recv(server, 9);
	call_send(server, 2);
	call_recv(client, 9);
}

/** fill_window() - a connection whose client has filled the server's window */
static inline void fill_window(void)
{
	call_listen(server, 8);
	call_option(listener(server), SOL_SOCKET, SO_RCVBUF, 16384);
	call_connect(client);
	call_option(client, SOL_SOCKET, SO_SNDBUF, 16384);
	call_accept(server);
	call_fill(client);
}

/** forge_established() - a forged client's connection, accepted */
static inline void forge_established(void)
{
	stage_quickack();
	call_listen(server, 8);
	forge(client, "S");
	forge(client, ".");
	call_accept(server);
}

/** forge_syn_sent() - a client in SYN_SENT whose server is forged */
static inline void forge_syn_sent(void)
{
	stage_quickack();
	call_nonblock(client);
	call_connect(client);
}

#endif
