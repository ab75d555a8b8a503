/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A trace read as the referee's events: what its lines mean.
 */
#include "harness/referee/reader.h"
#include "pcap/segment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void note(struct reader *rd, size_t line, const char *deviation)
{
	void *more;

	if (!deviation)
		return;
	more = reallocarray(rd->behind, rd->notes.n + 1, sizeof(*rd->behind));
	if (!more)
		abort();
	rd->behind = more;
	rd->behind[rd->notes.n] = line;
	trace_add(&rd->notes, "        deviates: %s", deviation);
}

/* What the cable did with it does not count: names and what is sent do. */
static bool same_segment(const char *a, const char *b)
{
	size_t at = strcspn(a, ">|x!");

	return strlen(a) == strlen(b) && !strncmp(a, b, at) &&
	       !strcmp(a + at + 1, b + at + 1);
}

/* The cable lets go of what it holds: sent long ago. */
static bool let_go(struct reader *rd, const char *text,
		   struct referee_segment *seg)
{
	unsigned i;

	for (i = 0; i < rd->n_held; i++)
		if (same_segment(rd->held[i].text, text))
			break;
	if (i == rd->n_held)
		return false;
	*seg = rd->held[i].seg;
	memmove(&rd->held[i], &rd->held[i + 1],
		(rd->n_held - i - 1) * sizeof(*rd->held));
	rd->n_held--;
	return true;
}

static bool is_second_of_two(struct reader *rd, const char *text,
			     struct referee_segment *seg)
{
	const struct known_segment *last = &rd->last[seg->from];

	if (!rd->doubles[seg->from] || !last->text || strcmp(last->text, text))
		return false;
	rd->doubles[seg->from] = false;
	*seg = last->seg;
	return true;
}

static int take_segment(struct reader *rd, const char *line)
{
	const char *text = line + INDENT;
	struct referee_segment seg;
	char fate;
	int ret = reader_segment(text, &seg, &fate);

	if (ret <= 0)
		return ret;
	if (strstr(text, " (+"))
		reader_take_time(rd);
	if (rd->forged) {
		seg.has_ts = rd->forged->runs && !rd->forged->missing &&
			     !rd->no_timestamps;
		seg.ts = rd->forged->value;
		rd->forged = NULL;
	}
	rd->known[seg.conv] = true;
	rd->self[seg.conv] = seg.from == seg.to;
	/* Some segments are copies, or were sent long ago. */
	if (rd->copy)
		referee_injected(rd->referee, &seg);
	else if (!is_second_of_two(rd, text, &seg) &&
		 (fate == '|' || !let_go(rd, text, &seg)))
		note(rd, rd->at, referee_sent(rd->referee, &seg));
	rd->copy = false;
	rd->last[seg.from] = (struct known_segment){text, seg};
	if (fate == '|' && rd->n_held < HELD)
		rd->held[rd->n_held++] = rd->last[seg.from];
	if (fate == '>')
		referee_arrives(rd->referee, &seg, rd->at);
	return 0;
}

/* "client FIN_WAIT2, server CLOSE_WAIT Recv-Q 5"; deviations behind @line. */
static int take_states(struct reader *rd, const char *s, size_t line)
{
	struct name name;

	if (strstr(s, " (+"))
		reader_take_time(rd);
	while (*s) {
		enum rfc_state state;

		s = reader_name(s, &name);
		s = reader_word(s, " ");
		if (!s || reader_state(&s, &state))
			return -1;
		rd->told[name.conv][name.end] = state;
		/* With fast open a connect() may come long before its SYN. */
		if (rd->known[name.conv])
			note(rd, line, referee_state(rd->referee, name.conv,
						     name.end, state));
		s += strspn(s, ", ");
	}
	return 0;
}

/* Behind a step: states that were not told are what they were. */
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
 * The end line has the states of every real end. Whoever is not there is forged,
 * even if it never says a word.
 */
static void find_mute(struct reader *rd)
{
	const char *s = rd->in->n ? rd->in->line[rd->in->n - 1] : NULL;
	bool real[2] = {false};
	struct name name;
	int end;

	s = reader_word(s, "end     ");
	while (reader_name(s, &name)) {
		real[name.end] = true;
		s = strchr(s, ',');
		s = reader_word(s, ", ");
	}
	for (end = 0; end < 2; end++)
		if (!real[end] && real[!end])
			referee_forged(rd->referee, end);
}

/* Whoever is forged is so from the first line on. */
static void find_forged(struct reader *rd)
{
	struct name name;
	size_t i;

	find_mute(rd);
	for (i = 0; i < rd->in->n; i++) {
		const char *text = reader_word(rd->in->line[i], "forged  ");
		const char *told = reader_word(text, "router tells ");

		/* Who is told is real; the other end is not. */
		if (told && reader_name(told, &name))
			referee_forged(rd->referee, !name.end);
		else if (text && reader_name(text, &name))
			referee_forged(rd->referee, name.end);
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

static int read_lines(struct reader *rd, struct error *err)
{
	bool stepped = false;
	int ret = 0;

	for (rd->at = 0; !ret && rd->at < rd->in->n; rd->at++) {
		const char *line = rd->in->line[rd->at];
		enum line_kind kind = line_kind(line);

		if (stepped && (kind == LINE_STEP || kind == LINE_END))
			take_untold(rd, rd->at - 1);
		switch (kind) {
		case LINE_STEP:
			reader_take_step(rd, line);
			stepped = true;
			break;
		case LINE_SEGMENT:
			ret = take_segment(rd, line);
			break;
		case LINE_STATE:
			ret = take_states(rd, line + INDENT + 2, rd->at);
			break;
		case LINE_END:
			if (strcmp(line + INDENT, "no connection"))
				ret = take_states(rd, line + INDENT,
						  rd->at - 1);
			break;
		case LINE_BAD:
			ret = -1;
			break;
		default:
			break;
		}
	}
	if (ret)
		return error_set(err, "line %zu: not a line of a trace: "
				 "\"%.60s\"", rd->at, rd->in->line[rd->at - 1]);
	find_missing(rd);
	return 0;
}

static void write_lines(const struct reader *rd, struct trace *out)
{
	size_t i, k;

	for (i = 0; i < rd->in->n; i++) {
		if (line_at_sight(rd->in->line[i]) != LINE_DEVIATION)
			trace_add(out, "%s", rd->in->line[i]);
		for (k = 0; k < rd->notes.n; k++)
			if (rd->behind[k] == i)
				trace_add(out, "%s", rd->notes.line[k]);
	}
}

int referee_annotate(const struct trace *in, bool bulk, struct trace *out,
		     struct error *err)
{
	struct reader rd = {.in = in};
	int ret = -1;

	memset(out, 0, sizeof(*out));
	rd.referee = referee_new(bulk);
	if (!rd.referee)
		return error_set(err, "out of memory");
	find_forged(&rd);
	if (!read_lines(&rd, err)) {
		write_lines(&rd, out);
		ret = (int)rd.notes.n;
	}
	referee_free(rd.referee);
	trace_clear(&rd.notes);
	free(rd.behind);
	return ret;
}
