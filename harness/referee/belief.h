/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Beliefs: what an end may be. Within the referee only.
 */
#ifndef HARNESS_REFEREE_BELIEF_H
#define HARNESS_REFEREE_BELIEF_H

#include "harness/referee/referee.h"
#include "pcap/segment.h"

/* Beyond the largest receive buffer that a stage gives out (6 MiB). */
#define REFEREE_WINDOW (8u << 20)

/* More cannot be told apart in any sense that helps: see referee_sent(). */
#define REFEREE_BELIEFS 4096

/* Answers that an end may still send, or must. */
#define BELIEF_DUE 6

/**
 * struct due - an answer to an arrived segment
 * @must: its absence is a deviation
 * @tag: of the segment
 */
struct due {
	uint32_t seq, ack;
	uint16_t flags;
	bool must;
	size_t tag;
};

/**
 * struct belief - one thing that an end may be
 * @tcb: its control block; one octet is always queued and there is never a
 *       window, so that the model sends nothing by itself
 * @done: arrivals it has processed
 * @has_acked, @last_ack: the last acknowledgment number it has sent
 * @occasions: bare ACKs that arrived segments have asked for
 * @drops: it has no room for text until something is seen of it
 * @silent: the last arrival was to be dropped in silence
 * @cookie: SYN-RECEIVED is written into a sequence number (RFC 4987 3.6), the
 *          kernel knows nothing of it
 * @why: the paragraph by which it processed the last arrival of this step
 * @deviates: how it has left the RFC on the way here, or NULL
 */
struct belief {
	struct tcb tcb;
	size_t done;
	bool has_acked;
	uint32_t last_ack;
	unsigned occasions;
	bool drops, silent, cookie;
	unsigned n_due;
	struct due due[BELIEF_DUE];
	const char *why;
	const char *deviates;
};

/**
 * struct arrival - an arrived segment
 * @refusable: it may have been TIME-WAIT's to answer, in another conversation
 */
struct arrival {
	struct referee_segment seg;
	size_t tag;
	bool refusable;
};

/**
 * struct side - one end of a conversation
 * @belief, @n: what it may be
 * @arrival, @n_arrivals: what was delivered to it
 * @sent, @n_sent: what it has sent
 * @next: the sequence number behind all that it has sent
 * @calls: bits, 1 << REFEREE_*: what was done to it
 * @called: a call was made in this step
 * @time: time passes in this step
 * @aborted: ABORT was called in this step
 * @syn_elsewhere: in this step a SYN began another conversation. It may be one
 *                 that TIME-WAIT refuses, with an ACK in the old one: a trace
 *                 does not tell which conversations have the same addresses
 * @opened: in this step the end opened another connection
 * @replaced: and that one takes the place of this one
 * @same_port: it is opened in the place of earlier ones
 * @forged: it is not judged
 * @raised: a belief that there was has got more occasions
 * @overflow: there were too many beliefs; it is judged no more
 * @overflow_told: and the trace says so
 */
struct side {
	struct belief *belief;
	size_t n, room;
	struct arrival *arrival;
	size_t n_arrivals, arrival_room;
	struct referee_segment *sent;
	size_t n_sent, sent_room;
	uint32_t next;
	unsigned calls;
	bool shut_then_closed;
	bool called, time, aborted, syn_elsewhere, forged, bulk;
	bool opened, replaced, same_port;
	bool raised, overflow, overflow_told;
};

/** side_called() - whether a call was made on an end */
static inline bool side_called(const struct side *s, enum referee_call call)
{
	return s->calls & 1u << call;
}

/** side_add() - one more belief, unless there is an equal one */
void side_add(struct side *s, const struct belief *b);

/**
 * side_expand() - add all that may have come of the beliefs unseen
 * @lossy: data may be treated as lost
 */
void side_expand(struct side *s, bool lossy);

/** side_add_arrival() - @b processes the next segment that has arrived */
void side_add_arrival(struct side *s, const struct belief *b, bool lossy);

/** side_add_unseen_ack() - all that @b has sent is acknowledged */
void side_add_unseen_ack(struct side *s, const struct belief *b);

/** belief_answer_reset() - it answers its last arrival with RST, as CLOSED */
void belief_answer_reset(struct belief *b, const struct side *s);

/** side_settle() - keep the beliefs that have processed all arrivals */
void side_settle(struct side *s);

/** side_judge_settled() - all that was delivered has been processed */
void side_judge_settled(struct side *s);

/**
 * side_judge_sent() - a segment was seen that the end has sent
 *
 * Return: NULL, or the deviation, in @text or a constant.
 */
const char *side_judge_sent(struct side *s, const struct referee_segment *seg,
			    char *text, size_t size);

/** side_judge_state() - the kernel says that it is in @state; likewise */
const char *side_judge_state(struct side *s, enum rfc_state state, char *text,
			     size_t size);

/** side_waits() - whether all beliefs wait for the same answer to be sent */
bool side_waits(const struct side *s, const struct due *due);

/** belief_delete() - the control block is deleted: CLOSED */
void belief_delete(struct belief *b);

/**
 * belief_send() - whether a belief may send a segment
 * @b: is moved on when it may
 * @why: receives the deviation when it may not
 *
 * Return: 0 when it may, else how much the deviation says (1 to 9).
 */
int belief_send(struct belief *b, const struct side *s,
		const struct referee_segment *seg, char *why, size_t size);

/** belief_force_sent() - it has sent it, whatever the RFC says */
void belief_force_sent(struct belief *b, const struct referee_segment *seg);

/** belief_force_state() - it is in @state, whatever the RFC says */
void belief_force_state(struct belief *b, enum rfc_state state);

/** segment_end() - the sequence number behind a segment */
static inline uint32_t segment_end(const struct referee_segment *seg)
{
	return seg->seq + seg->length + !!(seg->flags & SEG_SYN) +
	       !!(seg->flags & SEG_FIN);
}

#endif
