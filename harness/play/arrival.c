/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which connection goes on, and which has ended.
 */
#include "harness/play/arrival.h"

/* The last conversation between the two addresses of a segment, or NULL. */
static struct conversation *latest(int from, const struct segment *seg)
{
	unsigned number = conversations_count(play->table);

	for (; number > 0; number--) {
		struct conversation *conv = conversations_get(play->table,
							      number);

		if (address_equal(&conv->end[from], &seg->src) &&
		    address_equal(&conv->end[!from], &seg->dst))
			return conv;
	}
	return NULL;
}

void arrival_expect(int from, const struct segment *seg)
{
	struct tcpstate *receiver = play->tcpstate[!from];
	struct conversation *conv;
	struct tcpinfo info;

	if ((seg->flags & (SEG_SYN | SEG_ACK)) != SEG_SYN || !receiver)
		return;
	conv = latest(from, seg);
	/* The first SYN of an end, and the same one again, begin nothing. */
	if (!conv || !conv->syn[from] || conv->base[from] == seg->seq)
		return;
	if (tcpstate_ask(receiver, &seg->dst, &seg->src, &info, &play->err))
		play_break("%s", play->err.text);
	if (info.state == TCP_CLOSE)
		conv->reset = true;
}

void arrival_note(const struct placed *p, enum fate fate)
{
	struct conversation *conv = p->conv;
	struct arrived *arrived;

	if (conv->number > MAX_CONVERSATIONS)
		return;
	arrived = &play->arrived[conv->number];
	if (fate == FATE_PASSED) {
		arrived->reset |= !!(p->seg.flags & SEG_RST);
		arrived->fin[p->from] |= !!(p->seg.flags & SEG_FIN);
	}
	conv->reset = arrived->reset;
	conv->fin[0] = arrived->fin[0];
	conv->fin[1] = arrived->fin[1];
}
