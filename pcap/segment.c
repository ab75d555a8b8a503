/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the IP header to the segment. Each step is granted the octets it looks
 * at, and takes what it has read away, so no step can look at another's.
 */
#include "pcap/link.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

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

static void walk_options(const uint8_t *at, size_t left,
			 struct tcp_options *options)
{
	options->window_scale = -1;
	while (left > 0 && at[0] != OPT_END) {
		size_t length = 1;

		if (at[0] != OPT_NOP) {
			if (left < 2 || at[1] < 2 || at[1] > left) {
				options->malformed = true;
				return;
			}
			length = at[1];
			if (!take_option(at, length, options))
				options->malformed = true;
		}
		at += length;
		left -= length;
	}
}

static enum decode_result walk_tcp(struct octets *o, struct segment *seg)
{
	enum decode_result r = octets_want(o, 20);
	size_t header;

	if (r != DECODE_TCP)
		return r;
	header = (o->at[12] >> 4) * 4u;
	if (header < 20)
		return DECODE_MALFORMED;
	r = octets_want(o, header);
	if (r != DECODE_TCP)
		return r;
	seg->src.port = be16(o->at);
	seg->dst.port = be16(o->at + 2);
	seg->seq = be32(o->at + 4);
	seg->ack = be32(o->at + 8);
	seg->flags = be16(o->at + 12) & 0x1ff;
	seg->window = be16(o->at + 14);
	seg->urgent = be16(o->at + 18);
	seg->length = (uint32_t)(o->wire - header);
	walk_options(o->at + 20, header - 20, &seg->options);
	return DECODE_TCP;
}

static enum decode_result walk_ipv4(struct octets *o, struct segment *seg)
{
	enum decode_result r = octets_want(o, 20);
	size_t header, total;

	if (r != DECODE_TCP)
		return r;
	header = (o->at[0] & 0xf) * 4u;
	total = be16(o->at + 2);
	if (total == 0)
		total = o->wire;
	if (o->at[0] >> 4 != 4 || header < 20 || total < header ||
	    total > o->wire)
		return DECODE_MALFORMED;
	if (o->at[9] != IPPROTO_TCP)
		return DECODE_OTHER;
	/* more fragments, or an offset */
	if (be16(o->at + 6) & 0x3fff)
		return DECODE_FRAGMENT;
	octets_limit(o, total);
	r = octets_want(o, header);
	if (r != DECODE_TCP)
		return r;
	seg->src.family = seg->dst.family = AF_INET;
	memcpy(seg->src.bytes, o->at + 12, 4);
	memcpy(seg->dst.bytes, o->at + 16, 4);
	octets_skip(o, header);
	return walk_tcp(o, seg);
}

/*
 * The first fragment shows what it carries in its first header; what the
 * others carry is only known when that header is TCP or something final.
 */
static enum decode_result judge_fragment(uint8_t next)
{
	switch (next) {
	case IPPROTO_TCP:
	case IPPROTO_HOPOPTS:
	case IPPROTO_ROUTING:
	case IPPROTO_DSTOPTS:
	case IPPROTO_AH:
		return DECODE_FRAGMENT;
	}
	return DECODE_OTHER;
}

static enum decode_result walk_extensions(struct octets *o, uint8_t next)
{
	for (;;) {
		enum decode_result r;
		size_t length;

		if (next == IPPROTO_TCP)
			return DECODE_TCP;
		if (next != IPPROTO_HOPOPTS && next != IPPROTO_ROUTING &&
		    next != IPPROTO_DSTOPTS && next != IPPROTO_FRAGMENT &&
		    next != IPPROTO_AH)
			return DECODE_OTHER;
		r = octets_want(o, 8);
		if (r != DECODE_TCP)
			return r;
		if (next == IPPROTO_FRAGMENT) {
			/* all but the two reserved bits */
			if (be16(o->at + 2) & 0xfff9)
				return judge_fragment(o->at[0]);
			length = 8;
		} else if (next == IPPROTO_AH) {
			length = (o->at[1] + 2u) * 4;
		} else {
			length = (o->at[1] + 1u) * 8;
		}
		r = octets_want(o, length);
		if (r != DECODE_TCP)
			return r;
		next = o->at[0];
		octets_skip(o, length);
	}
}

static enum decode_result walk_ipv6(struct octets *o, struct segment *seg)
{
	enum decode_result r = octets_want(o, 40);
	size_t length;
	uint8_t next;

	if (r != DECODE_TCP)
		return r;
	length = be16(o->at + 4);
	if (length == 0)
		length = o->wire - 40;
	if (o->at[0] >> 4 != 6 || length > o->wire - 40)
		return DECODE_MALFORMED;
	seg->src.family = seg->dst.family = AF_INET6;
	memcpy(seg->src.bytes, o->at + 8, 16);
	memcpy(seg->dst.bytes, o->at + 24, 16);
	next = o->at[6];
	octets_skip(o, 40);
	octets_limit(o, length);
	r = walk_extensions(o, next);
	return r == DECODE_TCP ? walk_tcp(o, seg) : r;
}

enum decode_result segment_decode(int linktype, const uint8_t *data,
				  size_t captured, size_t wire_length,
				  struct segment *seg)
{
	struct octets o = { data, captured, wire_length };
	enum decode_result r;
	enum network network;

	memset(seg, 0, sizeof(*seg));
	if (o.wire < captured)
		o.wire = captured;
	r = link_walk(linktype, &o, &network);
	if (r != DECODE_TCP)
		return r;
	return network == NETWORK_IPV4 ? walk_ipv4(&o, seg) :
					 walk_ipv6(&o, seg);
}
