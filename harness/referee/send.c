/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What an end may send, by what it is.
 *
 * How much a deviation says decides which one is told when no belief agrees:
 * the larger, the more it is about the segment and the less about the state.
 */
#include "harness/referee/belief.h"
#include "harness/referee/sequence.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { SAYS_STATE = 1, SAYS_STALE, SAYS_CAUSE, SAYS_NUMBER, SAYS_FIN };

struct complaint {
	const struct belief *b;
	char *text;
	size_t size;
};

static int complain(const struct complaint *c, int says, const char *section,
		    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

static int complain(const struct complaint *c, int says, const char *section,
		    const char *fmt, ...)
{
	int n = snprintf(c->text, c->size, "RFC 9293 %s (%s): ", section,
			 rfc9293_state_name(c->b->tcb.state));
	va_list ap;

	va_start(ap, fmt);
	if (n > 0 && (size_t)n < c->size)
		vsnprintf(c->text + n, c->size - (size_t)n, fmt, ap);
	va_end(ap);
	return says;
}

/* An answer that is due; it is used up. */
static bool take_due(struct belief *b, const struct referee_segment *seg)
{
	unsigned i;

	for (i = 0; i < b->n_due; i++) {
		const struct due *due = &b->due[i];
		bool numbered = seg->no_numbers || seg->seq == due->seq;

		if (!(due->flags & SEG_RST) || !numbered)
			continue;
		/* RST,ACK in the place of RST is no harm. */
		if (due->flags & SEG_ACK &&
		    (!(seg->flags & SEG_ACK) ||
		     (!seg->no_numbers && seg->ack != due->ack)))
			continue;
		memmove(&b->due[i], &b->due[i + 1],
			(b->n_due - i - 1) * sizeof(*b->due));
		b->n_due--;
		return true;
	}
	return false;
}

/* An ACK that was due has come, with whatever carries it. */
static void forget_due_acks(struct belief *b)
{
	unsigned i, kept = 0;

	for (i = 0; i < b->n_due; i++)
		if (b->due[i].flags & SEG_RST)
			b->due[kept++] = b->due[i];
	b->n_due = kept;
}

static int send_reset(struct belief *b, const struct side *s,
		      const struct referee_segment *seg,
		      const struct complaint *c)
{
	bool numbered = !seg->no_numbers && !s->bulk;

	if (take_due(b, seg))
		return 0;
	if (b->tcb.state < RFC_SYN_RECEIVED)
		return complain(c, b->n_due ? SAYS_NUMBER : SAYS_CAUSE,
				"3.5.2", "no RST at %u is due", seg->seq);
	if (numbered && seg->seq != b->tcb.snd_nxt)
		return complain(c, SAYS_NUMBER, "3.10.5",
				"RST %u, but SND.NXT is %u", seg->seq,
				b->tcb.snd_nxt);
	if (numbered && seg->flags & SEG_ACK && seg->ack != b->tcb.rcv_nxt)
		return complain(c, SAYS_NUMBER, "3.10.5",
				"RST acknowledges %u, but RCV.NXT is %u",
				seg->ack, b->tcb.rcv_nxt);
	if (b->tcb.state > RFC_CLOSE_WAIT)
		return complain(c, SAYS_CAUSE, "3.10.5",
				"ABORT sends nothing in this state");
	if (!s->time && !side_called(s, REFEREE_ABORT))
		return complain(c, SAYS_CAUSE, "3.5.2",
				"a RST that nothing asked for");
	belief_delete(b);
	return 0;
}

static void choose_iss(struct tcb *tcb, uint32_t iss)
{
	tcb->iss = iss;
	tcb->snd_una = iss;
	tcb->snd_nxt = iss + 1;
}

static int send_syn(struct belief *b, const struct side *s,
		    const struct referee_segment *seg,
		    const struct complaint *c)
{
	struct tcb *tcb = &b->tcb;

	if (seg->flags & SEG_ACK) {
		if (tcb->state != RFC_SYN_RECEIVED)
			return complain(c, SAYS_STATE, "3.10.7.2",
					"no SYN,ACK is sent in this state");
		/* "ISS should be selected": it is, as soon as it is seen. */
		if (tcb->passive && !b->has_acked)
			choose_iss(tcb, seg->seq);
		if (seg->seq != tcb->iss)
			return complain(c, SAYS_NUMBER, "3.10.7.2",
					"SYN,ACK %u, but ISS is %u", seg->seq,
					tcb->iss);
		if (seg->ack != tcb->rcv_nxt)
			return complain(c, SAYS_NUMBER, "3.10.7.2",
					"SYN,ACK acknowledges %u, but RCV.NXT "
					"is %u", seg->ack, tcb->rcv_nxt);
		b->has_acked = true;
		b->last_ack = seg->ack;
		return 0;
	}
	if (tcb->state == RFC_SYN_SENT) {
		if (seg->seq == tcb->iss)
			return 0;
		return complain(c, SAYS_NUMBER, "3.10.8",
				"SYN %u, but ISS is %u", seg->seq, tcb->iss);
	}
	if (tcb->state > RFC_SYN_SENT ||
	    !side_called(s, REFEREE_OPEN_ACTIVE))
		return complain(c, SAYS_STATE, "3.10.1",
				"no SYN is sent in this state");
	belief_delete(b);
	tcb->state = RFC_SYN_SENT;
	choose_iss(tcb, seg->seq);
	tcb->snd_nxt = segment_end(seg);
	return 0;
}

/* Every segment but SYN and RST acknowledges just what has arrived. */
static int check_ack(const struct belief *b, const struct side *s,
		     const struct referee_segment *seg,
		     const struct complaint *c)
{
	if (!(seg->flags & SEG_ACK))
		return complain(c, SAYS_CAUSE, "3.10.7.4 fifth step",
				"a segment without ACK");
	if (s->bulk || seg->no_numbers)
		return 0;
	if (sequence_after(seg->ack, b->tcb.rcv_nxt))
		return complain(c, SAYS_NUMBER, "3.10.7.4",
				"acknowledges %u, but RCV.NXT is %u", seg->ack,
				b->tcb.rcv_nxt);
	if (b->has_acked && sequence_before(seg->ack, b->last_ack))
		return complain(c, SAYS_NUMBER, "3.10.7.4",
				"acknowledges %u after %u", seg->ack,
				b->last_ack);
	if (seg->ack != b->tcb.rcv_nxt)
		return complain(c, SAYS_STALE, "3.10.7.4",
				"acknowledges %u, but RCV.NXT is %u", seg->ack,
				b->tcb.rcv_nxt);
	return 0;
}

static int check_fin(const struct belief *b, uint32_t data_end,
		     const struct referee_segment *seg,
		     const struct complaint *c)
{
	uint32_t fin = b->tcb.snd_nxt - 1;

	if (b->tcb.fin_sent && sequence_after(data_end, fin) &&
	    seg->length)
		return complain(c, SAYS_FIN, "3.10.2",
				"data up to %u, behind the FIN at %u", data_end,
				fin);
	if (!(seg->flags & SEG_FIN))
		return 0;
	if (b->tcb.fin_sent && data_end != fin)
		return complain(c, SAYS_FIN, "3.10.4",
				"a second FIN at %u, the first was at %u",
				data_end, fin);
	if (!b->tcb.fin_sent && !b->tcb.fin_due)
		return complain(c, SAYS_CAUSE, "3.10.4", "a FIN without CLOSE");
	return 0;
}

static int send_text(struct belief *b, const struct side *s,
		     const struct referee_segment *seg,
		     const struct complaint *c)
{
	uint32_t seq = s->bulk ? b->tcb.snd_nxt : seg->seq;
	uint32_t data_end = (s->bulk && !seg->length ? seq : seg->seq) +
			    seg->length;
	int says;

	if (s->bulk && b->tcb.fin_sent && seg->flags & SEG_FIN)
		data_end = b->tcb.snd_nxt - 1;
	says = check_fin(b, data_end, seg, c);
	if (says)
		return says;
	if (!s->bulk && sequence_after(seq, b->tcb.snd_nxt))
		return complain(c, SAYS_NUMBER, "3.10.2",
				"SEQ %u is beyond SND.NXT, %u", seq,
				b->tcb.snd_nxt);
	if (b->tcb.state == RFC_SYN_RECEIVED && !b->tcb.fast_open)
		return complain(c, SAYS_STATE, "3.10.2",
				"data and FIN wait for ESTABLISHED");
	if (!b->tcb.fin_sent && sequence_after(data_end, b->tcb.snd_nxt))
		b->tcb.snd_nxt = data_end;
	if (seg->flags & SEG_FIN && !b->tcb.fin_sent) {
		b->tcb.snd_nxt = data_end + 1;
		b->tcb.fin_sent = true;
		b->tcb.fin_due = false;
	}
	return 0;
}

static int send_bare_ack(struct belief *b, const struct side *s,
			 const struct referee_segment *seg,
			 const struct complaint *c)
{
	/* Probes (MUST-35, MUST-26) are below SND.NXT. */
	bool probe = !seg->at_next && seg->seq != b->tcb.snd_nxt;

	if (probe && !sequence_within(seg->seq, b->tcb.snd_una - 1,
				      b->tcb.snd_nxt - b->tcb.snd_una + 1))
		return complain(c, SAYS_NUMBER, "3.10.7.4",
				"SEQ %u, but SND.NXT is %u", seg->seq,
				b->tcb.snd_nxt);
	if (probe || s->bulk)
		return 0;
	if (s->syn_elsewhere && b->tcb.state == RFC_TIME_WAIT)
		return 0;
	if (!b->occasions && !s->called && !s->time) {
		if (b->silent)
			return complain(c, SAYS_CAUSE,
					"3.10.7.4 first step",
					"a RST outside the window is dropped "
					"without an answer");
		return complain(c, SAYS_CAUSE, "3.10.7.4",
				"an ACK that nothing asked for");
	}
	if (b->occasions)
		b->occasions--;
	return 0;
}

int belief_send(struct belief *b, const struct side *s,
		const struct referee_segment *seg, char *why, size_t size)
{
	const struct belief before = *b;
	struct complaint c = {&before, why, size};
	bool bare;
	int says;

	if (seg->flags & SEG_RST)
		return send_reset(b, s, seg, &c);
	if (seg->flags & SEG_SYN)
		return send_syn(b, s, seg, &c);
	if (b->tcb.state < RFC_SYN_RECEIVED)
		return complain(&c, SAYS_STATE, "3.10.7.1",
				"no such segment is sent in this state");
	says = check_ack(b, s, seg, &c);
	if (says)
		return says;
	bare = !seg->length && !(seg->flags & SEG_FIN);
	says = bare ? send_bare_ack(b, s, seg, &c) : send_text(b, s, seg, &c);
	if (says)
		return says;
	b->has_acked = true;
	b->last_ack = seg->ack;
	forget_due_acks(b);
	return 0;
}

void belief_force_sent(struct belief *b, const struct referee_segment *seg)
{
	uint32_t end = segment_end(seg);

	/* It was an answer, if not the right one. */
	b->n_due = 0;
	if (seg->flags & SEG_RST) {
		belief_delete(b);
		return;
	}
	if (b->tcb.state <= RFC_LISTEN || seg->no_numbers)
		return;
	if (sequence_after(end, b->tcb.snd_nxt))
		b->tcb.snd_nxt = end;
	/* What was acknowledged was sent, and what is acknowledged arrived. */
	if (b->tcb.state == RFC_FIN_WAIT_2 || b->tcb.state == RFC_TIME_WAIT)
		b->tcb.snd_una = b->tcb.snd_nxt;
	if (seg->flags & SEG_ACK) {
		b->has_acked = true;
		b->last_ack = seg->ack;
	}
	if (seg->flags & SEG_FIN && !b->tcb.fin_sent) {
		b->tcb.fin_sent = true;
		b->tcb.fin_due = false;
		if (b->tcb.state == RFC_ESTABLISHED)
			b->tcb.state = RFC_FIN_WAIT_1;
		else if (b->tcb.state == RFC_CLOSE_WAIT)
			b->tcb.state = RFC_LAST_ACK;
	}
}

void belief_force_state(struct belief *b, enum rfc_state state)
{
	struct tcb *tcb = &b->tcb;

	if (state == RFC_CLOSED) {
		belief_delete(b);
		return;
	}
	tcb->state = state;
	tcb->peer_fin = state == RFC_CLOSE_WAIT || state == RFC_CLOSING ||
			state == RFC_LAST_ACK || state == RFC_TIME_WAIT;
	switch (state) {
	case RFC_SYN_SENT:
	case RFC_SYN_RECEIVED:
		tcb->snd_una = tcb->iss;
		tcb->snd_nxt = tcb->iss + 1;
		tcb->fin_sent = tcb->fin_due = false;
		break;
	case RFC_FIN_WAIT_2:
	case RFC_TIME_WAIT:
		tcb->fin_sent = true;
		tcb->fin_due = false;
		tcb->snd_una = tcb->snd_nxt;
		break;
	case RFC_FIN_WAIT_1:
	case RFC_CLOSING:
	case RFC_LAST_ACK:
		if (!tcb->fin_sent)
			tcb->fin_due = true;
		else if (tcb->snd_una == tcb->snd_nxt)
			tcb->snd_una--;
		break;
	default:
		tcb->fin_sent = tcb->fin_due = false;
		break;
	}
}
