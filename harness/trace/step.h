/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A step of a trace as data: what was done, and what came of it. read.h and
 * write.h turn it into lines and back.
 */
#ifndef HARNESS_TRACE_STEP_H
#define HARNESS_TRACE_STEP_H

#include "cases/case.h"
#include "harness/trace/verb.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define STEP_ARGUMENTS 4
#define STEP_TEXT      128

/**
 * struct seconds - a time as it is written
 * @value: seconds
 * @decimals: digits behind the point; -1 when there is no time
 */
struct seconds {
	double value;
	int decimals;
};

#define SECONDS_NONE ((struct seconds){0, -1})

/**
 * enum step_phase - which part of a call a step is
 * @STEP_WHOLE: all of it
 * @STEP_BEGUN: "recv(9) ...": it is to block
 * @STEP_FINISHED: "... recv(9) = 2": its end
 */
enum step_phase { STEP_WHOLE, STEP_BEGUN, STEP_FINISHED };

/**
 * enum outcome_kind - what is known of a step's end
 * @OUTCOME_NONE: nothing: it says nothing, or has not been played yet
 * @OUTCOME_RETURNED: what it returned
 * @OUTCOME_STUCK: it did not come to its end in time
 */
enum outcome_kind { OUTCOME_NONE, OUTCOME_RETURNED, OUTCOME_STUCK };

/**
 * struct step_outcome - what came of a step
 * @ret: return value; seconds waited in vain (OUTCOME_STUCK); length of an
 *       accept queue, -1 without a listener
 * @limit: of an accept queue
 * @error: errno, or 0
 * @events: bits that poll() or epoll_wait() returned
 * @state: TCP_*: what a state was instead (OUTCOME_STUCK)
 * @took: how long it took
 * @sigpipe: SIGPIPE was delivered
 * @corrupt: octets were received that were not sent
 */
struct step_outcome {
	enum outcome_kind kind;
	int64_t ret;
	int64_t limit;
	int error;
	uint32_t events;
	int state;
	struct seconds took;
	bool sigpipe;
	bool corrupt;
};

/**
 * struct step - one step
 * @verb: what
 * @end: who makes the call, or whom the verb is about
 * @other: a second end (bind(as client))
 * @phase: of a call
 * @arg: numbers, in the order of the verb's text
 * @text: words: a sysctl's name and, behind its NUL octet, the value; flags
 * @forged: how a forged segment differs from the natural one
 * @out: what came of it
 */
struct step {
	enum verb verb;
	struct end end;
	struct end other;
	enum step_phase phase;
	int64_t arg[STEP_ARGUMENTS];
	char text[STEP_TEXT];
	struct forged forged;
	struct step_outcome out;
};

/** step_value() - the value of a setting: what stands behind its name */
static inline const char *step_value(const struct step *s)
{
	return s->text + strlen(s->text) + 1;
}

/** enum segment_kind - what a segment's line says of it */
enum segment_kind {
	SEGMENT_WHOLE, /* flags and numbers */
	SEGMENT_SUM,   /* "data 1:2001": many of them (SHOW_BULK) */
	SEGMENT_PROBE, /* "probe": of a closed window (SHOW_PROBES) */
};

/**
 * struct shown_number - a sequence or acknowledgment number
 * @value: relative to the connection, or to a later SYN
 * @isn: 0, or which of the sender's later SYNs: "ISN", "ISN#2+1"
 */
struct shown_number {
	int64_t value;
	unsigned isn;
};

/* Room for all that fits a header, with numbers of 64 bits. */
#define SHOWN_OPTIONS 256
#define SHOWN_CUT     80

/**
 * struct shown_segment - a segment as a line of a trace
 * @from, @to: the ends; only player and number count
 * @fate: '>', 'x', '|' or '!'
 * @flags: SEG_* bits
 * @has_seq, @has_end, @has_ack, @has_window, @has_urgent: what is shown
 * @seq, @end: relative sequence number, and the one behind the last octet
 * @options: what stands between < and >, "" for none
 * @cut: what stands between [cut: and ], "" for a whole segment
 * @after: how long after what stands before it
 */
struct shown_segment {
	struct end from, to;
	enum segment_kind kind;
	char fate;
	uint16_t flags;
	bool has_seq, has_end, has_ack, has_window, has_urgent;
	struct shown_number seq, end, ack;
	int64_t window, urgent;
	char options[SHOWN_OPTIONS];
	char cut[SHOWN_CUT];
	struct seconds after;
};

#define SHOWN_STATES 20

/** struct shown_state - one end's state; queues only if not 0 */
struct shown_state {
	struct end end;
	int state;
	int64_t recv_queue, send_queue;
};

/**
 * struct shown_states - "= client FIN_WAIT2, server CLOSE_WAIT Recv-Q 5"
 * @n: 0 on the end line of a trace without any connection
 * @after: how long after what stands before it
 */
struct shown_states {
	size_t n;
	struct shown_state state[SHOWN_STATES];
	struct seconds after;
};

#endif
