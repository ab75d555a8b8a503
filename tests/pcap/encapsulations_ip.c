/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * IP, and Ethernet, within IP.
 */
#include "tests/pcap/encapsulations.h"

/* An outer IPv4 header of other addresses, for @size octets of @protocol. */
void wrap_outer4(struct packet *p, size_t size, unsigned protocol)
{
	size_t at = p->size;

	put_ipv4(p, 20, 20 + (unsigned)size, 0, protocol);
	memcpy(p->data + at + 12, (uint8_t[]){ 10, 0, 0, 1, 10, 0, 0, 2 }, 8);
}

static void outer6(struct packet *p, size_t size, unsigned next)
{
	size_t at = p->size;

	put_ipv6(p, (unsigned)size, next);
	p->data[at + 8] = p->data[at + 24] = 0xfd;
}

void wrap_ip_in_ipv4(struct packet *p, const struct packet *inner)
{
	wrap_outer4(p, inner->size, inner->data[0] >> 4 == 4 ? 4 : 41);
	put_all(p, inner);
}

void wrap_ip_in_ipv6(struct packet *p, const struct packet *inner)
{
	outer6(p, inner->size, inner->data[0] >> 4 == 4 ? 4 : 41);
	put_all(p, inner);
}

void wrap_authenticated(struct packet *p, const struct packet *inner)
{
	put(p, inner->data, 20);
	p->data[2] = (uint8_t)((inner->size + 24) >> 8);
	p->data[3] = (uint8_t)(inner->size + 24);
	p->data[9] = 51;
	put16(p, 6 << 8 | 4);
	put_zeros(p, 22);
	put(p, inner->data + 20, inner->size - 20);
}

void wrap_mpls_in_ip(struct packet *p, const struct packet *inner)
{
	wrap_outer4(p, inner->size + 4, 137);
	put32(p, 0x00010140);
	put_all(p, inner);
}

void wrap_gre(struct packet *p, const struct packet *inner)
{
	wrap_outer4(p, inner->size + 4, 47);
	put32(p, 0x0800);
	put_all(p, inner);
}

/* Checksum, key and sequence number, over IPv6. */
void wrap_gre_with_all(struct packet *p, const struct packet *inner)
{
	outer6(p, inner->size + 16, 47);
	put32(p, 0xb0000800);
	put_zeros(p, 12);
	put_all(p, inner);
}

/* RFC 1701: a source route of 8 octets, and the entry that ends it. */
void wrap_gre_routing(struct packet *p, const struct packet *inner)
{
	wrap_outer4(p, inner->size + 24, 47);
	put32(p, 0x40000800);
	put_zeros(p, 4);
	put32(p, 0x08000008);
	put_zeros(p, 8);
	put_zeros(p, 4);
	put_all(p, inner);
}

void wrap_gre_ethernet(struct packet *p, const struct packet *inner)
{
	struct packet frame = { 0 };

	wrap_ethernet(&frame, inner);
	wrap_outer4(p, frame.size + 8, 47);
	put32(p, 0x20006558);
	put_zeros(p, 4);
	put_all(p, &frame);
}

void wrap_gre_pptp(struct packet *p, const struct packet *inner)
{
	wrap_outer4(p, inner->size + 18, 47);
	put32(p, 0x3081880b);
	put_zeros(p, 12);
	put16(p, 0x0021);
	put_all(p, inner);
}

void wrap_erspan(struct packet *p, const struct packet *inner)
{
	struct packet frame = { 0 };

	wrap_ethernet(&frame, inner);
	wrap_outer4(p, frame.size + 16, 47);
	put32(p, 0x100088be);
	put_zeros(p, 4);
	put32(p, 0x10010000);
	put_zeros(p, 4);
	put_all(p, &frame);
}

static void put_udp(struct packet *p, size_t size, unsigned port)
{
	wrap_outer4(p, size + 8, 17);
	put16(p, 5000);
	put16(p, port);
	put16(p, (unsigned)size + 8);
	put16(p, 0);
}

static void vxlan_on(struct packet *p, const struct packet *inner,
		     unsigned port)
{
	struct packet frame = { 0 };

	wrap_ethernet(&frame, inner);
	put_udp(p, frame.size + 8, port);
	put32(p, 0x08000000);
	put32(p, 0x00000700);
	put_all(p, &frame);
}

void wrap_vxlan(struct packet *p, const struct packet *inner)
{
	vxlan_on(p, inner, 4789);
}

void wrap_vxlan_linux(struct packet *p, const struct packet *inner)
{
	vxlan_on(p, inner, 8472);
}

/* With 8 octets of options. */
void wrap_geneve(struct packet *p, const struct packet *inner)
{
	struct packet frame = { 0 };

	wrap_ethernet(&frame, inner);
	put_udp(p, frame.size + 16, 6081);
	put32(p, 0x02006558);
	put32(p, 0x00000700);
	put_zeros(p, 8);
	put_all(p, &frame);
}

void wrap_geneve_ip(struct packet *p, const struct packet *inner)
{
	put_udp(p, inner->size + 8, 6081);
	put32(p, 0x0000 << 16 | 0x86dd);
	put32(p, 0x00000700);
	put_all(p, inner);
}

void wrap_deep(struct packet *p, const struct packet *inner)
{
	struct packet one = { 0 }, two = { 0 };

	wrap_vxlan(&one, inner);
	wrap_gre_ethernet(&two, &one);
	wrap_pppoe(p, &two);
}
