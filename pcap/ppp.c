/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * PPP: on a serial line, over Ethernet, in PPTP's GRE.
 */
#include "pcap/walk.h"

#define PPPOE_HEADER 6

#define PPP_IPV4      0x0021
#define PPP_IPV6      0x0057
#define PPP_MPLS      0x0281
#define PPP_MPLS_MANY 0x0283

enum decode_result ppp_over_ethernet(struct walk *w)
{
	enum decode_result r = octets_want(&w->o, PPPOE_HEADER);
	uint16_t length;

	if (r != DECODE_TCP)
		return r;
	/* version 1, type 1; a session's code is 0 */
	if (w->o.at[0] != 0x11 || w->o.at[1] != 0)
		return DECODE_MALFORMED;
	length = be16(w->o.at + 4);
	octets_skip(&w->o, PPPOE_HEADER);
	octets_trim(&w->o, length);
	return walk_next(w, LAYER_PPP);
}

static enum decode_result by_protocol(struct walk *w, uint16_t protocol)
{
	switch (protocol) {
	case PPP_IPV4:
		return walk_next(w, LAYER_IPV4);
	case PPP_IPV6:
		return walk_next(w, LAYER_IPV6);
	case PPP_MPLS:
	case PPP_MPLS_MANY:
		return walk_next(w, LAYER_MPLS);
	}
	return walk_pass(w, PASSED_PPP, protocol);
}

/* Cisco's HDLC on the same kind of line: an address, 0, an EtherType. */
static bool is_cisco(const uint8_t *at)
{
	return (at[0] == 0x0f || at[0] == 0x8f) && at[1] == 0;
}

/*
 * Address and control (ff 03) may be left out, and so may the upper octet of
 * the protocol: the last octet of a protocol is odd, no other one is
 * (RFC 1661 2).
 */
enum decode_result ppp_walk(struct walk *w)
{
	enum decode_result r = octets_want(&w->o, 1);
	uint16_t protocol;

	if (r == DECODE_TCP && (w->o.at[0] & 1) == 0)
		r = octets_want(&w->o, 2);
	if (r != DECODE_TCP)
		return r;
	if (w->o.captured >= 4 && is_cisco(w->o.at)) {
		protocol = be16(w->o.at + 2);
		octets_skip(&w->o, 4);
		return ether_type(w, protocol);
	}
	if (w->o.captured >= 2 && w->o.at[0] == 0xff && w->o.at[1] == 0x03) {
		octets_skip(&w->o, 2);
		r = octets_want(&w->o, 1);
		if (r == DECODE_TCP && (w->o.at[0] & 1) == 0)
			r = octets_want(&w->o, 2);
		if (r != DECODE_TCP)
			return r;
	}
	if (w->o.at[0] & 1) {
		protocol = w->o.at[0];
		octets_skip(&w->o, 1);
	} else {
		protocol = be16(w->o.at);
		octets_skip(&w->o, 2);
	}
	return by_protocol(w, protocol);
}
