/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From what was captured to what a trace shows of it.
 */
#include "harness/trace/placed.h"
#include "harness/trace/line.h"
#include "harness/trace/pattern.h"
#include "harness/trace/put.h"
#include "harness/trace/segment_line.h"

static bool shows_seq(const struct placed *p)
{
	const struct segment *seg = &p->seg;

	if (seg->length || seg->flags & (SEG_FIN | SEG_RST))
		return true;
	if (seg->flags & SEG_SYN)
		return p->seq != 0 || p->seq_isn;
	return p->odd_seq;
}

static void show_seq(struct shown_segment *s, const struct placed *p)
{
	int64_t end = p->seq + p->seg.length;

	/* An absolute number is one on the wire: it wraps. */
	if (p->seq_absolute)
		end = (uint32_t)end;
	s->has_seq = true;
	s->seq = (struct shown_number){p->seq, p->seq_isn};
	if (!p->seg.length)
		return;
	s->has_end = true;
	s->end = (struct shown_number){end, p->seq_isn};
}

/* SACK blocks are numbers of the same end as the acknowledgment number. */
static int64_t sack_edge(const struct placed *p, uint32_t edge)
{
	if (p->ack_absolute)
		return edge;
	return p->ack + (int32_t)(edge - p->seg.ack);
}

static char *put_sack(char *at, const struct placed *p)
{
	const struct tcp_options *o = &p->seg.options;
	unsigned i;

	at = put_number(put_text(at, "sack "), o->sack_blocks);
	*at++ = ' ';
	for (i = 0; i < o->sack_blocks; i++) {
		*at++ = '{';
		at = put_number(at, sack_edge(p, o->sack[i].left));
		*at++ = ':';
		at = put_number(at, sack_edge(p, o->sack[i].right));
		*at++ = '}';
	}
	*at++ = ',';
	return at;
}

/* Each with a comma behind it; the last one goes. */
static void show_options(struct shown_segment *s, const struct placed *p)
{
	const struct tcp_options *o = &p->seg.options;
	char *at = s->options;

	if (o->mss) {
		at = put_number(put_text(at, "mss "), o->mss);
		*at++ = ',';
	}
	if (o->sack_permitted)
		at = put_text(at, "sackOK,");
	if (o->has_timestamps)
		at = put_text(at, "TS,");
	if (o->sack_blocks)
		at = put_sack(at, p);
	if (o->window_scale >= 0) {
		at = put_number(put_text(at, "wscale "), o->window_scale);
		*at++ = ',';
	}
	if (o->malformed)
		at = put_text(at, "malformed,");
	if (at > s->options)
		at[-1] = '\0';
}

/* Whether the first @n octets of the TCP header were captured. */
static bool was_seen(const struct segment *seg, unsigned n)
{
	return !seg->cut.header || seg->cut.seen >= n;
}

static char *put_octets(char *at, uint32_t n, const char *where)
{
	at = put_number(at, n);
	return put_text(put_text(at, n == 1 ? " octet " : " octets "), where);
}

/* What a reader must not take for whole. */
static void show_cut(struct shown_segment *s, const struct segment *seg)
{
	char *at = s->cut;

	if (seg->cut.header)
		at = put_octets(at, seg->cut.header, "of the header");
	if (seg->cut.header && seg->cut.packet)
		at = put_text(at, ", ");
	if (seg->cut.packet)
		at = put_octets(at, seg->cut.packet, "beyond the frame");
	*at = '\0';
}

static int receiver(const struct placed *p)
{
	const struct conversation *conv = p->conv;

	return address_equal(&conv->end[END_CLIENT], &conv->end[END_SERVER]) ?
		       p->from : !p->from;
}

struct end conversation_end(const struct conversation *conv, int end)
{
	return (struct end){.player = (uint8_t)end, .number = conv->number};
}

struct shown_segment placed_show(const struct placed *p, unsigned show)
{
	const struct segment *seg = &p->seg;
	struct shown_segment s = {
		.from = conversation_end(p->conv, p->from),
		.to = conversation_end(p->conv, receiver(p)),
		.fate = '>',
		.flags = seg->flags,
		.after = SECONDS_NONE,
	};

	if (shows_seq(p))
		show_seq(&s, p);
	s.has_ack = seg->flags & SEG_ACK;
	if (s.has_ack)
		s.ack = (struct shown_number){p->ack, p->ack_isn};
	s.has_window = show & SHOW_WINDOW && was_seen(seg, 16);
	if (s.has_window)
		s.window = seg->window;
	s.has_urgent = show & SHOW_URGENT && seg->flags & SEG_URG &&
		       was_seen(seg, 20);
	if (s.has_urgent)
		s.urgent = seg->urgent;
	if (show & SHOW_OPTIONS)
		show_options(&s, p);
	show_cut(&s, seg);
	return s;
}

size_t segment_text(char text[SEGMENT_TEXT], const struct placed *p,
		    unsigned show)
{
	struct shown_segment s = placed_show(p, show);

	return shown_text(text, &s);
}

void segment_line(FILE *out, const struct placed *p, unsigned show)
{
	char text[SEGMENT_TEXT];

	fwrite(text, 1, segment_text(text, p, show), out);
}

void conversation_end_name(FILE *out, const struct conversation *conv, int end)
{
	struct end e = conversation_end(conv, end);

	end_write(out, &e);
}
