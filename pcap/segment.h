/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A TCP segment as it was seen on the wire, in host byte order, and the
 * decoder that makes one from a captured packet.
 */
#ifndef PCAP_SEGMENT_H
#define PCAP_SEGMENT_H

#include "pcap/passed.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* RFC 9293 3.1, control bits; AE is RFC 9768's. */
#define SEG_FIN 0x001
#define SEG_SYN 0x002
#define SEG_RST 0x004
#define SEG_PSH 0x008
#define SEG_ACK 0x010
#define SEG_URG 0x020
#define SEG_ECE 0x040
#define SEG_CWR 0x080
#define SEG_AE	0x100

/**
 * struct address - one end of a TCP connection
 * @family: AF_INET or AF_INET6; 0 means "no address"
 * @port: in host byte order
 * @bytes: 4 or 16 octets in network order; unused ones are zero
 */
struct address {
	uint16_t family;
	uint16_t port;
	uint8_t bytes[16];
};

/** address_equal() - same family, same octets, same port */
bool address_equal(const struct address *a, const struct address *b);

/**
 * address_compare() - an order of addresses, for sorting and searching
 *
 * Return: below, equal to or above 0 as @a comes before, with or after @b.
 */
int address_compare(const struct address *a, const struct address *b);

/**
 * address_text() - "127.0.0.1:80" or "[::1]:80"
 * @a: the address; "-" is its text when it has no family
 * @buf: receives the text
 * @size: room in @buf; ADDRESS_TEXT is enough for any address
 *
 * Return: @buf.
 */
char *address_text(const struct address *a, char *buf, size_t size);

/* Room for address_text() of any address. */
#define ADDRESS_TEXT 64

/**
 * struct tcp_options - the options this project looks at (RFC 9293 3.2)
 * @mss: 0 when absent
 * @window_scale: shift count, or -1 when absent
 * @sack_permitted: option present
 * @has_timestamps: option present; @ts_value and @ts_echo are valid
 * @sack_blocks: number of SACK blocks (0 to 4) in @sack
 * @malformed: an option had a length that cannot be; the others are valid
 */
struct tcp_options {
	uint16_t mss;
	int8_t window_scale;
	bool sack_permitted;
	bool has_timestamps;
	bool malformed;
	uint8_t sack_blocks;
	uint32_t ts_value;
	uint32_t ts_echo;
	struct {
		uint32_t left, right;
	} sack[4];
};

/**
 * struct segment - one TCP segment
 * @time_ns: capture time, nanoseconds since the epoch
 * @length: octets of payload by the IP header (not by what was captured, and
 *          without link layer padding)
 * @window: as on the wire, unscaled
 * @urgent: the urgent pointer, whether or not SEG_URG is set
 * @cut: what was not there to be read, in octets; both 0 of a whole segment
 * @cut.packet: how far the IP packet goes beyond the frame that it came in
 * @cut.header: how much of the TCP header was not captured
 * @cut.seen: if so, how much of it was: at least all up to the flags
 */
struct segment {
	int64_t time_ns;
	struct address src, dst;
	uint32_t seq, ack;
	uint32_t length;
	uint16_t flags;
	uint16_t window;
	uint16_t urgent;
	struct tcp_options options;
	struct {
		uint32_t packet;
		uint8_t header, seen;
	} cut;
};

/** segment_span() - SEG.LEN of RFC 9293 3.4: payload plus SYN plus FIN */
uint32_t segment_span(const struct segment *seg);

enum decode_result {
	DECODE_TCP,	    /* a TCP header was found */
	DECODE_OTHER,	    /* a well-formed packet that is not TCP */
	DECODE_FRAGMENT,    /* a piece of an IP packet that does not show TCP */
	DECODE_TRUNCATED,   /* the capture ends inside the headers */
	DECODE_MALFORMED,   /* a header contradicts itself */
};

/**
 * segment_decode() - find the TCP segment in a captured packet
 * @linktype: a DLT_*; docs/captures.md has the table
 * @data: the captured octets
 * @captured: how many there are
 * @wire_length: how long the packet was on the wire; never below @captured
 * @seg: filled on DECODE_TCP (all but time_ns)
 *
 * Headers between the link layer and TCP are walked, however they are nested,
 * to a bound: VLAN tags, LLC and SNAP, MPLS, PPP, IPv4 with options, IPv6 with
 * extension headers, and tunnels (IP in IP, GRE, VXLAN, GENEVE). The addresses
 * are those of the innermost IP header.
 *
 * A first fragment that holds the whole TCP header is DECODE_FRAGMENT all the
 * same: its length would be a lie. An IPv6 packet with a fragment header that
 * is all there is ("atomic", RFC 6946) is whole.
 *
 * Where the IP length is 0 (a packet above 64 KiB that the kernel has not cut
 * up yet), the payload is what was on the wire. Where it goes beyond the wire,
 * or the capture ends behind the flags, the segment is marked as cut.
 *
 * Return: what was found.
 */
enum decode_result segment_decode(int linktype, const uint8_t *data,
				  size_t captured, size_t wire_length,
				  struct segment *seg);

/**
 * segment_decode_why() - segment_decode(), and why not
 * @why: filled unless DECODE_TCP is returned
 */
enum decode_result segment_decode_why(int linktype, const uint8_t *data,
				      size_t captured, size_t wire_length,
				      struct segment *seg, struct passed *why);

/** segment_linktype_known() - whether segment_decode() can read @linktype */
bool segment_linktype_known(int linktype);

#endif
