/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A search tree holds the latest incarnation of each 4-tuple, by its two
 * addresses in order; each knows the one before it. An array holds all of
 * them by number.
 */
#include "pcap/conversation.h"

#include <errno.h>
#include <search.h>
#include <stdlib.h>

struct incarnation {
	struct conversation conv;
	struct incarnation *previous;
	const struct address *low, *high;
};

struct conversations {
	uint16_t server_port;
	void *latest;
	struct incarnation **all;
	unsigned count, room;
};

struct conversations *conversations_new(uint16_t server_port)
{
	struct conversations *table = calloc(1, sizeof(*table));

	if (table)
		table->server_port = server_port;
	return table;
}

static int compare(const void *one, const void *two)
{
	const struct incarnation *a = one, *b = two;
	int order = address_compare(a->low, b->low);

	return order ? order : address_compare(a->high, b->high);
}

static void set_order(struct incarnation *inc, const struct address *a,
		      const struct address *b)
{
	bool ordered = address_compare(a, b) <= 0;

	inc->low = ordered ? a : b;
	inc->high = ordered ? b : a;
}

static bool sent_by_client(const struct segment *seg, uint16_t server_port)
{
	if (server_port && (seg->src.port == server_port) !=
				   (seg->dst.port == server_port))
		return seg->dst.port == server_port;
	return (seg->flags & (SEG_SYN | SEG_ACK)) != (SEG_SYN | SEG_ACK);
}

static struct incarnation *begin(struct conversations *table,
				 const struct segment *seg)
{
	int from = sent_by_client(seg, table->server_port) ? END_CLIENT :
							      END_SERVER;
	struct incarnation *inc;

	if (table->count == table->room) {
		unsigned room = 2 * table->room + 8;
		void *all = reallocarray(table->all, room, sizeof(inc));

		if (!all)
			return NULL;
		table->all = all;
		table->room = room;
	}
	inc = calloc(1, sizeof(*inc));
	if (!inc)
		return NULL;
	inc->conv.end[from] = seg->src;
	inc->conv.end[!from] = seg->dst;
	set_order(inc, &inc->conv.end[0], &inc->conv.end[1]);
	inc->conv.number = table->count + 1;
	table->all[table->count++] = inc;
	return inc;
}

static int sender(const struct conversation *conv, const struct segment *seg)
{
	return address_equal(&seg->src, &conv->end[END_CLIENT]) ? END_CLIENT :
								  END_SERVER;
}

/* The other end; a socket that is connected to itself is its own. */
static int receiver(const struct conversation *conv, const struct segment *seg)
{
	return address_equal(&seg->dst, &conv->end[END_CLIENT]) ? END_CLIENT :
								  END_SERVER;
}

static bool is_over(const struct conversation *conv)
{
	return conv->reset || (conv->fin[END_CLIENT] && conv->fin[END_SERVER]);
}

static bool at_base(const struct conversation *conv, int end, uint32_t seq)
{
	return conv->base_known[end] && conv->base[end] == seq;
}

static bool begins_anew(const struct conversation *conv,
			const struct segment *seg)
{
	return (seg->flags & (SEG_SYN | SEG_ACK)) == SEG_SYN &&
	       is_over(conv) && !at_base(conv, sender(conv, seg), seg->seq);
}

/* Whether a segment carries the very numbers at which a conversation stands. */
static bool stands_at(const struct conversation *conv,
		      const struct segment *seg)
{
	int from = sender(conv, seg), to = receiver(conv, seg);

	if (!conv->base_known[from] ||
	    (seg->seq != conv->next[from] &&
	     seg->seq + segment_span(seg) != conv->next[from]))
		return false;
	return !(seg->flags & SEG_ACK) ||
	       (conv->base_known[to] && seg->ack == conv->next[to]);
}

static struct incarnation *find(struct conversations *table,
				const struct segment *seg)
{
	struct incarnation key, *inc, **slot;

	set_order(&key, &seg->src, &seg->dst);
	slot = tfind(&key, &table->latest, compare);
	if (!slot) {
		inc = begin(table, seg);
		if (inc && !tsearch(inc, &table->latest, compare)) {
			errno = ENOMEM;
			return NULL;
		}
		return inc;
	}
	if (begins_anew(&(*slot)->conv, seg)) {
		inc = begin(table, seg);
		if (!inc)
			return NULL;
		inc->previous = *slot;
		*slot = inc;
		return inc;
	}
	inc = *slot;
	if (inc->previous && !(seg->flags & SEG_SYN) &&
	    !stands_at(&inc->conv, seg) && stands_at(&inc->previous->conv, seg))
		return inc->previous;
	return inc;
}

static void set_base(struct conversation *conv, int end, uint32_t base,
		     uint32_t next)
{
	conv->base[end] = base;
	conv->base_known[end] = true;
	conv->next[end] = next;
	conv->span[end] = next - base;
}

static void learn_bases(struct conversation *conv, const struct segment *seg,
			int from, int to)
{
	if (seg->flags & SEG_RST)
		return;
	if (seg->flags & SEG_SYN) {
		if (!conv->syn[from] ||
		    (conv->reset && !at_base(conv, from, seg->seq)))
			set_base(conv, from, seg->seq, seg->seq);
		conv->syn[from] = true;
	} else if (!conv->base_known[from]) {
		set_base(conv, from, seg->seq, seg->seq);
	}
	if (seg->flags & SEG_ACK && !conv->base_known[to])
		set_base(conv, to, seg->ack - 1, seg->ack);
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
		    int from)
{
	int32_t step;

	conv->reset |= !!(seg->flags & SEG_RST);
	conv->fin[from] |= !!(seg->flags & SEG_FIN);
	if (seg->flags & SEG_RST ||
	    (seg->flags & SEG_SYN && !at_base(conv, from, seg->seq)))
		return;
	step = (int32_t)(seg->seq + segment_span(seg) - conv->next[from]);
	if (segment_span(seg) && step > 0) {
		conv->next[from] += (uint32_t)step;
		conv->span[from] += step;
	}
}

int conversations_place(struct conversations *table, const struct segment *seg,
			struct placed *out)
{
	struct incarnation *inc = find(table, seg);
	struct conversation *conv;
	int from, to;

	if (!inc)
		return -1;
	conv = &inc->conv;
	from = sender(conv, seg);
	to = receiver(conv, seg);
	learn_bases(conv, seg, from, to);
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
	advance(conv, seg, from);
	return 0;
}

unsigned conversations_count(const struct conversations *table)
{
	return table->count;
}

struct conversation *conversations_get(const struct conversations *table,
				       unsigned number)
{
	if (number < 1 || number > table->count)
		return NULL;
	return &table->all[number - 1]->conv;
}

static void leave_alone(void *inc)
{
	(void)inc;
}

void conversations_free(struct conversations *table)
{
	if (!table)
		return;
	/* the tree does not own what it points to */
	tdestroy(table->latest, leave_alone);
	for (unsigned i = 0; i < table->count; i++)
		free(table->all[i]);
	free(table->all);
	free(table);
}
