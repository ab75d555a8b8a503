/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A segment is a record of octets: flags and end, then numbers. A number is
 * written as the difference to what it would be if nothing unusual happened,
 * seven bits an octet, so most take one octet. Records run on through blocks
 * of 64 octets, each of which knows the next.
 */
#include "pcap/packed.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK_OCTETS 56
#define SLAB_BLOCKS  1024
#define MAX_RECORD   256

/* The first octet: six flags as they are on the wire, and */
#define SERVER 0x40
#define MORE   0x80 /* there is a second one */

/* The second octet: ECE, CWR, AE in this order, and */
#define ABSOLUTE_SEQ 0x08
#define ABSOLUTE_ACK 0x10
#define ODD_SEQ	     0x20
#define CUT	     0x40

/* The octet of options: number of SACK blocks, and */
#define HAS_MSS	   0x08
#define HAS_WSCALE 0x10
#define SACK_OK	   0x20
#define HAS_TS	   0x40
#define MALFORMED  0x80

struct packed_block {
	struct packed_block *next;
	uint8_t octet[BLOCK_OCTETS];
};

struct packed_slab {
	struct packed_slab *next;
	struct packed_block block[SLAB_BLOCKS];
};

static uint8_t *put_number(uint8_t *at, uint64_t n)
{
	for (; n >= 0x80; n >>= 7)
		*at++ = (uint8_t)(n | 0x80);
	*at++ = (uint8_t)n;
	return at;
}

/* Small ones of either sign in few octets. */
static uint8_t *put_difference(uint8_t *at, uint64_t n)
{
	return put_number(at, n << 1 ^ (n >> 63 ? ~0ULL : 0));
}

static uint8_t *put_options(uint8_t *at, const struct placed *p)
{
	const struct tcp_options *o = &p->seg.options;

	*at++ = (uint8_t)(o->sack_blocks | (o->mss ? HAS_MSS : 0) |
			  (o->window_scale >= 0 ? HAS_WSCALE : 0) |
			  (o->sack_permitted ? SACK_OK : 0) |
			  (o->has_timestamps ? HAS_TS : 0) |
			  (o->malformed ? MALFORMED : 0));
	if (o->mss)
		at = put_number(at, o->mss);
	if (o->window_scale >= 0)
		at = put_number(at, (uint64_t)o->window_scale);
	for (unsigned i = 0; i < o->sack_blocks; i++) {
		at = put_number(at, o->sack[i].left);
		at = put_number(at, o->sack[i].right);
	}
	/* what SACK blocks are relative to */
	return o->sack_blocks ? put_number(at, p->seg.ack) : at;
}

static size_t pack(uint8_t *at, struct packed_state *state,
		   const struct placed *p, unsigned show)
{
	const struct segment *seg = &p->seg;
	int from = p->from ^ p->conv->swapped;
	uint8_t *first = at, more = (uint8_t)(seg->flags >> 6);

	more |= (p->seq_absolute ? ABSOLUTE_SEQ : 0) |
		(p->ack_absolute ? ABSOLUTE_ACK : 0) |
		(p->odd_seq ? ODD_SEQ : 0) |
		(seg->cut.packet || seg->cut.header ? CUT : 0);
	*at++ = (uint8_t)((seg->flags & 0x3f) | (from ? SERVER : 0) |
			  (more ? MORE : 0));
	if (more)
		*at++ = more;
	if (more & CUT) {
		at = put_number(at, seg->cut.packet);
		*at++ = seg->cut.header;
		*at++ = seg->cut.seen;
	}
	at = put_difference(at, (uint64_t)p->seq - state->seq[from]);
	at = put_number(at, seg->length);
	state->seq[from] = (uint64_t)p->seq + segment_span(seg);
	if (seg->flags & SEG_ACK) {
		at = put_difference(at, (uint64_t)p->ack - state->ack[from]);
		state->ack[from] = (uint64_t)p->ack;
	}
	if (show & PACKED_TIME) {
		at = put_difference(at, (uint64_t)seg->time_ns -
						state->time_ns);
		state->time_ns = (uint64_t)seg->time_ns;
	}
	if (show & SHOW_WINDOW)
		at = put_number(at, seg->window);
	if (show & SHOW_URGENT && seg->flags & SEG_URG)
		at = put_number(at, seg->urgent);
	if (show & SHOW_OPTIONS)
		at = put_options(at, p);
	return (size_t)(at - first);
}

static struct packed_block *block_new(struct packed_pool *pool)
{
	struct packed_block *block = pool->free;

	if (!block) {
		struct packed_slab *slab = malloc(sizeof(*slab));

		if (!slab)
			return NULL;
		slab->next = pool->all;
		pool->all = slab;
		for (size_t i = 0; i < SLAB_BLOCKS; i++) {
			slab->block[i].next = block;
			block = &slab->block[i];
		}
	}
	pool->free = block->next;
	pool->used += sizeof(*block);
	block->next = NULL;
	return block;
}

static void blocks_free(struct packed_pool *pool, struct packed_block *block)
{
	while (block) {
		struct packed_block *next = block->next;

		block->next = pool->free;
		pool->free = block;
		pool->used -= sizeof(*block);
		block = next;
	}
}

static void link_block(struct packed *packed, struct packed_block *block)
{
	if (packed->last)
		packed->last->next = block;
	else
		packed->first = block;
	packed->last = block;
	packed->room = BLOCK_OCTETS;
	packed->octets += sizeof(*block);
}

int packed_add(struct packed_pool *pool, struct packed *packed,
	       const struct placed *p, unsigned show)
{
	struct packed_state state = packed->state;
	struct packed_block *more = NULL, *block;
	uint8_t record[MAX_RECORD], *from = record;
	size_t left = pack(record, &state, p, show), room = packed->room;

	/* all the memory first, so that nothing is added by half */
	for (; room < left; room += BLOCK_OCTETS) {
		block = block_new(pool);
		if (!block) {
			blocks_free(pool, more);
			return -1;
		}
		block->next = more;
		more = block;
	}
	while (left) {
		size_t n;

		if (!packed->room) {
			block = more;
			more = block->next;
			block->next = NULL;
			link_block(packed, block);
		}
		n = left < packed->room ? left : packed->room;
		memcpy(packed->last->octet + BLOCK_OCTETS - packed->room, from,
		       n);
		packed->room -= (unsigned)n;
		from += n;
		left -= n;
	}
	packed->state = state;
	packed->count++;
	return 0;
}

struct reader {
	const struct packed_block *block;
	size_t at;
};

static uint8_t get_octet(struct reader *r)
{
	if (r->at == BLOCK_OCTETS) {
		r->block = r->block->next;
		r->at = 0;
	}
	return r->block->octet[r->at++];
}

static uint64_t get_number(struct reader *r)
{
	uint64_t n = 0;
	unsigned shift = 0;
	uint8_t octet;

	do {
		octet = get_octet(r);
		n |= (uint64_t)(octet & 0x7f) << shift;
		shift += 7;
	} while (octet & 0x80);
	return n;
}

static uint64_t get_difference(struct reader *r)
{
	uint64_t n = get_number(r);

	return n >> 1 ^ (n & 1 ? ~0ULL : 0);
}

static void get_options(struct reader *r, struct segment *seg)
{
	struct tcp_options *o = &seg->options;
	uint8_t what = get_octet(r);

	o->sack_blocks = what & 7;
	o->sack_permitted = what & SACK_OK;
	o->has_timestamps = what & HAS_TS;
	o->malformed = what & MALFORMED;
	if (what & HAS_MSS)
		o->mss = (uint16_t)get_number(r);
	if (what & HAS_WSCALE)
		o->window_scale = (int8_t)get_number(r);
	for (unsigned i = 0; i < o->sack_blocks; i++) {
		o->sack[i].left = (uint32_t)get_number(r);
		o->sack[i].right = (uint32_t)get_number(r);
	}
	if (o->sack_blocks)
		seg->ack = (uint32_t)get_number(r);
}

static void unpack(struct reader *r, struct packed_state *state,
		   struct placed *p, unsigned show)
{
	struct segment *seg = &p->seg;
	uint8_t octet = get_octet(r), more = octet & MORE ? get_octet(r) : 0;
	int from = !!(octet & SERVER);

	p->from = from ^ p->conv->swapped;
	p->seq_absolute = more & ABSOLUTE_SEQ;
	p->ack_absolute = more & ABSOLUTE_ACK;
	p->odd_seq = more & ODD_SEQ;
	seg->flags = (uint16_t)((octet & 0x3f) | (more & 7) << 6);
	if (more & CUT) {
		seg->cut.packet = (uint32_t)get_number(r);
		seg->cut.header = get_octet(r);
		seg->cut.seen = get_octet(r);
	}
	p->seq = (int64_t)(state->seq[from] + get_difference(r));
	seg->length = (uint32_t)get_number(r);
	state->seq[from] = (uint64_t)p->seq + segment_span(seg);
	if (seg->flags & SEG_ACK) {
		state->ack[from] += get_difference(r);
		p->ack = (int64_t)state->ack[from];
	}
	if (show & PACKED_TIME) {
		state->time_ns += get_difference(r);
		seg->time_ns = (int64_t)state->time_ns;
	}
	if (show & SHOW_WINDOW)
		seg->window = (uint16_t)get_number(r);
	if (show & SHOW_URGENT && seg->flags & SEG_URG)
		seg->urgent = (uint16_t)get_number(r);
	if (show & SHOW_OPTIONS)
		get_options(r, seg);
}

void packed_take(struct packed_pool *pool, struct packed *packed,
		 struct conversation *conv, unsigned show,
		 void (*take)(const struct placed *p, void *arg), void *arg)
{
	struct reader r = { packed->first, 0 };
	struct packed_state state = packed->begin;

	for (unsigned i = 0; take && i < packed->count; i++) {
		struct placed p = { .conv = conv };

		p.seg.options.window_scale = -1;
		unpack(&r, &state, &p, show);
		take(&p, arg);
	}
	blocks_free(pool, packed->first);
	*packed = (struct packed){ .state = packed->state,
				   .begin = packed->state };
}

void packed_pool_free(struct packed_pool *pool)
{
	while (pool->all) {
		struct packed_slab *next = pool->all->next;

		free(pool->all);
		pool->all = next;
	}
	*pool = (struct packed_pool){ 0 };
}
