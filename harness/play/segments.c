/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The segments of a step as lines: each by itself, or summed up.
 *
 * How a large transfer is cut into segments, and how far it gets before its
 * reader reads, depends on buffers and scheduling and says nothing about
 * opening and closing. With SHOW_BULK only SYN, FIN and RST are told, RST
 * without numbers, and before a FIN the octets that it closes off. SHOW_PROBES
 * adds the probes of a closed window, without numbers, and not their answers.
 */
#include "harness/play/play.h"
#include "harness/trace/placed.h"

static void add_shown(struct trace *t, const struct shown_segment *shown,
		      const struct shown_states *states)
{
	struct line line = {.kind = LINE_SEGMENT, .segment = *shown};

	trace_add_line(t, &line);
	if (!states)
		return;
	line.kind = LINE_STATE;
	line.states = *states;
	trace_add_line(t, &line);
}

static struct shown_segment shown_of(const struct sighting *s)
{
	struct shown_segment shown = placed_show(&s->p, play->tc->show);

	shown.fate = (char)s->fate;
	shown.after = delay_shown(s->after);
	return shown;
}

static void add_segment(struct trace *t, const struct sighting *s)
{
	struct shown_segment shown = shown_of(s);

	add_shown(t, &shown, s->states);
}

/* One without numbers of its own. */
static struct shown_segment bare(const struct placed *p, enum segment_kind kind,
				 uint16_t flags)
{
	struct shown_segment whole = placed_show(p, 0);

	return (struct shown_segment){
		.from = whole.from,
		.to = whole.to,
		.kind = kind,
		.fate = whole.fate,
		.flags = p->seg.flags & flags,
		.after = SECONDS_NONE,
	};
}

static void add_sum(struct trace *t, const struct placed *p, int64_t octets)
{
	struct shown_segment sum = bare(p, SEGMENT_SUM, 0);

	sum.has_seq = sum.has_end = true;
	sum.seq.value = 1;
	sum.end.value = octets + 1;
	add_shown(t, &sum, NULL);
}

/* For a RST, or a FIN behind an unknown lot of data: flags, no numbers. */
static void add_bare(struct trace *t, const struct sighting *s)
{
	struct shown_segment shown = bare(&s->p, SEGMENT_WHOLE,
					  SEG_FIN | SEG_RST | SEG_ACK);

	shown.fate = (char)s->fate;
	add_shown(t, &shown, s->states);
}

static void add_end(struct trace *t, struct sighting s)
{
	s.p.seq += s.p.seg.length;
	s.p.seg.length = 0;
	s.p.seg.flags &= (uint16_t)~SEG_PSH;
	if (play->filled) {
		add_bare(t, &s);
		return;
	}
	if (s.p.seq > 1)
		add_sum(t, &s.p, s.p.seq - 1);
	add_segment(t, &s);
}

/* A retransmitted FIN is no second end. */
static bool ended_before(size_t i)
{
	size_t k;

	for (k = 0; k < i; k++)
		if (play->seen[k].p.from == play->seen[i].p.from &&
		    play->seen[k].p.seg.flags & SEG_FIN)
			return true;
	return false;
}

/* An empty segment one number below: tcp_xmit_probe_skb(). */
static bool is_probe(const struct placed *p)
{
	return p->odd_seq && p->seg.flags == SEG_ACK;
}

static void add_probe(struct trace *t, const struct sighting *s)
{
	struct shown_segment probe = bare(&s->p, SEGMENT_PROBE, 0);

	probe.fate = (char)s->fate;
	probe.after = delay_shown(s->after);
	add_shown(t, &probe, NULL);
}

static void bulk_segments(struct trace *t)
{
	size_t i;

	for (i = 0; i < play->n_seen; i++) {
		const struct sighting *s = &play->seen[i];
		unsigned flags = s->p.seg.flags;

		if (flags & SEG_SYN)
			add_segment(t, s);
		else if (flags & SEG_RST)
			add_bare(t, s);
		else if (flags & SEG_FIN && !ended_before(i))
			add_end(t, *s);
		else if (play->tc->show & SHOW_PROBES && is_probe(&s->p))
			add_probe(t, s);
	}
}

void step_segments(struct trace *t)
{
	size_t i;

	if (play->tc->show & SHOW_BULK) {
		bulk_segments(t);
		return;
	}
	for (i = 0; i < play->n_seen; i++)
		add_segment(t, &play->seen[i]);
}
