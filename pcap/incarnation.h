/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The table behind pcap/conversation.h: who is in it, and what its files know
 * of a conversation that nobody else needs to.
 */
#ifndef PCAP_INCARNATION_H
#define PCAP_INCARNATION_H

#include "pcap/conversation.h"

/* How far back an older incarnation is looked for. */
#define INCARNATIONS 8

struct doubt;

/**
 * struct incarnation - a conversation in its table
 * @conv: what others see; must be first
 * @chain: next one in the same bucket
 * @older: the incarnation of the same 4-tuple before it, or NULL
 * @newer: the one behind it, or NULL: then it is the one in the bucket
 * @made_before: the conversation that began before it, of any 4-tuple
 * @made_behind: the one that began behind it
 * @doubt: segments that wait for an answer, or NULL
 * @hash: of the 4-tuple
 * @syn_end: the number behind each end's SYN, data on it included
 * @other: a SYN that was no base, and may turn out to be one after all
 * @other.seq: its number
 * @other.end: the number behind it
 * @other.there: whether there is one
 * @likely: it was reset by a RST in the window: either end may go on
 * @again: it was reset, and its SYN sent again
 */
struct incarnation {
	struct conversation conv;
	struct incarnation *chain;
	struct incarnation *older, *newer;
	struct incarnation *made_before, *made_behind;
	struct doubt *doubt;
	uint32_t hash;
	uint32_t syn_end[2];
	struct {
		uint32_t seq, end;
		bool there;
	} other[2];
	bool likely;
	bool again;
};

struct conversations {
	uint16_t server_port;
	struct incarnation **bucket;
	size_t buckets, used;
	uint64_t seed;
	struct incarnation *first, *last;
	unsigned count;
	unsigned doubts;
};

/** incarnation_find() - the latest of a segment's 4-tuple, or NULL */
struct incarnation *incarnation_find(const struct conversations *table,
				     const struct segment *seg);

/**
 * incarnation_begin() - a new one of a segment's 4-tuple
 *
 * Return: it, with the next number, or NULL without memory.
 */
struct incarnation *incarnation_begin(struct conversations *table,
				      const struct segment *seg);

/** incarnation_sender() - END_CLIENT or END_SERVER */
int incarnation_sender(const struct conversation *conv,
		       const struct segment *seg);

/** incarnation_receiver() - the other end, or the same one if connected so */
int incarnation_receiver(const struct conversation *conv,
			 const struct segment *seg);

enum whose {
	SAME,	/* the latest incarnation's */
	ANEW,	/* it begins a new one */
	UNSURE, /* its answer will show */
};

/** incarnation_whose() - whose a SYN or SYN,ACK is; SAME for all others */
enum whose incarnation_whose(const struct incarnation *inc,
			     const struct segment *seg);

/** incarnation_in_doubt() - whether a segment is to wait; @inc is the latest */
bool incarnation_in_doubt(struct incarnation *inc, const struct segment *seg);

/** incarnation_far() - whether a number is not about what @end has sent */
bool incarnation_far(const struct conversation *conv, int end, uint32_t seq);

/** incarnation_at_base() - whether @seq is the base of @end */
bool incarnation_at_base(const struct conversation *conv, int end,
			 uint32_t seq);

/**
 * incarnation_is_late() - whether a SYN can be that of an end whose SYN was
 * not seen so far
 */
bool incarnation_is_late(const struct conversation *conv, int end,
			 uint32_t seq);

/** incarnation_acks_syn() - whether @ack is of the SYN of @end, at least */
bool incarnation_acks_syn(const struct incarnation *inc, int end,
			  uint32_t ack);

/**
 * incarnation_choose() - the latest incarnation, or an older one that a
 * segment certainly is of
 */
struct incarnation *incarnation_choose(struct incarnation *latest,
				       const struct segment *seg);

/**
 * incarnation_answers_other() - whether a SYN,ACK answers a SYN which was taken
 * for a stray one
 */
bool incarnation_answers_other(const struct incarnation *inc,
			       const struct segment *seg);

/*
 * What a segment from @from to @to says about the end of its conversation, in
 * this order, before the sender's next number moves.
 */

/**
 * incarnation_note_reset() - a RST, or after one that need not have been taken,
 * somebody who goes on
 */
void incarnation_note_reset(struct incarnation *inc, const struct segment *seg,
			    int from, int to);

/** incarnation_note_ack() - if it is of what the other end can have sent */
void incarnation_note_ack(struct conversation *conv, const struct segment *seg,
			  int from, int to);

/** incarnation_note_fin() - if the other end could take it */
void incarnation_note_fin(struct conversation *conv, const struct segment *seg,
			  int from, int to);

/**
 * incarnation_place() - conversations_place(), where it is known whose it is
 * @whose: SAME or ANEW; UNSURE: as conversations_place() sees it
 */
int incarnation_place(struct conversations *table, const struct segment *seg,
		      enum whose whose, struct placed *out);

/** doubt_free() - throw away what waits; NULL is allowed */
void doubt_free(struct conversations *table, struct incarnation *inc);

#endif
