/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The grammar of a trace's lines, and when two of them say the same.
 */
#include "harness/judge/trace.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Columns that a step's actor takes up. */
#define ACTOR_WIDTH 8
/* What is told of a time, and how long it takes to look, is that inexact. */
#define SLACK_SECONDS 0.05
#define BUSY_SECONDS  0.2
#define RTO_MIN_SECONDS 0.2
#define ROUND_TRIP	0.1

static const char *const state_names[] = {
	"ESTABLISHED", "SYN_SENT",   "SYN_RECV", "FIN_WAIT1",
	"FIN_WAIT2",   "TIME_WAIT",  "CLOSED",	 "CLOSE_WAIT",
	"LAST_ACK",    "LISTEN",     "CLOSING",
};

/* What can stand at the beginning of a step beside the two players. */
static const char *const other_actors[] = {"stage", "third",  "until",
					   "watch", "cable",  "forged"};

/* Each skip_ function returns what is behind the thing, NULL without it. */

static const char *skip_word(const char *s, const char *word)
{
	size_t length = strlen(word);

	return strncmp(s, word, length) ? NULL : s + length;
}

static const char *skip_number(const char *s)
{
	if (*s == '-')
		s++;
	if (!isdigit((unsigned char)*s))
		return NULL;
	while (isdigit((unsigned char)*s))
		s++;
	return s;
}

static const char *skip_player(const char *s)
{
	const char *end = skip_word(s, "client");

	if (!end)
		end = skip_word(s, "server");
	if (end && *end == '#')
		end = skip_number(end + 1);
	return end;
}

static const char *skip_state(const char *s)
{
	const char *end = NULL;
	size_t i;

	for (i = 0; !end && i < sizeof(state_names) / sizeof(*state_names); i++)
		end = skip_word(s, state_names[i]);
	return end;
}

static const char *skip_queue(const char *s, const char *name)
{
	const char *end = skip_word(s, name);

	return end ? skip_number(end) : s;
}

/* " (+2.5 s)", up to the end. */
static bool is_delay(const char *s)
{
	char *end;

	s = skip_word(s, " (+");
	return s && isdigit((unsigned char)*s) && strtod(s, &end) >= 0 &&
	       !strcmp(end, " s)");
}

/* "client FIN_WAIT2, server CLOSE_WAIT Recv-Q 5", up to the end. */
static bool is_states(const char *s)
{
	for (;;) {
		s = skip_player(s);
		if (!s || *s++ != ' ')
			return false;
		s = skip_state(s);
		if (!s)
			return false;
		s = skip_queue(s, " Recv-Q ");
		if (s)
			s = skip_queue(s, " Send-Q ");
		if (!s)
			return false;
		if (*s == '\0' || is_delay(s))
			return true;
		s = skip_word(s, ", ");
		if (!s)
			return false;
	}
}

/* Behind the flags: numbers and shown fields, closely enough. */
static bool is_segment(const char *s)
{
	s = skip_player(s);
	if (!s || s[0] != ' ' || !s[1] || !strchr(">x|!", s[1]) ||
	    s[2] != ' ' || !(s = skip_player(s + 3)) ||
	    !(s = skip_word(s, "  ")))
		return false;
	if (skip_word(s, "data ") || skip_word(s, "probe"))
		return true;
	if (!strchr("SFPRUEWA.n", *s) || *s == '\0')
		return false;
	while (*s && *s != ' ')
		if (!strchr("SFPRUEWA.none", *s++))
			return false;
	return s[0] == '\0' || s[strlen(s) - 1] != ' ';
}

static bool is_step(const char *s)
{
	const char *end = skip_player(s);
	size_t i;

	for (i = 0; !end && i < sizeof(other_actors) / sizeof(*other_actors);
	     i++)
		end = skip_word(s, other_actors[i]);
	if (!end || *end != ' ')
		return false;
	while (*end == ' ')
		end++;
	/* Padded to the width, but a long name still has one space. */
	return *end && (end - s == ACTOR_WIDTH || end[-2] != ' ');
}

enum line_kind line_kind(const char *line)
{
	const char *rest;

	if (*line == '\0')
		return LINE_BLANK;
	if (line[0] == '#')
		return line[1] == ' ' && line[2] ? LINE_HEADER : LINE_BAD;
	rest = skip_word(line, "        ");
	if (rest && skip_word(rest, "= "))
		return is_states(rest + 2) ? LINE_STATE : LINE_BAD;
	if (rest && skip_word(rest, "deviates: RFC "))
		return LINE_DEVIATION;
	if (rest)
		return is_segment(rest) ? LINE_SEGMENT : LINE_BAD;
	rest = skip_word(line, "end     ");
	if (rest)
		return is_states(rest) || !strcmp(rest, "no connection") ?
			       LINE_END : LINE_BAD;
	return is_step(line) ? LINE_STEP : LINE_BAD;
}

static double clock_hz = 1000;
static bool clock_exact;

void line_clock(double hz, bool exact)
{
	clock_hz = hz;
	clock_exact = exact;
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
static double wheel_step(double seconds)
{
	double ticks = seconds * clock_hz, first = 63, step = 1;

	for (; ticks >= first; first *= 8)
		step *= 8;
	return step / clock_hz;
}

/*
 * A retransmission time-out begins as RTO_MIN, 200 ms, and a round trip,
 * rounded up to whole ticks, and doubles. Where virtual time counts CPU time, a
 * round trip may well take a tenth of that.
 */
static double of_round_trip(double seconds)
{
	double doublings = log2(seconds / RTO_MIN_SECONDS);

	if (fabs(doublings - rint(doublings)) > 0.001)
		return 0;
	return seconds * (1 / clock_hz / RTO_MIN_SECONDS + ROUND_TRIP);
}

/*
 * How long a call took is a sum of several timers, each with a step of its own,
 * at most 8 in 63, and of what else was done meanwhile.
 */
static double lateness(const struct line_time *want, bool state)
{
	double s = want->seconds, late = SLACK_SECONDS;

	/* Nobody looks all the time; see wait_again(). */
	if (state)
		late += s / 25;
	if (want->delay)
		late += wheel_step(s) + of_round_trip(s);
	else
		late += s * 8 / 63 + s * ROUND_TRIP + BUSY_SECONDS;
	return clock_exact ? late : fmax(late, leeway(s));
}

bool line_matches(const char *golden, const char *actual)
{
	struct line_time want = split_time(golden), got = split_time(actual);
	double late = got.seconds - want.seconds;
	bool state = line_kind(golden) == LINE_STATE;
	double early;

	if (!same_text(golden, &want, actual, &got))
		return false;
	/* When a state changed is compared where the golden says so. */
	if (!want.delay && state)
		return true;
	want.delay = want.delay || got.delay;
	if (!want.delay && !clock_exact)
		return fabs(late) <= leeway(want.seconds);
	early = want.delay ? SLACK_SECONDS : BUSY_SECONDS;
	return late >= -early && late <= lateness(&want, state);
}

bool line_alike(const char *one, const char *other)
{
	struct line_time a = split_time(one), b = split_time(other);

	return same_text(one, &a, other, &b) &&
	       fabs(a.seconds - b.seconds) <=
		       leeway(fmin(a.seconds, b.seconds));
}
