/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A trace being read as the referee's events. Within the referee only.
 */
#ifndef HARNESS_REFEREE_READER_H
#define HARNESS_REFEREE_READER_H

#include "harness/referee/referee.h"
#include "harness/trace/line.h"

#include <stdbool.h>
#include <stdint.h>

/* Conversations that a trace can speak of. */
#define CONVERSATIONS 64
/* Segments that the cable can hold at once, as far as it is followed. */
#define HELD 64

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
 * @line, @n: its lines
 * @at: the one that is read
 * @notes: deviations; note i belongs behind line behind[i]
 * @held: segments that the cable holds, as they are shown and as they count
 * @last: the last segment of each end
 * @doubles: the cable passes the next segment of this end twice
 * @copy: the step's first segment is one that its sender did not send
 * @no_timestamps: the kernel does not take part in RFC 7323
 * @clock: timestamps of forged ends
 * @forged: the end whose forged segment this step begins with, or NULL
 * @told: the state of each end as it was last shown
 * @known: the conversation has been seen
 * @self: and is one of a socket with itself
 */
struct reader {
	struct referee *referee;
	struct line *line;
	size_t n, at;
	struct trace notes;
	size_t *behind, room;
	struct known_segment {
		const struct shown_segment *shown;
		struct referee_segment seg;
	} held[HELD], last[2];
	unsigned n_held;
	bool doubles[2];
	bool copy, no_timestamps;
	struct forged_clock clock[CONVERSATIONS + 1][2], *forged;
	enum rfc_state told[CONVERSATIONS + 1][2];
	bool known[CONVERSATIONS + 1], self[CONVERSATIONS + 1];
};

/** reader_segment() - a segment that is no probe, as the referee has it */
struct referee_segment reader_segment(const struct shown_segment *shown);

/** reader_same_segment() - equal but for its fate and its time */
bool reader_same_segment(const struct shown_segment *a,
			 const struct shown_segment *b);

/** reader_state() - TCP_* as the RFC has it; a listener counts as CLOSED */
enum rfc_state reader_state(int state);

/** reader_take_time() - time passes: timers of both ends may have expired */
void reader_take_time(struct reader *rd);

/** reader_take_step() - a step begins */
void reader_take_step(struct reader *rd, const struct step *s);

#endif
