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
 * @syn: a SYN of that end was seen
 * @fin: a FIN of that end was seen
 * @reset: an RST was seen
 *
 * The client is the end whose port is not the server's port; when that does
 * not tell them apart, the one that sent the SYN without ACK or was sent the
 * SYN,ACK; when no SYN was seen, the sender of the first segment. This is
 * fixed by the first segment. A connection of a socket to itself has one end:
 * both addresses are equal, and only END_CLIENT's numbers are used.
 *
 * A connection that is joined in the middle has no SYN to count from. As
 * tcpdump does, the base of an end is then its first sequence number, or one
 * below the first acknowledgment number the other end has for it, whichever
 * is seen first. A reset gives no base to either end, and a SYN that comes
 * later replaces one that was found so.
 */
struct conversation {
	unsigned number;
	struct address end[2];
	uint32_t base[2];
	bool base_known[2];
	uint32_t next[2];
	int64_t span[2];
	bool syn[2];
	bool fin[2];
	bool reset;
};

/**
 * struct placed - a segment placed in its conversation
 * @conv: the conversation; it lives as long as the table
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
 * @server_port: port of the server in host byte order, or 0: find out
 *
 * Return: the table, or NULL without memory.
 */
struct conversations *conversations_new(uint16_t server_port);

/**
 * conversations_place() - find or begin the conversation of a segment
 * @table: the table
 * @seg: the segment; segments must come in the order of the capture
 * @out: filled
 *
 * A SYN without ACK whose sequence number is not the known base begins a new
 * incarnation of its 4-tuple when the old one is over on the wire (RST seen,
 * or FIN of both ends seen); otherwise it belongs to the old one. After that,
 * a segment that carries the very numbers at which the old incarnation
 * stopped, and not those of the new one, still belongs to the old one: so the
 * ACK by which TIME_WAIT answers a SYN has numbers that mean something.
 *
 * A SYN,ACK that is not at the base of its sender, in a conversation that was
 * reset, is the answer of a new socket to the same SYN: it replaces the base.
 *
 * A reset that answers a segment without ACK from nowhere has SEQ 0 on the
 * wire (RFC 9293 3.10.7.1): its relative number is given as 0, not as
 * absolute, unless 0 is just the sender's next number.
 *
 * Return: 0, or -1 without memory (errno is ENOMEM).
 */
int conversations_place(struct conversations *table, const struct segment *seg,
			struct placed *out);

/** conversations_count() - how many there are */
unsigned conversations_count(const struct conversations *table);

/** conversations_get() - by number, from 1 on; NULL when there is none */
struct conversation *conversations_get(const struct conversations *table,
				       unsigned number);

/** conversations_free() - free the table and all conversations in it */
void conversations_free(struct conversations *table);

#endif
