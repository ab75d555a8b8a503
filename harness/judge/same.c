/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lines are equal to the letter, but for a time at their end. What a time may
 * differ by has two sources: the kernel's timer wheel, which is coarse, and the
 * machine, which may be slow. In virtual time there is only the first.
 */
#include "harness/judge/same.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What is told of a time, and how long it takes to look, is that inexact. */
#define SLACK_SECONDS 0.05
#define BUSY_SECONDS  0.2
#define RTO_MIN_SECONDS 0.2
#define ROUND_TRIP	0.1

static struct same_rule here = {.golden = true, .hz = 1000};

void line_clock(double hz, bool exact)
{
	here.hz = hz;
	here.exact = exact;
}

const struct same_rule *same_here(void)
{
	return &here;
}

/* A time at the end of a line. */
struct line_time {
	size_t before;	/* octets of the line without it */
	bool delay;	/* "(+2 s)" */
	double seconds; /* 0 without a time */
};

static struct line_time split_time(const char *line)
{
	struct line_time t = {.before = strlen(line)};
	const char *open = strrchr(line, '(');
	double seconds;
	char *end;

	if (!open || open == line || open[-1] != ' ' ||
	    (!isdigit((unsigned char)open[1]) && open[1] != '+'))
		return t;
	seconds = strtod(open + 1, &end);
	if (end == open + 1 || strcmp(end, " s)"))
		return t;
	t.before = (size_t)(open - line) - 1;
	t.delay = open[1] == '+';
	t.seconds = seconds;
	return t;
}

static bool same_text(const char *a, const struct line_time *in_a,
		      const char *b, const struct line_time *in_b)
{
	return in_a->before == in_b->before &&
	       !strncmp(a, b, in_a->before) &&
	       /* A time of a call is there or not; a delay may be none. */
	       (in_a->delay || in_b->delay || !a[in_a->before] ==
					      !b[in_b->before]);
}

/* On a machine that may be slow. */
static double leeway(double seconds)
{
	return fmax(0.5, seconds / 4);
}

/*
 * The timer wheel has levels of 64 slots, each level eight times as coarse as
 * the one below, and rounds up: calc_wheel_index().
 */
static double wheel_step(double seconds, double hz)
{
	double ticks = seconds * hz, first = 63, step = 1;

	for (; ticks >= first; first *= 8)
		step *= 8;
	return step / hz;
}

/*
 * A retransmission time-out begins as RTO_MIN, 200 ms, and a round trip,
 * rounded up to whole ticks, and doubles. Where virtual time counts CPU time, a
 * round trip may well take a tenth of that.
 */
static double of_round_trip(double seconds, double hz,
			    const struct same_rule *rule)
{
	double late = 1 / hz / RTO_MIN_SECONDS + ROUND_TRIP;
	double doublings = log2(seconds / RTO_MIN_SECONDS);
	double least = RTO_MIN_SECONDS * exp2(floor(doublings + 0.001));

	if (seconds < RTO_MIN_SECONDS - 0.001)
		return 0;
	/* Of two runs the sooner one may be late, too. */
	if (rule->golden ? fabs(doublings - rint(doublings)) > 0.001 :
			   seconds > least * (1 + late))
		return 0;
	return least * late;
}

/*
 * How long a call took is a sum of several timers, each with a step of its own,
 * at most 8 in 63, and of what else was done meanwhile.
 */
static double lateness(const struct line_time *want, bool state, double hz,
		       const struct same_rule *rule)
{
	double s = want->seconds, late = SLACK_SECONDS;

	/* Nobody looks all the time; see wait_again(). */
	if (state)
		late += s / 25;
	if (want->delay)
		late += wheel_step(s, hz) + of_round_trip(s, hz, rule);
	else
		late += s * 8 / 63 + s * ROUND_TRIP + BUSY_SECONDS;
	return rule->exact ? late : fmax(late, leeway(s));
}

static bool same_as_golden(struct line_time want, const struct line_time *got,
			   bool state, const struct same_rule *rule)
{
	double late = got->seconds - want.seconds, early;

	/* When a state changed is compared where the golden says so. */
	if (!want.delay && state)
		return true;
	want.delay = want.delay || got->delay;
	if (!want.delay && !rule->exact)
		return fabs(late) <= leeway(want.seconds);
	early = want.delay ? SLACK_SECONDS : BUSY_SECONDS;
	return late >= -early && late <= lateness(&want, state, rule->hz,
						   rule);
}

/*
 * Two runs: the sooner one is about what a golden would say. When a state
 * changed may be what retransmissions, each of them late, have left of a
 * time-out, so virtual time makes it no constant.
 */
static bool same_as_other(const struct line_time *one,
			  const struct line_time *other, bool state,
			  const struct same_rule *rule)
{
	struct line_time sooner = *one;
	double apart = fabs(one->seconds - other->seconds), hz = rule->hz;

	if (other->seconds < one->seconds) {
		sooner = *other;
		hz = rule->first_hz;
	}
	sooner.delay = one->delay || other->delay;
	if (!rule->exact || state)
		return apart <= leeway(sooner.seconds);
	return apart <= lateness(&sooner, state, hz, rule);
}

bool same_line(const char *one, const char *other,
	       const struct same_rule *rule)
{
	struct line_time in_one = split_time(one), in_other = split_time(other);
	bool state = line_at_sight(one) == LINE_STATE;

	if (!same_text(one, &in_one, other, &in_other))
		return false;
	return rule->golden ? same_as_golden(in_one, &in_other, state, rule) :
			      same_as_other(&in_one, &in_other, state, rule);
}

bool line_matches(const char *golden, const char *actual)
{
	return same_line(golden, actual, &here);
}

size_t same_until(const struct trace *one, const struct trace *other,
		  const struct same_rule *rule)
{
	size_t i = 0;

	while (i < one->n && i < other->n &&
	       same_line(one->line[i], other->line[i], rule))
		i++;
	return i;
}

bool same_trace(const struct trace *one, const struct trace *other,
		const struct same_rule *rule)
{
	return one->n == other->n && same_until(one, other, rule) == one->n;
}
