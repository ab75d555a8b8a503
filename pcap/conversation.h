/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Conversations: which connection a segment belongs to, which end sent it,
 * and its numbers relative to that connection.
 */
#ifndef PCAP_CONVERSATION_H
#define PCAP_CONVERSATION_H

#include "pcap/segment.h"

enum { END_CLIENT, END_SERVER };

/**
 * struct conversation - one incarnation of a 4-tuple
 * @number: 1 for the first one seen, then 2, 3, ...
 * @end: addresses of client and server
 * @base: initial sequence number of each end (the SYN's own)
 * @base_known: whether @base of that end is known
 * @next: the sequence number behind all that this end has sent: the highest
 *        of sequence number + length, on the wire (resets, SYNs that are not
 *        at the base and segments without length do not count)
 * @span: @next relative to @base, counted on beyond 2^32
 * @acked: the highest acknowledgment number that this end has sent
 * @acks: whether there is one
 * @fin_end: the number behind the end's FIN
 * @window: what the end offered last, as on the wire
 * @scale: the shift count of its SYN; -1 without one
 * @syn: a SYN of that end was seen
 * @fin: a FIN of that end was seen that could be taken
 * @reset: a RST was seen that could end the conversation
 * @swapped: how often client and server were exchanged; see below
 * @user: for whoever places segments; NULL at first
 *
 * The client is the end whose port is not the server's port; when that does
 * not tell them apart, the one that sent the SYN without ACK or was sent the
 * SYN,ACK; when no SYN was seen, the end with the higher port; when the ports
 * are equal, the sender of the first segment. This is fixed by the first
 * segment, unless a SYN comes later to a conversation without one and says
 * otherwise: then client and server are exchanged. A connection of a socket to
 * itself has one end: both addresses are equal, and only END_CLIENT's numbers
 * are used.
 *
 * A connection that is joined in the middle has no SYN to count from. Then the
 * base of an end is one below its first sequence number, or one below the
 * first acknowledgment number the other end has for it, whichever is seen
 * first: so the first octet that is seen has number 1. Where the server's port
 * is given, nothing was missed, and what an end sends instead of its SYN has
 * the SYN's number, 0. A reset gives no base to
 * either end. A SYN that comes later is the base, if its number lies at or
 * less than 64 KiB below the one that was found so: the capture is out of
 * order.
 */
struct conversation {
	unsigned number;
	struct address end[2];
	uint32_t base[2];
	uint32_t next[2];
	int64_t span[2];
	uint32_t acked[2];
	uint32_t fin_end[2];
	uint16_t window[2];
	int8_t scale[2];
	bool base_known[2];
	bool acks[2];
	bool syn[2];
	bool fin[2];
	bool reset;
	bool swapped;
	void *user;
};

/**
 * struct placed - a segment placed in its conversation
 * @conv: the conversation; it lives as long as the table, or until it is
 *        forgotten
 * @from: END_CLIENT or END_SERVER; END_CLIENT for a self-connection
 * @seq: relative sequence number (the SYN has 0): the one nearest to the
 *       sender's next, so it does not wrap at 2^32, and is negative below the
 *       base
 * @ack: relative acknowledgment number, likewise, if the ACK bit is set
 * @seq_absolute: the base is not known; @seq is as on the wire (likewise ack)
 * @odd_seq: a segment without payload, SYN, FIN or RST whose sequence number
 *           is not the sender's next one (a keep-alive probe, say)
 * @seq_isn, @ack_isn: 0; whoever knows that the number is one of a later
 *                     incarnation, whose SYN came while this one was not over,
 *                     sets 1 for the first such SYN of that end, 2 for the
 *                     second, ..., and @seq or @ack to what it is beyond that
 *                     SYN's own
 * @seg: the segment itself
 */
struct placed {
	struct conversation *conv;
	int from;
	int64_t seq, ack;
	bool seq_absolute, ack_absolute;
	bool odd_seq;
	uint8_t seq_isn, ack_isn;
	struct segment seg;
};

struct conversations;

/**
 * conversations_new() - an empty table
 * @server_port: port of the server in host byte order, if all is seen from
 *               the beginning; or 0: find out
 *
 * Return: the table, or NULL without memory.
 */
struct conversations *conversations_new(uint16_t server_port);

/**
 * conversations_place() - find or begin the conversation of a segment, at once
 * @table: the table
 * @seg: the segment; segments must come in the order of the capture
 * @out: filled
 *
 * A SYN without ACK whose sequence number is not its sender's base begins a
 * new incarnation of its 4-tuple when
 *
 * - the old one is over: a RST was seen that could end it, or a FIN of each
 *   end. Then even a SYN at the base does, unless the old one was reset before
 *   its handshake was done, which is tried again with the same number;
 * - or the old one is an attempt that nobody answered.
 *
 * Otherwise it belongs to the old one, since it may be a stray one; if a
 * SYN,ACK answers it, that begins the new incarnation, whose base is the SYN's
 * number. conversations_sort() waits for the answer instead.
 *
 * A RST could end a conversation (RFC 9293 3.10.7, RFC 5961 3.2) when it has
 * the number that the other end expects, or in SYN-SENT acknowledges the SYN.
 * Elsewhere in the window it ends the conversation until either end goes on,
 * as after a challenge ACK. Outside the window it ends nothing.
 *
 * Behind a new incarnation, a segment that carries the very numbers at which an
 * older one stopped, and not those of the new one, still belongs to the older
 * one: so the ACK by which TIME_WAIT answers a SYN has numbers that mean
 * something. So does a SYN,ACK or a RST that answers an older SYN.
 *
 * A SYN,ACK that is not at the base of its sender replaces the base when the
 * conversation was reset and its SYN sent again: it is the answer of a new
 * socket. If there are several without that, the one that is acknowledged
 * counts.
 *
 * A reset that answers a segment without ACK from nowhere has SEQ 0 on the
 * wire (RFC 9293 3.10.7.1): its relative number is given as 0, not as
 * absolute, unless 0 is just the sender's next number.
 *
 * Return: 0, or -1 without memory (errno is ENOMEM).
 */
int conversations_place(struct conversations *table, const struct segment *seg,
			struct placed *out);

/** conversations_taker - is handed each segment that has been placed */
typedef int conversations_taker(struct placed *p, void *arg);

/**
 * conversations_sort() - conversations_place(), with a look ahead
 * @table: the table
 * @seg: the segment
 * @take: called for each segment that is placed now: none, one, or this one
 *        and those of its 4-tuple that waited for it; it returns 0, or
 *        something else that ends the sorting
 * @arg: for @take
 *
 * A SYN that is not at the base of an open conversation may begin a new one,
 * or be a stray one, which is answered by a challenge ACK. It waits, and with
 * it what comes behind it, until one end shows which it is: a SYN,ACK, a
 * refusal or numbers that go on from the SYN's mean a new one, the old numbers
 * mean a stray one. Without an answer it is a new one if its number is more
 * than 64 KiB away from its sender's next, or its sender had sent a FIN. The
 * same goes for a SYN,ACK of which neither number fits: SYNs may not have been
 * captured. What waits has no conversation, and so no number, before that.
 *
 * Return: 0, -1 without memory, or what @take returned.
 */
int conversations_sort(struct conversations *table, const struct segment *seg,
		       conversations_taker *take, void *arg);

/**
 * conversations_settle() - what waits in a conversation waits no longer
 * @table: the table
 * @conv: one of its conversations
 *
 * Return: as conversations_sort().
 */
int conversations_settle(struct conversations *table, struct conversation *conv,
			 conversations_taker *take, void *arg);

/**
 * conversation_over() - neither end has anything to say any more
 *
 * It was reset, each end has acknowledged the other's FIN, or a newer one has
 * taken the 4-tuple.
 */
bool conversation_over(const struct conversation *conv);

/** conversation_older() - the incarnation of the 4-tuple before it, or NULL */
struct conversation *conversation_older(const struct conversation *conv);

/**
 * conversations_forget() - free one conversation
 *
 * Its number is not used again. What comes for it later begins a new one.
 */
void conversations_forget(struct conversations *table,
			  struct conversation *conv);

/** conversations_count() - how many there were, forgotten ones included */
unsigned conversations_count(const struct conversations *table);

/**
 * conversations_get() - by number, from 1 on; NULL when there is none
 *
 * The first ones are found fast.
 */
struct conversation *conversations_get(const struct conversations *table,
				       unsigned number);

/** conversations_next() - the one made behind @conv, NULL for the first */
struct conversation *conversations_next(const struct conversations *table,
					const struct conversation *conv);

/** conversations_free() - free the table and all conversations in it */
void conversations_free(struct conversations *table);

#endif
