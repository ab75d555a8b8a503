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

#include <stdlib.h>
#include <string.h>

static void add_segment(struct trace *t, const struct sighting *s)
{
	char *text = NULL, delay[32];
	size_t size;
	FILE *mem = open_memstream(&text, &size);

	if (!mem)
		abort();
	segment_line(mem, &s->p, play->tc->show & SHOW_SEGMENT);
	fputs(delay_text(s->after, delay), mem);
	fclose(mem);
	/* "client > server" is the first place where a > can stand. */
	*strchr(text, '>') = (char)s->fate;
	trace_add(t, "        %s", text);
	free(text);
	if (s->states)
		trace_add(t, "        %s", s->states);
}

static void add_sum(struct trace *t, const struct placed *p, int64_t octets)
{
	static const char *const names[] = {"client", "server"};
	char number[16] = "";

	if (p->conv->number > 1)
		snprintf(number, sizeof(number), "#%u", p->conv->number);
	trace_add(t, "        %s%s > %s%s  data 1:%lld", names[p->from],
		  number, names[!p->from], number, (long long)octets + 1);
}

/* For a RST, or a FIN behind an unknown lot of data: flags, no numbers. */
static void add_bare(struct trace *t, const struct sighting *s)
{
	char *line;

	add_segment(t, s);
	line = t->line[t->n - 1];
	line[strcspn(line, "RF") + (s->p.seg.flags & SEG_ACK ? 2 : 1)] = '\0';
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
	char delay[32];

	trace_add(t, "        %s > %s  probe%s",
		  s->p.from ? "server" : "client",
		  s->p.from ? "client" : "server",
		  delay_text(s->after, delay));
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
