/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What lies in front of a packet, by the link type of its interface.
 */
#include "pcap/walk.h"

#include <pcap/dlt.h>

/* OpenBSD's DLT_RAW, which is how its files come out of libpcap elsewhere. */
#define RAW_OPENBSD 14

#define SLL_HEADER   16
#define SLL2_HEADER  20
#define NULL_HEADER  4
#define NFLOG_HEADER 4
#define CHDLC_HEADER 4
#define PKTAP_HEADER 12 /* what is looked at of it */

/* In place of an EtherType, Linux "cooked" headers have these. */
#define SLL_8022 4

/* Attributes of NFLOG, as nfnetlink_log.h numbers them. */
#define NFULA_PACKET_HDR 1
#define NFULA_PAYLOAD	 9

static enum decode_result by_header(struct walk *w, size_t header,
				    size_t type_at)
{
	enum decode_result r = octets_want(&w->o, header);
	uint16_t type;

	if (r != DECODE_TCP)
		return r;
	type = be16(w->o.at + type_at);
	octets_skip(&w->o, header);
	return ether_type(w, type);
}

static enum decode_result by_cooked_header(struct walk *w, size_t header,
					   size_t type_at)
{
	enum decode_result r = octets_want(&w->o, header);

	if (r != DECODE_TCP || be16(w->o.at + type_at) != SLL_8022)
		return r == DECODE_TCP ? by_header(w, header, type_at) : r;
	octets_skip(&w->o, header);
	return walk_next(w, LAYER_LLC);
}

/*
 * The header is an address family as the capturing machine numbers it, in its
 * own byte order for DLT_NULL and in network order for DLT_LOOP. Families are
 * small, so the order shows; each system has another number for IPv6.
 */
static enum decode_result by_family(struct walk *w)
{
	enum decode_result r = octets_want(&w->o, NULL_HEADER);
	uint32_t family;

	if (r != DECODE_TCP)
		return r;
	family = be32(w->o.at);
	if (family > 0xffff)
		family = __builtin_bswap32(family);
	octets_skip(&w->o, NULL_HEADER);
	switch (family) {
	case 2:
		return walk_next(w, LAYER_IPV4);
	case 10: /* Linux */
	case 24: /* NetBSD, OpenBSD */
	case 28: /* FreeBSD */
	case 30: /* macOS */
		return walk_next(w, LAYER_IPV6);
	}
	return walk_pass(w, PASSED_FAMILY, family);
}

/*
 * Attributes in the byte order of the capturing machine, or in that of this
 * one if libpcap has turned them. Types are small and never 0, so the order
 * shows. The packet is the last attribute that matters; the one in front of it
 * says its EtherType.
 */
static enum decode_result by_attributes(struct walk *w)
{
	enum decode_result r = octets_want(&w->o, NFLOG_HEADER);
	uint16_t ethertype = 0;

	if (r != DECODE_TCP)
		return r;
	octets_skip(&w->o, NFLOG_HEADER);
	while ((r = octets_want(&w->o, 4)) == DECODE_TCP) {
		uint16_t length = be16(w->o.at), type = be16(w->o.at + 2);
		size_t whole;

		if (type > 0xff) {
			length = __builtin_bswap16(length);
			type = __builtin_bswap16(type);
		}
		if (length < 4 || type > 0xff || length > w->o.wire)
			return DECODE_MALFORMED;
		if (type == NFULA_PAYLOAD) {
			octets_limit(&w->o, length);
			octets_skip(&w->o, 4);
			return ethertype ? ether_type(w, ethertype) :
					   walk_next(w, LAYER_IP);
		}
		r = octets_want(&w->o, length);
		if (r != DECODE_TCP)
			return r;
		if (type == NFULA_PACKET_HDR && length >= 6)
			ethertype = be16(w->o.at + 4);
		whole = (length + 3u) & ~3u;
		if ((r = octets_want(&w->o, whole)) != DECODE_TCP)
			return r;
		octets_skip(&w->o, whole);
	}
	return r;
}

/*
 * macOS: a header, little endian, that says how long it is and which link type
 * follows it. One within another is a trap.
 */
static enum decode_result by_pktap(struct walk *w)
{
	enum decode_result r = octets_want(&w->o, PKTAP_HEADER);
	uint32_t length, linktype;

	if (r != DECODE_TCP)
		return r;
	length = __builtin_bswap32(be32(w->o.at));
	linktype = __builtin_bswap32(be32(w->o.at + 8));
	if (length < PKTAP_HEADER || linktype == DLT_PKTAP)
		return DECODE_MALFORMED;
	r = octets_want(&w->o, length);
	if (r != DECODE_TCP)
		return r;
	octets_skip(&w->o, length);
	return link_walk(w, (int)linktype);
}

enum decode_result link_walk(struct walk *w, int linktype)
{
	switch (linktype) {
	case DLT_EN10MB:
		return walk_next(w, LAYER_ETHERNET);
	case DLT_LINUX_SLL:
		return by_cooked_header(w, SLL_HEADER, 14);
	case DLT_LINUX_SLL2:
		return by_cooked_header(w, SLL2_HEADER, 0);
	case DLT_IEEE802_11:
		return walk_next(w, LAYER_WIFI);
	case DLT_IEEE802_11_RADIO:
		return wifi_radiotap(w);
	case DLT_PKTAP:
		return by_pktap(w);
	case DLT_C_HDLC:
		return by_header(w, CHDLC_HEADER, 2);
	case DLT_NULL:
	case DLT_LOOP:
		return by_family(w);
	case DLT_NFLOG:
		return by_attributes(w);
	case DLT_PPP:
	case DLT_PPP_SERIAL:
		return walk_next(w, LAYER_PPP);
	case DLT_PPP_ETHER:
		return walk_next(w, LAYER_PPPOE);
	case DLT_RAW:
	case RAW_OPENBSD:
		return walk_next(w, LAYER_IP);
	case DLT_IPV4:
		return walk_next(w, LAYER_IPV4);
	case DLT_IPV6:
		return walk_next(w, LAYER_IPV6);
	}
	return walk_pass(w, PASSED_LINKTYPE, (uint32_t)linktype);
}

bool segment_linktype_known(int linktype)
{
	struct segment seg;
	struct walk w = { .seg = &seg };

	/* without an octet, what is known asks for some or for a header */
	return link_walk(&w, linktype) != DECODE_OTHER;
}
