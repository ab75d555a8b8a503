/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A hash table holds the latest incarnation of each 4-tuple, whichever way
 * round its addresses are; each knows the ones before and behind it. A list
 * holds all of them in the order of their numbers.
 */
#include "pcap/incarnation.h"

#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>

#define FIRST_BUCKETS 64

/* Bits that a capture cannot know: nobody is to choose who shares a bucket. */
static uint64_t random_seed(void)
{
	const void *bytes = (const void *)getauxval(AT_RANDOM);
	uint64_t seed = 0x9e3779b97f4a7c15;

	if (bytes)
		memcpy(&seed, bytes, sizeof(seed));
	return seed;
}

struct conversations *conversations_new(uint16_t server_port)
{
	struct conversations *table = calloc(1, sizeof(*table));

	if (!table)
		return NULL;
	table->bucket = calloc(FIRST_BUCKETS, sizeof(*table->bucket));
	if (!table->bucket) {
		free(table);
		return NULL;
	}
	table->buckets = FIRST_BUCKETS;
	table->server_port = server_port;
	table->seed = random_seed();
	return table;
}

static uint64_t mix(uint64_t a, uint64_t b)
{
	unsigned __int128 product = (unsigned __int128)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t hash_address(uint64_t seed, const struct address *a)
{
	uint64_t half[2];

	memcpy(half, a->bytes, sizeof(half));
	return mix(half[0] ^ seed ^ (uint64_t)a->port << 48 ^ a->family,
		   half[1] ^ 0xe7037ed1a0b428db);
}

/* The same for both directions. */
static uint32_t hash_segment(const struct conversations *table,
			     const struct segment *seg)
{
	uint64_t src = hash_address(table->seed, &seg->src);
	uint64_t dst = hash_address(table->seed, &seg->dst);

	return (uint32_t)mix(src + dst, table->seed | 1);
}

/* address_compare() orders; whether two are equal is known sooner. */
static bool same(const struct address *a, const struct address *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

static bool has_ends(const struct conversation *conv, const struct segment *seg)
{
	return (same(&conv->end[0], &seg->src) &&
		same(&conv->end[1], &seg->dst)) ||
	       (same(&conv->end[1], &seg->src) &&
		same(&conv->end[0], &seg->dst));
}

struct incarnation *incarnation_find(const struct conversations *table,
				     const struct segment *seg)
{
	uint32_t hash = hash_segment(table, seg);
	struct incarnation *inc = table->bucket[hash & (table->buckets - 1)];

	while (inc && (inc->hash != hash || !has_ends(&inc->conv, seg)))
		inc = inc->chain;
	return inc;
}

int incarnation_sender(const struct conversation *conv,
		       const struct segment *seg)
{
	return same(&seg->src, &conv->end[END_CLIENT]) ? END_CLIENT :
							 END_SERVER;
}

int incarnation_receiver(const struct conversation *conv,
			 const struct segment *seg)
{
	return same(&seg->dst, &conv->end[END_CLIENT]) ? END_CLIENT :
							 END_SERVER;
}

static bool sent_by_client(const struct segment *seg, uint16_t server_port)
{
	if (server_port && (seg->src.port == server_port) !=
				   (seg->dst.port == server_port))
		return seg->dst.port == server_port;
	if (seg->flags & SEG_SYN)
		return !(seg->flags & SEG_ACK);
	return seg->src.port >= seg->dst.port;
}

static struct incarnation **place_of(struct conversations *table,
				     const struct incarnation *inc)
{
	struct incarnation **at =
		&table->bucket[inc->hash & (table->buckets - 1)];

	while (*at && *at != inc)
		at = &(*at)->chain;
	return at;
}

/* Failing to grow costs time only. */
static void grow(struct conversations *table)
{
	size_t buckets = 2 * table->buckets;
	struct incarnation **more = calloc(buckets, sizeof(*more));

	if (!more)
		return;
	for (size_t i = 0; i < table->buckets; i++) {
		struct incarnation *inc = table->bucket[i], *next;

		for (; inc; inc = next) {
			struct incarnation **to =
				&more[inc->hash & (buckets - 1)];

			next = inc->chain;
			inc->chain = *to;
			*to = inc;
		}
	}
	free(table->bucket);
	table->bucket = more;
	table->buckets = buckets;
}

static void put_in_bucket(struct conversations *table, struct incarnation *inc)
{
	struct incarnation **at;

	if (table->used >= table->buckets)
		grow(table);
	at = &table->bucket[inc->hash & (table->buckets - 1)];
	inc->chain = *at;
	*at = inc;
	table->used++;
}

struct incarnation *incarnation_begin(struct conversations *table,
				      const struct segment *seg)
{
	int from = sent_by_client(seg, table->server_port) ? END_CLIENT :
							      END_SERVER;
	struct incarnation *latest = incarnation_find(table, seg);
	struct incarnation *inc = calloc(1, sizeof(*inc));

	if (!inc)
		return NULL;
	inc->conv.end[from] = seg->src;
	inc->conv.end[!from] = seg->dst;
	inc->conv.scale[0] = inc->conv.scale[1] = -1;
	inc->conv.number = ++table->count;
	inc->hash = hash_segment(table, seg);
	inc->made_before = table->last;
	if (table->last)
		table->last->made_behind = inc;
	else
		table->first = inc;
	table->last = inc;
	if (latest) {
		inc->older = latest;
		latest->newer = inc;
		inc->chain = latest->chain;
		*place_of(table, latest) = inc;
		latest->chain = NULL;
	} else {
		put_in_bucket(table, inc);
	}
	return inc;
}

static void leave_tuple(struct conversations *table, struct incarnation *inc)
{
	if (inc->older)
		inc->older->newer = inc->newer;
	if (inc->newer) {
		inc->newer->older = inc->older;
	} else if (inc->older) {
		inc->older->chain = inc->chain;
		*place_of(table, inc) = inc->older;
	} else {
		*place_of(table, inc) = inc->chain;
		table->used--;
	}
}

void conversations_forget(struct conversations *table,
			  struct conversation *conv)
{
	struct incarnation *inc = (struct incarnation *)conv;

	doubt_free(table, inc);
	leave_tuple(table, inc);
	if (inc->made_before)
		inc->made_before->made_behind = inc->made_behind;
	else
		table->first = inc->made_behind;
	if (inc->made_behind)
		inc->made_behind->made_before = inc->made_before;
	else
		table->last = inc->made_before;
	free(inc);
}

unsigned conversations_count(const struct conversations *table)
{
	return table->count;
}

struct conversation *conversations_get(const struct conversations *table,
				       unsigned number)
{
	struct incarnation *inc = table->first;

	while (inc && inc->conv.number < number)
		inc = inc->made_behind;
	return inc && inc->conv.number == number ? &inc->conv : NULL;
}

struct conversation *conversations_next(const struct conversations *table,
					const struct conversation *conv)
{
	const struct incarnation *inc = (const struct incarnation *)conv;
	struct incarnation *next = inc ? inc->made_behind : table->first;

	return next ? &next->conv : NULL;
}

void conversations_free(struct conversations *table)
{
	if (!table)
		return;
	while (table->first)
		conversations_forget(table, &table->first->conv);
	free(table->bucket);
	free(table);
}
