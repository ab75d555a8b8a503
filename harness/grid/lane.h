/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A lane: a network namespace with a TUN device, a listener, and the means to
 * ask the kernel. The subject's sockets live in the probing process itself.
 */
#ifndef HARNESS_GRID_LANE_H
#define HARNESS_GRID_LANE_H

#include "base/error.h"
#include "pcap/segment.h"

#include <stdint.h>
#include <stdio.h>

struct tcpstate;

/* The subject listens on one of them and not on the other. */
#define LANE_PORT	 80
#define LANE_DEAF_PORT	 81

/**
 * struct lane - where probes run
 * @family: AF_INET or AF_INET6
 * @tun: descriptor of the device, non-blocking
 * @listener: on @subject, LANE_PORT; non-blocking
 * @ask: sock_diag
 * @subject, @peer: addresses without ports
 * @port: of the peer, another one for each probe
 * @count: probes so far
 * @disturbed: how many of them were so slow that a kernel timer may have had
 *             its say; they were repeated
 */
struct lane {
	int family, tun, listener;
	struct tcpstate *ask;
	struct address subject, peer;
	uint16_t port;
	uint64_t count, disturbed;
};

/**
 * lane_open() - make a lane in a fresh namespace of the calling process
 * @lane: filled
 * @family: AF_INET or AF_INET6
 * @err: filled on error
 *
 * The route to the peer has "quickack 1", so no ACK waits for a timer.
 *
 * Return: 0, or -1.
 */
int lane_open(struct lane *lane, int family, struct error *err);

void lane_close(struct lane *lane);

/** lane_next_port() - a port that the peer has not used for long */
uint16_t lane_next_port(struct lane *lane);

#endif
