/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Placed segments kept in few octets, about five each: what differs from what
 * was to be expected.
 */
#ifndef PCAP_PACKED_H
#define PCAP_PACKED_H

#include "pcap/conversation.h"
#include "pcap/show.h"

/* More than segment_text() shows with these SHOW_* bits: the time. */
#define PACKED_TIME 0x1000000

struct packed_block;

/**
 * struct packed_pool - memory for all packed segments
 * @free: blocks that are not in use
 * @all: the pieces of memory that blocks were cut from
 * @used: octets of all blocks in use
 */
struct packed_pool {
	struct packed_block *free;
	struct packed_slab *all;
	size_t used;
};

/* What a segment is compared with; the same for writing and reading. */
struct packed_state {
	uint64_t seq[2], ack[2], time_ns;
};

/**
 * struct packed - the segments of one conversation, in order
 * @first: blocks; NULL: there are no segments
 * @last: where the next segment goes
 * @count: segments
 * @octets: of all blocks
 * @room: what is free in @last
 * @state: behind the last segment
 * @begin: before the first one
 *
 * Zeroed: empty, beginning with numbers and time 0.
 */
struct packed {
	struct packed_block *first, *last;
	unsigned count;
	unsigned octets;
	unsigned room;
	struct packed_state state, begin;
};

/**
 * packed_add() - one more segment
 * @pool: the memory
 * @packed: the segments so far
 * @p: the segment
 * @show: which of SHOW_* and PACKED_TIME are to be kept
 *
 * Return: 0, or -1 without memory; then nothing was added.
 */
int packed_add(struct packed_pool *pool, struct packed *packed,
	       const struct placed *p, unsigned show);

/**
 * packed_take() - hand over all segments, and be empty
 * @pool: the memory
 * @packed: the segments
 * @conv: their conversation
 * @show: as with packed_add(), each time the same
 * @take: called for each segment in order, with all that segment_text() shows
 *        by @show; it may be NULL
 * @arg: for @take
 *
 * What is added later goes on from there.
 */
void packed_take(struct packed_pool *pool, struct packed *packed,
		 struct conversation *conv, unsigned show,
		 void (*take)(const struct placed *p, void *arg), void *arg);

/** packed_pool_free() - the memory of all that was packed */
void packed_pool_free(struct packed_pool *pool);

#endif
