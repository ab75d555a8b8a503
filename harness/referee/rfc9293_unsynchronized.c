/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RFC 9293 3.10.7.1 to 3.10.7.3: a segment arrives in CLOSED, LISTEN and
 * SYN-SENT. Each has an order of tests of its own.
 */
#include "harness/referee/outcome.h"

void rfc9293_closed(struct outcome *o, const struct event *e)
{
	o->why = "3.10.7.1";
	/* "An incoming segment containing a RST is discarded." */
	if (!(e->seg.flags & SEG_RST))
		outcome_reset(o, &e->seg);
}

void rfc9293_listen(struct outcome *o, const struct event *e)
{
	struct tcb *tcb = &o->tcb;

	o->why = "3.10.7.2";
	/* First: "An incoming RST segment could not be valid". */
	if (e->seg.flags & SEG_RST)
		return;
	/* Second: "Any acknowledgment is bad if it arrives on a connection
	 * still in the LISTEN state." Before the SYN is looked at, so a
	 * SYN,ACK gets it too. */
	if (e->seg.flags & SEG_ACK) {
		outcome_reset(o, &e->seg);
		return;
	}
	/* Fourth: anything else "should not be reached. Drop the segment". */
	if (!(e->seg.flags & SEG_SYN))
		return;
	/* Third: a SYN. Controls and text beside it are left to
	 * SYN-RECEIVED: the peer, which gets no acknowledgment of them, sends
	 * them again. */
	outcome_accept_syn(o, &e->seg, e->window);
	tcb->state = RFC_SYN_RECEIVED;
	tcb->passive = true;
	tcb->iss = e->iss;
	tcb->snd_una = e->iss;
	tcb->snd_nxt = e->iss + 1;
	/* RFC 7413 4.2.2: the text is given to the user at once. */
	if (e->fast_open) {
		o->why = "3.10.7.2 (RFC 7413)";
		tcb->fast_open = true;
		tcb->rcv_nxt += e->seg.length;
	}
	outcome_reply(o, tcb->iss, tcb->rcv_nxt, SEG_SYN | SEG_ACK, REPLY_DUE);
}

/* "If SND.UNA < SEG.ACK =< SND.NXT, then the ACK is acceptable." */
static bool ack_acceptable(const struct tcb *tcb, uint32_t ack)
{
	return sequence_after(ack, tcb->snd_una) &&
	       !sequence_after(ack, tcb->snd_nxt);
}

/* Fourth step, our SYN is acknowledged: ESTABLISHED. */
static void establish(struct outcome *o, const struct event *e)
{
	struct tcb *tcb = &o->tcb;
	struct event_segment rest = e->seg;

	tcb->snd_una = e->seg.ack;
	tcb->state = RFC_ESTABLISHED;
	/* RFC 1122 4.2.2.20(c) */
	outcome_update_window(tcb, &e->seg);
	o->signals |= SIGNAL_ESTABLISHED;
	/* "Data or controls that were queued for transmission MAY be
	 * included": they stand behind this ACK here. */
	rest.seq++;
	rest.flags &= (uint16_t)~SEG_SYN;
	if (segment_octets(&rest))
		rfc9293_text(o, &rest);
	else
		outcome_ack(o, REPLY_DELAYED);
	outcome_transmit(o);
}

void rfc9293_syn_sent(struct outcome *o, const struct event *e)
{
	struct tcb *tcb = &o->tcb;
	const struct event_segment *seg = &e->seg;
	bool ack = seg->flags & SEG_ACK;

	/* First step: the ACK bit. */
	o->why = "3.10.7.3 first step";
	if (ack && !ack_acceptable(tcb, seg->ack)) {
		if (!(seg->flags & SEG_RST))
			outcome_reset(o, seg);
		return;
	}
	/* Second step: the RST bit. Without ACK: "drop the segment". */
	o->why = "3.10.7.3 second step";
	if (seg->flags & SEG_RST) {
		if (ack) {
			outcome_delete(o);
			o->signals |= SIGNAL_RESET;
		}
		return;
	}
	/* Fifth step, there is neither SYN nor RST: "drop the segment". */
	o->why = "3.10.7.3 fifth step";
	if (!(seg->flags & SEG_SYN))
		return;
	/* Fourth step: the SYN bit. */
	o->why = "3.10.7.3 fourth step";
	outcome_accept_syn(o, seg, e->window);
	if (ack) {
		establish(o, e);
		return;
	}
	/* Simultaneous open. Text and controls beside the SYN are not kept:
	 * they will be sent again. */
	tcb->state = RFC_SYN_RECEIVED;
	tcb->passive = false;
	outcome_update_window(tcb, seg);
	outcome_reply(o, tcb->iss, tcb->rcv_nxt, SEG_SYN | SEG_ACK, REPLY_DUE);
}
