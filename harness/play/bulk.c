/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The segments of a step as lines: each by itself, or summed up.
 *
 * How a large transfer is cut into segments, and how far it gets before its
 * reader reads, depends on buffers and scheduling and says nothing about
 * opening and closing. With SHOW_BULK only SYN, FIN and RST are told, RST
 * without numbers, and before a FIN the octets that it closes off.
 */
#include "harness/play/play.h"

#include <stdlib.h>
#include <string.h>

static void add_segment(struct trace *t, const struct placed *p)
{
	char *text = NULL;
	size_t size;
	FILE *mem = open_memstream(&text, &size);

	if (!mem)
		abort();
	segment_line(mem, p, play->tc->show & 0xff);
	fclose(mem);
	trace_add(t, "        %s", text);
	free(text);
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

static void add_end(struct trace *t, struct placed p)
{
	p.seq += p.seg.length;
	p.seg.length = 0;
	p.seg.flags &= (uint16_t)~SEG_PSH;
	if (p.seq > 1)
		add_sum(t, &p, p.seq - 1);
	add_segment(t, &p);
}

/* How far the data had got is what is not to be told. */
static void add_reset(struct trace *t, const struct placed *p)
{
	char *line;

	add_segment(t, p);
	line = t->line[t->n - 1];
	line[strcspn(line, "R") + (p->seg.flags & SEG_ACK ? 2 : 1)] = '\0';
}

/* A retransmitted FIN is no second end. */
static bool ended_before(size_t i)
{
	size_t k;

	for (k = 0; k < i; k++)
		if (play->segment[k].from == play->segment[i].from &&
		    play->segment[k].seg.flags & SEG_FIN)
			return true;
	return false;
}

static void bulk_segments(struct trace *t)
{
	size_t i;

	for (i = 0; i < play->n_segments; i++) {
		const struct placed *p = &play->segment[i];

		if (p->seg.flags & SEG_SYN)
			add_segment(t, p);
		else if (p->seg.flags & SEG_RST)
			add_reset(t, p);
		else if (p->seg.flags & SEG_FIN && !ended_before(i))
			add_end(t, *p);
	}
}

void step_segments(struct trace *t)
{
	size_t i;

	if (play->tc->show & SHOW_BULK) {
		bulk_segments(t);
		return;
	}
	for (i = 0; i < play->n_segments; i++)
		add_segment(t, &play->segment[i]);
}
