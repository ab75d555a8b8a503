/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What stands between a link layer and IP.
 */
#include "tests/captures.h"
#include "tests/pcap/encapsulations.h"

void wrap_bare(struct packet *p, const struct packet *inner)
{
	put_all(p, inner);
}

void wrap_ethernet(struct packet *p, const struct packet *inner)
{
	put_ethernet(p, inner->data[0] >> 4 == 4 ? 0x0800 : 0x86dd);
	put_all(p, inner);
	put_zeros(p, p->size < 60 ? 60 - p->size : 0);
}

void wrap_vlan_tags(struct packet *p, const struct packet *inner,
		    unsigned type, unsigned count)
{
	put_ethernet(p, type);
	for (unsigned i = 1; i <= count; i++) {
		put16(p, i);
		put16(p, i == count ? 0x0800 : 0x8100);
	}
	put_all(p, inner);
}

void wrap_vlan(struct packet *p, const struct packet *inner)
{
	wrap_vlan_tags(p, inner, 0x8100, 1);
}

void wrap_vlan_in_vlan(struct packet *p, const struct packet *inner)
{
	wrap_vlan_tags(p, inner, 0x88a8, 2);
}

void wrap_vlan_9100(struct packet *p, const struct packet *inner)
{
	wrap_vlan_tags(p, inner, 0x9100, 2);
}

void wrap_vlan_24_times(struct packet *p, const struct packet *inner)
{
	wrap_vlan_tags(p, inner, 0x88a8, 24);
}

/* With padding behind it: 802.3's length is what counts. */
void wrap_snap(struct packet *p, const struct packet *inner)
{
	put_ethernet(p, (unsigned)inner->size + 8);
	put(p, (uint8_t[]){ 0xaa, 0xaa, 3, 0, 0, 0, 8, 0 }, 8);
	put_all(p, inner);
	put_zeros(p, 10);
}

void wrap_llc(struct packet *p, const struct packet *inner)
{
	put_ethernet(p, (unsigned)inner->size + 3);
	put(p, (uint8_t[]){ 6, 6, 3 }, 3);
	put_all(p, inner);
}

void wrap_snap_in_vlan(struct packet *p, const struct packet *inner)
{
	put_ethernet(p, 0x8100);
	put16(p, 7);
	put16(p, (unsigned)inner->size + 8);
	put(p, (uint8_t[]){ 0xaa, 0xaa, 3, 0, 0, 0xf8, 8, 0 }, 8);
	put_all(p, inner);
}

void wrap_session(struct packet *p, const struct packet *inner)
{
	put(p, (uint8_t[]){ 0x11, 0, 0, 1 }, 4);
	put16(p, (unsigned)inner->size + 2);
	put16(p, inner->data[0] >> 4 == 4 ? 0x0021 : 0x0057);
	put_all(p, inner);
	put_zeros(p, 6);
}

void wrap_pppoe(struct packet *p, const struct packet *inner)
{
	put_ethernet(p, 0x8864);
	wrap_session(p, inner);
}

void wrap_ppp(struct packet *p, const struct packet *inner)
{
	put32(p, 0xff030021);
	put_all(p, inner);
}

void wrap_ppp_compressed(struct packet *p, const struct packet *inner)
{
	put8(p, 0x21);
	put_all(p, inner);
}

void wrap_ppp_without_address(struct packet *p, const struct packet *inner)
{
	put16(p, 0x0021);
	put_all(p, inner);
}

void wrap_ppp_mpls(struct packet *p, const struct packet *inner)
{
	put32(p, 0xff030281);
	put32(p, 0x00010140);
	put_all(p, inner);
}

void wrap_cisco(struct packet *p, const struct packet *inner)
{
	put32(p, 0x0f000800);
	put_all(p, inner);
}

void wrap_mpls(struct packet *p, const struct packet *inner)
{
	put_ethernet(p, 0x8847);
	put32(p, 0x00010040);
	put32(p, 0x00011140);
	put_all(p, inner);
}

/* A pseudowire: control word, then Ethernet. */
void wrap_mpls_ethernet(struct packet *p, const struct packet *inner)
{
	put_ethernet(p, 0x8848);
	put32(p, 0x00010140);
	put32(p, 0);
	wrap_ethernet(p, inner);
}

/* With a packet header and a mark in front of the payload. */
static void nflog(struct packet *p, const struct packet *inner, bool big)
{
	put(p, (uint8_t[]){ 2, 0, 0, 5 }, 4);
	order16(p, big, 8);
	order16(p, big, 1);
	put32(p, inner->data[0] >> 4 == 4 ? 0x08000100 : 0x86dd0100);
	order16(p, big, 5);
	order16(p, big, 10);
	put32(p, 0);
	order16(p, big, (unsigned)inner->size + 4);
	order16(p, big, 9);
	put_all(p, inner);
	pad4(p);
}

void wrap_nflog_little(struct packet *p, const struct packet *inner)
{
	nflog(p, inner, false);
}

void wrap_nflog_big(struct packet *p, const struct packet *inner)
{
	nflog(p, inner, true);
}

/* A process's name and more in front of Ethernet. */
void wrap_pktap(struct packet *p, const struct packet *inner)
{
	order32(p, false, 108);
	order32(p, false, 1);
	order32(p, false, 1);
	put_zeros(p, 96);
	wrap_ethernet(p, inner);
}

/* To an access point, and with an FCS behind it. */
void wrap_wifi(struct packet *p, const struct packet *inner)
{
	put16(p, 0x0801);
	put_zeros(p, 22);
	put(p, (uint8_t[]){ 0xaa, 0xaa, 3, 0, 0, 0, 8, 0 }, 8);
	put_all(p, inner);
	put32(p, 0xdeadbeef);
}

/* Between access points: four addresses; quality of service, and HT control. */
void wrap_wifi_qos(struct packet *p, const struct packet *inner)
{
	put(p, (uint8_t[]){ 0, 0, 12, 0 }, 4);
	put_zeros(p, 8);
	put16(p, 0x8883);
	put_zeros(p, 28);
	put16(p, 0);
	put_zeros(p, 4);
	put(p, (uint8_t[]){ 0xaa, 0xaa, 3, 0, 0, 0, 0x86, 0xdd }, 8);
	put_all(p, inner);
}

void wrap_cooked(struct packet *p, const struct packet *inner)
{
	put_zeros(p, 14);
	put16(p, 0x0800);
	put_all(p, inner);
}

void wrap_cooked_llc(struct packet *p, const struct packet *inner)
{
	put_zeros(p, 14);
	put16(p, 4);
	put(p, (uint8_t[]){ 0xaa, 0xaa, 3, 0, 0, 0, 8, 0 }, 8);
	put_all(p, inner);
}

void wrap_cooked_2(struct packet *p, const struct packet *inner)
{
	put16(p, 0x0800);
	put_zeros(p, 18);
	put_all(p, inner);
}

void wrap_null_little(struct packet *p, const struct packet *inner)
{
	put32(p, inner->data[0] >> 4 == 4 ? 0x02000000 : 0x1e000000);
	put_all(p, inner);
}

void wrap_null_big(struct packet *p, const struct packet *inner)
{
	put32(p, inner->data[0] >> 4 == 4 ? 2 : 24);
	put_all(p, inner);
}
