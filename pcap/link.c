/* SPDX-License-Identifier: BSD-2-Clause */
#include "pcap/link.h"

#include <pcap/dlt.h>

/* OpenBSD's DLT_RAW, which is how its files come out of libpcap elsewhere. */
#define RAW_OPENBSD 14

#define ETHER_IPV4  0x0800
#define ETHER_IPV6  0x86dd
#define ETHER_8021Q 0x8100
#define ETHER_8021AD 0x88a8

#define ETHER_HEADER 14
#define VLAN_TAG     4
#define SLL_HEADER   16
#define SLL2_HEADER  20
#define NULL_HEADER  4

static enum decode_result by_ethertype(struct octets *o, uint16_t type,
				       enum network *network)
{
	while (type == ETHER_8021Q || type == ETHER_8021AD) {
		enum decode_result r = octets_want(o, VLAN_TAG);

		if (r != DECODE_TCP)
			return r;
		type = be16(o->at + 2);
		octets_skip(o, VLAN_TAG);
	}
	if (type == ETHER_IPV4)
		*network = NETWORK_IPV4;
	else if (type == ETHER_IPV6)
		*network = NETWORK_IPV6;
	else
		return DECODE_OTHER;
	return DECODE_TCP;
}

static enum decode_result by_header(struct octets *o, size_t header,
				    size_t type_at, enum network *network)
{
	enum decode_result r = octets_want(o, header);
	uint16_t type;

	if (r != DECODE_TCP)
		return r;
	type = be16(o->at + type_at);
	octets_skip(o, header);
	return by_ethertype(o, type, network);
}

/*
 * The header is an address family as the capturing machine numbers it, in its
 * own byte order for DLT_NULL and in network order for DLT_LOOP. Families are
 * small, so the order shows; each system has another number for IPv6.
 */
static enum decode_result by_family(struct octets *o, enum network *network)
{
	enum decode_result r = octets_want(o, NULL_HEADER);
	uint32_t family;

	if (r != DECODE_TCP)
		return r;
	family = be32(o->at);
	if (family > 0xffff)
		family = __builtin_bswap32(family);
	octets_skip(o, NULL_HEADER);
	switch (family) {
	case 2:
		*network = NETWORK_IPV4;
		return DECODE_TCP;
	case 10: /* Linux */
	case 24: /* NetBSD, OpenBSD */
	case 28: /* FreeBSD */
	case 30: /* macOS */
		*network = NETWORK_IPV6;
		return DECODE_TCP;
	}
	return DECODE_OTHER;
}

static enum decode_result by_version(struct octets *o, enum network *network)
{
	enum decode_result r = octets_want(o, 1);

	if (r != DECODE_TCP)
		return r;
	switch (o->at[0] >> 4) {
	case 4:
		*network = NETWORK_IPV4;
		return DECODE_TCP;
	case 6:
		*network = NETWORK_IPV6;
		return DECODE_TCP;
	}
	return DECODE_MALFORMED;
}

enum decode_result link_walk(int linktype, struct octets *o,
			     enum network *network)
{
	switch (linktype) {
	case DLT_EN10MB:
		return by_header(o, ETHER_HEADER, 12, network);
	case DLT_LINUX_SLL:
		return by_header(o, SLL_HEADER, 14, network);
	case DLT_LINUX_SLL2:
		return by_header(o, SLL2_HEADER, 0, network);
	case DLT_NULL:
	case DLT_LOOP:
		return by_family(o, network);
	case DLT_RAW:
	case RAW_OPENBSD:
		return by_version(o, network);
	case DLT_IPV4:
		*network = NETWORK_IPV4;
		return DECODE_TCP;
	case DLT_IPV6:
		*network = NETWORK_IPV6;
		return DECODE_TCP;
	}
	return DECODE_OTHER;
}

bool segment_linktype_known(int linktype)
{
	switch (linktype) {
	case DLT_EN10MB:
	case DLT_LINUX_SLL:
	case DLT_LINUX_SLL2:
	case DLT_NULL:
	case DLT_LOOP:
	case DLT_RAW:
	case RAW_OPENBSD:
	case DLT_IPV4:
	case DLT_IPV6:
		return true;
	}
	return false;
}
