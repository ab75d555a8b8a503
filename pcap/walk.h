/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The way through the headers of a packet. Each header has one function, which
 * is granted the octets it looks at, takes what it has read away, and says
 * which header comes next; so no function calls another's, and how deep
 * headers may be nested is one number in one loop.
 */
#ifndef PCAP_WALK_H
#define PCAP_WALK_H

#include "pcap/octets.h"
#include "pcap/passed.h"

enum layer {
	LAYER_ETHERNET,
	LAYER_VLAN,	/* a tag: two octets, and the next EtherType */
	LAYER_WIFI,	/* IEEE 802.11 */
	LAYER_LLC,
	LAYER_PPPOE,	/* a session's header, and PPP behind it */
	LAYER_PPP,
	LAYER_MPLS,
	LAYER_IP,	/* of the version that its first four bits say */
	LAYER_IPV4,
	LAYER_IPV6,
	LAYER_AH,
	LAYER_GRE,
	LAYER_UDP,
	LAYER_TCP,
};

/**
 * struct walk - a packet on its way through the decoder
 * @o: what is not read yet
 * @next: which header @o begins with
 * @seg: filled on the way; the innermost IP header's addresses stay
 * @why: filled when the packet is passed over as DECODE_OTHER
 */
struct walk {
	struct octets o;
	enum layer next;
	struct segment *seg;
	struct passed why;
};

/* Nothing here is TCP. */
static inline enum decode_result walk_pass(struct walk *w,
					   enum passed_layer layer,
					   uint32_t number)
{
	w->why = (struct passed){ layer, number };
	return DECODE_OTHER;
}

static inline enum decode_result walk_next(struct walk *w, enum layer next)
{
	w->next = next;
	return DECODE_TCP;
}

/*
 * All of these return DECODE_TCP for success (nothing speaks against TCP so
 * far) with w->next filled, or else what the packet is.
 */

/** link_walk() - the link layer header; @linktype is a DLT_* */
enum decode_result link_walk(struct walk *w, int linktype);

/** ether_type() - what follows, by an EtherType that has been read */
enum decode_result ether_type(struct walk *w, uint16_t type);

/** ether_walk() - Ethernet II and 802.3 */
enum decode_result ether_walk(struct walk *w);

/** ether_vlan() - a VLAN tag (802.1Q, 802.1ad, 0x9100) */
enum decode_result ether_vlan(struct walk *w);

/** ether_llc() - 802.2, and SNAP (RFC 1042) */
enum decode_result ether_llc(struct walk *w);

/** ether_mpls() - one label stack entry (RFC 3032) */
enum decode_result ether_mpls(struct walk *w);

/** wifi_radiotap() - what the receiver wrote in front of an 802.11 frame */
enum decode_result wifi_radiotap(struct walk *w);

/** wifi_walk() - an 802.11 frame */
enum decode_result wifi_walk(struct walk *w);

/** ppp_over_ethernet() - the header of a session (RFC 2516) */
enum decode_result ppp_over_ethernet(struct walk *w);

/** ppp_walk() - PPP in any framing that leaves no stuffing (RFC 1661, 1662) */
enum decode_result ppp_walk(struct walk *w);

/** ip_walk() - IPv4 or IPv6, as the version says */
enum decode_result ip_walk(struct walk *w);

/** ip_walk4() - IPv4 */
enum decode_result ip_walk4(struct walk *w);

/** ip_walk6() - IPv6, and its extension headers */
enum decode_result ip_walk6(struct walk *w);

/** ip_ah() - the authentication header, where IPv4 has it (RFC 4302) */
enum decode_result ip_ah(struct walk *w);

/** tunnel_gre() - GRE (RFC 2784, 2890), and PPTP's (RFC 2637) */
enum decode_result tunnel_gre(struct walk *w);

/** tunnel_udp() - UDP: VXLAN (RFC 7348) and GENEVE (RFC 8926) go on */
enum decode_result tunnel_udp(struct walk *w);

#endif
