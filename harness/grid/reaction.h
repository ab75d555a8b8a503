/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What happened to a probe, in terms of the connection, so that equal
 * answers are equal whatever the ports and initial sequence numbers were.
 */
#ifndef HARNESS_GRID_REACTION_H
#define HARNESS_GRID_REACTION_H

#include "harness/grid/space.h"
#include "harness/grid/station.h"

#define REACTION_REPLIES 4

/* What a number in a reply is relative to. */
enum number_kind {
	NUMBER_NONE,	/* the reply has no ACK bit */
	NUMBER_ZERO,
	NUMBER_FRESH,	/* a new initial sequence number */
	NUMBER_SND_NXT, /* and an offset */
	NUMBER_RCV_NXT, /* and an offset */
	NUMBER_SEG_ACK, /* the probe's acknowledgment number */
	NUMBER_SEG_END, /* behind the probe's last octet, FIN and SYN counted */
	NUMBER_SEG_SYN, /* behind the probe's SYN */
	NUMBER_OTHER,
};

/**
 * struct reaction - what became of a probe
 * @n: replies; those beyond REACTION_REPLIES are only counted
 * @reply: in the order they came
 * @state: afterwards: TCP_ESTABLISHED, ...
 * @error: SO_ERROR; not meaningful without a socket
 * @events: poll()
 * @readable: octets that can be read
 * @waiting: a connection can be accepted
 *
 * Filled from zeroes, so that memcmp() tells whether two are equal.
 */
struct reaction {
	uint32_t n;
	struct reaction_reply {
		uint16_t flags;
		uint8_t seq_kind, ack_kind;
		int32_t seq, ack;
		uint32_t length;
	} reply[REACTION_REPLIES];
	int32_t state;
	int32_t error;
	uint32_t events;
	uint32_t readable;
	uint32_t waiting;
};

/**
 * reaction_add() - one more reply
 * @answer: to add to
 * @station: that was probed
 * @numbers: of the connection before the probe
 * @probe: the segment that was sent
 * @reply: the segment that came back
 */
void reaction_add(struct reaction *answer, const struct station *station,
		const struct numbers *numbers, const struct segment *probe,
		const struct segment *reply);

/* Room for reaction_text(). */
#define REACTION_TEXT 256

/**
 * reaction_text() - an answer as one line for the legend
 * @answer: what became of the probe
 * @before: what a probe that changes nothing leaves: state, error, events
 * @length: the probe's payload
 * @buf: REACTION_TEXT octets
 *
 * "ACK; stays", "silence; CLOSED; error ECONNRESET, poll IN OUT ERR HUP".
 * Octets that became readable are told as "reads all" when they are as many
 * as the probe had.
 *
 * Return: @buf.
 */
char *reaction_text(const struct reaction *answer,
		    const struct reaction *before, unsigned length, char *buf);

/**
 * reaction_mark() - the character that a page would like to show it as
 * @answer, @before: as for reaction_text()
 *
 * "." silence, "a" ACK, "R" RST and the connection stays, "X" RST and it is
 * gone, "x" it is gone in silence; a lower case letter where an ACK came with
 * a change of state, an upper case one where none came.
 */
char reaction_mark(const struct reaction *answer,
		   const struct reaction *before);

#endif
