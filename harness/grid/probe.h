/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A probe: bring a fresh connection to a station, send it one segment, see
 * what becomes of it, and leave nothing behind.
 *
 * Theory of operation: on a TUN the kernel has answered when write() returns,
 * so what can be read then is all there is, and silence is known at once. What
 * comes later comes from a timer; a probe that took as long as the shortest
 * timer could is repeated. Each probe has a port of its own on the peer's
 * side, so the limits on challenge ACKs, which are counted by socket, never
 * matter. Afterwards the socket is closed with SO_LINGER {on, 0 s}, and what
 * has none any more (a request, an orphan, a mini-socket) gets a RST with the
 * exact number, or SOCK_DESTROY; then sock_diag is asked whether it is gone.
 * So neither ports nor TIME_WAIT entries run out.
 */
#ifndef HARNESS_GRID_PROBE_H
#define HARNESS_GRID_PROBE_H

#include "harness/grid/lane.h"
#include "harness/grid/reaction.h"

/* Initial sequence number of the forged peer. */
#define GRID_PEER_ISS 0x10000000u

/**
 * struct flight - one connection on its way
 * @station: where it is to go
 * @subject, @peer: both ends, with ports
 * @fd: the subject's socket, -1 without one
 * @peer_next: the next octet that the peer sends
 * @iss: of the subject; @has_iss: it is known
 * @numbers: what the subject expects
 * @edge: right edge of the window that the subject offered
 * @story: written there as trace lines, or NULL
 */
struct flight {
	const struct station *station;
	struct address subject, peer;
	int fd;
	uint32_t peer_next, iss, edge;
	bool has_iss;
	struct numbers numbers;
	FILE *story;
};

/**
 * probe_reach() - a fresh connection, brought to a station
 * @lane: where
 * @station: where to
 * @flight: filled; to be ended by probe_leave()
 * @story: written there as trace lines, or NULL
 * @err: filled on error
 *
 * Return: 0, or -1 when the kernel is not in the station's state then.
 */
int probe_reach(struct lane *lane, const struct station *station,
		struct flight *flight, FILE *story, struct error *err);

/** probe_leave() - take it down; -1 when something is left behind */
int probe_leave(struct lane *lane, struct flight *flight, struct error *err);

/**
 * probe_look() - state, error, events and readable octets as they are now
 *
 * Return: 0, or -1.
 */
int probe_look(struct lane *lane, const struct flight *flight,
	       struct reaction *answer, struct error *err);

/**
 * probe_listen() - take what the subject has sent
 * @lane: where
 * @flight: learns the subject's numbers from it
 * @answer: gets it as replies to @probe, or NULL
 * @probe: the segment, or NULL
 *
 * Return: 0, or -1.
 */
int probe_listen(struct lane *lane, struct flight *flight,
		 struct reaction *answer, const struct segment *probe,
		 struct error *err);

/**
 * probe_segment() - the whole probe
 * @lane: where
 * @station: where to
 * @cell: what is sent there; NULL for nothing: the state before a probe
 * @answer: filled
 * @story: written there as trace lines, or NULL
 * @err: filled on error
 *
 * Return: 0, or -1.
 */
int probe_segment(struct lane *lane, const struct station *station,
		  const struct cell *cell, struct reaction *answer, FILE *story,
		  struct error *err);

#endif
