/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RFC 9293 3.10.7.4, seventh and eighth step: the text of a segment and its
 * FIN, in order or behind a gap.
 */
#include "harness/referee/outcome.h"

#include <string.h>

/* "Once in the ESTABLISHED state, it is possible to deliver segment data". */
static bool takes_text(enum rfc_state state)
{
	return state == RFC_ESTABLISHED || state == RFC_FIN_WAIT_1 ||
	       state == RFC_FIN_WAIT_2;
}

/* Eighth step: "advance RCV.NXT over the FIN". */
static void take_fin(struct outcome *o)
{
	struct tcb *tcb = &o->tcb;

	o->why = "3.10.7.4 eighth step";
	tcb->rcv_nxt++;
	tcb->peer_fin = true;
	tcb->n_held = 0;
	memset(tcb->held, 0, sizeof(tcb->held));
	o->signals |= SIGNAL_CLOSING;
	if (tcb->state == RFC_ESTABLISHED) {
		tcb->state = RFC_CLOSE_WAIT;
	} else if (tcb->state == RFC_FIN_WAIT_1) {
		/* Our FIN is not acknowledged: the fifth step would have left
		 * FIN-WAIT-1. */
		tcb->state = RFC_CLOSING;
	} else {
		tcb->state = RFC_TIME_WAIT;
		o->signals |= SIGNAL_RESTART_2MSL;
	}
}

/* SHLD-31. What finds no room is lost, and will be sent again. */
static void hold(struct tcb *tcb, const struct tcb_held *piece)
{
	unsigned i;

	for (i = 0; i < tcb->n_held; i++)
		if (tcb->held[i].seq == piece->seq &&
		    tcb->held[i].length == piece->length &&
		    tcb->held[i].fin == piece->fin)
			return;
	if (tcb->n_held < TCB_HELD)
		tcb->held[tcb->n_held++] = *piece;
}

/* Return: whether the piece moves RCV.NXT, or is all old. */
static bool take(struct outcome *o, const struct tcb_held *piece)
{
	struct tcb *tcb = &o->tcb;
	uint32_t end = piece->seq + piece->length;

	if (sequence_after(piece->seq, tcb->rcv_nxt))
		return false;
	if (sequence_after(end, tcb->rcv_nxt)) {
		tcb->rcv_nxt = end;
		o->signals |= SIGNAL_DATA;
	}
	if (piece->fin && end == tcb->rcv_nxt)
		take_fin(o);
	return true;
}

static void take_held(struct outcome *o)
{
	struct tcb *tcb = &o->tcb;
	unsigned i = 0;

	while (i < tcb->n_held && takes_text(tcb->state)) {
		struct tcb_held piece = tcb->held[i];

		if (!take(o, &piece)) {
			i++;
			continue;
		}
		/* A FIN has emptied the list. */
		if (!tcb->n_held)
			break;
		memmove(&tcb->held[i], &tcb->held[i + 1],
			(tcb->n_held - i - 1) * sizeof(*tcb->held));
		tcb->n_held--;
		memset(&tcb->held[tcb->n_held], 0, sizeof(*tcb->held));
		i = 0;
	}
}

/* "RCV.NXT < its first octet": only what lies inside the window counts. */
static struct tcb_held trim(const struct tcb *tcb,
			    const struct event_segment *seg)
{
	struct tcb_held piece = {
		.seq = seg->seq,
		.length = seg->length,
		.fin = seg->flags & SEG_FIN,
	};
	uint32_t edge = tcb->rcv_nxt + tcb->rcv_wnd;

	if (sequence_after(piece.seq + piece.length, edge)) {
		piece.length = sequence_after(edge, piece.seq) ?
				       edge - piece.seq :
				       0;
		piece.fin = false;
	}
	return piece;
}

void rfc9293_queued_text(struct outcome *o)
{
	if (!o->tcb.n_held)
		return;
	take_held(o);
	outcome_ack(o, REPLY_DELAYED);
}

void rfc9293_text(struct outcome *o, const struct event_segment *seg)
{
	struct tcb *tcb = &o->tcb;
	struct tcb_held piece = trim(tcb, seg);

	o->why = "3.10.7.4 seventh step";
	if (!takes_text(tcb->state)) {
		/* "This should not occur since a FIN has been received from
		 * the remote side. Ignore the segment text." A FIN is
		 * acknowledged and the state remains; reading 6. */
		if (seg->flags & SEG_FIN && !seg->length) {
			o->why = "3.10.7.4 eighth step";
			outcome_ack(o, REPLY_DUE);
			if (tcb->state == RFC_TIME_WAIT)
				o->signals |= SIGNAL_RESTART_2MSL;
		}
		return;
	}
	/* SHLD-3: "If such a host issues a CLOSE call while received data is
	 * still pending ..., or if new data is received after CLOSE is called,
	 * its TCP implementation SHOULD send a RST". */
	if (tcb->no_reading && piece.length && tcb->state != RFC_ESTABLISHED) {
		outcome_delete(o);
		outcome_reset(o, seg);
		o->why = "3.6.1 (SHLD-3)";
		return;
	}
	if (!take(o, &piece)) {
		hold(tcb, &piece);
		/* MAY-13 */
		outcome_ack(o, REPLY_MAY);
		return;
	}
	if (takes_text(tcb->state))
		take_held(o);
	outcome_ack(o, REPLY_DELAYED);
}
