/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Stations: ways to be in a state. Each is a recipe of calls on the subject
 * and of segments that its forged peer sends.
 */
#ifndef HARNESS_GRID_STATION_H
#define HARNESS_GRID_STATION_H

#include "harness/referee/rfc9293.h"

#include <stdbool.h>
#include <stdint.h>

#define STATION_STEPS 8

enum step_kind {
	STEP_END,
	STEP_SEGMENT, /* the peer sends; all that came before is acknowledged */
	STEP_CONNECT, /* connect() to the peer, which does not answer */
	STEP_ACCEPT,
	STEP_SHUTDOWN, /* shutdown(SHUT_WR) */
	STEP_CLOSE,    /* close(): the connection becomes an orphan */
};

/**
 * struct station - a way to be in a state
 * @name: of its page; the state as Linux calls it, and how it came there
 * @about: one line for the head of the page
 * @state: TCP_ESTABLISHED, ... as sock_diag has it; TCP_CLOSE for none
 * @rfc: the same for the model
 * @deaf: nothing listens on the subject's port
 * @no_peer: the subject knows nothing of the peer: there is no SND.UNA, no
 *           SND.NXT, no RCV.NXT, and the probe takes any
 * @no_rcv: the subject knows no RCV.NXT yet
 * @steps: the recipe
 */
struct station {
	const char *name, *about;
	int state;
	enum rfc_state rfc;
	bool deaf, no_peer, no_rcv;
	struct station_step {
		enum step_kind kind;
		uint16_t flags;
		/* The subject's last octet is left unacknowledged. */
		bool not_last;
	} steps[STATION_STEPS];
};

/** stations() - all of them, ended by one without a name */
const struct station *stations(void);

/** station_count() - how many there are */
unsigned station_count(void);

/** station_find() - by name; NULL when there is none */
const struct station *station_find(const char *name);

/** station_gone() - the state in which "there is no such connection" is told:
 * TCP_LISTEN while a connection that nobody accepted has a listener, else
 * TCP_CLOSE */
int station_gone(const struct station *station);

/** station_accepts() - whether the recipe accepts or connects, and so has a
 * socket of its own (which it may have closed) */
bool station_accepts(const struct station *station);

/** station_reads() - whether that socket is still open: somebody can read, and
 * hears of errors */
bool station_reads(const struct station *station);

#endif
