/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What may come of a segment that arrives: what the model says, and what else
 * does no harm.
 */
#include "harness/referee/belief.h"
#include "harness/referee/sequence.h"

#include <string.h>

static void add_due(struct belief *b, const struct reply *reply,
		    const struct arrival *a, bool must)
{
	if (b->n_due == BELIEF_DUE) {
		memmove(b->due, b->due + 1, sizeof(b->due) - sizeof(*b->due));
		b->n_due--;
	}
	b->due[b->n_due++] = (struct due){
		.seq = reply->seq,
		.ack = reply->ack,
		.flags = reply->flags,
		.must = must && !a->refusable,
		.tag = a->tag,
	};
}

/* What answers nothing that can be told. */
static const struct arrival none;

/* What the model makes of an event becomes a belief. */
static struct belief believe(const struct belief *b, const struct outcome *o,
			     const struct arrival *a, bool ack_must)
{
	struct belief next = *b;
	unsigned i;

	next.tcb = o->tcb;
	next.why = o->why;
	next.silent = false;
	if (next.tcb.state <= RFC_LISTEN && b->tcb.state > RFC_LISTEN)
		belief_delete(&next);
	if (o->tcb.state == RFC_LISTEN) {
		next.tcb.state = RFC_LISTEN;
		next.tcb.passive = true;
	}
	for (i = 0; i < o->n; i++) {
		const struct reply *reply = &o->reply[i];

		if (reply->flags & SEG_RST)
			add_due(&next, reply, a,
				reply->strength == REPLY_DUE);
		else if (reply->flags == SEG_ACK)
			next.occasions++;
		if (ack_must && reply->flags == SEG_ACK)
			add_due(&next, reply, a, true);
	}
	return next;
}

static struct event event_of(const struct belief *b,
			     const struct referee_segment *seg)
{
	bool exact = seg->no_numbers;

	return (struct event){
		.kind = EVENT_SEGMENT,
		.window = REFEREE_WINDOW,
		.last_ack = b->has_acked ? b->last_ack : b->tcb.rcv_nxt,
		.seg = {
			.seq = exact ? b->tcb.rcv_nxt : seg->seq,
			.ack = exact ? b->tcb.snd_nxt : seg->ack,
			.length = seg->length,
			.flags = seg->flags,
			.has_ts = seg->has_ts,
			.ts = seg->ts,
		},
	};
}

static bool is_outside(const struct belief *b, const struct event *e)
{
	return !sequence_within(e->seg.seq, b->tcb.rcv_nxt, REFEREE_WINDOW);
}

/* The arrival as the model has it, from another control block if need be. */
static void add_event(struct side *s, const struct belief *b,
		      const struct event *e, const struct arrival *a)
{
	bool synchronized = rfc9293_synchronized(b->tcb.state);
	struct belief next;
	struct outcome o;

	rfc9293_event(&b->tcb, e, &o);
	if (o.impossible)
		return;
	next = believe(b, &o, a,
		       synchronized && !is_outside(b, e) &&
			       !(e->seg.flags & (SEG_RST | SEG_SYN)) &&
			       e->seg.flags & SEG_ACK &&
			       sequence_after(e->seg.ack, b->tcb.snd_nxt));
	next.done++;
	next.silent = synchronized && e->seg.flags & SEG_RST &&
		      is_outside(b, e);
	side_add(s, &next);
}

static void add_ignored(struct side *s, const struct belief *b,
			unsigned occasions)
{
	struct belief next = *b;

	next.done++;
	next.occasions += occasions;
	side_add(s, &next);
}

/*
 * There is no room for text, from here on: as many ways as there are arrivals,
 * and not a way for each choice of them.
 */
static void add_lost(struct side *s, const struct belief *b)
{
	struct belief next = *b;

	next.drops = true;
	add_ignored(s, &next, 1);
}

/* A request that the listener has forgotten is a segment for the listener. */
static void add_forgotten(struct side *s, const struct belief *b,
			  const struct event *e, const struct arrival *a)
{
	struct belief next = *b;

	if (!b->tcb.passive || e->seg.flags & SEG_SYN)
		return;
	belief_delete(&next);
	next.tcb.state = RFC_LISTEN;
	next.tcb.passive = true;
	add_event(s, &next, e, a);
}

/* Reading 3: crossed SYN,ACKs may establish. */
static void add_crossed(struct side *s, const struct belief *b,
			const struct event *e)
{
	struct event bare = *e;
	struct belief next = *b;
	struct outcome o;

	if ((e->seg.flags & (SEG_SYN | SEG_ACK)) != (SEG_SYN | SEG_ACK) ||
	    e->seg.seq != b->tcb.irs)
		return;
	bare.seg.seq++;
	bare.seg.length = 0;
	bare.seg.flags = SEG_ACK;
	rfc9293_event(&b->tcb, &bare, &o);
	if (o.tcb.state < RFC_ESTABLISHED)
		return;
	next.tcb = o.tcb;
	next.done++;
	next.occasions++;
	side_add(s, &next);
}

/*
 * A segment that only repeats what was received, up to RCV.NXT: the first step
 * drops it after an ACK. That its ACK field is used all the same harms nobody.
 */
static void add_repeated(struct side *s, const struct belief *b,
			 const struct event *e)
{
	struct event bare = *e;
	struct belief next = *b;
	struct outcome o;
	uint32_t end = e->seg.seq + e->seg.length + !!(e->seg.flags & SEG_FIN);

	if (e->seg.flags & (SEG_SYN | SEG_RST) || !(e->seg.flags & SEG_ACK) ||
	    end != b->tcb.rcv_nxt || end == e->seg.seq)
		return;
	bare.seg.seq = b->tcb.rcv_nxt;
	bare.seg.length = 0;
	bare.seg.flags = SEG_ACK;
	rfc9293_event(&b->tcb, &bare, &o);
	if (o.impossible || o.n)
		return;
	next = believe(b, &o, &none, false);
	next.done++;
	next.occasions++;
	side_add(s, &next);
}

static void add_without_text(struct side *s, const struct belief *b,
			     const struct event *e, const struct arrival *a)
{
	struct event bare = *e;

	bare.seg.length = 0;
	bare.seg.flags &= (uint16_t)~SEG_FIN;
	add_event(s, b, &bare, a);
}

/* 3.10.7.2: "any other control or text should be queued for processing later" */
static void add_queued(struct side *s, const struct belief *b,
		       const struct event *e, const struct arrival *a)
{
	struct outcome o;
	struct belief next;

	if (!e->seg.length)
		return;
	rfc9293_event(&b->tcb, e, &o);
	if (o.tcb.state != RFC_SYN_RECEIVED)
		return;
	o.tcb.held[0].seq = e->seg.seq + 1;
	o.tcb.held[0].length = e->seg.length;
	o.tcb.n_held = 1;
	next = believe(b, &o, a, false);
	next.done++;
	side_add(s, &next);
}

static void add_listen(struct side *s, const struct belief *b, struct event *e,
		       const struct arrival *a)
{
	if (!(e->seg.flags & SEG_SYN))
		return;
	/* No room in a queue: as if lost. */
	add_ignored(s, b, 0);
	add_queued(s, b, e, a);
	if (side_called(s, REFEREE_FAST_OPEN)) {
		e->fast_open = true;
		add_event(s, b, e, a);
	}
}

void side_add_arrival(struct side *s, const struct belief *b, bool lossy)
{
	const struct arrival *a = &s->arrival[b->done];
	struct event e = event_of(b, &a->seg);
	uint16_t flags = e.seg.flags;
	bool synchronized = rfc9293_synchronized(b->tcb.state);

	if (b->drops && e.seg.length) {
		add_ignored(s, b, 1);
		return;
	}
	add_event(s, b, &e, a);
	switch (b->tcb.state) {
	case RFC_LISTEN:
		add_listen(s, b, &e, a);
		break;
	case RFC_SYN_SENT:
		/* Text beside a SYN may be left to be sent again. */
		if (flags & SEG_SYN && (e.seg.length || flags & SEG_FIN))
			add_without_text(s, b, &e, a);
		break;
	case RFC_SYN_RECEIVED:
		add_ignored(s, b, 0);
		if (!b->tcb.passive)
			add_crossed(s, b, &e);
		else
			add_forgotten(s, b, &e, a);
		break;
	case RFC_TIME_WAIT:
		/* RFC 6191, MAY-2; RFC 1337 */
		e.newer = true;
		if (flags & SEG_SYN && side_called(s, REFEREE_LISTEN))
			add_event(s, b, &e, a);
		if (flags & SEG_RST)
			add_ignored(s, b, 0);
		break;
	default:
		break;
	}
	if (synchronized)
		add_repeated(s, b, &e);
	/* RFC 7323 3.2: the option is missing, and "a TCP SHOULD silently
	 * drop the segment". */
	if (b->tcb.timestamps && !e.seg.has_ts && !(flags & SEG_RST))
		add_ignored(s, b, 0);
	/* RFC 5961 5.2: MAX.SND.WND is not known. */
	if (synchronized && flags & SEG_ACK &&
	    sequence_before(e.seg.ack, b->tcb.snd_una))
		add_ignored(s, b, 1);
	if (lossy && e.seg.length)
		add_lost(s, b);
	/* Where it fell is not known. */
	if (a->seg.no_numbers && flags & SEG_RST)
		add_ignored(s, b, 1);
}

/* Bare ACKs are not seen: everything sent may be acknowledged. */
void side_add_unseen_ack(struct side *s, const struct belief *b)
{
	struct event e = {
		.kind = EVENT_SEGMENT,
		.seg = {
			.seq = b->tcb.rcv_nxt,
			.ack = b->tcb.snd_nxt,
			.flags = SEG_ACK,
		},
	};
	struct outcome o;
	struct belief next;

	if (b->tcb.state < RFC_SYN_RECEIVED ||
	    b->tcb.snd_una == b->tcb.snd_nxt)
		return;
	rfc9293_event(&b->tcb, &e, &o);
	if (o.impossible)
		return;
	next = believe(b, &o, &none, false);
	side_add(s, &next);
}

void belief_answer_reset(struct belief *b, const struct side *s)
{
	const struct arrival *a = &s->arrival[s->n_arrivals - 1];
	struct tcb closed = {.state = RFC_CLOSED};
	struct event e = event_of(b, &a->seg);
	struct outcome o;

	rfc9293_event(&closed, &e, &o);
	if (o.n)
		add_due(b, &o.reply[0], a, false);
}
