/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What may come of an end's beliefs without being seen: calls that take effect,
 * timers, and arrivals that are processed (arrival.c).
 */
#include "harness/referee/belief.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static bool tcb_equal(const struct tcb *a, const struct tcb *b)
{
	unsigned i;

	if (a->state != b->state || a->passive != b->passive ||
	    a->iss != b->iss || a->snd_una != b->snd_una ||
	    a->snd_nxt != b->snd_nxt || a->fin_due != b->fin_due ||
	    a->fin_sent != b->fin_sent || a->irs != b->irs ||
	    a->rcv_nxt != b->rcv_nxt || a->peer_fin != b->peer_fin ||
	    a->timestamps != b->timestamps || a->ts_recent != b->ts_recent ||
	    /* It matters in no other state. */
	    (a->state == RFC_SYN_RECEIVED && a->fast_open != b->fast_open) ||
	    a->no_reading != b->no_reading || a->n_held != b->n_held)
		return false;
	for (i = 0; i < a->n_held; i++)
		if (a->held[i].seq != b->held[i].seq ||
		    a->held[i].length != b->held[i].length ||
		    a->held[i].fin != b->held[i].fin)
			return false;
	return true;
}

/* But for occasions: whoever has more of them may do all that the other may. */
static bool belief_equal(const struct belief *a, const struct belief *b)
{
	unsigned i;

	if (a->done != b->done || a->has_acked != b->has_acked ||
	    a->last_ack != b->last_ack || a->drops != b->drops ||
	    a->silent != b->silent || a->cookie != b->cookie ||
	    a->n_due != b->n_due ||
	    a->deviates != b->deviates)
		return false;
	for (i = 0; i < a->n_due; i++)
		if (a->due[i].seq != b->due[i].seq ||
		    a->due[i].ack != b->due[i].ack ||
		    a->due[i].flags != b->due[i].flags ||
		    a->due[i].tag != b->due[i].tag)
			return false;
	return tcb_equal(&a->tcb, &b->tcb);
}

void side_add(struct side *s, const struct belief *b)
{
	size_t i;

	for (i = 0; i < s->n; i++) {
		struct belief *old = &s->belief[i];

		if (!belief_equal(old, b))
			continue;
		if (b->occasions > old->occasions) {
			old->occasions = b->occasions;
			s->raised = true;
		}
		return;
	}
	if (s->n == REFEREE_BELIEFS) {
		s->overflow = true;
		return;
	}
	if (s->n == s->room) {
		size_t room = 2 * s->room + 4;
		void *more = reallocarray(s->belief, room, sizeof(*b));

		if (!more)
			memory_none();
		s->belief = more;
		s->room = room;
	}
	s->belief[s->n] = *b;
	s->belief[s->n].tcb.queued = 1;
	s->belief[s->n].tcb.snd_wnd = 0;
	s->belief[s->n].tcb.rcv_wnd = REFEREE_WINDOW;
	s->belief[s->n].tcb.max_snd_wnd = REFEREE_WINDOW;
	s->n++;
}

void belief_delete(struct belief *b)
{
	memset(&b->tcb, 0, sizeof(b->tcb));
	b->has_acked = false;
	b->last_ack = 0;
	b->occasions = 0;
}

/* A CLOSE whose FIN has not been seen yet. */
static void add_close(struct side *s, const struct belief *b)
{
	struct belief next = *b;

	switch (b->tcb.state) {
	case RFC_SYN_SENT:
		belief_delete(&next);
		side_add(s, &next);
		return;
	case RFC_SYN_RECEIVED:
		/* At once, or queued until ESTABLISHED. */
		next.tcb.fin_due = true;
		side_add(s, &next);
		next.tcb.state = RFC_FIN_WAIT_1;
		break;
	case RFC_ESTABLISHED:
		next.tcb.fin_due = true;
		next.tcb.state = RFC_FIN_WAIT_1;
		break;
	case RFC_CLOSE_WAIT:
		next.tcb.fin_due = true;
		next.tcb.state = RFC_LAST_ACK;
		break;
	default:
		return;
	}
	side_add(s, &next);
}

static void add_gone(struct side *s, const struct belief *b,
		     const char *deviates)
{
	struct belief next = *b;

	belief_delete(&next);
	next.deviates = b->deviates ? b->deviates : deviates;
	side_add(s, &next);
}

static void add_calls(struct side *s, const struct belief *b)
{
	enum rfc_state state = b->tcb.state;
	struct belief next = *b;

	if (side_called(s, REFEREE_SHUT_WR))
		add_close(s, b);
	if (side_called(s, REFEREE_SHUT_RD) && rfc9293_synchronized(state) &&
	    !b->tcb.no_reading) {
		next.tcb.no_reading = true;
		side_add(s, &next);
	}
	if (s->aborted && state >= RFC_SYN_RECEIVED &&
	    state <= RFC_CLOSE_WAIT)
		add_gone(s, b,
			 "RFC 9293 3.10.5: an ABORT in this state sends a RST");
	/* 3.10.5: these states say nothing when they are aborted. Only a
	 * second call can do it: the first one was the CLOSE. */
	if (s->shut_then_closed &&
	    (state == RFC_SYN_SENT || state == RFC_CLOSING ||
	     state == RFC_LAST_ACK))
		add_gone(s, b, NULL);
	if (side_called(s, REFEREE_LISTEN_END) &&
	    (state == RFC_LISTEN ||
	     (state == RFC_SYN_RECEIVED && b->tcb.passive)))
		add_gone(s, b, NULL);
	if (side_called(s, REFEREE_LISTEN) && state == RFC_CLOSED) {
		next = *b;
		next.tcb.state = RFC_LISTEN;
		next.tcb.passive = true;
		side_add(s, &next);
	}
}

static void add_timers(struct side *s, const struct belief *b)
{
	switch (b->tcb.state) {
	case RFC_CLOSED:
	case RFC_LISTEN:
		return;
	case RFC_TIME_WAIT:
		add_gone(s, b, NULL);
		return;
	case RFC_FIN_WAIT_2:
		if (s->replaced)
			add_gone(s, b,
				 "RFC 9293 3.10.1: FIN-WAIT-2 gives way to an "
				 "OPEN (Linux: tcp_twsk_unique())");
		/* It may have been replaced without our knowing. */
		else if (s->time && !s->opened)
			add_gone(s, b,
				 "RFC 9293 3.10.8: FIN-WAIT-2 has no time-out "
				 "(Linux: tcp_fin_timeout)");
		return;
	default:
		if (s->time)
			add_gone(s, b, NULL);
		return;
	}
}

static void expand_each(struct side *s, bool lossy)
{
	size_t i;

	for (i = 0; i < s->n && !s->overflow; i++) {
		struct belief b = s->belief[i];

		if (b.done < s->n_arrivals)
			side_add_arrival(s, &b, lossy);
		add_calls(s, &b);
		add_timers(s, &b);
		if (s->bulk)
			side_add_unseen_ack(s, &b);
	}
}

void side_expand(struct side *s, bool lossy)
{
	/* What has more occasions now has successors with more of them. */
	do {
		s->raised = false;
		expand_each(s, lossy);
	} while (s->raised && !s->overflow);
}

void side_settle(struct side *s)
{
	size_t i, kept = 0;

	for (i = 0; i < s->n; i++)
		if (s->belief[i].done == s->n_arrivals)
			s->belief[kept++] = s->belief[i];
	s->n = kept;
}
