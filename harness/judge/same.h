/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * When two traces say the same. Whoever judges, prints a difference or compares
 * runs asks here, so that all of them agree.
 */
#ifndef HARNESS_JUDGE_SAME_H
#define HARNESS_JUDGE_SAME_H

#include "harness/judge/trace.h"

/**
 * struct same_rule - how exactly times are compared
 * @golden: the first trace is a golden, or expected; else two runs are compared
 *	    and neither is the right one
 * @exact: time is virtual, so the machine is never late; only the kernel's timer
 *	   wheel is, by its step at that distance (kernel/time/timer.c)
 * @hz: ticks a second of the kernel that the second trace is of
 * @first_hz: the same of the first one, without @golden
 */
struct same_rule {
	bool golden;
	bool exact;
	double hz, first_hz;
};

/**
 * same_line() - whether two lines say the same
 * @one: a golden line with @rule->golden, else a line of a run
 * @other: a line of a run
 *
 * Equal to the letter, but for a time at the end: "(2.0 s)", how long a call or
 * a wait took, or "(+2 s)", how long after the line before it. The latter is
 * that of one kernel timer: in a run never earlier than its golden says, and
 * late by no more than @rule allows. No delay is as good as 0. When a state
 * changed is compared only if the golden says when.
 */
bool same_line(const char *one, const char *other,
	       const struct same_rule *rule);

/**
 * same_until() - how many lines two traces have in common from the first on
 *
 * Return: the index of the first line that differs; when none does, the length
 * of the shorter trace.
 */
size_t same_until(const struct trace *one, const struct trace *other,
		  const struct same_rule *rule);

/** same_trace() - whether all lines of two traces say the same */
bool same_trace(const struct trace *one, const struct trace *other,
		const struct same_rule *rule);

/**
 * line_clock() - how exactly line_matches() compares from now on, in this
 * process
 * @hz, @exact: as in struct same_rule
 *
 * Without it: as on a machine that may be slow, half a second or a quarter of
 * what is demanded, whichever is more.
 */
void line_clock(double hz, bool exact);

/** same_here() - the rule for goldens that line_clock() has set */
const struct same_rule *same_here(void);

/** line_matches() - same_line() of a golden line, as line_clock() says */
bool line_matches(const char *golden, const char *actual);

#endif
