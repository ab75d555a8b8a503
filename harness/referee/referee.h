/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The referee: from calls and segments alone, what RFC 9293 lets each end be
 * and do.
 *
 * Theory of operation. Nobody sees when an application's call takes effect, nor
 * whether a segment had already arrived when the answer to another one was
 * written. So the referee does not compute one control block for an end but all
 * of those that are possible: its beliefs. A belief is a control block of the
 * model (harness/referee/rfc9293.h) and how many of the arrived segments it has
 * processed. Whatever may have happened unseen (a segment processed, a CLOSE
 * that takes effect, a timer) adds beliefs; whatever is seen (a segment that
 * was sent, a state that the kernel reports) removes those that do not agree.
 * When none is left, the RFC has been left: a deviation. The beliefs are then
 * made to agree with what was seen, so that one deviation is reported once.
 *
 * It is conservative. An end may be late and sum up ACKs, may send again what
 * it has sent before, and may treat segments as lost while the connection is
 * not yet its user's (a full accept queue, TCP_DEFER_ACCEPT). Where the RFC
 * contradicts itself (rfc9293_readings) either way is fine. Data are not
 * measured against windows. TIME-WAIT may end at any time, and other states by
 * time-out whenever time passes.
 */
#ifndef HARNESS_REFEREE_REFEREE_H
#define HARNESS_REFEREE_REFEREE_H

#include "base/error.h"
#include "harness/judge/trace.h"
#include "harness/referee/rfc9293.h"
#include "pcap/conversation.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct referee;

/** enum referee_call - what was done to an end, as far as it matters */
enum referee_call {
	REFEREE_OPEN_ACTIVE,	/* it may send a SYN */
	REFEREE_LISTEN,		/* it may answer one */
	REFEREE_FAST_OPEN,	/* and take the text beside it (RFC 7413) */
	REFEREE_LISTEN_END,	/* the listener is gone, and what waited */
	REFEREE_SHUT_RD,	/* data may be answered with RST (SHLD-3) */
	REFEREE_SHUT_WR,	/* it may send its FIN */
	REFEREE_CLOSE,		/* all of that; RST too: unread data, linger */
	REFEREE_ABORT,		/* it may send RST and be gone */
	REFEREE_OTHER,		/* a call that may make it send an ACK */
	REFEREE_TIME,		/* time passes: timers may have expired */
};

/**
 * struct referee_segment - a segment, with the numbers of a trace
 * @conv: number of the conversation, from 1 on
 * @from, @to: END_CLIENT or END_SERVER; equal for a self-connection
 * @flags: SEG_*
 * @seq, @ack: relative numbers, modulo 2^32
 * @length: octets of data
 * @ts: TSval, if @has_ts; only the order of those of one end counts
 * @at_next: a bare ACK at SND.NXT, whose number a trace does not show
 * @no_numbers: nothing is known but the flags
 */
struct referee_segment {
	unsigned conv;
	int from, to;
	uint16_t flags;
	uint32_t seq, ack, length, ts;
	bool has_ts, at_next, no_numbers;
};

/**
 * referee_new() - a referee for one trace
 * @bulk: bare ACKs and data are left out of it
 *
 * Return: the referee, or NULL without memory.
 */
struct referee *referee_new(bool bulk);

void referee_free(struct referee *r);

/**
 * referee_call() - something was done to an end
 * @conv: number of the conversation, or 0: all, also those that will come
 * @end: END_CLIENT or END_SERVER
 */
void referee_call(struct referee *r, unsigned conv, int end,
		  enum referee_call call);

/**
 * referee_same_port() - connection @conv of this end has the port of its earlier
 * ones: its SYN takes the place of what is left of them
 */
void referee_same_port(struct referee *r, unsigned conv, int end);

/** referee_forged() - an end is written by hand: nothing it does is judged */
void referee_forged(struct referee *r, int end);

/**
 * referee_step() - a step begins
 * @injected: it is begun by a segment from outside, not by a call
 *
 * Up to here everything that was delivered has been processed.
 */
void referee_step(struct referee *r, bool injected);

/**
 * referee_sent() - a segment left its sender
 * @seg: @seq is filled in where @at_next or @no_numbers says that it is missing
 *
 * referee_arrives() says whether it arrives.
 *
 * Return: NULL, or the deviation ("RFC 9293 3.10.4 (LAST-ACK): ..."), valid
 * until the next call. An end that may be too many things is judged no more,
 * and that is reported once in the same way, here or by referee_state().
 */
const char *referee_sent(struct referee *r, struct referee_segment *seg);

/**
 * referee_injected() - a third party sends a segment in an end's name
 * @seg: its number is filled in as by referee_sent()
 */
void referee_injected(struct referee *r, struct referee_segment *seg);

/**
 * referee_arrives() - a segment is delivered
 * @seg: as referee_sent() or referee_injected() left it
 * @tag: of the caller, for referee_missing()
 */
void referee_arrives(struct referee *r, const struct referee_segment *seg,
		     size_t tag);

/**
 * referee_state() - what the kernel says of an end
 * @state: CLOSED also for an end that only listens
 *
 * Everything that was delivered has been processed by then.
 *
 * Return: NULL, or the deviation.
 */
const char *referee_state(struct referee *r, unsigned conv, int end,
			  enum rfc_state state);

/**
 * referee_missing() - an answer that was due and never came
 * @n: 0 for the first one, then 1, ...
 * @tag: set to that of the segment that asks for it
 *
 * To be asked at the end. RSTs, and the ACK that answers the acknowledgment of
 * something not sent.
 *
 * Return: the deviation, or NULL when there are no more.
 */
const char *referee_missing(struct referee *r, unsigned n, size_t *tag);

/**
 * referee_annotate() - a trace with its deviations
 * @in: a whole trace
 * @bulk: it was made with SHOW_BULK
 * @out: filled; deviation lines that @in has are left out, and those that are
 *       found stand behind the line they are about, but in front of the end
 *
 * Return: the number of deviations, or -1 (no memory, a line that is none).
 */
int referee_annotate(const struct trace *in, bool bulk, struct trace *out,
		     struct error *err);

#endif
