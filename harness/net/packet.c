/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * libnet in its LIBNET_NONE mode: headers and checksums, and the result as
 * octets. Never IPv6 extension headers or flow labels: libnet gets them wrong.
 */
#include "harness/net/packet.h"

#include <libnet.h>
#include <netinet/tcp.h>
#include <string.h>

#define HOPS 64
/* RFC 9293 3.1: a header has at most 60 octets, 20 of them fixed. */
#define TCP_OPTIONS_MAX 40

static libnet_t *context(struct error *err)
{
	static libnet_t *net;
	static char text[LIBNET_ERRBUF_SIZE];

	if (!net)
		net = libnet_init(LIBNET_NONE, NULL, text);
	if (!net)
		error_set(err, "libnet: %s", text);
	else
		libnet_clear_packet(net);
	return net;
}

static size_t put32(uint8_t *to, uint32_t value)
{
	value = htonl(value);
	memcpy(to, &value, sizeof(value));
	return sizeof(value);
}

static size_t make_sack(const struct tcp_options *o, uint8_t *to)
{
	size_t n = 0;
	unsigned i;

	to[n++] = TCPOPT_SACK;
	to[n++] = (uint8_t)(2 + 8 * o->sack_blocks);
	for (i = 0; i < o->sack_blocks; i++) {
		n += put32(to + n, o->sack[i].left);
		n += put32(to + n, o->sack[i].right);
	}
	return n;
}

/* RFC 9293 3.2, RFC 7323, RFC 2018; no-operations pad to words. */
static size_t make_options(const struct tcp_options *o, uint8_t *to)
{
	size_t n = 0;

	if (o->mss) {
		to[n++] = TCPOPT_MAXSEG;
		to[n++] = TCPOLEN_MAXSEG;
		to[n++] = (uint8_t)(o->mss >> 8);
		to[n++] = (uint8_t)o->mss;
	}
	if (o->sack_permitted) {
		to[n++] = TCPOPT_SACK_PERMITTED;
		to[n++] = TCPOLEN_SACK_PERMITTED;
	}
	if (o->has_timestamps) {
		to[n++] = TCPOPT_TIMESTAMP;
		to[n++] = TCPOLEN_TIMESTAMP;
		n += put32(to + n, o->ts_value);
		n += put32(to + n, o->ts_echo);
	}
	if (o->window_scale > 0) {
		to[n++] = TCPOPT_WINDOW;
		to[n++] = TCPOLEN_WINDOW;
		to[n++] = (uint8_t)o->window_scale;
	}
	if (o->sack_blocks)
		n += make_sack(o, to + n);
	while (n % 4)
		to[n++] = TCPOPT_NOP;
	return n;
}

static int add_ip(libnet_t *net, const struct address *src,
		  const struct address *dst, uint8_t protocol, size_t size)
{
	struct libnet_in6_addr src6, dst6;
	uint32_t src4, dst4;

	if (src->family == AF_INET) {
		memcpy(&src4, src->bytes, sizeof(src4));
		memcpy(&dst4, dst->bytes, sizeof(dst4));
		return libnet_build_ipv4((uint16_t)(LIBNET_IPV4_H + size), 0, 0,
					 0, HOPS, protocol, 0, src4, dst4,
					 NULL, 0, net, 0);
	}
	memcpy(&src6, src->bytes, sizeof(src6));
	memcpy(&dst6, dst->bytes, sizeof(dst6));
	return libnet_build_ipv6(0, 0, (uint16_t)size, protocol, HOPS, src6,
				 dst6, NULL, 0, net, 0);
}

static int take_octets(libnet_t *net, uint8_t *data, struct error *err)
{
	uint8_t *packet = NULL;
	uint32_t size = 0;

	if (libnet_pblock_coalesce(net, &packet, &size) < 0 ||
	    size > PACKET_MAX)
		return error_set(err, "libnet: %s", libnet_geterror(net));
	memcpy(data, packet, size);
	libnet_adv_free_packet(net, packet);
	return (int)size;
}

int packet_build_data(const struct segment *seg, const uint8_t *payload,
		      uint8_t *data, struct error *err)
{
	/* Four SACK blocks and everything else: more than a header holds. */
	uint8_t options[64];
	size_t n = make_options(&seg->options, options);
	uint16_t size = (uint16_t)(LIBNET_TCP_H + n + seg->length);
	libnet_t *net = context(err);

	if (!net)
		return -1;
	if (n > TCP_OPTIONS_MAX)
		return error_set(err, "%zu octets of options are too many", n);
	if (seg->length > PACKET_MAX || size > PACKET_MAX - LIBNET_IPV6_H)
		return error_set(err, "a segment of %u octets is too long",
				 seg->length);
	if ((n && libnet_build_tcp_options(options, (uint32_t)n, net, 0) < 0) ||
	    libnet_build_tcp(seg->src.port, seg->dst.port, seg->seq, seg->ack,
			     (uint8_t)seg->flags, seg->window, 0, seg->urgent,
			     size, seg->length ? payload : NULL, seg->length,
			     net, 0) < 0 ||
	    add_ip(net, &seg->src, &seg->dst, IPPROTO_TCP, size) < 0)
		return error_set(err, "libnet: %s", libnet_geterror(net));
	return take_octets(net, data, err);
}

int packet_build(const struct segment *seg, uint8_t *data, struct error *err)
{
	static const uint8_t zeros[PACKET_MAX];

	return packet_build_data(seg, zeros, data, err);
}

/* RFC 4443 3.1: the code that says what an ICMP code (RFC 792) says. */
static uint8_t icmpv6_code(unsigned code)
{
	switch (code) {
	case ICMP_UNREACH_PORT:
		return 4;
	case ICMP_UNREACH_HOST:
		return 3;
	case ICMP_UNREACH_FILTER_PROHIB:
		return 1;
	default:
		return 0;
	}
}

int packet_build_unreachable(const struct address *from, unsigned code,
			     const uint8_t *original, size_t size,
			     uint8_t *data, struct error *err)
{
	bool v4 = from->family == AF_INET;
	/* RFC 792: the header and eight octets; RFC 4443: as much as fits. */
	size_t quoted = v4 && size > 28 ? 28 : size;
	struct address to = {.family = from->family};
	libnet_t *net = context(err);
	int built;

	if (!net)
		return -1;
	memcpy(to.bytes, original + (v4 ? 12 : 8), v4 ? 4 : 16);
	if (v4)
		built = libnet_build_icmpv4_unreach(ICMP_UNREACH,
						    (uint8_t)code, 0, original,
						    (uint32_t)quoted, net, 0);
	else
		built = libnet_build_icmpv6_unreach(
			ICMP6_UNREACH, icmpv6_code(code), 0,
			(uint8_t *)(uintptr_t)original, (uint32_t)quoted, net,
			0);
	if (built < 0 || add_ip(net, from, &to,
				v4 ? IPPROTO_ICMP : IPPROTO_ICMP6,
				8 + quoted) < 0)
		return error_set(err, "libnet: %s", libnet_geterror(net));
	return take_octets(net, data, err);
}
