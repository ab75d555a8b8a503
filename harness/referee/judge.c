/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is seen removes the beliefs that do not agree with it; when none is
 * left, that is a deviation.
 */
#include "harness/referee/belief.h"
#include "base/memory.h"
#include "harness/referee/sequence.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void side_judge_settled(struct side *s)
{
	side_expand(s, false);
	side_settle(s);
}

/* A SYN is sent again without the text beside it: that may be what was lost. */
static bool same_length(const struct referee_segment *old,
			const struct referee_segment *seg)
{
	return old->length == seg->length ||
	       (seg->flags & SEG_SYN && !seg->length);
}

/* A copy of what was sent before, to the last number. */
static bool is_repetition(const struct side *s,
			  const struct referee_segment *seg)
{
	size_t i;

	if (seg->flags & SEG_RST || seg->no_numbers ||
	    segment_end(seg) == seg->seq)
		return false;
	for (i = 0; i < s->n_sent; i++) {
		const struct referee_segment *old = &s->sent[i];

		if (old->flags == seg->flags && old->seq == seg->seq &&
		    same_length(old, seg) &&
		    (!(seg->flags & SEG_ACK) || old->ack == seg->ack))
			break;
	}
	if (i == s->n_sent)
		return false;
	/* CLOSED has nothing to repeat. */
	for (i = 0; i < s->n; i++)
		if (s->belief[i].tcb.state > RFC_LISTEN)
			return true;
	return false;
}

/* Those that may send it, moved on. How much what is wrong says, else 0. */
static int filter_sent(struct side *s, const struct referee_segment *seg,
		       char *text, size_t size)
{
	struct side agree = *s;
	int says, most = 0;
	size_t i;

	agree.belief = NULL;
	agree.n = agree.room = 0;
	for (i = 0; i < s->n; i++) {
		struct belief b = s->belief[i];
		char why[256];

		says = belief_send(&b, s, seg, why, sizeof(why));
		if (!says) {
			side_add(&agree, &b);
			continue;
		}
		/* What is up to date is told before what lags behind, and
		 * what is there before what is gone. */
		if (s->belief[i].tcb.state > RFC_LISTEN)
			says += 20;
		says += s->belief[i].done == s->n_arrivals ? 10 : 0;
		if (says > most) {
			most = says;
			snprintf(text, size, "%s", why);
		}
	}
	if (!agree.n) {
		free(agree.belief);
		return most;
	}
	free(s->belief);
	s->belief = agree.belief;
	s->n = agree.n;
	s->room = agree.room;
	s->overflow = agree.overflow;
	return 0;
}

/*
 * When only beliefs are left that have left the RFC, that is told, once.
 *
 * Return: the deviation, or NULL.
 */
static const char *only_deviant(struct side *s)
{
	const char *deviates = NULL;
	size_t i;

	for (i = 0; i < s->n; i++) {
		if (!s->belief[i].deviates)
			return NULL;
		deviates = s->belief[i].deviates;
	}
	for (i = 0; i < s->n; i++)
		s->belief[i].deviates = NULL;
	return deviates;
}

/*
 * Nothing agrees: text may have found no room. What comes of that alone.
 *
 * Return: the beliefs without it, for give_back().
 */
static struct side expand_lossy(struct side *s)
{
	struct side without = *s;

	s->belief = memory_new(1, s->n * sizeof(*s->belief));
	memcpy(s->belief, without.belief, s->n * sizeof(*s->belief));
	s->room = s->n;
	side_expand(s, true);
	return without;
}

/* What was seen has been explained by it: what comes may find room again. */
static void keep_lossy(struct side *s, struct side *without)
{
	size_t i;

	free(without->belief);
	for (i = 0; i < s->n; i++)
		s->belief[i].drops = false;
}

static void give_back(struct side *s, const struct side *without)
{
	free(s->belief);
	s->belief = without->belief;
	s->n = without->n;
	s->room = without->room;
}

/*
 * A RST that must not be ends what it is sent by, or answers a segment that is
 * then dropped.
 */
static void force_sent(struct side *s, const struct referee_segment *seg)
{
	size_t i, n = s->n;
	struct belief *before = calloc(n, sizeof(*before));

	if (!before)
		memory_none();
	memcpy(before, s->belief, n * sizeof(*before));
	for (i = 0; i < n; i++)
		belief_force_sent(&s->belief[i], seg);
	for (i = 0; seg->flags & SEG_RST && i < n; i++) {
		if (before[i].done == s->n_arrivals ||
		    before[i].tcb.state <= RFC_LISTEN)
			continue;
		before[i].done = s->n_arrivals;
		side_add(s, &before[i]);
	}
	free(before);
}

/* A SYN that must not be may be that of a new socket with the same port. */
static void add_opened(struct side *s, const struct referee_segment *syn)
{
	struct belief opened = s->belief[0];
	char unused[256];

	belief_delete(&opened);
	if (!belief_send(&opened, s, syn, unused, sizeof(unused)))
		side_add(s, &opened);
}

const char *side_judge_sent(struct side *s, const struct referee_segment *seg,
			    char *text, size_t size)
{
	struct side without;
	char unused[256];

	side_expand(s, false);
	if (s->overflow || is_repetition(s, seg))
		return NULL;
	if (!filter_sent(s, seg, text, size))
		return only_deviant(s);
	without = expand_lossy(s);
	if (s->overflow || !filter_sent(s, seg, unused, sizeof(unused))) {
		keep_lossy(s, &without);
		return NULL;
	}
	give_back(s, &without);
	force_sent(s, seg);
	if ((seg->flags & (SEG_SYN | SEG_ACK)) == SEG_SYN)
		add_opened(s, seg);
	return text;
}

static bool is_in(const struct belief *b, enum rfc_state state)
{
	if (b->tcb.state == state)
		return true;
	/* The kernel calls an end that only listens gone. */
	return state == RFC_CLOSED &&
	       (b->tcb.state == RFC_LISTEN ||
		(b->tcb.state == RFC_SYN_RECEIVED && b->cookie));
}

static bool filter_state(struct side *s, enum rfc_state state)
{
	size_t i, kept = 0;

	for (i = 0; i < s->n; i++)
		kept += is_in(&s->belief[i], state);
	if (!kept)
		return false;
	for (i = kept = 0; i < s->n; i++)
		if (is_in(&s->belief[i], state))
			s->belief[kept++] = s->belief[i];
	s->n = kept;
	return true;
}

/* SYN cookies explain that an end is gone which has just answered a SYN. */
static bool filter_cookies(struct side *s, enum rfc_state state)
{
	size_t i;

	for (i = 0; state == RFC_CLOSED && i < s->n; i++)
		s->belief[i].cookie = s->belief[i].tcb.passive;
	return filter_state(s, state);
}

/* "FIN-WAIT-1 or CLOSING": what it may be, each once. */
static void tell_states(const struct side *s, char *text, size_t size)
{
	unsigned seen = 0;
	size_t i, used = 0;

	*text = '\0';
	for (i = 0; i < s->n; i++) {
		enum rfc_state state = s->belief[i].tcb.state;

		if (state == RFC_LISTEN)
			state = RFC_CLOSED;
		if (seen & 1u << state || s->belief[i].deviates)
			continue;
		used += (size_t)snprintf(text + used, size - used, "%s%s",
					 seen ? " or " : "",
					 rfc9293_state_name(state));
		seen |= 1u << state;
	}
}

/* The paragraph by which the last arrival of the step was processed. */
static const char *common_why(const struct side *s)
{
	const char *why = s->n ? s->belief[0].why : NULL;
	size_t i;

	for (i = 1; why && i < s->n; i++)
		if (!s->belief[i].why || strcmp(s->belief[i].why, why))
			why = NULL;
	return why ? why : "3.3.2";
}

/* In @state the peer's FIN was received, so it is the last one that came. */
static void force_fin(struct belief *b, const struct side *s)
{
	const struct referee_segment *last;

	if (!s->n_arrivals || b->tcb.peer_fin)
		return;
	last = &s->arrival[s->n_arrivals - 1].seg;
	if (last->flags & SEG_FIN && !last->no_numbers)
		b->tcb.rcv_nxt = segment_end(last);
}

const char *side_judge_state(struct side *s, enum rfc_state state, char *text,
			     size_t size)
{
	struct side without;
	const char *why;
	char may[160];
	size_t i;

	side_judge_settled(s);
	if (s->overflow)
		return NULL;
	if (filter_state(s, state) || filter_cookies(s, state))
		return only_deviant(s);
	tell_states(s, may, sizeof(may));
	why = common_why(s);
	without = expand_lossy(s);
	side_settle(s);
	if (s->overflow || filter_state(s, state)) {
		keep_lossy(s, &without);
		return NULL;
	}
	give_back(s, &without);
	/* A RST that comes of it belongs to it. */
	for (i = 0; i < s->n; i++) {
		if (state == RFC_CLOSED && s->belief[i].why && s->n_arrivals)
			belief_answer_reset(&s->belief[i], s);
		if (state >= RFC_CLOSE_WAIT)
			force_fin(&s->belief[i], s);
		belief_force_state(&s->belief[i], state);
	}
	snprintf(text, size, "RFC 9293 %s: %s, where %s is possible", why,
		 rfc9293_state_name(state), may);
	return text;
}

/* Whether all beliefs wait for the same answer. */
bool side_waits(const struct side *s, const struct due *due)
{
	size_t i;
	unsigned k;

	for (i = 0; i < s->n; i++) {
		const struct belief *b = &s->belief[i];

		for (k = 0; k < b->n_due; k++)
			if (b->due[k].must && b->due[k].tag == due->tag)
				break;
		if (k == b->n_due)
			return false;
	}
	return due->must;
}
