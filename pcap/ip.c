/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * IPv4 and IPv6, to the header that they carry.
 *
 * An IP packet that is longer than the frame it came in is no contradiction:
 * that is what a frame looks like that was cut before it was captured. What
 * there is of it counts as not captured.
 */
#include "pcap/walk.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#define IPV4_HEADER 20
#define IPV6_HEADER 40

#define PROTOCOL_MPLS 137 /* RFC 4023 */

/* The packet ends after @n octets: before the frame does, or beyond it. */
static void end_packet(struct walk *w, size_t n)
{
	if (n > w->o.wire && n - w->o.wire > w->seg->cut.packet)
		w->seg->cut.packet = (uint32_t)(n - w->o.wire);
	octets_limit(&w->o, n);
}

static enum decode_result by_protocol(struct walk *w, uint8_t protocol)
{
	switch (protocol) {
	case IPPROTO_TCP:
		return walk_next(w, LAYER_TCP);
	case IPPROTO_UDP:
		return walk_next(w, LAYER_UDP);
	case IPPROTO_IPIP:
		return walk_next(w, LAYER_IPV4);
	case IPPROTO_IPV6:
		return walk_next(w, LAYER_IPV6);
	case IPPROTO_GRE:
		return walk_next(w, LAYER_GRE);
	case IPPROTO_AH:
		return walk_next(w, LAYER_AH);
	case PROTOCOL_MPLS:
		return walk_next(w, LAYER_MPLS);
	}
	return walk_pass(w, PASSED_PROTOCOL, protocol);
}

/*
 * The first fragment shows what it carries in its first header; what the
 * others carry is only known when that header is TCP or something final. UDP
 * is final: of a tunnel in fragments, only one piece has the port.
 */
static enum decode_result judge_fragment(struct walk *w, uint8_t next)
{
	switch (next) {
	case IPPROTO_TCP:
	case IPPROTO_IPIP:
	case IPPROTO_IPV6:
	case IPPROTO_GRE:
	case PROTOCOL_MPLS:
	case IPPROTO_HOPOPTS:
	case IPPROTO_ROUTING:
	case IPPROTO_DSTOPTS:
	case IPPROTO_AH:
		return DECODE_FRAGMENT;
	}
	return walk_pass(w, PASSED_PROTOCOL, next);
}

enum decode_result ip_walk(struct walk *w)
{
	enum decode_result r = octets_want(&w->o, 1);

	if (r != DECODE_TCP)
		return r;
	switch (w->o.at[0] >> 4) {
	case 4:
		return walk_next(w, LAYER_IPV4);
	case 6:
		return walk_next(w, LAYER_IPV6);
	}
	return DECODE_MALFORMED;
}

enum decode_result ip_walk4(struct walk *w)
{
	enum decode_result r = octets_want(&w->o, IPV4_HEADER);
	const uint8_t *at = w->o.at;
	struct segment *seg = w->seg;
	size_t header, total;
	uint8_t protocol;

	if (r != DECODE_TCP)
		return r;
	header = (at[0] & 0xf) * 4u;
	total = be16(at + 2);
	protocol = at[9];
	if (total == 0)
		total = w->o.wire;
	if (at[0] >> 4 != 4 || header < IPV4_HEADER || total < header)
		return DECODE_MALFORMED;
	/* more fragments, or an offset */
	if (be16(at + 6) & 0x3fff)
		return judge_fragment(w, protocol);
	end_packet(w, total);
	r = octets_want(&w->o, header);
	if (r != DECODE_TCP)
		return r;
	seg->src.family = seg->dst.family = AF_INET;
	/* an IPv6 header around this one may have left its own */
	memset(seg->src.bytes + 4, 0, 12);
	memset(seg->dst.bytes + 4, 0, 12);
	memcpy(seg->src.bytes, at + 12, 4);
	memcpy(seg->dst.bytes, at + 16, 4);
	octets_skip(&w->o, header);
	return by_protocol(w, protocol);
}

/* Returns 0 for a header that is no extension. */
static size_t extension_length(uint8_t which, const uint8_t *at)
{
	switch (which) {
	case IPPROTO_FRAGMENT:
		return 8;
	case IPPROTO_AH:
		return (at[1] + 2u) * 4;
	case IPPROTO_HOPOPTS:
	case IPPROTO_ROUTING:
	case IPPROTO_DSTOPTS:
		return (at[1] + 1u) * 8;
	}
	return 0;
}

static bool is_extension(uint8_t which)
{
	return extension_length(which, (uint8_t[2]){ 0 }) != 0;
}

static enum decode_result walk_extensions(struct walk *w, uint8_t next)
{
	while (is_extension(next)) {
		enum decode_result r = octets_want(&w->o, 8);
		size_t length;

		if (r != DECODE_TCP)
			return r;
		/* all but the two reserved bits */
		if (next == IPPROTO_FRAGMENT && be16(w->o.at + 2) & 0xfff9)
			return judge_fragment(w, w->o.at[0]);
		length = extension_length(next, w->o.at);
		r = octets_want(&w->o, length);
		if (r != DECODE_TCP)
			return r;
		next = w->o.at[0];
		octets_skip(&w->o, length);
	}
	return by_protocol(w, next);
}

enum decode_result ip_walk6(struct walk *w)
{
	enum decode_result r = octets_want(&w->o, IPV6_HEADER);
	struct segment *seg = w->seg;
	size_t length;
	uint8_t next;

	if (r != DECODE_TCP)
		return r;
	if (w->o.at[0] >> 4 != 6)
		return DECODE_MALFORMED;
	length = be16(w->o.at + 4);
	seg->src.family = seg->dst.family = AF_INET6;
	memcpy(seg->src.bytes, w->o.at + 8, 16);
	memcpy(seg->dst.bytes, w->o.at + 24, 16);
	next = w->o.at[6];
	octets_skip(&w->o, IPV6_HEADER);
	if (length)
		end_packet(w, length);
	return walk_extensions(w, next);
}

enum decode_result ip_ah(struct walk *w)
{
	return walk_extensions(w, IPPROTO_AH);
}
