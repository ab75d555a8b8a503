/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The referee's events.
 */
#include "harness/referee/belief.h"
#include "base/memory.h"
#include "harness/referee/sequence.h"
#include "harness/trace/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A conversation; whether a RST was seen in it. */
struct sides {
	struct side end[2];
	bool reset;
};

struct referee {
	bool bulk;
	struct sides *conv;
	unsigned n_conv;
	unsigned calls[2];
	bool forged[2], called[2], time;
	char text[256];
};

struct referee *referee_new(bool bulk)
{
	struct referee *r = calloc(1, sizeof(*r));

	if (r)
		r->bulk = bulk;
	return r;
}

void referee_free(struct referee *r)
{
	unsigned i;
	int end;

	if (!r)
		return;
	for (i = 0; i < r->n_conv; i++) {
		for (end = 0; end < 2; end++) {
			free(r->conv[i].end[end].belief);
			free(r->conv[i].end[end].arrival);
			free(r->conv[i].end[end].sent);
		}
	}
	free(r->conv);
	free(r);
}

static void side_begin(struct side *s, const struct referee *r, int end)
{
	static const struct belief closed;

	memset(s, 0, sizeof(*s));
	s->bulk = r->bulk;
	s->calls = r->calls[end];
	s->forged = r->forged[end];
	s->called = r->called[end];
	s->time = r->time;
	side_add(s, &closed);
}

static struct side *side_of(struct referee *r, unsigned conv, int end)
{
	if (conv > r->n_conv) {
		void *more = reallocarray(r->conv, conv, sizeof(*r->conv));

		if (!more)
			memory_none();
		r->conv = more;
		for (; r->n_conv < conv; r->n_conv++) {
			side_begin(&r->conv[r->n_conv].end[0], r, 0);
			side_begin(&r->conv[r->n_conv].end[1], r, 1);
			r->conv[r->n_conv].reset = false;
		}
	}
	return &r->conv[conv - 1].end[end];
}

static bool is_judged(const struct side *s)
{
	return !s->forged && !s->overflow;
}

/* What a call comes to, as bits. */
static unsigned call_bits(enum referee_call call)
{
	switch (call) {
	case REFEREE_CLOSE:
		return 1u << REFEREE_CLOSE | 1u << REFEREE_SHUT_WR |
		       1u << REFEREE_SHUT_RD | 1u << REFEREE_ABORT;
	case REFEREE_OTHER:
	case REFEREE_TIME:
		return 0;
	default:
		return 1u << call;
	}
}

static void call_side(struct side *s, enum referee_call call)
{
	/* The only way to abort behind a CLOSE. */
	if (call == REFEREE_ABORT ||
	    (call == REFEREE_CLOSE && side_called(s, REFEREE_SHUT_WR)))
		s->shut_then_closed = true;
	s->calls |= call_bits(call);
	if (call == REFEREE_TIME)
		s->time = true;
	if (call == REFEREE_ABORT)
		s->aborted = true;
}

void referee_call(struct referee *r, unsigned conv, int end,
		  enum referee_call call)
{
	unsigned i;

	/* A call can make an end send an ACK: a window has opened. */
	if (call != REFEREE_TIME) {
		r->called[end] = true;
		for (i = 0; i < r->n_conv; i++)
			r->conv[i].end[end].called = true;
	}
	if (conv) {
		call_side(side_of(r, conv, end), call);
		return;
	}
	r->calls[end] |= call_bits(call);
	r->time = r->time || call == REFEREE_TIME;
	for (i = 0; i < r->n_conv; i++)
		call_side(&r->conv[i].end[end], call);
}

void referee_same_port(struct referee *r, unsigned conv, int end)
{
	side_of(r, conv, end)->same_port = true;
}

void referee_forged(struct referee *r, int end)
{
	unsigned i;

	r->forged[end] = true;
	for (i = 0; i < r->n_conv; i++)
		r->conv[i].end[end].forged = true;
}

static void forget_step(struct side *s)
{
	size_t i;

	s->called = s->time = s->syn_elsewhere = false;
	s->opened = s->replaced = s->aborted = false;
	for (i = 0; i < s->n; i++)
		s->belief[i].why = NULL;
}

/*
 * A segment comes from outside. An end that has acknowledged everything has no
 * ACK in reserve: from here on only this segment can ask for one.
 */
static void forget_occasions(struct side *s)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (s->belief[i].last_ack == s->belief[i].tcb.rcv_nxt)
			s->belief[i].occasions = 0;
}

void referee_step(struct referee *r, bool injected)
{
	unsigned i;
	int end;

	r->time = false;
	r->called[0] = r->called[1] = false;
	for (i = 0; i < r->n_conv; i++) {
		for (end = 0; end < 2; end++) {
			struct side *s = &r->conv[i].end[end];

			if (!is_judged(s))
				continue;
			/* What time has done, the last states have shown. */
			forget_step(s);
			side_judge_settled(s);
			if (injected)
				forget_occasions(s);
		}
	}
}

static void remember_sent(struct side *s, const struct referee_segment *seg)
{
	if (s->n_sent == s->sent_room) {
		size_t room = 2 * s->sent_room + 8;
		void *more = reallocarray(s->sent, room, sizeof(*s->sent));

		if (!more)
			memory_none();
		s->sent = more;
		s->sent_room = room;
	}
	s->sent[s->n_sent++] = *seg;
}

/* The number that a trace leaves out, as pcap/conversation.h counts. */
static void place(struct sides *conv, struct referee_segment *seg)
{
	struct side *s = &conv->end[seg->from];
	uint32_t end;

	if (seg->at_next || seg->no_numbers)
		seg->seq = s->next;
	end = segment_end(seg);
	if (seg->flags & SEG_RST) {
		conv->reset = true;
		return;
	}
	/* A new socket begins anew at 0. */
	if (seg->flags & SEG_SYN && (seg->seq || conv->reset)) {
		if (!seg->seq)
			s->next = 1;
		return;
	}
	if (sequence_after(end, s->next))
		s->next = end;
}

/*
 * An end that is judged no more is a line of the trace, once: nobody shall take
 * the referee's silence for its consent.
 *
 * Return: that line, or @deviation.
 */
static const char *or_overflow(struct referee *r, unsigned conv, int end,
			       const char *deviation)
{
	struct side *s = side_of(r, conv, end);
	char number[16] = "";

	if (!s->overflow || s->overflow_told)
		return deviation;
	s->overflow_told = true;
	if (conv > 1)
		snprintf(number, sizeof(number), "#%u", conv);
	snprintf(r->text, sizeof(r->text),
		 "RFC 9293: %s%s is not judged from here on, more than %d "
		 "control blocks are possible",
		 word_text(&words_end, end), number,
		 REFEREE_BELIEFS);
	return r->text;
}

/* The port of an earlier connection may be this one's now. */
static void open_anew(struct referee *r, const struct referee_segment *syn)
{
	bool same_port = side_of(r, syn->conv, syn->from)->same_port;
	unsigned i;

	for (i = 0; i + 1 < syn->conv; i++) {
		r->conv[i].end[syn->from].opened = true;
		r->conv[i].end[syn->from].replaced |= same_port;
	}
}

const char *referee_sent(struct referee *r, struct referee_segment *seg)
{
	struct side *s = side_of(r, seg->conv, seg->from);
	const char *deviation = NULL;

	if ((seg->flags & (SEG_SYN | SEG_ACK)) == SEG_SYN)
		open_anew(r, seg);
	place(&r->conv[seg->conv - 1], seg);
	if (is_judged(s))
		deviation = side_judge_sent(s, seg, r->text, sizeof(r->text));
	remember_sent(s, seg);
	return or_overflow(r, seg->conv, seg->from, deviation);
}

void referee_injected(struct referee *r, struct referee_segment *seg)
{
	side_of(r, seg->conv, seg->from);
	place(&r->conv[seg->conv - 1], seg);
}

/*
 * A SYN that begins a conversation may be one that an older one refuses.
 *
 * Return: whether there is one in TIME-WAIT.
 */
static bool tell_others(struct referee *r, const struct referee_segment *syn)
{
	bool time_wait = false;
	unsigned i;
	size_t k;

	for (i = 0; i < r->n_conv; i++) {
		struct side *s = &r->conv[i].end[syn->to];

		if (i == syn->conv - 1)
			continue;
		s->syn_elsewhere = true;
		for (k = 0; k < s->n; k++)
			if (s->belief[k].tcb.state == RFC_TIME_WAIT)
				time_wait = true;
	}
	return time_wait;
}

void referee_arrives(struct referee *r, const struct referee_segment *seg,
		     size_t tag)
{
	struct side *s = side_of(r, seg->conv, seg->to);
	bool refusable = seg->flags & SEG_SYN && tell_others(r, seg);

	if (s->n_arrivals == s->arrival_room) {
		size_t room = 2 * s->arrival_room + 8;
		void *more = reallocarray(s->arrival, room,
					  sizeof(*s->arrival));

		if (!more)
			memory_none();
		s->arrival = more;
		s->arrival_room = room;
	}
	s->arrival[s->n_arrivals++] = (struct arrival){*seg, tag, refusable};
}

const char *referee_state(struct referee *r, unsigned conv, int end,
			  enum rfc_state state)
{
	struct side *s = side_of(r, conv, end);
	const char *deviation = NULL;

	if (is_judged(s))
		deviation = side_judge_state(s, state, r->text,
					     sizeof(r->text));
	return or_overflow(r, conv, end, deviation);
}

const char *referee_missing(struct referee *r, unsigned n, size_t *tag)
{
	unsigned i, k;
	int end;

	for (i = 0; i < 2 * r->n_conv; i++) {
		struct side *s = &r->conv[i / 2].end[i & 1];

		end = i & 1;
		if (!is_judged(s) || r->bulk || r->forged[end])
			continue;
		side_judge_settled(s);
		for (k = 0; s->n && k < s->belief[0].n_due; k++) {
			const struct due *due = &s->belief[0].due[k];

			if (!side_waits(s, due) || n-- > 0)
				continue;
			*tag = due->tag;
			return due->flags & SEG_RST ?
				       "RFC 9293 3.5.2: a RST is due" :
				       "RFC 9293 3.10.7.4 fifth step: an ACK "
				       "is due";
		}
	}
	return NULL;
}
