/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ethernet, and what stands between it and IP: VLAN tags, LLC and SNAP, MPLS.
 */
#include "pcap/walk.h"

#define ETHER_HEADER 14
#define VLAN_TAG     4
#define LLC_HEADER   3
#define SNAP_HEADER  8
#define MPLS_ENTRY   4

#define ETHER_IPV4	0x0800
#define ETHER_TEB	0x6558 /* Ethernet within: GRE, GENEVE */
#define ETHER_8021Q	0x8100
#define ETHER_IPV6	0x86dd
#define ETHER_MPLS	0x8847
#define ETHER_MPLS_MANY 0x8848
#define ETHER_PPPOE	0x8864
#define ETHER_PPP	0x880b /* in PPTP's GRE */
#define ETHER_8021AD	0x88a8
#define ETHER_QINQ	0x9100 /* before 802.1ad */
#define ETHER_QINQ_2	0x9200

/* Below this, the field is a length; IEEE 802.3 3.2.6. */
#define LENGTH_MAX 1500

#define SAP_IP	 0x06
#define SAP_SNAP 0xaa

enum decode_result ether_type(struct walk *w, uint16_t type)
{
	switch (type) {
	case ETHER_IPV4:
		return walk_next(w, LAYER_IPV4);
	case ETHER_IPV6:
		return walk_next(w, LAYER_IPV6);
	case ETHER_8021Q:
	case ETHER_8021AD:
	case ETHER_QINQ:
	case ETHER_QINQ_2:
		return walk_next(w, LAYER_VLAN);
	case ETHER_MPLS:
	case ETHER_MPLS_MANY:
		return walk_next(w, LAYER_MPLS);
	case ETHER_PPPOE:
		return walk_next(w, LAYER_PPPOE);
	case ETHER_PPP:
		return walk_next(w, LAYER_PPP);
	case ETHER_TEB:
		return walk_next(w, LAYER_ETHERNET);
	}
	return walk_pass(w, PASSED_ETHERTYPE, type);
}

/* What 802.3 has in place of a type is a length: what is beyond is padding. */
static enum decode_result type_or_length(struct walk *w, uint16_t value)
{
	if (value > LENGTH_MAX)
		return ether_type(w, value);
	octets_trim(&w->o, value);
	return walk_next(w, LAYER_LLC);
}

enum decode_result ether_walk(struct walk *w)
{
	enum decode_result r = octets_want(&w->o, ETHER_HEADER);
	uint16_t type;

	if (r != DECODE_TCP)
		return r;
	type = be16(w->o.at + 12);
	octets_skip(&w->o, ETHER_HEADER);
	return type_or_length(w, type);
}

enum decode_result ether_vlan(struct walk *w)
{
	enum decode_result r = octets_want(&w->o, VLAN_TAG);
	uint16_t type;

	if (r != DECODE_TCP)
		return r;
	type = be16(w->o.at + 2);
	octets_skip(&w->o, VLAN_TAG);
	return type_or_length(w, type);
}

enum decode_result ether_llc(struct walk *w)
{
	enum decode_result r = octets_want(&w->o, LLC_HEADER);
	uint8_t dsap;
	uint16_t type;
	uint32_t oui;

	if (r != DECODE_TCP)
		return r;
	dsap = w->o.at[0];
	/* both ends the same, and unnumbered information */
	if (w->o.at[1] != dsap || w->o.at[2] != 0x03 ||
	    (dsap != SAP_IP && dsap != SAP_SNAP))
		return walk_pass(w, PASSED_LLC, dsap);
	if (dsap == SAP_IP) {
		octets_skip(&w->o, LLC_HEADER);
		return walk_next(w, LAYER_IPV4);
	}
	r = octets_want(&w->o, SNAP_HEADER);
	if (r != DECODE_TCP)
		return r;
	oui = be32(w->o.at + 2) & 0xffffff;
	type = be16(w->o.at + 6);
	octets_skip(&w->o, SNAP_HEADER);
	/* RFC 1042's, and that of 802.1H bridges; others have other types */
	if (oui == 0 || oui == 0x0000f8)
		return ether_type(w, type);
	return walk_pass(w, PASSED_LLC, dsap);
}

/*
 * What the last label is followed by is known to its two ends only; routers
 * and tcpdump guess as is done here (RFC 4928). Four zero bits are those of a
 * pseudowire's control word (RFC 4385), and Ethernet is what most carry.
 */
enum decode_result ether_mpls(struct walk *w)
{
	enum decode_result r = octets_want(&w->o, MPLS_ENTRY);
	bool last;

	if (r != DECODE_TCP)
		return r;
	last = w->o.at[2] & 1;
	octets_skip(&w->o, MPLS_ENTRY);
	if (!last)
		return walk_next(w, LAYER_MPLS);
	r = octets_want(&w->o, 1);
	if (r != DECODE_TCP)
		return r;
	switch (w->o.at[0] >> 4) {
	case 4:
		return walk_next(w, LAYER_IPV4);
	case 6:
		return walk_next(w, LAYER_IPV6);
	case 0:
		r = octets_want(&w->o, 4);
		if (r != DECODE_TCP)
			return r;
		octets_skip(&w->o, 4);
		return walk_next(w, LAYER_ETHERNET);
	}
	return walk_pass(w, PASSED_MPLS, 0);
}
