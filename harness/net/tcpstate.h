/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The TCP state of one end, asked of the kernel by an exact sock_diag query:
 * a hash look-up, not a walk.
 */
#ifndef HARNESS_NET_TCPSTATE_H
#define HARNESS_NET_TCPSTATE_H

#include "base/error.h"
#include "pcap/segment.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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
 * struct tcppair - a connection by its addresses, as packets have them
 */
struct tcppair {
	struct address local, remote;
};

/**
 * tcpstate_opening() - all sockets in SYN_SENT to one port
 * @family: of the sockets
 * @port: of their peers
 * @pair: filled
 * @max: room in @pair; more are left out
 *
 * A dump: it walks the kernel's table, and is not for every step.
 *
 * Return: how many, or -1.
 */
int tcpstate_opening(struct tcpstate *ts, int family, uint16_t port,
		     struct tcppair *pair, int max, struct error *err);

/**
 * tcpstate_received() - what has arrived at the connection from @local
 * @bytes: set to the octets that were received in order, a FIN counted as one
 *         (tcpi_bytes_received, RFC 4898): RCV.NXT less IRS and its SYN
 *
 * Return: 1, 0 when the kernel does not know (no socket, or a mini-socket in
 * SYN_RECV, FIN_WAIT2 or TIME_WAIT), or -1.
 */
int tcpstate_received(struct tcpstate *ts, const struct address *local,
		      const struct address *remote, uint64_t *bytes,
		      struct error *err);

/**
 * tcpstate_info_received() - tcpi_bytes_received of a struct tcp_info
 * @info, @size: as it came from the kernel, which may be an older one
 *
 * Return: whether it is there.
 */
bool tcpstate_info_received(const void *info, size_t size, uint64_t *bytes);

/**
 * tcpstate_destroy() - SOCK_DESTROY: abort a socket as `ss -K` does
 * @local: its address
 * @remote: its peer's, or NULL for the listener on @local
 * @refusal: set to 0, or to what the kernel says: ENOENT where there is no such
 *           socket, EOPNOTSUPP, EPERM, ...
 *
 * The kernel looks up a connection as a segment would, and so finds the
 * listener when it has gone. That one is never ended in its place.
 *
 * Return: 0, or -1 when the kernel could not be asked.
 */
int tcpstate_destroy(struct tcpstate *ts, const struct address *local,
		     const struct address *remote, int *refusal,
		     struct error *err);

void tcpstate_close(struct tcpstate *ts);

#endif
