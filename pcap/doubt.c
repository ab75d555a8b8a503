/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A SYN that may begin a new incarnation, or be a stray one, waits until the
 * ends show which. What comes behind it on the same 4-tuple waits with it, so
 * that the order stays.
 */
#include "pcap/incarnation.h"

#include <stdlib.h>

/* More than anybody sends without an answer that says something. */
#define PATIENCE 8
/* What waits takes memory; a capture full of stray SYNs is not to take all. */
#define MAX_DOUBTS 16384

/**
 * struct doubt - segments that wait
 * @seg: them; the first is the one in doubt
 */
struct doubt {
	unsigned count, room;
	struct segment seg[];
};

void doubt_free(struct conversations *table, struct incarnation *inc)
{
	if (!inc->doubt)
		return;
	free(inc->doubt);
	inc->doubt = NULL;
	table->doubts--;
}

static int wait_with(struct conversations *table, struct incarnation *inc,
		     const struct segment *seg)
{
	struct doubt *d = inc->doubt;

	if (!d || d->count == d->room) {
		unsigned room = d ? 2 * d->room : 1;

		d = realloc(d, sizeof(*d) + room * sizeof(*seg));
		if (!d)
			return -1;
		if (!inc->doubt) {
			d->count = 0;
			table->doubts++;
		}
		d->room = room;
		inc->doubt = d;
	}
	d->seg[d->count++] = *seg;
	return 0;
}

static bool from_sender_of(const struct segment *first,
			   const struct segment *seg)
{
	return address_equal(&first->src, &seg->src);
}

static bool acks(const struct segment *first, const struct segment *seg)
{
	return seg->flags & SEG_ACK &&
	       seg->ack - first->seq - 1 < segment_span(first);
}

/* Where nobody says anything, distance does. */
static enum whose by_distance(const struct conversation *conv,
			      const struct segment *first)
{
	int from = incarnation_sender(conv, first);

	return conv->fin[from] || incarnation_far(conv, from, first->seq) ?
		       ANEW : SAME;
}

/* Behind a SYN its sender goes on: with which numbers? */
static enum whose sender_shows(const struct conversation *conv,
			       const struct segment *first,
			       const struct segment *seg)
{
	int from = incarnation_sender(conv, first);
	uint32_t behind = first->seq + segment_span(first);
	bool syn = (seg->flags & (SEG_SYN | SEG_ACK)) ==
		   (first->flags & (SEG_SYN | SEG_ACK));

	if (syn && seg->seq == first->seq)
		return UNSURE;
	if (syn)
		return by_distance(conv, first);
	if (seg->seq == behind && behind != conv->next[from])
		return ANEW;
	if (!incarnation_far(conv, from, seg->seq))
		return SAME;
	return seg->seq - behind < 65536 ? ANEW : UNSURE;
}

/* The other end may not know the SYN yet; only what speaks of it is sure. */
static enum whose other_shows(const struct conversation *conv,
			      const struct segment *first,
			      const struct segment *seg)
{
	int from = incarnation_sender(conv, first);
	int to = incarnation_receiver(conv, first);

	if (acks(first, seg) && seg->ack != conv->next[from])
		return ANEW;
	if ((seg->flags & (SEG_SYN | SEG_ACK)) == SEG_SYN &&
	    seg->seq != conv->base[to])
		return ANEW;
	if (seg->flags & SEG_RST)
		return by_distance(conv, first);
	return seg->flags & SEG_ACK && segment_span(seg) == 0 &&
			       seg->seq == conv->next[to] && conv->acks[to] &&
			       seg->ack - conv->acked[to] <=
				       conv->next[from] - conv->acked[to] ?
		       SAME :
		       UNSURE;
}

static enum whose shows(const struct incarnation *inc,
			const struct segment *seg)
{
	const struct segment *first = &inc->doubt->seg[0];

	if (address_equal(&first->src, &first->dst))
		return seg->seq == first->seq ? UNSURE :
						by_distance(&inc->conv, first);
	return from_sender_of(first, seg) ?
		       sender_shows(&inc->conv, first, seg) :
		       other_shows(&inc->conv, first, seg);
}

static int place(struct conversations *table, const struct segment *seg,
		 enum whose whose, conversations_taker *take, void *arg)
{
	struct placed placed;

	if (incarnation_place(table, seg, whose, &placed))
		return -1;
	return take(&placed, arg);
}

/* The first one is as it is decided; the others may be in doubt themselves. */
static int decide(struct conversations *table, struct incarnation *inc,
		  enum whose whose, conversations_taker *take, void *arg)
{
	struct doubt *d = inc->doubt;
	int status;

	inc->doubt = NULL;
	table->doubts--;
	status = place(table, &d->seg[0], whose, take, arg);
	for (unsigned i = 1; i < d->count && !status; i++)
		status = conversations_sort(table, &d->seg[i], take, arg);
	free(d);
	return status;
}

int conversations_sort(struct conversations *table, const struct segment *seg,
		       conversations_taker *take, void *arg)
{
	struct incarnation *inc = incarnation_find(table, seg);
	enum whose whose;
	int status;

	if (!inc)
		return place(table, seg, UNSURE, take, arg);
	if (!inc->doubt) {
		if (!incarnation_in_doubt(inc, seg))
			return place(table, seg, UNSURE, take, arg);
		if (table->doubts < MAX_DOUBTS)
			return wait_with(table, inc, seg);
		return place(table, seg, by_distance(&inc->conv, seg), take,
			     arg);
	}
	whose = shows(inc, seg);
	if (whose == UNSURE && inc->doubt->count < PATIENCE)
		return wait_with(table, inc, seg);
	if (whose == UNSURE)
		whose = by_distance(&inc->conv, &inc->doubt->seg[0]);
	status = decide(table, inc, whose, take, arg);
	return status ? status : conversations_sort(table, seg, take, arg);
}

int conversations_settle(struct conversations *table, struct conversation *conv,
			 conversations_taker *take, void *arg)
{
	struct incarnation *inc = (struct incarnation *)conv;

	/* what waits may be in doubt itself: then that is decided, too */
	while (inc->doubt) {
		enum whose whose = by_distance(conv, &inc->doubt->seg[0]);
		int status = decide(table, inc, whose, take, arg);

		if (status)
			return status;
	}
	return 0;
}
