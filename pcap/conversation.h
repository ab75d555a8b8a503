/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Conversations: which connection a segment belongs to, which end sent it,
 * and its numbers relative to that connection.
 */
#ifndef PCAP_CONVERSATION_H
#define PCAP_CONVERSATION_H

#include "pcap/segment.h"

#include <stdio.h>

enum { END_CLIENT, END_SERVER };

/**
 * struct conversation - one incarnation of a 4-tuple
 * @number: 1 for the first one seen, then 2, 3, ...
 * @end: addresses of client and server
 * @base: initial sequence number of each end (the SYN's own)
 * @base_known: whether @base of that end is known
 * @next: the highest sequence number + length seen from that end
 *
 * The client is the end whose port is not the server's port; when no server
 * port was named, the one that sent the SYN without ACK; when no SYN was seen,
 * the sender of the first segment.
 */
struct conversation {
	unsigned number;
	struct address end[2];
	uint32_t base[2];
	bool base_known[2];
	uint32_t next[2];
	bool reset;
};

/**
 * struct placed - a segment placed in its conversation
 * @from: END_CLIENT or END_SERVER; END_CLIENT for a self-connection
 * @seq: relative sequence number (the SYN has 0), valid modulo 2^32
 * @ack: relative acknowledgment number, if the ACK bit is set
 * @seq_absolute: the base is not known; @seq is as on the wire (likewise ack)
 * @odd_seq: a segment without payload, SYN, FIN or RST whose sequence number
 *           is not the sender's next one (a keep-alive probe, say)
 */
struct placed {
	struct conversation *conv;
	int from;
	uint32_t seq, ack;
	bool seq_absolute, ack_absolute;
	bool odd_seq;
	struct segment seg;
};

struct conversations;

/**
 * conversations_new() - an empty table
 * @server_port: port of the server in host byte order, or 0: find out
 */
struct conversations *conversations_new(uint16_t server_port);

/**
 * conversations_place() - find or begin the conversation of a segment
 *
 * A SYN without ACK whose sequence number is not the known base begins a new
 * incarnation of its 4-tuple when the old one is over on the wire (RST seen,
 * or FIN of both ends seen); otherwise it belongs to the old one.
 *
 * A reset that answers a SYN to nobody has SEQ 0 on the wire (RFC 9293
 * 3.10.7.1): its relative number is given as 0, not as absolute.
 */
void conversations_place(struct conversations *table,
			 const struct segment *seg, struct placed *out);

/** conversations_count() - how many there are; get them by number from 1 on */
unsigned conversations_count(const struct conversations *table);
struct conversation *conversations_get(const struct conversations *table,
				       unsigned number);
void conversations_free(struct conversations *table);

/* What a trace line shows beside flags, sequence and acknowledgment number. */
#define SHOW_WINDOW  0x01 /* "win 512", unscaled as on the wire */
#define SHOW_OPTIONS 0x02 /* "<mss 1460,sackOK,TS,wscale 7>"; TS without value */
#define SHOW_URGENT  0x04 /* "urg 1" */

/**
 * segment_line() - a segment in the notation of a trace
 * @out: receives the text, without indentation and newline
 * @p: the placed segment
 * @show: SHOW_* bits
 *
 * For example "client > server  S", "server > client  S.   ack 1",
 * "client > server  P.   1:3 ack 1", "client > server  F.   3 ack 1",
 * "server > client  R    3", "server > client  .    ack 3". Flags are tcpdump's
 * letters in tcpdump's order, padded to four columns. The sequence number
 * stands there when the segment has payload (first:end), FIN or RST, is a SYN
 * whose relative number is not 0, or has an odd one. From the second
 * conversation on the names carry its number: "client#2 > server#2".
 * Line numbers beyond the base print as signed ("-1") within 2^31.
 */
void segment_line(FILE *out, const struct placed *p, unsigned show);

#endif
