/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lines are written into memory, digit by digit: a capture has millions, and
 * printf() would take most of the time.
 */
#include "pcap/conversation.h"

#include <string.h>

static const struct {
	uint16_t bit;
	char letter;
} flag_letters[] = {
	{ SEG_FIN, 'F' }, { SEG_SYN, 'S' }, { SEG_RST, 'R' },
	{ SEG_PSH, 'P' }, { SEG_ACK, '.' }, { SEG_URG, 'U' },
	{ SEG_ECE, 'E' }, { SEG_CWR, 'W' }, { SEG_AE, 'e' },
};

#define FLAG_COUNT (sizeof(flag_letters) / sizeof(flag_letters[0]))

/* All of these write at @at and return where the next octet goes. */

static char *put_text(char *at, const char *text)
{
	size_t length = strlen(text);

	memcpy(at, text, length);
	return at + length;
}

static char *put_number(char *at, int64_t number)
{
	uint64_t left = number < 0 ? -(uint64_t)number : (uint64_t)number;
	char digits[20];
	size_t n = 0;

	if (number < 0)
		*at++ = '-';
	do {
		digits[n++] = (char)('0' + left % 10);
		left /= 10;
	} while (left);
	while (n)
		*at++ = digits[--n];
	return at;
}

static char *put_end(char *at, const struct conversation *conv, int end)
{
	at = put_text(at, end == END_CLIENT ? "client" : "server");
	if (conv->number > 1) {
		*at++ = '#';
		at = put_number(at, conv->number);
	}
	return at;
}

void conversation_end_name(FILE *out, const struct conversation *conv, int end)
{
	char text[32];

	fwrite(text, 1, (size_t)(put_end(text, conv, end) - text), out);
}

/*
 * Writes the flags, and to @blanks how many blanks must come before the next
 * word: a line that ends with its flags has no blanks behind them.
 */
static char *put_flags(char *at, uint16_t flags, int *blanks)
{
	char *from = at;

	for (size_t i = 0; i < FLAG_COUNT; i++) {
		if (flags & flag_letters[i].bit)
			*at++ = flag_letters[i].letter;
	}
	if (at == from)
		at = put_text(at, "none");
	*blanks = at - from < 4 ? 5 - (int)(at - from) : 1;
	return at;
}

/* What separates words is written before the next one. */
static char *put_blanks(char *at, int *blanks)
{
	memset(at, ' ', (size_t)*blanks);
	at += *blanks;
	*blanks = 1;
	return at;
}

static char *put_word(char *at, int *blanks, const char *word, int64_t number)
{
	at = put_blanks(at, blanks);
	at = put_text(at, word);
	return put_number(at, number);
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
static char *put_from(char *at, int64_t number, unsigned isn)
{
	if (!isn)
		return put_number(at, number);
	at = put_text(at, "ISN");
	if (isn > 1) {
		*at++ = '#';
		at = put_number(at, isn);
	}
	if (number > 0)
		*at++ = '+';
	return number ? put_number(at, number) : at;
}

static char *put_seq(char *at, int *blanks, const struct placed *p)
{
	int64_t end = p->seq + p->seg.length;

	/* an absolute number is one on the wire: it wraps */
	if (p->seq_absolute)
		end = (uint32_t)end;
	at = put_blanks(at, blanks);
	at = put_from(at, p->seq, p->seq_isn);
	if (p->seg.length) {
		*at++ = ':';
		at = put_from(at, end, p->seq_isn);
	}
	return at;
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

	at = put_text(at, "sack ");
	at = put_number(at, o->sack_blocks);
	*at++ = ' ';
	for (unsigned i = 0; i < o->sack_blocks; i++) {
		*at++ = '{';
		at = put_number(at, sack_edge(p, o->sack[i].left));
		*at++ = ':';
		at = put_number(at, sack_edge(p, o->sack[i].right));
		*at++ = '}';
	}
	return at;
}

static char *put_options(char *at, int *blanks, const struct placed *p)
{
	const struct tcp_options *o = &p->seg.options;
	char *first;

	if (!o->mss && !o->sack_permitted && !o->has_timestamps &&
	    !o->sack_blocks && o->window_scale < 0 && !o->malformed)
		return at;
	at = put_blanks(at, blanks);
	*at++ = '<';
	first = at;
	if (o->mss)
		at = put_number(put_text(at, "mss "), o->mss);
	if (o->sack_permitted)
		at = put_text(at, &",sackOK"[at == first]);
	if (o->has_timestamps)
		at = put_text(at, &",TS"[at == first]);
	if (o->sack_blocks) {
		if (at != first)
			*at++ = ',';
		at = put_sack(at, p);
	}
	if (o->window_scale >= 0)
		at = put_number(put_text(at, &",wscale "[at == first]),
				o->window_scale);
	if (o->malformed)
		at = put_text(at, &",malformed"[at == first]);
	*at++ = '>';
	return at;
}

/* Whether the first @n octets of the TCP header were captured. */
static bool was_seen(const struct segment *seg, unsigned n)
{
	return !seg->cut.header || seg->cut.seen >= n;
}

static char *put_octets(char *at, uint32_t n, const char *where)
{
	*at++ = ' ';
	at = put_number(at, n);
	at = put_text(at, n == 1 ? " octet " : " octets ");
	return put_text(at, where);
}

/* What a reader must not take for whole. */
static char *put_cut(char *at, int *blanks, const struct segment *seg)
{
	if (!seg->cut.packet && !seg->cut.header)
		return at;
	at = put_blanks(at, blanks);
	at = put_text(at, "[cut:");
	if (seg->cut.header)
		at = put_octets(at, seg->cut.header, "of the header");
	if (seg->cut.header && seg->cut.packet)
		*at++ = ',';
	if (seg->cut.packet)
		at = put_octets(at, seg->cut.packet, "beyond the frame");
	*at++ = ']';
	return at;
}

size_t segment_text(char text[SEGMENT_TEXT], const struct placed *p,
		    unsigned show)
{
	const struct conversation *conv = p->conv;
	const struct segment *seg = &p->seg;
	bool alone = address_equal(&conv->end[END_CLIENT],
				   &conv->end[END_SERVER]);
	char *at = text;
	int blanks;

	at = put_end(at, conv, p->from);
	at = put_text(at, " > ");
	at = put_end(at, conv, alone ? p->from : !p->from);
	at = put_text(at, "  ");
	at = put_flags(at, seg->flags, &blanks);
	if (shows_seq(p))
		at = put_seq(at, &blanks, p);
	if (seg->flags & SEG_ACK) {
		at = put_text(put_blanks(at, &blanks), "ack ");
		at = put_from(at, p->ack, p->ack_isn);
	}
	if (show & SHOW_WINDOW && was_seen(seg, 16))
		at = put_word(at, &blanks, "win ", seg->window);
	if (show & SHOW_URGENT && seg->flags & SEG_URG && was_seen(seg, 20))
		at = put_word(at, &blanks, "urg ", seg->urgent);
	if (show & SHOW_OPTIONS)
		at = put_options(at, &blanks, p);
	at = put_cut(at, &blanks, seg);
	return (size_t)(at - text);
}

void segment_line(FILE *out, const struct placed *p, unsigned show)
{
	char text[SEGMENT_TEXT];

	fwrite(text, 1, segment_text(text, p, show), out);
}
