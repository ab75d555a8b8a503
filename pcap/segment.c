/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * TCP's own header, and the loop that leads to it.
 */
#include "pcap/walk.h"

#include <string.h>

/* More headers than this in front of TCP are a trap, or a loop. */
#define MAX_LAYERS 32

#define TCP_HEADER 20
#define TCP_FLAGS  14 /* where they end */

/* TCP option kinds; RFC 9293 3.1, 7323, 2018. */
enum {
	OPT_END,
	OPT_NOP,
	OPT_MSS,
	OPT_WSCALE,
	OPT_SACK_OK,
	OPT_SACK,
	OPT_TS = 8
};

uint32_t segment_span(const struct segment *seg)
{
	return seg->length + !!(seg->flags & SEG_SYN) +
	       !!(seg->flags & SEG_FIN);
}

/* Returns false when an option of this kind cannot have this length. */
static bool take_option(const uint8_t *at, size_t length,
			struct tcp_options *options)
{
	switch (at[0]) {
	case OPT_MSS:
		if (length != 4)
			return false;
		options->mss = be16(at + 2);
		return true;
	case OPT_WSCALE:
		if (length != 3)
			return false;
		/* 14 is the highest that means anything; RFC 7323 2.3 */
		options->window_scale = at[2] < 127 ? at[2] : 127;
		return true;
	case OPT_SACK_OK:
		if (length != 2)
			return false;
		options->sack_permitted = true;
		return true;
	case OPT_SACK:
		if (length < 10 || length > 34 || (length - 2) % 8)
			return false;
		options->sack_blocks = (uint8_t)((length - 2) / 8);
		for (size_t i = 0; i < options->sack_blocks; i++) {
			options->sack[i].left = be32(at + 2 + 8 * i);
			options->sack[i].right = be32(at + 6 + 8 * i);
		}
		return true;
	case OPT_TS:
		if (length != 10)
			return false;
		options->has_timestamps = true;
		options->ts_value = be32(at + 2);
		options->ts_echo = be32(at + 6);
		return true;
	}
	return true;
}

/* @left octets are there of the @whole that the options take up. */
static void walk_options(const uint8_t *at, size_t left, size_t whole,
			 struct tcp_options *options)
{
	size_t cut = whole - left;

	while (left > 0 && at[0] != OPT_END) {
		size_t length = 1;

		if (at[0] != OPT_NOP) {
			/* the rest was not captured */
			if (left < 2 && cut)
				return;
			if (left < 2 || at[1] < 2 || at[1] > left + cut) {
				options->malformed = true;
				return;
			}
			if (at[1] > left)
				return;
			length = at[1];
			if (!take_option(at, length, options))
				options->malformed = true;
		}
		at += length;
		left -= length;
	}
}

/* Returns true when @n octets of the header are there. */
static bool has(const struct octets *o, size_t n)
{
	return o->captured >= n;
}

static enum decode_result walk_tcp(struct octets *o, struct segment *seg)
{
	enum decode_result r = octets_want(o, TCP_FLAGS);
	size_t header, there;

	if (r != DECODE_TCP)
		return r;
	header = (o->at[12] >> 4) * 4u;
	if (header < TCP_HEADER || header > o->wire)
		return DECODE_MALFORMED;
	there = has(o, header) ? header : o->captured;
	if (there < header) {
		seg->cut.header = (uint8_t)(header - there);
		seg->cut.seen = (uint8_t)there;
	}
	seg->src.port = be16(o->at);
	seg->dst.port = be16(o->at + 2);
	seg->seq = be32(o->at + 4);
	seg->ack = be32(o->at + 8);
	seg->flags = be16(o->at + 12) & 0x1ff;
	if (has(o, 16))
		seg->window = be16(o->at + 14);
	if (has(o, TCP_HEADER))
		seg->urgent = be16(o->at + 18);
	seg->length = (uint32_t)(o->wire - header);
	seg->options.window_scale = -1;
	if (there > TCP_HEADER)
		walk_options(o->at + TCP_HEADER, there - TCP_HEADER,
			     header - TCP_HEADER, &seg->options);
	return DECODE_TCP;
}

static enum decode_result walk_layer(struct walk *w)
{
	switch (w->next) {
	case LAYER_ETHERNET:
		return ether_walk(w);
	case LAYER_VLAN:
		return ether_vlan(w);
	case LAYER_WIFI:
		return wifi_walk(w);
	case LAYER_LLC:
		return ether_llc(w);
	case LAYER_PPPOE:
		return ppp_over_ethernet(w);
	case LAYER_PPP:
		return ppp_walk(w);
	case LAYER_MPLS:
		return ether_mpls(w);
	case LAYER_IP:
		return ip_walk(w);
	case LAYER_IPV4:
		return ip_walk4(w);
	case LAYER_IPV6:
		return ip_walk6(w);
	case LAYER_AH:
		return ip_ah(w);
	case LAYER_GRE:
		return tunnel_gre(w);
	case LAYER_UDP:
		return tunnel_udp(w);
	case LAYER_TCP:
		break;
	}
	return DECODE_TCP;
}

static enum decode_result walk_all(struct walk *w, int linktype)
{
	enum decode_result r = link_walk(w, linktype);
	int layers = 0;

	while (r == DECODE_TCP && w->next != LAYER_TCP) {
		if (++layers > MAX_LAYERS)
			return walk_pass(w, PASSED_DEEP, 0);
		r = walk_layer(w);
	}
	return r == DECODE_TCP ? walk_tcp(&w->o, w->seg) : r;
}

enum decode_result segment_decode_why(int linktype, const uint8_t *data,
				      size_t captured, size_t wire_length,
				      struct segment *seg, struct passed *why)
{
	struct walk w = { .o = { data, captured, wire_length }, .seg = seg };
	enum decode_result r;

	memset(seg, 0, sizeof(*seg));
	if (w.o.wire < captured)
		w.o.wire = captured;
	r = walk_all(&w, linktype);
	switch (r) {
	case DECODE_TCP:
		break;
	case DECODE_OTHER:
		*why = w.why;
		break;
	case DECODE_FRAGMENT:
		*why = (struct passed){ PASSED_FRAGMENT, 0 };
		break;
	case DECODE_TRUNCATED:
		*why = (struct passed){ PASSED_TRUNCATED, 0 };
		break;
	case DECODE_MALFORMED:
		*why = (struct passed){ PASSED_MALFORMED, 0 };
		break;
	}
	return r;
}

enum decode_result segment_decode(int linktype, const uint8_t *data,
				  size_t captured, size_t wire_length,
				  struct segment *seg)
{
	struct passed why;

	return segment_decode_why(linktype, data, captured, wire_length, seg,
				  &why);
}
