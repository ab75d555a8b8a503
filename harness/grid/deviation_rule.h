/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the rules of deviations are made of. Within deviation*.c only.
 *
 * A rule says which segments at which stations it is about, and for each of
 * them the whole reaction: reply, numbers, state, error and what can be read.
 * Whatever else a kernel does there has no name.
 */
#ifndef HARNESS_GRID_DEVIATION_RULE_H
#define HARNESS_GRID_DEVIATION_RULE_H

#include "harness/grid/deviation.h"

#include <errno.h>
#include <netinet/tcp.h>

/* What every rule is given, by short names: a rule should read as one. */
#define RULE(name)                                                     \
	bool deviation_##name(const struct station *s, const struct cell *c, \
			      const struct opinion *o)

RULE(no_flags);
RULE(listen_syn_fin);
RULE(time_wait_syn_fin);
RULE(syn_ack_text);
RULE(syn_sent_refused);
RULE(close_wait_epipe);
RULE(crossed_reset);
RULE(reset_on_fin);
RULE(mini_reset);
RULE(mini_answers_reset);
RULE(mini_syn);
RULE(mini_data);
RULE(mini_ack);
RULE(time_wait_reset);
RULE(time_wait_ack);
RULE(time_wait_answers);
RULE(request_syn);
RULE(request_repeats);
RULE(request_syn_ack);
RULE(crossed_old_ack);
RULE(crossed_syn_ack);
RULE(bad_ack_first);
RULE(old_octet);
RULE(orphan_gap);
RULE(text_over_fin);
RULE(octet_for_fin);
RULE(second_fin);
RULE(old_ack);
RULE(loose_reset);
RULE(loose_sequence);
RULE(reset_of_request);
RULE(unsent_ack);

/* --- stations ------------------------------------------------------------ */

static inline bool in(const struct station *s, enum rfc_state state)
{
	return s->rfc == state;
}

/* close() was called: nobody reads, or hears of an error. */
static inline bool is_orphan(const struct station *s)
{
	return station_accepts(s) && !station_reads(s);
}

/* FIN_WAIT2 without a socket. */
static inline bool is_mini(const struct station *s)
{
	return in(s, RFC_FIN_WAIT_2) && is_orphan(s);
}

/* A request that no socket stands for yet. */
static inline bool is_request(const struct station *s)
{
	return in(s, RFC_SYN_RECEIVED) && !station_accepts(s);
}

static inline bool is_crossed(const struct station *s)
{
	return in(s, RFC_SYN_RECEIVED) && station_accepts(s);
}

static inline bool is_after_fin(const struct station *s)
{
	return in(s, RFC_CLOSE_WAIT) || in(s, RFC_CLOSING) ||
	       in(s, RFC_LAST_ACK);
}

/* --- segments -------------------------------------------------------------- */

/* Of RST, SYN and ACK it has just these. */
static inline bool is_plain(const struct cell *c, unsigned flags)
{
	return (c->flags & (SEG_RST | SEG_SYN | SEG_ACK)) == flags;
}

/* Sequence numbers that it takes. */
static inline uint32_t span(const struct cell *c)
{
	return c->length + !!(c->flags & SEG_SYN) + !!(c->flags & SEG_FIN);
}

/* It begins just before RCV.NXT, or there, and has something new. */
static inline bool has_next(const struct cell *c)
{
	return (c->seq == GRID_SEQ_LEFT && span(c) > 1) ||
	       (c->seq == GRID_SEQ_EXACT && span(c));
}

/* Its FIN is what is expected next. */
static inline bool has_next_fin(const struct cell *c)
{
	return c->flags & SEG_FIN &&
	       ((c->seq == GRID_SEQ_LEFT && span(c) == 2) ||
		(c->seq == GRID_SEQ_EXACT && span(c) == 1));
}

/* tcp_in_window(), by which requests and mini-sockets go. */
static inline bool in_window(const struct cell *c)
{
	return c->seq == GRID_SEQ_EXACT || c->seq == GRID_SEQ_INSIDE ||
	       (c->seq == GRID_SEQ_LEFT && span(c) > 1) ||
	       (c->seq == GRID_SEQ_EDGE && !span(c));
}

/* tcp_sequence() lets it pass, and no window does. */
static inline bool is_loose(const struct cell *c)
{
	return (c->seq == GRID_SEQ_LEFT && span(c) == 1) ||
	       c->seq == GRID_SEQ_EDGE;
}

/* It acknowledges what was sent, but nothing is older than SND.UNA. */
static inline bool has_good_ack(const struct cell *c)
{
	return c->ack == GRID_ACK_UNA || c->ack == GRID_ACK_NXT;
}

/* --- reactions ------------------------------------------------------------- */

static inline bool replies(const struct reaction *r, unsigned flags,
			   enum number_kind seq, int32_t offset,
			   enum number_kind ack)
{
	const struct reaction_reply *reply = &r->reply[0];

	return r->n == 1 && reply->flags == flags && !reply->length &&
	       reply->seq_kind == seq && reply->seq == offset &&
	       reply->ack_kind == ack && !reply->ack;
}

static inline bool is_silent(const struct reaction *r)
{
	return !r->n;
}

/* <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK> */
static inline bool acks(const struct reaction *r)
{
	return replies(r, SEG_ACK, NUMBER_SND_NXT, 0, NUMBER_RCV_NXT);
}

/* The same, and the segment is taken. */
static inline bool acks_all(const struct reaction *r)
{
	return replies(r, SEG_ACK, NUMBER_SND_NXT, 0, NUMBER_SEG_END);
}

/* The RST of RFC 9293 3.10.7.1. */
static inline bool resets(const struct cell *c, const struct reaction *r)
{
	if (c->flags & SEG_ACK)
		return replies(r, SEG_RST, NUMBER_SEG_ACK, 0, NUMBER_NONE);
	return replies(r, SEG_RST | SEG_ACK, NUMBER_ZERO, 0, NUMBER_SEG_END);
}

/* Without an error, and nothing can be read. */
static inline bool becomes(const struct reaction *r, int state)
{
	return r->state == state && !r->error && !r->readable;
}

static inline bool stays(const struct station *s, const struct reaction *r)
{
	return becomes(r, s->state == TCP_CLOSE ? station_gone(s) : s->state);
}

static inline bool is_gone(const struct station *s, const struct reaction *r)
{
	return becomes(r, station_gone(s));
}

/* And the user hears of it, as tcp_reset() has it. */
static inline bool is_reset(const struct station *s, const struct reaction *r)
{
	int error = in(s, RFC_CLOSE_WAIT) ? EPIPE : ECONNRESET;

	return r->state == station_gone(s) && !r->readable &&
	       r->error == (station_reads(s) ? error : 0);
}

/* All is as the RFC has it, but for these errors. */
static inline bool is_but_error(const struct opinion *o, int rfc, int kernel)
{
	return is_silent(&o->rfc) && is_silent(&o->kernel) &&
	       o->rfc.state == o->kernel.state &&
	       o->rfc.readable == o->kernel.readable &&
	       o->rfc.error == rfc && o->kernel.error == kernel;
}

/* Octets that can be read; where there is urgent data, none are counted. */
static inline uint32_t octets(const struct station *s, const struct cell *c,
			      uint32_t n)
{
	return station_reads(s) && !(c->flags & SEG_URG) ? n : 0;
}

#endif
