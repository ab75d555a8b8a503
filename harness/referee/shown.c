/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Segments and states, from the way a trace shows them to the referee's.
 */
#include "harness/referee/reader.h"
#include "pcap/segment.h"

#include <netinet/tcp.h>
#include <string.h>

/* How far later SYNs are apart, whatever their numbers are. */
#define LATER_SYN (1u << 28)

/* Flags that mean something to the model. */
#define FLAGS (SEG_FIN | SEG_SYN | SEG_RST | SEG_PSH | SEG_ACK | SEG_URG)

/*
 * "ISN#2+5" counts from a later SYN, whose own number nobody knows but that it
 * lies ahead.
 */
static uint32_t number_of(const struct shown_number *n)
{
	return n->isn * LATER_SYN + (uint32_t)n->value;
}

struct referee_segment reader_segment(const struct shown_segment *shown)
{
	bool sum = shown->kind == SEGMENT_SUM;
	struct referee_segment seg = {
		.conv = shown->from.number,
		.from = shown->from.player,
		.to = shown->to.player,
		.flags = sum ? SEG_ACK : shown->flags & FLAGS,
		.seq = number_of(&shown->seq),
		.ack = number_of(&shown->ack),
	};

	if (shown->has_end)
		seg.length = number_of(&shown->end) - seg.seq;
	if (!sum && seg.flags & SEG_ACK && !shown->has_ack)
		seg.no_numbers = true;
	if (shown->has_seq || seg.flags & SEG_SYN)
		return seg;
	if (seg.flags & (SEG_FIN | SEG_RST))
		seg.no_numbers = true;
	else
		seg.at_next = true;
	return seg;
}

static bool same_end(const struct end *a, const struct end *b)
{
	return a->player == b->player && a->number == b->number;
}

static bool same_number(bool has_a, const struct shown_number *a, bool has_b,
			const struct shown_number *b)
{
	return has_a == has_b && a->value == b->value && a->isn == b->isn;
}

bool reader_same_segment(const struct shown_segment *a,
			 const struct shown_segment *b)
{
	return same_end(&a->from, &b->from) && same_end(&a->to, &b->to) &&
	       a->kind == b->kind && a->flags == b->flags &&
	       same_number(a->has_seq, &a->seq, b->has_seq, &b->seq) &&
	       same_number(a->has_end, &a->end, b->has_end, &b->end) &&
	       same_number(a->has_ack, &a->ack, b->has_ack, &b->ack) &&
	       a->has_window == b->has_window && a->window == b->window &&
	       a->has_urgent == b->has_urgent && a->urgent == b->urgent &&
	       !strcmp(a->options, b->options) && !strcmp(a->cut, b->cut);
}

enum rfc_state reader_state(int state)
{
	switch (state) {
	case TCP_ESTABLISHED:
		return RFC_ESTABLISHED;
	case TCP_SYN_SENT:
		return RFC_SYN_SENT;
	case TCP_SYN_RECV:
		return RFC_SYN_RECEIVED;
	case TCP_FIN_WAIT1:
		return RFC_FIN_WAIT_1;
	case TCP_FIN_WAIT2:
		return RFC_FIN_WAIT_2;
	case TCP_TIME_WAIT:
		return RFC_TIME_WAIT;
	case TCP_CLOSE_WAIT:
		return RFC_CLOSE_WAIT;
	case TCP_LAST_ACK:
		return RFC_LAST_ACK;
	case TCP_CLOSING:
		return RFC_CLOSING;
	default:
		return RFC_CLOSED;
	}
}
