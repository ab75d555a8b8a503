/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A trace being read as the referee's events. Within the referee only.
 */
#ifndef HARNESS_REFEREE_READER_H
#define HARNESS_REFEREE_READER_H

#include "harness/judge/referee.h"

#include <stdbool.h>
#include <stdint.h>

/* Conversations whose states a trace can show. */
#define CONVERSATIONS 64
/* Segments that the cable can hold at once, as far as it is followed. */
#define HELD 64

#define INDENT 8

/* Who a line speaks of: "client#2". */
struct name {
	int end;
	unsigned conv;
};

/* Timestamps of a forged end begin here (docs/trace.md). */
#define FORGED_CLOCK 1000000

/**
 * struct forged_clock - timestamps of a forged end
 * @runs: its segments have the option
 * @missing: but not the one of this step
 * @value: TSval of the one of this step
 * @sent: how many it has sent before, for each of which the clock ticks
 */
struct forged_clock {
	bool runs, missing;
	uint32_t value, sent;
};

/**
 * struct reader - a trace being read
 * @at: the line
 * @notes: deviations; note i belongs behind line behind[i]
 * @held: segments that the cable holds, and their lines
 * @last: the last segment of each end, and its line
 * @doubles: the cable passes the next segment of this end twice
 * @copy: the step's first segment is one that its sender did not send
 * @no_timestamps: the kernel does not take part in RFC 7323
 * @clock: timestamps of forged ends
 * @forged: the end whose forged segment this step begins with, or NULL
 * @told: the state of each end as it was last shown
 * @known: the conversation has been seen
 */
struct reader {
	struct referee *referee;
	const struct trace *in;
	size_t at;
	struct trace notes;
	size_t *behind;
	struct known_segment {
		const char *text;
		struct referee_segment seg;
	} held[HELD], last[2];
	unsigned n_held;
	bool doubles[2];
	bool copy, no_timestamps;
	struct forged_clock clock[CONVERSATIONS + 1][2], *forged;
	enum rfc_state told[CONVERSATIONS + 1][2];
	bool known[CONVERSATIONS + 1], self[CONVERSATIONS + 1];
};

/**
 * reader_word() - go past a word
 * @s: the text, or NULL
 *
 * Return: what is behind it, NULL when something else stands there.
 */
const char *reader_word(const char *s, const char *word);

/** reader_name() - the same for the name of an end */
const char *reader_name(const char *s, struct name *name);

/**
 * reader_segment() - a segment's line
 * @s: "client > server  P.   1:5 ack 1", behind the indentation
 * @seg: filled
 * @fate: the mark between the ends
 *
 * Return: 1, 0 for one that says nothing, -1 for no segment.
 */
int reader_segment(const char *s, struct referee_segment *seg, char *fate);

/**
 * reader_state() - go past a state and what belongs to it
 * @s: "FIN_WAIT2 Send-Q 1, server ..."; moved on to the comma, or the end
 *
 * Return: 0, or -1 when there is none.
 */
int reader_state(const char **s, enum rfc_state *state);

/** reader_take_time() - time passes: timers of both ends may have expired */
void reader_take_time(struct reader *rd);

/** reader_take_step() - a step line */
void reader_take_step(struct reader *rd, const char *line);

#endif
