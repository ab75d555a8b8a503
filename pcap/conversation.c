/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The numbers of a segment, and what its conversation learns from it.
 */
#include "pcap/incarnation.h"

static void set_base(struct conversation *conv, int end, uint32_t base,
		     uint32_t next)
{
	conv->base[end] = base;
	conv->base_known[end] = true;
	conv->next[end] = next;
	conv->span[end] = next - base;
}

/* It begins with a SYN,ACK, but its SYN has been seen. */
static struct incarnation *begin_answered(struct conversations *table,
					  struct incarnation *latest,
					  const struct segment *seg)
{
	int to = incarnation_receiver(&latest->conv, seg);
	uint32_t seq = latest->other[to].seq, end = latest->other[to].end;
	struct incarnation *inc = incarnation_begin(table, seg);

	latest->other[to].there = false;
	if (!inc)
		return NULL;
	to = incarnation_receiver(&inc->conv, seg);
	set_base(&inc->conv, to, seq, end);
	inc->syn_end[to] = end;
	inc->conv.syn[to] = true;
	return inc;
}

static struct incarnation *find(struct conversations *table,
				const struct segment *seg, enum whose whose)
{
	struct incarnation *latest = incarnation_find(table, seg), *inc;

	if (!latest)
		return incarnation_begin(table, seg);
	inc = incarnation_choose(latest, seg);
	if (inc != latest)
		return inc;
	if (incarnation_answers_other(latest, seg))
		return begin_answered(table, latest, seg);
	if (whose == UNSURE)
		whose = incarnation_whose(latest, seg);
	return whose == ANEW ? incarnation_begin(table, seg) : latest;
}

/* Client and server were guessed; a SYN knows. */
static bool swap_ends(const struct conversations *table,
		      struct incarnation *inc, const struct segment *seg,
		      int from, int to)
{
	struct conversation *conv = &inc->conv, old = *conv;
	int client = seg->flags & SEG_ACK ? to : from;

	if (from == to || client == END_CLIENT || conv->syn[0] ||
	    conv->syn[1] ||
	    (table->server_port && (seg->src.port == table->server_port) !=
					   (seg->dst.port ==
					    table->server_port)))
		return false;
	for (int i = 0; i < 2; i++) {
		conv->end[i] = old.end[!i];
		conv->base[i] = old.base[!i];
		conv->base_known[i] = old.base_known[!i];
		conv->next[i] = old.next[!i];
		conv->span[i] = old.span[!i];
		conv->acked[i] = old.acked[!i];
		conv->acks[i] = old.acks[!i];
		conv->fin[i] = old.fin[!i];
		conv->fin_end[i] = old.fin_end[!i];
		conv->window[i] = old.window[!i];
	}
	conv->swapped = !conv->swapped;
	return true;
}

static void learn_from_syn(struct incarnation *inc, const struct segment *seg,
			   int from)
{
	struct conversation *conv = &inc->conv;
	uint32_t end = seg->seq + segment_span(seg);

	if (incarnation_at_base(conv, from, seg->seq)) {
		inc->again |= conv->reset && !(seg->flags & SEG_ACK);
	} else if (!conv->base_known[from] ||
		   (conv->reset && seg->flags & SEG_ACK)) {
		set_base(conv, from, seg->seq, seg->seq);
	} else if (incarnation_is_late(conv, from, seg->seq)) {
		conv->span[from] += conv->base[from] - seg->seq;
		conv->base[from] = seg->seq;
	} else if (!conv->syn[from] && seg->flags & SEG_ACK) {
		set_base(conv, from, seg->seq, seg->seq);
	} else {
		inc->other[from].seq = seg->seq;
		inc->other[from].end = end;
		inc->other[from].there = true;
		return;
	}
	if (seg->flags & SEG_ACK && inc->again)
		conv->reset = inc->again = inc->likely = false;
	conv->syn[from] = true;
	conv->scale[from] = seg->options.window_scale;
	inc->syn_end[from] = end;
}

/* Of several SYN,ACKs the one that is acknowledged counts. */
static void take_other(struct incarnation *inc, int end)
{
	set_base(&inc->conv, end, inc->other[end].seq, inc->other[end].end);
	inc->syn_end[end] = inc->other[end].end;
	inc->other[end].there = false;
}

static void learn_bases(const struct conversations *table,
			struct incarnation *inc, const struct segment *seg,
			int from, int to)
{
	/* where all was seen, this end has not sent its SYN */
	uint32_t missed = !table->server_port;
	struct conversation *conv = &inc->conv;

	if (seg->flags & SEG_RST)
		return;
	if (seg->flags & SEG_SYN)
		learn_from_syn(inc, seg, from);
	else if (!conv->base_known[from])
		set_base(conv, from, seg->seq - missed, seg->seq);
	if (!(seg->flags & SEG_ACK))
		return;
	if (!conv->base_known[to])
		set_base(conv, to, seg->ack - 1, seg->ack);
	else if (from != to && !conv->acks[from] && inc->other[to].there &&
		 !(seg->flags & SEG_SYN) &&
		 !incarnation_acks_syn(inc, to, seg->ack) &&
		 seg->ack == inc->other[to].end)
		take_other(inc, to);
}

/* Numbers are counted from the end's next one, where they do not wrap. */
static int64_t relative(const struct conversation *conv, int end, uint32_t n,
			bool *absolute)
{
	*absolute = !conv->base_known[end];
	if (*absolute)
		return n;
	return conv->span[end] + (int32_t)(n - conv->next[end]);
}

static void advance(struct conversation *conv, const struct segment *seg,
		    int from, int to)
{
	int32_t step;

	if (seg->flags & SEG_RST ||
	    (seg->flags & SEG_SYN &&
	     !incarnation_at_base(conv, from, seg->seq)))
		return;
	incarnation_note_ack(conv, seg, from, to);
	incarnation_note_fin(conv, seg, from, to);
	conv->window[from] = seg->window;
	step = (int32_t)(seg->seq + segment_span(seg) - conv->next[from]);
	if (segment_span(seg) && step > 0) {
		conv->next[from] += (uint32_t)step;
		conv->span[from] += step;
	}
}

int incarnation_place(struct conversations *table, const struct segment *seg,
		      enum whose whose, struct placed *out)
{
	struct incarnation *inc = find(table, seg, whose);
	struct conversation *conv;
	int from, to;

	if (!inc)
		return -1;
	conv = &inc->conv;
	from = incarnation_sender(conv, seg);
	to = incarnation_receiver(conv, seg);
	if ((seg->flags & (SEG_SYN | SEG_RST)) == SEG_SYN &&
	    swap_ends(table, inc, seg, from, to)) {
		from = !from;
		to = !to;
	}
	learn_bases(table, inc, seg, from, to);
	*out = (struct placed){ .conv = conv, .from = from, .seg = *seg };
	out->seq = relative(conv, from, seg->seq, &out->seq_absolute);
	if (seg->flags & SEG_ACK)
		out->ack = relative(conv, to, seg->ack, &out->ack_absolute);
	if ((seg->flags & (SEG_RST | SEG_ACK)) == (SEG_RST | SEG_ACK) &&
	    seg->seq == 0 &&
	    (!conv->base_known[from] || conv->next[from] != 0)) {
		out->seq = 0;
		out->seq_absolute = false;
	}
	out->odd_seq = !segment_span(seg) && !(seg->flags & SEG_RST) &&
		       seg->seq != conv->next[from];
	incarnation_note_reset(inc, seg, from, to);
	advance(conv, seg, from, to);
	return 0;
}

int conversations_place(struct conversations *table, const struct segment *seg,
			struct placed *out)
{
	return incarnation_place(table, seg, UNSURE, out);
}

struct conversation *conversation_older(const struct conversation *conv)
{
	const struct incarnation *inc = (const struct incarnation *)conv;

	return inc->older ? &inc->older->conv : NULL;
}
