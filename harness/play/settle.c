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
#include "harness/play/play.h"

#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define MS 1000000LL

/* Longer than TCP_DELACK_MAX (200 ms) would be longer than TCP_RTO_MIN too;
 * on lo a delayed ACK takes TCP_DELACK_MIN, 40 ms, and two ticks. */
#define QUIET_MS 150

struct play *play;

void wait_a_little(int ms)
{
	struct pollfd pfd = {.fd = capture_fd(play->capture),
			     .events = POLLIN};

	poll(&pfd, 1, ms);
}

size_t step_drain(void)
{
	struct segment seg;
	struct error err;
	int got;

	while ((got = capture_next(play->capture, &seg, &err)) == 1) {
		struct placed *p;

		if (play->n_segments == play->segment_room) {
			play->segment_room = 2 * play->segment_room + 16;
			play->segment = realloc(play->segment,
						play->segment_room *
							sizeof(*p));
			if (!play->segment)
				abort();
		}
		p = &play->segment[play->n_segments++];
		if (conversations_place(play->table, &seg, p))
			play_break("out of memory");
		if (p->conv->number <= MAX_CONVERSATIONS)
			play->sent[p->conv->number][p->from]++;
	}
	if (got < 0)
		play_break("capture: %s", err.text);
	return play->n_segments;
}

void step_begin(void)
{
	play->n_segments = 0;
	if (play->hurry_calls && !play->hurry_since)
		play->hurry_since = now_ns();
}

/* How the rendered lines stand to what a golden lists for this step. */
enum standing {
	SAME,	 /* all that is listed, and no more */
	FEWER,	 /* what is there agrees, but more is listed */
	OTHER,	 /* something is there that is not listed */
};

static enum standing compare(const struct golden *g, const struct trace *t,
			     size_t from)
{
	size_t i, listed = from;

	while (listed < g->lines.n &&
	       line_kind(g->lines.line[listed]) == LINE_SEGMENT)
		listed++;
	for (i = from; i < t->n && i < listed; i++)
		if (!line_matches(g->lines.line[i], t->line[i]))
			break;
	if (i == t->n && i == listed)
		return SAME;
	/* Sums of octets grow: only the end of the wait makes them other. */
	if (i == t->n || play->tc->show & SHOW_BULK)
		return FEWER;
	return OTHER;
}

/* Whether @line, or no line for NULL, is the state line golden @g wants. */
static bool states_agree(const struct golden *g, size_t at, const char *line)
{
	const char *want = at < g->lines.n ? g->lines.line[at] : "";
	bool listed = line_kind(want) == LINE_STATE;

	if (!line)
		return !listed;
	return listed && !strncmp(want, "        ", 8) &&
	       !strcmp(want + 8, line);
}

/*
 * One look: renders the segments, and asks for the states when some golden
 * lists exactly these segments.
 *
 * Return: 1 settled, 0 wait on, -1 nothing that fits can come any more.
 */
static int look(struct trace *t, size_t from, struct tcpinfo now[][2],
		char **states)
{
	bool hope = false;
	size_t i;

	trace_cut(t, from);
	step_segments(t);
	for (i = 0; i < play->goldens.n; i++) {
		struct golden *g = &play->goldens.golden[i];
		enum standing standing;

		if (!g->fits)
			continue;
		standing = compare(g, t, from);
		hope = hope || standing != OTHER;
		if (standing != SAME)
			continue;
		free(*states);
		*states = states_line(now);
		if (states_agree(g, t->n, *states))
			return 1;
	}
	return hope ? 0 : -1;
}

static void wait_quiet(void)
{
	int64_t since = now_ns();

	for (;;) {
		size_t before = play->n_segments;
		int64_t left = QUIET_MS * MS - (now_ns() - since);

		if (left <= 0)
			break;
		wait_a_little((int)(left / MS) + 1);
		if (step_drain() != before)
			since = now_ns();
	}
}

static void settle_by_golden(size_t from, struct tcpinfo now[][2],
			     char **states)
{
	int64_t began = now_ns();
	int64_t limit = play->hurry_calls ? play->hurry_ms * MS / 2 :
					    play->limit_ns;
	int pause = 1;

	for (;;) {
		int found;

		step_drain();
		found = look(&play->trace, from, now, states);
		if (found > 0)
			return;
		if (found < 0 || now_ns() - began > limit)
			break;
		wait_a_little(pause);
		if (pause < 8)
			pause *= 2;
	}
	if (!play->hurry_calls)
		wait_quiet();
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

void step_settle(const char *fmt, ...)
{
	struct tcpinfo now[MAX_CONVERSATIONS + 1][2];
	char *line = NULL, *states = NULL;
	size_t from;
	va_list ap;

	/* The second of two hurried calls has returned: it was fast enough or
	 * not, and may now take the time it needs. */
	step_hurry_over();
	va_start(ap, fmt);
	if (vasprintf(&line, fmt, ap) < 0)
		abort();
	va_end(ap);
	trace_add(&play->trace, "%s", line);
	free(line);
	from = play->trace.n;
	golden_follow(&play->goldens, &play->trace, from - 1);

	step_drain();
	if (any_fits())
		settle_by_golden(from, now, &states);
	else if (!play->hurry_calls)
		wait_quiet();
	trace_cut(&play->trace, from);
	step_segments(&play->trace);
	free(states);
	states = states_line(now);
	if (states)
		trace_add(&play->trace, "        %s", states);
	free(states);
	memcpy(play->told, now, sizeof(now));
	golden_follow(&play->goldens, &play->trace, from);
	if (play->mirror)
		trace_mirror(&play->trace, play->mirror, play->mirror_size);
	hurry_check();
}
