/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One connection, and everything that it is captured in.
 */
#ifndef TESTS_PCAP_ENCAPSULATIONS_H
#define TESTS_PCAP_ENCAPSULATIONS_H

#include "tests/packets.h"

/** typedef wrapper - puts the IP packet @inner into @p, and more around it */
typedef void wrapper(struct packet *p, const struct packet *inner);

/**
 * struct encapsulation - a way to capture an IP packet
 * @linktype: as files number it
 * @ipv6: the connection is one of IPv6
 */
struct encapsulation {
	const char *name;
	wrapper *wrap;
	uint32_t linktype;
	bool ipv6;
};

extern const struct encapsulation encapsulations[];

/** encapsulations_count() - how many there are */
size_t encapsulations_count(void);

/* Most packets of the story. */
#define STORY_PACKETS 7

/** story_packets() - the IP packets of the connection; returns how many */
size_t story_packets(struct packet *to, bool ipv6);

/** story_text() - what decode makes of it */
const char *story_text(bool ipv6);

/** wrap_vlan_tags() - @count of them, the first of @type */
void wrap_vlan_tags(struct packet *p, const struct packet *inner,
		    unsigned type, unsigned count);

/** wrap_outer4() - an IPv4 header in front of @size octets of @protocol */
void wrap_outer4(struct packet *p, size_t size, unsigned protocol);

static inline void put_all(struct packet *p, const struct packet *inner)
{
	put(p, inner->data, inner->size);
}

wrapper wrap_ethernet;
wrapper wrap_vlan;
wrapper wrap_vlan_in_vlan;
wrapper wrap_vlan_9100;
wrapper wrap_vlan_24_times;
wrapper wrap_snap;
wrapper wrap_llc;
wrapper wrap_snap_in_vlan;
wrapper wrap_pppoe;
wrapper wrap_mpls;
wrapper wrap_mpls_ethernet;
wrapper wrap_ppp;
wrapper wrap_ppp_compressed;
wrapper wrap_ppp_without_address;
wrapper wrap_ppp_mpls;
wrapper wrap_cisco;
wrapper wrap_session;
wrapper wrap_ip_in_ipv4;
wrapper wrap_ip_in_ipv6;
wrapper wrap_authenticated;
wrapper wrap_mpls_in_ip;
wrapper wrap_gre;
wrapper wrap_gre_with_all;
wrapper wrap_gre_routing;
wrapper wrap_gre_ethernet;
wrapper wrap_gre_pptp;
wrapper wrap_erspan;
wrapper wrap_vxlan;
wrapper wrap_vxlan_linux;
wrapper wrap_geneve;
wrapper wrap_geneve_ip;
wrapper wrap_deep;
wrapper wrap_nflog_little;
wrapper wrap_nflog_big;
wrapper wrap_pktap;
wrapper wrap_wifi;
wrapper wrap_wifi_qos;
wrapper wrap_cooked;
wrapper wrap_cooked_llc;
wrapper wrap_cooked_2;
wrapper wrap_null_little;
wrapper wrap_null_big;
wrapper wrap_bare;

#endif
