/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What ends a conversation: a RST, if it can, and FINs that are acknowledged.
 */
#include "pcap/incarnation.h"

/* What an end offers, in octets; as much as can be where that is unknown. */
static uint32_t window_of(const struct conversation *conv, int end)
{
	if (!conv->syn[END_CLIENT] || !conv->syn[END_SERVER])
		return (uint32_t)conv->window[end] << 14;
	if (conv->scale[END_CLIENT] < 0 || conv->scale[END_SERVER] < 0)
		return conv->window[end];
	return (uint32_t)conv->window[end]
	       << (conv->scale[end] < 14 ? conv->scale[end] : 14);
}

/* What the other end of @from expects from it. */
static uint32_t expected(const struct conversation *conv, int from, int to)
{
	return conv->acks[to] ? conv->acked[to] : conv->base[from] + 1;
}

enum ending { NO_ENDING, LIKELY, CERTAIN };

static enum ending judge_reset(const struct incarnation *inc,
			       const struct segment *seg, int from, int to)
{
	const struct conversation *conv = &inc->conv;
	bool syn_sent = conv->syn[to] && !conv->acks[to];

	if (!conv->base_known[from] && !conv->base_known[to])
		return CERTAIN;
	if (seg->flags & SEG_ACK && (syn_sent || !conv->base_known[from]) &&
	    seg->ack - conv->base[to] - 1 < conv->next[to] - conv->base[to])
		return CERTAIN;
	if (!conv->base_known[from])
		return conv->syn[to] ? NO_ENDING : CERTAIN;
	if (seg->seq == expected(conv, from, to) ||
	    seg->seq == conv->next[from])
		return CERTAIN;
	return seg->seq - expected(conv, from, to) < window_of(conv, to) ?
		       LIKELY :
		       NO_ENDING;
}

void incarnation_note_reset(struct incarnation *inc, const struct segment *seg,
			    int from, int to)
{
	enum ending ending;

	if (!(seg->flags & SEG_RST)) {
		if (inc->likely && !(seg->flags & SEG_SYN))
			inc->conv.reset = inc->likely = false;
		return;
	}
	ending = judge_reset(inc, seg, from, to);
	if (ending == NO_ENDING)
		return;
	inc->likely = ending == LIKELY && (inc->likely || !inc->conv.reset);
	inc->conv.reset = true;
	inc->again = false;
}

void incarnation_note_ack(struct conversation *conv, const struct segment *seg,
			  int from, int to)
{
	int32_t ahead = (int32_t)(seg->ack - conv->next[to]);

	if (!(seg->flags & SEG_ACK) ||
	    (ahead > 0 && (uint32_t)ahead > window_of(conv, from)))
		return;
	if (!conv->acks[from] || (int32_t)(seg->ack - conv->acked[from]) > 0)
		conv->acked[from] = seg->ack;
	conv->acks[from] = true;
}

void incarnation_note_fin(struct conversation *conv, const struct segment *seg,
			  int from, int to)
{
	uint32_t end = seg->seq + segment_span(seg);
	int32_t ahead = (int32_t)(seg->seq - conv->next[from]);

	if (!(seg->flags & SEG_FIN) ||
	    (ahead > 0 && (uint32_t)ahead > window_of(conv, to)))
		return;
	if (!conv->fin[from] || (int32_t)(end - conv->fin_end[from]) > 0)
		conv->fin_end[from] = end;
	conv->fin[from] = true;
}

static bool is_fin_acked(const struct conversation *conv, int end, int other)
{
	return conv->fin[end] && conv->acks[other] &&
	       (int32_t)(conv->acked[other] - conv->fin_end[end]) >= 0;
}

bool conversation_over(const struct conversation *conv)
{
	if (conv->reset || ((const struct incarnation *)conv)->newer)
		return true;
	if (address_equal(&conv->end[END_CLIENT], &conv->end[END_SERVER]))
		return is_fin_acked(conv, END_CLIENT, END_CLIENT);
	return is_fin_acked(conv, END_CLIENT, END_SERVER) &&
	       is_fin_acked(conv, END_SERVER, END_CLIENT);
}
