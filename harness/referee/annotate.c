/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A trace read as the referee's events: what its lines mean.
 */
#include "base/memory.h"
#include "harness/referee/reader.h"

#include <stdlib.h>
#include <string.h>

static void note(struct reader *rd, size_t line, const char *deviation)
{
	if (!deviation)
		return;
	rd->behind = memory_grow(rd->behind, &rd->room, rd->notes.n,
				 sizeof(*rd->behind));
	rd->behind[rd->notes.n] = line;
	trace_add(&rd->notes, "        deviates: %s", deviation);
}

/* The cable lets go of what it holds: sent long ago. */
static bool let_go(struct reader *rd, const struct shown_segment *shown,
		   struct referee_segment *seg)
{
	unsigned i;

	for (i = 0; i < rd->n_held; i++)
		if (reader_same_segment(rd->held[i].shown, shown))
			break;
	if (i == rd->n_held)
		return false;
	*seg = rd->held[i].seg;
	memmove(&rd->held[i], &rd->held[i + 1],
		(rd->n_held - i - 1) * sizeof(*rd->held));
	rd->n_held--;
	return true;
}

static bool is_second_of_two(struct reader *rd,
			     const struct shown_segment *shown,
			     struct referee_segment *seg)
{
	const struct known_segment *last = &rd->last[seg->from];

	if (!rd->doubles[seg->from] || !last->shown ||
	    last->shown->fate != shown->fate ||
	    !reader_same_segment(last->shown, shown))
		return false;
	rd->doubles[seg->from] = false;
	*seg = last->seg;
	return true;
}

/* RFC 7323: what a trace does not show of a forged segment, its step does. */
static void add_timestamp(struct reader *rd, struct referee_segment *seg)
{
	if (!rd->forged)
		return;
	seg->has_ts = rd->forged->runs && !rd->forged->missing &&
		      !rd->no_timestamps;
	seg->ts = rd->forged->value;
	rd->forged = NULL;
}

static void take_segment(struct reader *rd, const struct shown_segment *shown)
{
	struct referee_segment seg = reader_segment(shown);
	bool held = shown->fate == '|';

	if (shown->kind == SEGMENT_PROBE)
		return;
	if (shown->after.decimals >= 0)
		reader_take_time(rd);
	add_timestamp(rd, &seg);
	rd->known[seg.conv] = true;
	rd->self[seg.conv] = seg.from == seg.to;
	/* Some segments are copies, or were sent long ago. */
	if (rd->copy)
		referee_injected(rd->referee, &seg);
	else if (!is_second_of_two(rd, shown, &seg) &&
		 (held || !let_go(rd, shown, &seg)))
		note(rd, rd->at, referee_sent(rd->referee, &seg));
	rd->copy = false;
	rd->last[seg.from] = (struct known_segment){shown, seg};
	if (held && rd->n_held < HELD)
		rd->held[rd->n_held++] = rd->last[seg.from];
	if (shown->fate == '>')
		referee_arrives(rd->referee, &seg, rd->at);
}

/* Deviations belong behind @line. */
static void take_states(struct reader *rd, const struct shown_states *states,
			size_t line)
{
	size_t i;

	if (states->after.decimals >= 0)
		reader_take_time(rd);
	for (i = 0; i < states->n; i++) {
		const struct end *e = &states->state[i].end;
		enum rfc_state state = reader_state(states->state[i].state);

		rd->told[e->number][e->player] = state;
		/* With fast open a connect() may come long before its SYN. */
		if (rd->known[e->number])
			note(rd, line, referee_state(rd->referee, e->number,
						     e->player, state));
	}
}

/* Behind a step: states that were not shown are what they were. */
static void take_untold(struct reader *rd, size_t line)
{
	unsigned conv;
	int end;

	for (conv = 1; conv <= CONVERSATIONS; conv++)
		for (end = 0; rd->known[conv] && end < 2 - rd->self[conv];
		     end++)
			note(rd, line,
			     referee_state(rd->referee, conv, end,
					   rd->told[conv][end]));
}

/*
 * The end line has the states of every real end. Whoever is not there is
 * forged, even if it never says a word.
 */
static void find_mute(struct reader *rd)
{
	const struct line *last = rd->n ? &rd->line[rd->n - 1] : NULL;
	bool real[2] = {false};
	size_t i;
	int end;

	if (!last || last->kind != LINE_END)
		return;
	for (i = 0; i < last->states.n; i++)
		real[last->states.state[i].end.player] = true;
	for (end = 0; end < 2; end++)
		if (!real[end] && real[!end])
			referee_forged(rd->referee, end);
}

/* Whoever is forged is so from the first line on. */
static void find_forged(struct reader *rd)
{
	size_t i;

	find_mute(rd);
	for (i = 0; i < rd->n; i++) {
		const struct step *s = &rd->line[i].step;

		if (rd->line[i].kind != LINE_STEP ||
		    verb_row(s->verb)->who != WHO_FORGED)
			continue;
		/* Whom a router writes to is real; the other end is not. */
		referee_forged(rd->referee, s->verb == VERB_ICMP ?
						    !s->end.player :
						    s->end.player);
	}
}

static void find_missing(struct reader *rd)
{
	const char *deviation;
	unsigned n = 0;
	size_t tag;

	while ((deviation = referee_missing(rd->referee, n++, &tag)))
		note(rd, tag, deviation);
}

static int read_lines(struct reader *rd, const struct trace *in,
		      struct error *err)
{
	struct cursor c;

	rd->line = memory_new(in->n, sizeof(*rd->line));
	for (rd->n = 0; rd->n < in->n; rd->n++)
		if (line_read(in->line[rd->n], &rd->line[rd->n], &c) ==
		    LINE_BAD)
			return error_set(err, "line %zu: not a line of a "
					 "trace: \"%.60s\"", rd->n + 1,
					 in->line[rd->n]);
	return 0;
}

static void take_lines(struct reader *rd)
{
	bool stepped = false;

	for (rd->at = 0; rd->at < rd->n; rd->at++) {
		const struct line *line = &rd->line[rd->at];

		if (stepped &&
		    (line->kind == LINE_STEP || line->kind == LINE_END))
			take_untold(rd, rd->at - 1);
		switch (line->kind) {
		case LINE_STEP:
			reader_take_step(rd, &line->step);
			stepped = true;
			break;
		case LINE_SEGMENT:
			take_segment(rd, &line->segment);
			break;
		case LINE_STATE:
			take_states(rd, &line->states, rd->at);
			break;
		case LINE_END:
			take_states(rd, &line->states, rd->at - 1);
			break;
		default:
			break;
		}
	}
}

static void write_lines(const struct reader *rd, const struct trace *in,
			struct trace *out)
{
	size_t i, k;

	for (i = 0; i < in->n; i++) {
		if (rd->line[i].kind != LINE_DEVIATION)
			trace_add(out, "%s", in->line[i]);
		for (k = 0; k < rd->notes.n; k++)
			if (rd->behind[k] == i)
				trace_add(out, "%s", rd->notes.line[k]);
	}
}

int referee_annotate(const struct trace *in, bool bulk, struct trace *out,
		     struct error *err)
{
	struct reader rd = {0};
	int ret = -1;

	memset(out, 0, sizeof(*out));
	rd.referee = referee_new(bulk);
	if (!rd.referee)
		return error_set(err, "out of memory");
	if (!read_lines(&rd, in, err)) {
		find_forged(&rd);
		take_lines(&rd);
		find_missing(&rd);
		write_lines(&rd, in, out);
		ret = (int)rd.notes.n;
	}
	referee_free(rd.referee);
	trace_clear(&rd.notes);
	free(rd.behind);
	free(rd.line);
	return ret;
}
