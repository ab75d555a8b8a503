/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RFC 9293 3.10.1 to 3.10.6: what the user calls.
 */
#include "harness/referee/outcome.h"

/* An active OPEN, or a SEND in LISTEN: "select an ISS, send a SYN segment". */
static void send_syn(struct outcome *o, const struct event *e)
{
	o->tcb = (struct tcb){
		.state = RFC_SYN_SENT,
		.iss = e->iss,
		.snd_una = e->iss,
		.snd_nxt = e->iss + 1,
		.rcv_wnd = e->window,
		.ignore_reset = o->tcb.ignore_reset,
	};
	outcome_reply(o, e->iss, 0, SEG_SYN, REPLY_DUE);
}

void rfc9293_open(struct outcome *o, const struct event *e)
{
	bool active = e->kind == EVENT_OPEN_ACTIVE;

	o->why = "3.10.1";
	switch (o->tcb.state) {
	case RFC_CLOSED:
		if (active) {
			send_syn(o, e);
			return;
		}
		o->tcb.state = RFC_LISTEN;
		o->tcb.passive = true;
		o->tcb.remote_known = e->remote;
		o->tcb.rcv_wnd = e->window;
		return;
	case RFC_LISTEN:
		/* "If the OPEN is active ... change the connection from
		 * passive to active"; a second passive one must not disturb
		 * the first (MUST-41). */
		if (active)
			send_syn(o, e);
		else
			o->signals |= SIGNAL_EXISTS;
		return;
	default:
		o->signals |= SIGNAL_EXISTS;
		return;
	}
}

void rfc9293_send(struct outcome *o, const struct event *e)
{
	o->why = "3.10.2";
	switch (o->tcb.state) {
	case RFC_CLOSED:
		o->signals |= SIGNAL_NO_CONNECTION;
		return;
	case RFC_LISTEN:
		if (!o->tcb.remote_known) {
			o->signals |= SIGNAL_UNSPECIFIED;
			return;
		}
		send_syn(o, e);
		o->tcb.queued = e->octets;
		return;
	case RFC_SYN_SENT:
	case RFC_SYN_RECEIVED:
		/* "Queue the data for transmission after entering the
		 * ESTABLISHED state." */
		o->tcb.queued += e->octets;
		return;
	case RFC_ESTABLISHED:
	case RFC_CLOSE_WAIT:
		o->tcb.queued += e->octets;
		outcome_transmit(o);
		return;
	default:
		o->signals |= SIGNAL_CLOSING;
		return;
	}
}

void rfc9293_receive(struct outcome *o)
{
	o->why = "3.10.3";
	switch (o->tcb.state) {
	case RFC_CLOSED:
		o->signals |= SIGNAL_NO_CONNECTION;
		return;
	case RFC_CLOSING:
	case RFC_LAST_ACK:
	case RFC_TIME_WAIT:
		o->signals |= SIGNAL_CLOSING;
		return;
	default:
		/* Queued, or served from what has arrived; CLOSE-WAIT with
		 * nothing left is an error that only the reader's buffers
		 * know of. */
		return;
	}
}

void rfc9293_close(struct outcome *o)
{
	struct tcb *tcb = &o->tcb;

	o->why = "3.10.4";
	switch (tcb->state) {
	case RFC_CLOSED:
		o->signals |= SIGNAL_NO_CONNECTION;
		return;
	case RFC_LISTEN:
	case RFC_SYN_SENT:
		/* Outstanding calls "should be returned with error: closing";
		 * no segment. */
		outcome_delete(o);
		o->signals |= SIGNAL_CLOSING;
		return;
	case RFC_SYN_RECEIVED:
		/* "If no SENDs have been issued and there is no pending data
		 * to send, then form a FIN segment and send it, and enter
		 * FIN-WAIT-1 state; otherwise, queue for processing after
		 * entering ESTABLISHED state." */
		if (tcb->fin_due) {
			o->signals |= SIGNAL_CLOSING;
			return;
		}
		tcb->fin_due = true;
		if (tcb->queued)
			return;
		tcb->state = RFC_FIN_WAIT_1;
		outcome_transmit(o);
		return;
	case RFC_ESTABLISHED:
		/* "Queue this until all preceding SENDs have been segmentized,
		 * then form a FIN segment and send it. In any case, enter
		 * FIN-WAIT-1 state." */
		tcb->state = RFC_FIN_WAIT_1;
		tcb->fin_due = true;
		outcome_transmit(o);
		return;
	case RFC_CLOSE_WAIT:
		/* RFC 1122 4.2.2.20(a): the next state is LAST-ACK. */
		tcb->state = RFC_LAST_ACK;
		tcb->fin_due = true;
		outcome_transmit(o);
		return;
	default:
		/* No second FIN. In FIN-WAIT-1 and -2 the RFC allows "ok" too,
		 * "as long as a second FIN is not emitted". */
		o->signals |= SIGNAL_CLOSING;
		return;
	}
}

void rfc9293_abort(struct outcome *o)
{
	uint32_t snd_nxt = o->tcb.snd_nxt;

	o->why = "3.10.5";
	switch (o->tcb.state) {
	case RFC_CLOSED:
		o->signals |= SIGNAL_NO_CONNECTION;
		return;
	case RFC_LISTEN:
	case RFC_SYN_SENT:
		outcome_delete(o);
		o->signals |= SIGNAL_RESET;
		return;
	case RFC_SYN_RECEIVED:
	case RFC_ESTABLISHED:
	case RFC_FIN_WAIT_1:
	case RFC_FIN_WAIT_2:
	case RFC_CLOSE_WAIT:
		outcome_delete(o);
		outcome_reply(o, snd_nxt, 0, SEG_RST, REPLY_DUE);
		o->signals |= SIGNAL_RESET;
		return;
	default:
		/* CLOSING, LAST-ACK, TIME-WAIT: "respond with ok and delete
		 * the TCB". */
		outcome_delete(o);
		return;
	}
}

void rfc9293_status(struct outcome *o)
{
	o->why = "3.10.6";
	if (o->tcb.state == RFC_CLOSED)
		o->signals |= SIGNAL_NO_CONNECTION;
}
