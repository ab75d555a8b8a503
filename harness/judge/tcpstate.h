/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The TCP state of one end, asked of the kernel by an exact sock_diag query:
 * a hash look-up, not a walk.
 */
#ifndef HARNESS_TCPSTATE_H
#define HARNESS_TCPSTATE_H

#include "base/error.h"
#include "pcap/segment.h"

#include <stdbool.h>

struct tcpstate;

/**
 * struct tcpinfo - what the kernel says of a socket
 * @state: TCP_ESTABLISHED, ...; TCP_CLOSE when there is none; a request that
 *         waits for the last ACK is TCP_SYN_RECV, an orphan that the kernel
 *         keeps as a mini-socket has the state it stands for
 * @recv_queue: octets to be read, a FIN counted as one; a listener's waiting
 *              connections
 * @send_queue: octets not yet acknowledged; a listener's limit
 */
struct tcpinfo {
	int state;
	uint32_t recv_queue;
	uint32_t send_queue;
};

/**
 * tcpstate_open() - a query socket in the caller's network namespace
 *
 * Return: it, or NULL with a line, as when the kernel has no inet_diag.
 */
struct tcpstate *tcpstate_open(struct error *err);

/**
 * tcpstate_ask() - state of the connection from @local to @remote
 *
 * inet_diag_find_one_icsk() falls back to a listener on @local; that counts
 * as "there is none".
 *
 * Return: 0, or -1 (no sock_diag in this kernel).
 */
int tcpstate_ask(struct tcpstate *ts, const struct address *local,
		 const struct address *remote, struct tcpinfo *info,
		 struct error *err);

/** tcpstate_ask_listener() - the listening socket on @local */
int tcpstate_ask_listener(struct tcpstate *ts, const struct address *local,
			  struct tcpinfo *info, struct error *err);

/**
 * tcpstate_destroy() - SOCK_DESTROY: abort the connection as `ss -K` does
 *
 * Return: 0, or -1 with errno (EOPNOTSUPP, ENOENT).
 */
int tcpstate_destroy(struct tcpstate *ts, const struct address *local,
		     const struct address *remote, struct error *err);

void tcpstate_close(struct tcpstate *ts);

/** tcpstate_name() - "ESTABLISHED", "FIN_WAIT1", ..., "CLOSED" for gone */
const char *tcpstate_name(int state);

#endif
