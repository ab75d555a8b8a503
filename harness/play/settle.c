/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * When a step is settled.
 *
 * A step is over when everything that belongs to it has been seen. What that
 * is, the golden says: as soon as the segments and the states that it lists
 * for this step are there, the play goes on. More or other segments end the
 * wait at once, and are a difference; fewer end it only when time is up. With
 * several goldens that still fit, any of them may settle the step.
 *
 * Without a golden that fits (there is none yet, or something else happened)
 * the step lasts until the wire has been quiet for longer than an ACK can be
 * delayed.
 *
 * Within within_ms() a step is what happened at once; only a golden that has
 * not come true yet is waited for, and not longer than half of the time.
 */
#include "base/memory.h"
#include "harness/judge/same.h"
#include "harness/play/cable.h"
#include "harness/play/play.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#define MS 1000000LL

/* Longer than TCP_DELACK_MAX (200 ms) would be longer than TCP_RTO_MIN too;
 * on lo a delayed ACK takes TCP_DELACK_MIN, 40 ms, and two ticks. */
#define QUIET_MS 150

void step_begin(void)
{
	stall_beat(0);
	play->calling = false;
	while (play->n_seen)
		free(play->seen[--play->n_seen].states);
	if (play->hurry_calls && !play->hurry_since)
		play->hurry_since = now_ns();
}

/* Lines of a golden from @at on that belong to the same step. */
static size_t block_end(const struct golden *g, size_t at)
{
	while (at < g->live.n && (line_at_sight(g->live.line[at]) == LINE_SEGMENT ||
				  line_at_sight(g->live.line[at]) == LINE_STATE))
		at++;
	return at;
}

static bool lines_agree(const struct golden *g, const struct trace *t,
			size_t from, size_t end)
{
	size_t i;

	for (i = from; i < end; i++)
		if (!line_matches(g->live.line[i], t->line[i]))
			return false;
	return true;
}

/* Behind segments it is told how long after them the step's call returned, or
 * its state was reached; without any, the step's own line tells. */
static void add_states(struct trace *t, struct tcpinfo now[][2])
{
	struct line line = {
		.kind = LINE_STATE,
		.states = states_changed(now),
	};

	if (!line.states.n)
		return;
	if (play->n_seen && !(play->tc->show & SHOW_BULK))
		line.states.after = delay_shown(
			(double)(play->known_ns - play->told_ns) / 1e9);
	trace_add_line(t, &line);
}

/*
 * One look at a golden: do the segments that are there, and the states as they
 * are now, make up all that it lists for this step?
 *
 * Return: 1 they do, and the states are written behind them; 0 more may come;
 * -1 something is there that is not listed.
 */
static int look_at(const struct golden *g, struct trace *t, size_t from,
		   struct tcpinfo now[][2])
{
	size_t end = block_end(g, from), there = t->n;
	bool settled, agree;

	if (there > end || !lines_agree(g, t, from, there))
		/* Sums of octets grow: only the end of the wait makes them
		 * other. */
		return play->tc->show & SHOW_BULK ? 0 : -1;
	if (there < end && line_at_sight(g->live.line[there]) == LINE_SEGMENT)
		return 0;
	add_states(t, now);
	agree = t->n <= end && lines_agree(g, t, there, t->n);
	settled = agree && t->n == end;
	if (!settled)
		trace_cut(t, there);
	return settled;
}

/* The same for all goldens that still fit. */
static int look(struct trace *t, size_t from, struct tcpinfo now[][2])
{
	bool hope = false;
	size_t i;

	trace_cut(t, from);
	step_segments(t);
	for (i = 0; i < play->goldens.n; i++) {
		int found;

		if (!play->goldens.golden[i].fits)
			continue;
		found = look_at(&play->goldens.golden[i], t, from, now);
		if (found > 0)
			return 1;
		hope = hope || found == 0;
	}
	return hope ? 0 : -1;
}

static void wait_quiet(void)
{
	int64_t since = now_ns();

	/* While the cable keeps something back, retransmission timers run:
	 * a step is then what happened at once, which a cable knows. */
	if (play->cable && cable_is_holding(play->cable))
		return;
	/* They do so too when there is nobody at the other end to answer. */
	if (play->variant.link == LINK_FORGED)
		return;

	for (;;) {
		size_t before = play->n_seen;
		int64_t left = QUIET_MS * MS - (now_ns() - since);

		if (left <= 0)
			break;
		wait_a_little((int)(left / MS) + 1);
		if (step_drain() != before)
			since = now_ns();
	}
}

/* Return: whether the step is written as a golden has it. */
static bool settle_by_golden(size_t from, struct tcpinfo now[][2])
{
	int64_t began = now_ns();
	int64_t limit = play->hurry_calls ? play->hurry_ms * MS / 2 :
					    play->limit_ns;

	for (;;) {
		int found;

		step_drain();
		found = look(&play->trace, from, now);
		if (found > 0)
			return true;
		if (found < 0 || now_ns() - began > limit)
			break;
		wait_again(began);
	}
	if (!play->hurry_calls)
		wait_quiet();
	return false;
}

static bool any_fits(void)
{
	size_t i;

	for (i = 0; i < play->goldens.n; i++)
		if (play->goldens.golden[i].fits)
			return true;
	return false;
}

/* The step's time is over: has the machine kept within_ms()? */
static void hurry_check(void)
{
	if (!play->hurry_calls)
		return;
	if (now_ns() - play->hurry_since > play->hurry_ms * MS)
		play_leave(PLAY_DISTURBED);
	if (--play->hurry_calls == 0)
		play->hurry_since = 0;
}

void step_hurry_over(void)
{
	if (play->hurry_calls == 1)
		hurry_check();
}

void step_settle(const struct step *s)
{
	struct tcpinfo now[MAX_CONVERSATIONS + 1][2];
	bool written = false;
	struct line line = {.kind = LINE_STEP, .step = *s};
	size_t from;

	/* The second of two hurried calls has returned: it was fast enough or
	 * not, and may now take the time it needs. */
	step_hurry_over();
	trace_add_line(&play->trace, &line);
	from = play->trace.n;
	play->known_ns = wall_ns();
	golden_follow(&play->goldens, &play->trace, from - 1);

	if (any_fits()) {
		written = settle_by_golden(from, now);
	} else {
		step_drain();
		if (!play->hurry_calls)
			wait_quiet();
	}
	if (!written) {
		trace_cut(&play->trace, from);
		step_segments(&play->trace);
		add_states(&play->trace, now);
	}
	memcpy(play->told, now, sizeof(now));
	golden_follow(&play->goldens, &play->trace, from);
	if (play->mirror)
		trace_mirror(&play->trace, play->mirror, play->mirror_size);
	hurry_check();
}
