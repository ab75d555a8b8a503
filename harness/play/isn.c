/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Learning the initial numbers of new incarnations, and naming them.
 */
#include "harness/play/isn.h"

void isn_learn(struct isn_list *list, const struct placed *p)
{
	unsigned i;

	if (!(p->seg.flags & SEG_SYN) || p->seq_absolute || p->seq == 0)
		return;
	for (i = 0; i < list->n; i++)
		if (list->isn[i] == p->seg.seq)
			return;
	if (list->n < ISN_MAX)
		list->isn[list->n++] = p->seg.seq;
}

/* The last SYN that @number is not below; 0 when it is none of theirs. */
static unsigned incarnation_of(const struct isn_list *list, uint32_t number)
{
	unsigned i;

	for (i = list->n; i > 0; i--)
		if ((int32_t)(number - list->isn[i - 1]) >= 0)
			return i;
	return 0;
}

static void name(const struct isn_list *list, uint32_t number, uint8_t *isn,
		 int64_t *relative)
{
	*isn = (uint8_t)incarnation_of(list, number);
	if (*isn)
		*relative = number - list->isn[*isn - 1];
}

void isn_name(const struct isn_list *from, const struct isn_list *to,
	      struct placed *p)
{
	if (!p->seq_absolute)
		name(from, p->seg.seq, &p->seq_isn, &p->seq);
	if (p->seg.flags & SEG_ACK && !p->ack_absolute)
		name(to, p->seg.ack, &p->ack_isn, &p->ack);
}
