/* SPDX-License-Identifier: BSD-2-Clause */
#include "pcap/conversation.h"

#include <inttypes.h>
#include <stdarg.h>

static const struct {
	uint16_t bit;
	char letter;
} flag_letters[] = {
	{ SEG_FIN, 'F' }, { SEG_SYN, 'S' }, { SEG_RST, 'R' },
	{ SEG_PSH, 'P' }, { SEG_ACK, '.' }, { SEG_URG, 'U' },
	{ SEG_ECE, 'E' }, { SEG_CWR, 'W' }, { SEG_AE, 'e' },
};

#define FLAG_COUNT (sizeof(flag_letters) / sizeof(flag_letters[0]))

void conversation_end_name(FILE *out, const struct conversation *conv, int end)
{
	fputs(end == END_CLIENT ? "client" : "server", out);
	if (conv->number > 1)
		fprintf(out, "#%u", conv->number);
}

/*
 * Writes the flags and returns how many blanks must come before the next
 * word: a line that ends with its flags has no blanks behind them.
 */
static int put_flags(FILE *out, uint16_t flags)
{
	int width = 0;

	for (size_t i = 0; i < FLAG_COUNT; i++) {
		if (flags & flag_letters[i].bit) {
			fputc(flag_letters[i].letter, out);
			width++;
		}
	}
	if (width == 0)
		width = fprintf(out, "none");
	return width < 4 ? 5 - width : 1;
}

/* The next word of a line, or of a list: what separates it is written once. */
static void put_word(FILE *out, int *blanks, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void put_word(FILE *out, int *blanks, const char *fmt, ...)
{
	va_list ap;

	fprintf(out, "%*s", *blanks, "");
	*blanks = 1;
	va_start(ap, fmt);
	vfprintf(out, fmt, ap);
	va_end(ap);
}

static bool shows_seq(const struct placed *p)
{
	const struct segment *seg = &p->seg;

	if (seg->length || seg->flags & (SEG_FIN | SEG_RST))
		return true;
	if (seg->flags & SEG_SYN)
		return p->seq != 0 || p->seq_isn;
	return p->odd_seq;
}

/* A number, or how far it is beyond the n-th SYN that is not the base. */
static void put_number(FILE *out, int64_t number, unsigned isn)
{
	if (!isn) {
		fprintf(out, "%" PRId64, number);
		return;
	}
	fputs("ISN", out);
	if (isn > 1)
		fprintf(out, "#%u", isn);
	if (number)
		fprintf(out, "%+" PRId64, number);
}

static void put_seq(FILE *out, int *blanks, const struct placed *p)
{
	int64_t end = p->seq + p->seg.length;

	/* an absolute number is one on the wire: it wraps */
	if (p->seq_absolute)
		end = (uint32_t)end;
	put_word(out, blanks, "%s", "");
	put_number(out, p->seq, p->seq_isn);
	if (p->seg.length) {
		fputc(':', out);
		put_number(out, end, p->seq_isn);
	}
}

static void put_ack(FILE *out, int *blanks, const struct placed *p)
{
	put_word(out, blanks, "ack ");
	put_number(out, p->ack, p->ack_isn);
}

/* SACK blocks are numbers of the same end as the acknowledgment number. */
static int64_t sack_edge(const struct placed *p, uint32_t edge)
{
	if (p->ack_absolute)
		return edge;
	return p->ack + (int32_t)(edge - p->seg.ack);
}

static void put_sack(FILE *out, const struct placed *p)
{
	const struct tcp_options *o = &p->seg.options;

	fprintf(out, "sack %u ", o->sack_blocks);
	for (unsigned i = 0; i < o->sack_blocks; i++)
		fprintf(out, "{%" PRId64 ":%" PRId64 "}",
			sack_edge(p, o->sack[i].left),
			sack_edge(p, o->sack[i].right));
}

static void put_options(FILE *out, int *blanks, const struct placed *p)
{
	const struct tcp_options *o = &p->seg.options;
	const char *comma = "";

	if (!o->mss && !o->sack_permitted && !o->has_timestamps &&
	    !o->sack_blocks && o->window_scale < 0 && !o->malformed)
		return;
	put_word(out, blanks, "<");
	if (o->mss) {
		fprintf(out, "mss %u", o->mss);
		comma = ",";
	}
	if (o->sack_permitted) {
		fprintf(out, "%ssackOK", comma);
		comma = ",";
	}
	if (o->has_timestamps) {
		fprintf(out, "%sTS", comma);
		comma = ",";
	}
	if (o->sack_blocks) {
		fputs(comma, out);
		put_sack(out, p);
		comma = ",";
	}
	if (o->window_scale >= 0) {
		fprintf(out, "%swscale %d", comma, o->window_scale);
		comma = ",";
	}
	if (o->malformed)
		fprintf(out, "%smalformed", comma);
	fputc('>', out);
}

/* Whether the first @n octets of the TCP header were captured. */
static bool was_seen(const struct segment *seg, unsigned n)
{
	return !seg->cut.header || seg->cut.seen >= n;
}

static void put_octets(FILE *out, uint32_t n, const char *where)
{
	fprintf(out, " %" PRIu32 " octet%s %s", n, n == 1 ? "" : "s", where);
}

/* What a reader must not take for whole. */
static void put_cut(FILE *out, int *blanks, const struct segment *seg)
{
	if (!seg->cut.packet && !seg->cut.header)
		return;
	put_word(out, blanks, "[cut:");
	if (seg->cut.header)
		put_octets(out, seg->cut.header, "of the header");
	if (seg->cut.header && seg->cut.packet)
		fputc(',', out);
	if (seg->cut.packet)
		put_octets(out, seg->cut.packet, "beyond the frame");
	fputc(']', out);
}

void segment_line(FILE *out, const struct placed *p, unsigned show)
{
	const struct conversation *conv = p->conv;
	const struct segment *seg = &p->seg;
	int blanks;

	conversation_end_name(out, conv, p->from);
	fputs(" > ", out);
	conversation_end_name(out, conv,
			      address_equal(&conv->end[END_CLIENT],
					    &conv->end[END_SERVER]) ?
				      p->from :
				      !p->from);
	fputs("  ", out);
	blanks = put_flags(out, seg->flags);
	if (shows_seq(p))
		put_seq(out, &blanks, p);
	if (seg->flags & SEG_ACK)
		put_ack(out, &blanks, p);
	if (show & SHOW_WINDOW && was_seen(seg, 16))
		put_word(out, &blanks, "win %u", seg->window);
	if (show & SHOW_URGENT && seg->flags & SEG_URG && was_seen(seg, 20))
		put_word(out, &blanks, "urg %u", seg->urgent);
	if (show & SHOW_OPTIONS)
		put_options(out, &blanks, p);
	put_cut(out, &blanks, seg);
}
