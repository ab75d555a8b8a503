/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Replies by their templates.
 */
#include "harness/referee/outcome.h"

#include <string.h>

void outcome_reply(struct outcome *o, uint32_t seq, uint32_t ack,
		   uint16_t flags, enum reply_strength strength)
{
	if (o->n == OUTCOME_REPLIES)
		return;
	o->reply[o->n++] = (struct reply){
		.seq = seq,
		.ack = ack,
		.flags = flags,
		.strength = strength,
	};
}

void outcome_ack(struct outcome *o, enum reply_strength strength)
{
	outcome_reply(o, o->tcb.snd_nxt, o->tcb.rcv_nxt, SEG_ACK, strength);
}

void outcome_reset(struct outcome *o, const struct event_segment *seg)
{
	/* "If the ACK bit is on, <SEQ=SEG.ACK><CTL=RST>", else sequence number
	 * zero is used and the segment is acknowledged. */
	if (seg->flags & SEG_ACK)
		outcome_reply(o, seg->ack, 0, SEG_RST, REPLY_DUE);
	else
		outcome_reply(o, 0, seg->seq + segment_octets(seg),
			      SEG_RST | SEG_ACK, REPLY_DUE);
}

void outcome_delete(struct outcome *o)
{
	memset(&o->tcb, 0, sizeof(o->tcb));
	o->tcb.state = RFC_CLOSED;
}

static uint32_t usable_window(const struct tcb *tcb)
{
	uint32_t edge = tcb->snd_una + tcb->snd_wnd;

	return sequence_after(edge, tcb->snd_nxt) ? edge - tcb->snd_nxt : 0;
}

void outcome_transmit(struct outcome *o)
{
	struct tcb *tcb = &o->tcb;
	uint32_t length = usable_window(tcb);

	if (length > tcb->queued)
		length = tcb->queued;
	if (length) {
		outcome_reply(o, tcb->snd_nxt, tcb->rcv_nxt, SEG_ACK,
			      REPLY_DUE);
		o->reply[o->n - 1].length = length;
		tcb->snd_nxt += length;
		tcb->queued -= length;
	}
	if (tcb->fin_due && !tcb->queued) {
		outcome_reply(o, tcb->snd_nxt, tcb->rcv_nxt, SEG_FIN | SEG_ACK,
			      REPLY_DUE);
		tcb->snd_nxt++;
		tcb->fin_due = false;
		tcb->fin_sent = true;
	}
}

void outcome_accept_syn(struct outcome *o, const struct event_segment *seg,
			uint32_t window)
{
	o->tcb.irs = seg->seq;
	o->tcb.rcv_nxt = seg->seq + 1;
	/* RFC 7323 4.3 */
	o->tcb.timestamps = seg->has_ts;
	o->tcb.ts_recent = seg->ts;
	if (window)
		o->tcb.rcv_wnd = window;
}

void outcome_update_window(struct tcb *tcb, const struct event_segment *seg)
{
	tcb->snd_wnd = seg->wnd;
	tcb->snd_wl1 = seg->seq;
	tcb->snd_wl2 = seg->ack;
	if (seg->wnd > tcb->max_snd_wnd)
		tcb->max_snd_wnd = seg->wnd;
}
