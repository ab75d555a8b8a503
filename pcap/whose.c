/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whose a segment is, of the incarnations of its 4-tuple, by itself and what
 * was seen before it; pcap/doubt.c waits for what is seen behind it.
 */
#include "pcap/incarnation.h"

/* What a capture may have out of order, and about the window of old. */
#define NEAR 65536

bool incarnation_at_base(const struct conversation *conv, int end, uint32_t seq)
{
	return conv->base_known[end] && conv->base[end] == seq;
}

static bool handshake_done(const struct conversation *conv, int from, int to)
{
	return conv->acks[from] && conv->acks[to];
}

static bool has_both_fins(const struct conversation *conv)
{
	return conv->fin[END_CLIENT] && conv->fin[END_SERVER];
}

/* A SYN went out, and of the other end there is no sign. */
static bool is_unanswered(const struct conversation *conv, int from, int to)
{
	return conv->syn[from] && !conv->base_known[to];
}

bool incarnation_far(const struct conversation *conv, int end, uint32_t seq)
{
	return seq - conv->next[end] + NEAR > 2 * NEAR;
}

bool incarnation_is_late(const struct conversation *conv, int end, uint32_t seq)
{
	return !conv->syn[end] && conv->base[end] - seq < NEAR;
}

bool incarnation_acks_syn(const struct incarnation *inc, int end, uint32_t ack)
{
	const struct conversation *conv = &inc->conv;
	uint32_t behind = conv->syn[end] ? inc->syn_end[end] :
					   conv->base[end] + 1;

	return conv->base_known[end] &&
	       ack - conv->base[end] - 1 < behind - conv->base[end];
}

static enum whose whose_syn(const struct conversation *conv, int from, int to,
			    uint32_t seq)
{
	bool anew = has_both_fins(conv) || conv->reset;

	if (incarnation_at_base(conv, from, seq)) {
		if (has_both_fins(conv))
			return conv->syn[from] ? ANEW : SAME;
		return conv->reset && conv->syn[from] &&
			       handshake_done(conv, from, to) ? ANEW : SAME;
	}
	if (anew || is_unanswered(conv, from, to))
		return ANEW;
	if (!conv->base_known[from] || incarnation_is_late(conv, from, seq))
		return SAME;
	return UNSURE;
}

enum whose incarnation_whose(const struct incarnation *inc,
			     const struct segment *seg)
{
	const struct conversation *conv = &inc->conv;
	int from = incarnation_sender(conv, seg);
	int to = incarnation_receiver(conv, seg);

	if (!(seg->flags & SEG_SYN) || seg->flags & SEG_RST)
		return SAME;
	if (!(seg->flags & SEG_ACK))
		return whose_syn(conv, from, to, seg->seq);
	if (!conv->base_known[from] || !conv->base_known[to] ||
	    incarnation_acks_syn(inc, to, seg->ack) ||
	    !incarnation_far(conv, from, seg->seq) ||
	    !incarnation_far(conv, to, seg->ack))
		return SAME;
	return has_both_fins(conv) || conv->reset ? ANEW : UNSURE;
}

/* Whether a segment carries the very numbers at which a conversation stands. */
static bool stands_at(const struct conversation *conv,
		      const struct segment *seg)
{
	int from = incarnation_sender(conv, seg);
	int to = incarnation_receiver(conv, seg);

	if (!conv->base_known[from] ||
	    (seg->seq != conv->next[from] &&
	     seg->seq + segment_span(seg) != conv->next[from]))
		return false;
	return !(seg->flags & SEG_ACK) ||
	       (conv->base_known[to] && seg->ack == conv->next[to]);
}

/* A SYN at the base, a SYN,ACK or a RST of that SYN. */
static bool is_about_syn(const struct incarnation *inc,
			 const struct segment *seg)
{
	const struct conversation *conv = &inc->conv;
	int from = incarnation_sender(conv, seg);
	int to = incarnation_receiver(conv, seg);

	switch (seg->flags & (SEG_SYN | SEG_ACK | SEG_RST)) {
	case SEG_SYN:
		return conv->syn[from] &&
		       incarnation_at_base(conv, from, seg->seq) &&
		       whose_syn(conv, from, to, seg->seq) == SAME;
	case SEG_SYN | SEG_ACK:
	case SEG_RST | SEG_ACK:
		return conv->syn[to] &&
		       incarnation_acks_syn(inc, to, seg->ack) &&
		       (seg->flags & SEG_SYN || !conv->base_known[from]);
	}
	return false;
}

static bool belongs(const struct incarnation *inc, const struct segment *seg)
{
	return is_about_syn(inc, seg) ||
	       (!(seg->flags & SEG_SYN) && stands_at(&inc->conv, seg));
}

struct incarnation *incarnation_choose(struct incarnation *latest,
				       const struct segment *seg)
{
	struct incarnation *inc = latest;

	if (!inc->older || belongs(inc, seg))
		return latest;
	for (int i = 0; i < INCARNATIONS && inc->older; i++) {
		inc = inc->older;
		if (belongs(inc, seg))
			return inc;
	}
	return latest;
}

bool incarnation_answers_other(const struct incarnation *inc,
			       const struct segment *seg)
{
	int to = incarnation_receiver(&inc->conv, seg);

	return (seg->flags & (SEG_SYN | SEG_ACK)) == (SEG_SYN | SEG_ACK) &&
	       inc->other[to].there &&
	       !incarnation_acks_syn(inc, to, seg->ack) &&
	       seg->ack - inc->other[to].seq - 1 <
		       inc->other[to].end - inc->other[to].seq;
}

bool incarnation_in_doubt(struct incarnation *inc, const struct segment *seg)
{
	return incarnation_whose(inc, seg) == UNSURE &&
	       incarnation_choose(inc, seg) == inc &&
	       !incarnation_answers_other(inc, seg);
}
