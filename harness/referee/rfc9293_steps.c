/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RFC 9293 3.10.7.4: a segment arrives in SYN-RECEIVED or behind it. Eight
 * steps in an order that is binding; each returns whether the next one
 * follows. The third (security) and the sixth (urgent data) are left out.
 */
#include "harness/referee/outcome.h"

/* First step, table 6: whether a segment has something inside the window. */
static bool acceptable(const struct tcb *tcb, const struct event_segment *seg)
{
	uint32_t length = segment_octets(seg);

	if (!length && !tcb->rcv_wnd)
		return seg->seq == tcb->rcv_nxt;
	if (!length)
		return sequence_within(seg->seq, tcb->rcv_nxt, tcb->rcv_wnd);
	if (!tcb->rcv_wnd)
		return false;
	return sequence_within(seg->seq, tcb->rcv_nxt, tcb->rcv_wnd) ||
	       sequence_within(seg->seq + length - 1, tcb->rcv_nxt,
			       tcb->rcv_wnd);
}

/* The peer's FIN once more, with or without the data before it. */
static bool repeats_fin(const struct tcb *tcb, const struct event_segment *seg)
{
	return seg->flags & SEG_FIN && tcb->peer_fin &&
	       seg->seq + segment_octets(seg) == tcb->rcv_nxt;
}

static void new_incarnation(struct outcome *o, const struct event *e)
{
	/* RFC 6191 2, MAY-2: as if the SYN had come to LISTEN. */
	o->tcb = (struct tcb){
		.state = RFC_LISTEN,
		.passive = true,
		.rcv_wnd = o->tcb.rcv_wnd,
		.ignore_reset = o->tcb.ignore_reset,
	};
	rfc9293_listen(o, e);
	o->why = "3.10.7.4 fourth step (RFC 6191)";
}

/* Fifth step in SYN-RECEIVED; reading 2: before RFC 5961's test. */
static bool ack_in_syn_received(struct outcome *o,
				const struct event_segment *seg)
{
	struct tcb *tcb = &o->tcb;

	if (!sequence_after(seg->ack, tcb->snd_una) ||
	    sequence_after(seg->ack, tcb->snd_nxt)) {
		outcome_reset(o, seg);
		return false;
	}
	tcb->state = RFC_ESTABLISHED;
	tcb->snd_una = seg->ack;
	outcome_update_window(tcb, seg);
	o->signals |= SIGNAL_ESTABLISHED;
	/* A CLOSE that was queued. */
	if (tcb->fin_due)
		tcb->state = RFC_FIN_WAIT_1;
	outcome_transmit(o);
	return true;
}

/* RFC 5961 5.2: SND.UNA - MAX.SND.WND =< SEG.ACK =< SND.NXT */
static bool ack_in_range(struct outcome *o, const struct event_segment *seg)
{
	const struct tcb *tcb = &o->tcb;

	if (sequence_after(seg->ack, tcb->snd_nxt)) {
		outcome_ack(o, REPLY_DUE);
		return false;
	}
	if (sequence_before(seg->ack, tcb->snd_una - tcb->max_snd_wnd)) {
		outcome_ack(o, REPLY_CHALLENGE);
		return false;
	}
	return true;
}

static void ack_in_established(struct outcome *o,
			       const struct event_segment *seg)
{
	struct tcb *tcb = &o->tcb;

	/* The window is updated for SND.UNA =< SEG.ACK =< SND.NXT. */
	if (sequence_before(seg->ack, tcb->snd_una))
		return;
	if (sequence_before(tcb->snd_wl1, seg->seq) ||
	    (tcb->snd_wl1 == seg->seq &&
	     !sequence_after(tcb->snd_wl2, seg->ack)))
		outcome_update_window(tcb, seg);
	tcb->snd_una = seg->ack;
	outcome_transmit(o);
}

/* Return: whether the sixth and the following steps are to be done. */
static bool step_ack(struct outcome *o, const struct event_segment *seg)
{
	struct tcb *tcb = &o->tcb;
	bool all;

	o->why = "3.10.7.4 fifth step";
	/* "If the ACK bit is off, drop the segment and return." */
	if (!(seg->flags & SEG_ACK))
		return false;
	if (tcb->state == RFC_SYN_RECEIVED)
		return ack_in_syn_received(o, seg);
	if (!ack_in_range(o, seg))
		return false;
	if (tcb->state == RFC_TIME_WAIT) {
		/* "The only thing that can arrive in this state is a
		 * retransmission of the remote FIN. Acknowledge it, and
		 * restart the 2 MSL timeout." */
		o->signals |= SIGNAL_RESTART_2MSL;
		if (!segment_octets(seg))
			outcome_ack(o, REPLY_MAY);
		return true;
	}
	ack_in_established(o, seg);
	all = tcb->fin_sent && tcb->snd_una == tcb->snd_nxt;
	if (!all)
		return true;
	if (tcb->state == RFC_FIN_WAIT_1) {
		tcb->state = RFC_FIN_WAIT_2;
	} else if (tcb->state == RFC_CLOSING) {
		tcb->state = RFC_TIME_WAIT;
		o->signals |= SIGNAL_RESTART_2MSL;
	} else if (tcb->state == RFC_LAST_ACK) {
		outcome_delete(o);
		return false;
	}
	return true;
}

/* RFC 7323 5.3, R1: "treat the arriving segment as not acceptable" */
static bool is_old(const struct tcb *tcb, const struct event_segment *seg)
{
	return tcb->timestamps && seg->has_ts && !(seg->flags & SEG_RST) &&
	       sequence_before(seg->ts, tcb->ts_recent);
}

/* RFC 7323 5.3, R3 */
static void update_timestamp(struct tcb *tcb, const struct event *e)
{
	if (tcb->timestamps && e->seg.has_ts &&
	    !sequence_before(e->seg.ts, tcb->ts_recent) &&
	    !sequence_after(e->seg.seq, e->last_ack))
		tcb->ts_recent = e->seg.ts;
}

static bool step_sequence(struct outcome *o, const struct event *e)
{
	const struct event_segment *seg = &e->seg;
	const struct tcb *tcb = &o->tcb;
	bool newer = tcb->state == RFC_TIME_WAIT && e->newer;

	if (is_old(tcb, seg) && !newer) {
		o->why = "3.10.7.4 first step (RFC 7323 5.3 R1)";
		outcome_ack(o, REPLY_DUE);
		return false;
	}
	o->why = "3.10.7.4 first step";
	if (acceptable(tcb, seg)) {
		update_timestamp(&o->tcb, e);
		return true;
	}
	/* MUST-66: "if the RCV.WND is zero, no segments will be acceptable,
	 * but special allowance should be made to accept valid ACKs, URGs and
	 * RSTs." */
	if (!tcb->rcv_wnd && seg->seq == tcb->rcv_nxt &&
	    !(seg->flags & SEG_SYN)) {
		if (seg->flags & SEG_RST)
			return true;
		outcome_ack(o, REPLY_DUE);
		step_ack(o, seg);
		return false;
	}
	/* "unless the RST bit is set, if so drop the segment and return" */
	if (seg->flags & SEG_RST)
		return false;
	if (seg->flags & SEG_SYN) {
		/* RFC 6191: with timestamps the number does not matter. */
		if (newer && !(seg->flags & SEG_ACK)) {
			new_incarnation(o, e);
			return false;
		}
		/* RFC 5961 4.2: a SYN is challenged "irrespective of the
		 * sequence number". SYN,ACKs that crossed are not attacks. */
		outcome_ack(o, tcb->state == RFC_SYN_RECEIVED &&
					       seg->flags & SEG_ACK ?
				       REPLY_DUE :
				       REPLY_CHALLENGE);
		return false;
	}
	outcome_ack(o, REPLY_DUE);
	/* Reading 5: what the fifth and the eighth step say of it. */
	if (tcb->state == RFC_TIME_WAIT && repeats_fin(tcb, seg))
		o->signals |= SIGNAL_RESTART_2MSL;
	return false;
}

static void return_to_listen(struct outcome *o)
{
	o->tcb = (struct tcb){
		.state = RFC_LISTEN,
		.passive = true,
		.rcv_wnd = o->tcb.rcv_wnd,
		.ignore_reset = o->tcb.ignore_reset,
	};
}

static bool step_reset(struct outcome *o, const struct event *e)
{
	enum rfc_state state = o->tcb.state;

	if (!(e->seg.flags & SEG_RST))
		return true;
	o->why = "3.10.7.4 second step";
	/* RFC 5961 3.2: the exact number resets, another one inside the
	 * window is challenged, one outside did not come as far as this. */
	if (e->seg.seq != o->tcb.rcv_nxt) {
		outcome_ack(o, REPLY_CHALLENGE);
		return false;
	}
	if (state == RFC_TIME_WAIT && o->tcb.ignore_reset) {
		o->why = "RFC 1337 3 (F1)";
		return false;
	}
	if (state == RFC_SYN_RECEIVED && o->tcb.passive) {
		/* "return this connection to the LISTEN state ... The user
		 * need not be informed." */
		return_to_listen(o);
		return false;
	}
	outcome_delete(o);
	if (state == RFC_SYN_RECEIVED)
		o->signals |= SIGNAL_REFUSED;
	else if (state <= RFC_CLOSE_WAIT)
		o->signals |= SIGNAL_RESET;
	/* CLOSING, LAST-ACK, TIME-WAIT: no signal is asked for. */
	return false;
}

static bool step_syn(struct outcome *o, const struct event *e)
{
	if (!(e->seg.flags & SEG_SYN))
		return true;
	o->why = "3.10.7.4 fourth step";
	if (o->tcb.state == RFC_SYN_RECEIVED && o->tcb.passive) {
		/* RFC 1122 4.2.2.20(e) */
		return_to_listen(o);
		return false;
	}
	if (o->tcb.state == RFC_TIME_WAIT && e->newer &&
	    !(e->seg.flags & SEG_ACK)) {
		new_incarnation(o, e);
		return false;
	}
	outcome_ack(o, REPLY_CHALLENGE);
	return false;
}

void rfc9293_steps(struct outcome *o, const struct event *e)
{
	bool opened = o->tcb.state == RFC_SYN_RECEIVED;

	if (!step_sequence(o, e) || !step_reset(o, e) || !step_syn(o, e) ||
	    !step_ack(o, &e->seg))
		return;
	if (opened)
		rfc9293_queued_text(o);
	if (segment_octets(&e->seg))
		rfc9293_text(o, &e->seg);
}
