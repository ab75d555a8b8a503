/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The way in, the time-outs (3.10.8), and how the text was read.
 */
#include "harness/referee/outcome.h"

const struct rfc9293_reading rfc9293_readings[] = {
	{"3.10.7.3 second step",
	 "A RST in SYN-SENT should have SEG.SEQ = RCV.NXT (RFC 5961), but "
	 "RCV.NXT has no value before the peer's SYN.",
	 "An acceptable ACK is all that is asked of it."},
	{"3.10.7.4 fifth step",
	 "A bad ACK in SYN-RECEIVED: the test of RFC 5961 (MAY-12) answers "
	 "with an ACK, the rule of the state and 3.5.2 with a RST.",
	 "The rule of the state: RST."},
	{"3.10.7.4 first step, figure 7",
	 "Crossed SYN,ACKs in SYN-RECEIVED: not acceptable by the first step, "
	 "but figure 7 shows them to establish the connection.",
	 "The first step: an ACK answers, and the peer's ACK completes. The "
	 "referee lets an end do either."},
	{"3.5.2, 3.10.5",
	 "Who sends a RST \"should enter TIME-WAIT\", or enters CLOSED.",
	 "CLOSED."},
	{"3.10.7.4 first, fifth and eighth step",
	 "A FIN sent again in TIME-WAIT: dropped by the first step, "
	 "acknowledged and 2 MSL begun again by the fifth and the eighth.",
	 "Acknowledged, and 2 MSL begun again."},
	{"3.10.7.4 eighth step",
	 "A FIN at RCV.NXT in CLOSE-WAIT, CLOSING and LAST-ACK is to advance "
	 "RCV.NXT, but the peer's FIN was received before.",
	 "Acknowledged; RCV.NXT stays. Likewise in TIME-WAIT."},
	{"3.5, 3.10.7.4 second step",
	 "A RST in SYN-RECEIVED leads back to LISTEN, or does so only after "
	 "a passive OPEN.",
	 "Only after a passive OPEN; else CLOSED."},
	{"3.10.7.4 fifth step",
	 "A FIN without ACK is dropped before the eighth step that would "
	 "process it, and nothing says that this is meant.",
	 "Dropped, without an answer."},
	{"appendix B",
	 "Sending keep-alives is a SHOULD in the table and a MAY (MAY-5) in "
	 "3.8.4.",
	 "MAY."},
	{NULL, NULL, NULL},
};

const char *rfc9293_state_name(enum rfc_state state)
{
	static const char *const name[] = {
		"CLOSED",     "LISTEN",	    "SYN-SENT",	 "SYN-RECEIVED",
		"ESTABLISHED", "FIN-WAIT-1", "FIN-WAIT-2", "CLOSE-WAIT",
		"CLOSING",    "LAST-ACK",   "TIME-WAIT",
	};

	return state < RFC_STATES ? name[state] : "?";
}

static bool knows_peers_fin(enum rfc_state state)
{
	return state == RFC_CLOSE_WAIT || state == RFC_CLOSING ||
	       state == RFC_LAST_ACK || state == RFC_TIME_WAIT;
}

bool rfc9293_possible(const struct tcb *tcb)
{
	bool closing = tcb->fin_due || tcb->fin_sent;

	if (tcb->peer_fin != knows_peers_fin(tcb->state))
		return false;
	switch (tcb->state) {
	case RFC_CLOSED:
	case RFC_LISTEN:
		return tcb->snd_una == tcb->snd_nxt && !closing;
	case RFC_SYN_SENT:
		/* Text may stand beside the SYN. */
		return tcb->snd_una == tcb->iss &&
		       sequence_after(tcb->snd_nxt, tcb->iss) && !closing;
	case RFC_SYN_RECEIVED:
		return tcb->snd_una == tcb->iss &&
		       sequence_after(tcb->snd_nxt, tcb->iss) && !tcb->fin_sent;
	case RFC_ESTABLISHED:
	case RFC_CLOSE_WAIT:
		return !sequence_after(tcb->snd_una, tcb->snd_nxt) && !closing;
	case RFC_FIN_WAIT_1:
	case RFC_CLOSING:
	case RFC_LAST_ACK:
		if (tcb->fin_due)
			return !sequence_after(tcb->snd_una, tcb->snd_nxt);
		return tcb->fin_sent &&
		       sequence_before(tcb->snd_una, tcb->snd_nxt);
	case RFC_FIN_WAIT_2:
	case RFC_TIME_WAIT:
		return tcb->fin_sent && tcb->snd_una == tcb->snd_nxt;
	case RFC_STATES:
		break;
	}
	return false;
}

/*
 * 3.10.8 USER TIMEOUT: "for any state ... flush all queues, signal the user
 * error: connection aborted due to user timeout in general and for any
 * outstanding calls, delete the TCB, enter the CLOSED state".
 */
static void user_timeout(struct outcome *o)
{
	o->why = "3.10.8 USER TIMEOUT";
	if (o->tcb.state == RFC_CLOSED) {
		o->impossible = true;
		return;
	}
	outcome_delete(o);
	o->signals |= SIGNAL_TIMED_OUT;
}

/*
 * 3.10.8 RETRANSMISSION TIMEOUT: "send the segment at the front of the
 * retransmission queue again, reinitialize the retransmission timer".
 */
static void retransmit(struct outcome *o)
{
	const struct tcb *tcb = &o->tcb;
	uint32_t end = tcb->snd_nxt - (tcb->fin_sent ? 1 : 0);
	uint16_t flags = SEG_ACK;

	o->why = "3.10.8 RETRANSMISSION TIMEOUT";
	if (tcb->snd_una == tcb->snd_nxt) {
		o->impossible = true;
		return;
	}
	if (tcb->state == RFC_SYN_SENT)
		flags = SEG_SYN;
	else if (tcb->snd_una == tcb->iss)
		flags = SEG_SYN | SEG_ACK;
	else if (tcb->snd_una == end)
		flags = SEG_FIN | SEG_ACK;
	outcome_reply(o, tcb->snd_una,
		      flags & SEG_ACK ? tcb->rcv_nxt : 0, flags, REPLY_DUE);
	if (flags == SEG_ACK)
		o->reply[o->n - 1].length = end - tcb->snd_una;
}

/* 3.10.8 TIME-WAIT TIMEOUT: "delete the TCB, enter the CLOSED state". */
static void time_wait_timeout(struct outcome *o)
{
	o->why = "3.10.8 TIME-WAIT TIMEOUT";
	if (o->tcb.state == RFC_TIME_WAIT)
		outcome_delete(o);
	else
		o->impossible = true;
}

/* 3.10.7 SEGMENT ARRIVES */
static void segment(struct outcome *o, const struct event *e)
{
	switch (o->tcb.state) {
	case RFC_CLOSED:
		rfc9293_closed(o, e);
		return;
	case RFC_LISTEN:
		rfc9293_listen(o, e);
		return;
	case RFC_SYN_SENT:
		rfc9293_syn_sent(o, e);
		return;
	default:
		rfc9293_steps(o, e);
		return;
	}
}

void rfc9293_event(const struct tcb *tcb, const struct event *e,
		   struct outcome *o)
{
	*o = (struct outcome){.tcb = *tcb, .why = "3.3.2"};
	if (!rfc9293_possible(tcb)) {
		o->impossible = true;
		return;
	}
	switch (e->kind) {
	case EVENT_OPEN_ACTIVE:
	case EVENT_OPEN_PASSIVE:
		rfc9293_open(o, e);
		return;
	case EVENT_SEND:
		rfc9293_send(o, e);
		return;
	case EVENT_RECEIVE:
		rfc9293_receive(o);
		return;
	case EVENT_CLOSE:
		rfc9293_close(o);
		return;
	case EVENT_ABORT:
		rfc9293_abort(o);
		return;
	case EVENT_STATUS:
		rfc9293_status(o);
		return;
	case EVENT_SEGMENT:
		segment(o, e);
		return;
	case EVENT_USER_TIMEOUT:
		user_timeout(o);
		return;
	case EVENT_RETRANSMISSION_TIMEOUT:
		retransmit(o);
		return;
	case EVENT_TIME_WAIT_TIMEOUT:
		time_wait_timeout(o);
		return;
	}
}
