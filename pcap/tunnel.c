/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Packets within packets: GRE, and the two over UDP that carry Ethernet. IP
 * within IP needs no header of its own (ip.c).
 */
#include "pcap/walk.h"

#include <netinet/in.h>

/* RFC 2784, 2890, 1701; the last two bits are PPTP's, RFC 2637. */
#define GRE_CHECKSUM 0x8000
#define GRE_ROUTING  0x4000
#define GRE_KEY	     0x2000
#define GRE_SEQUENCE 0x1000
#define GRE_ACK	     0x0080
#define GRE_VERSION  0x0007

#define ETHER_ERSPAN  0x88be
#define ERSPAN_HEADER 8

#define UDP_HEADER    8
#define VXLAN_HEADER  8
#define GENEVE_HEADER 8

#define PORT_VXLAN	 4789
#define PORT_VXLAN_LINUX 8472 /* before there was a number for it */
#define PORT_GENEVE	 6081

/* Source routes end with an entry of nothing. */
static enum decode_result skip_routes(struct octets *o)
{
	enum decode_result r;

	while ((r = octets_want(o, 4)) == DECODE_TCP) {
		size_t length = 4u + o->at[3];
		bool last = be16(o->at) == 0 && o->at[3] == 0;

		r = octets_want(o, length);
		if (r != DECODE_TCP)
			return r;
		octets_skip(o, length);
		if (last)
			return DECODE_TCP;
	}
	return r;
}

static enum decode_result gre_payload(struct walk *w, uint16_t flags,
				      uint16_t type)
{
	enum decode_result r;

	if (type != ETHER_ERSPAN)
		return ether_type(w, type);
	/* type I has no header, and no sequence number */
	if (flags & GRE_SEQUENCE) {
		r = octets_want(&w->o, ERSPAN_HEADER);
		if (r != DECODE_TCP)
			return r;
		octets_skip(&w->o, ERSPAN_HEADER);
	}
	return walk_next(w, LAYER_ETHERNET);
}

enum decode_result tunnel_gre(struct walk *w)
{
	enum decode_result r = octets_want(&w->o, 4);
	uint16_t flags, type, version;
	size_t header = 4;

	if (r != DECODE_TCP)
		return r;
	flags = be16(w->o.at);
	type = be16(w->o.at + 2);
	version = flags & GRE_VERSION;
	if (version > 1)
		return walk_pass(w, PASSED_PROTOCOL, IPPROTO_GRE);
	if (version == 0 && flags & (GRE_CHECKSUM | GRE_ROUTING))
		header += 4;
	if (flags & GRE_KEY)
		header += 4;
	if (flags & GRE_SEQUENCE)
		header += 4;
	if (version == 1 && flags & GRE_ACK)
		header += 4;
	r = octets_want(&w->o, header);
	if (r != DECODE_TCP)
		return r;
	octets_skip(&w->o, header);
	if (version == 0 && flags & GRE_ROUTING) {
		r = skip_routes(&w->o);
		if (r != DECODE_TCP)
			return r;
	}
	/* one that only acknowledges */
	if (version == 1 && !(flags & GRE_SEQUENCE))
		return walk_pass(w, PASSED_PROTOCOL, IPPROTO_GRE);
	return gre_payload(w, flags, type);
}

/* A port is a hint; the header must fit as well, or it is some other UDP. */
static enum decode_result vxlan(struct walk *w)
{
	enum decode_result r = octets_want(&w->o, VXLAN_HEADER);

	/* bit 0 is that of group policies; the last octet is reserved */
	if (r != DECODE_TCP || (w->o.at[0] & 0x7f) != 0x08 || w->o.at[7])
		return walk_pass(w, PASSED_PROTOCOL, IPPROTO_UDP);
	octets_skip(&w->o, VXLAN_HEADER);
	return walk_next(w, LAYER_ETHERNET);
}

static enum decode_result geneve(struct walk *w)
{
	enum decode_result r = octets_want(&w->o, GENEVE_HEADER);
	uint16_t type;
	size_t header;

	/* version 0; then two flags, and what is reserved */
	if (r != DECODE_TCP || w->o.at[0] >> 6 || w->o.at[1] & 0x3f ||
	    w->o.at[7])
		return walk_pass(w, PASSED_PROTOCOL, IPPROTO_UDP);
	/* the length of the options counts fours */
	header = GENEVE_HEADER + (w->o.at[0] & 0x3fu) * 4;
	type = be16(w->o.at + 2);
	r = octets_want(&w->o, header);
	if (r != DECODE_TCP)
		return walk_pass(w, PASSED_PROTOCOL, IPPROTO_UDP);
	octets_skip(&w->o, header);
	return ether_type(w, type);
}

enum decode_result tunnel_udp(struct walk *w)
{
	enum decode_result r = octets_want(&w->o, UDP_HEADER);
	uint16_t port, length;

	if (r != DECODE_TCP)
		return walk_pass(w, PASSED_PROTOCOL, IPPROTO_UDP);
	port = be16(w->o.at + 2);
	length = be16(w->o.at + 4);
	octets_skip(&w->o, UDP_HEADER);
	if (length >= UDP_HEADER)
		octets_trim(&w->o, length - UDP_HEADER);
	switch (port) {
	case PORT_VXLAN:
	case PORT_VXLAN_LINUX:
		return vxlan(w);
	case PORT_GENEVE:
		return geneve(w);
	}
	return walk_pass(w, PASSED_PROTOCOL, IPPROTO_UDP);
}
