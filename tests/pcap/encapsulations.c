/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One packet in every encapsulation that is read.
 */
#include "tests/pcap/encapsulations.h"

#include "tests/captures.h"

const struct encapsulation encapsulations[] = {
	{ "Ethernet", wrap_ethernet, 1, false },
	{ "Ethernet, IPv6", wrap_ethernet, 1, true },
	{ "802.1Q", wrap_vlan, 1, false },
	{ "802.1ad", wrap_vlan_in_vlan, 1, false },
	{ "0x9100", wrap_vlan_9100, 1, false },
	{ "24 tags", wrap_vlan_24_times, 1, false },
	{ "SNAP", wrap_snap, 1, false },
	{ "LLC", wrap_llc, 1, false },
	{ "SNAP in a VLAN", wrap_snap_in_vlan, 1, false },
	{ "PPPoE", wrap_pppoe, 1, false },
	{ "PPPoE, IPv6", wrap_pppoe, 1, true },
	{ "MPLS", wrap_mpls, 1, false },
	{ "MPLS, IPv6", wrap_mpls, 1, true },
	{ "MPLS, Ethernet", wrap_mpls_ethernet, 1, false },
	{ "PPP", wrap_ppp, 9, false },
	{ "PPP, compressed", wrap_ppp_compressed, 9, false },
	{ "PPP, no address", wrap_ppp_without_address, 9, false },
	{ "PPP, MPLS", wrap_ppp_mpls, 9, false },
	{ "PPP, serial", wrap_ppp, 50, false },
	{ "Cisco HDLC on PPP", wrap_cisco, 50, false },
	{ "Cisco HDLC", wrap_cisco, 104, false },
	{ "PPP, Ethernet", wrap_session, 51, false },
	{ "IPv4 in IPv4", wrap_ip_in_ipv4, 101, false },
	{ "IPv6 in IPv4", wrap_ip_in_ipv4, 101, true },
	{ "IPv4 in IPv6", wrap_ip_in_ipv6, 101, false },
	{ "IPv6 in IPv6", wrap_ip_in_ipv6, 101, true },
	{ "AH", wrap_authenticated, 101, false },
	{ "MPLS in IP", wrap_mpls_in_ip, 101, false },
	{ "GRE", wrap_gre, 101, false },
	{ "GRE, all fields", wrap_gre_with_all, 101, false },
	{ "GRE, routing", wrap_gre_routing, 101, false },
	{ "GRE, Ethernet", wrap_gre_ethernet, 101, false },
	{ "GRE, PPTP", wrap_gre_pptp, 101, false },
	{ "ERSPAN", wrap_erspan, 101, false },
	{ "VXLAN", wrap_vxlan, 101, false },
	{ "VXLAN on 8472", wrap_vxlan_linux, 101, true },
	{ "GENEVE", wrap_geneve, 101, false },
	{ "GENEVE, IPv6", wrap_geneve_ip, 101, true },
	{ "VXLAN in GRE in PPPoE", wrap_deep, 1, false },
	{ "NFLOG, little endian", wrap_nflog_little, 239, false },
	{ "NFLOG, big endian", wrap_nflog_big, 239, false },
	{ "NFLOG, IPv6", wrap_nflog_little, 239, true },
	{ "PKTAP", wrap_pktap, 258, false },
	{ "802.11", wrap_wifi, 105, false },
	{ "802.11, radiotap, QoS", wrap_wifi_qos, 127, true },
	{ "SLL", wrap_cooked, 113, false },
	{ "SLL, LLC", wrap_cooked_llc, 113, false },
	{ "SLL2", wrap_cooked_2, 276, false },
	{ "NULL, little endian", wrap_null_little, 0, false },
	{ "NULL, big endian", wrap_null_big, 0, false },
	{ "NULL, IPv6", wrap_null_little, 0, true },
	{ "LOOP", wrap_null_big, 108, false },
	{ "LOOP, IPv6", wrap_null_big, 108, true },
	{ "RAW", wrap_bare, 101, false },
	{ "RAW, IPv6", wrap_bare, 101, true },
	{ "IPV4", wrap_bare, 228, false },
	{ "IPV6", wrap_bare, 229, true },
};

size_t encapsulations_count(void)
{
	return sizeof(encapsulations) / sizeof(*encapsulations);
}

static const char story4[] =
	"# client 127.0.0.1:40000, server 127.0.0.2:80\n"
	"        client > server  S\n"
	"        server > client  S.   ack 1\n"
	"        client > server  .    ack 1\n"
	"        client > server  P.   1:9 ack 1\n"
	"        server > client  F.   1 ack 9\n"
	"        client > server  F.   9 ack 2\n"
	"        server > client  .    ack 10\n";

/* Only the client's SYN and its data: put_ipv6() knows one direction. */
static const char story6[] =
	"# client [::1]:40000, server [::2]:80\n"
	"        client > server  S\n"
	"        client > server  P.   1:9 ack 1\n";

const char *story_text(bool ipv6)
{
	return ipv6 ? story6 : story4;
}

static struct packet segment6(unsigned flags, uint32_t seq, uint32_t ack,
			      unsigned payload)
{
	struct packet p = { 0 };

	put_ipv6(&p, 20 + payload, 6);
	put_tcp(&p, flags, seq, ack, NULL, 0);
	put_zeros(&p, payload);
	return p;
}

size_t story_packets(struct packet *to, bool ipv6)
{
	if (ipv6) {
		to[0] = segment6(SEG_SYN, 1000, 0, 0);
		to[1] = segment6(SEG_PSH | SEG_ACK, 1001, 5001, 8);
		return 2;
	}
	to[0] = tcp_packet(SEG_SYN, 1000, 0, 0);
	to[1] = reply_packet(SEG_SYN | SEG_ACK, 5000, 1001, 0);
	to[2] = tcp_packet(SEG_ACK, 1001, 5001, 0);
	to[3] = tcp_packet(SEG_PSH | SEG_ACK, 1001, 5001, 8);
	to[4] = reply_packet(SEG_FIN | SEG_ACK, 5001, 1009, 0);
	to[5] = tcp_packet(SEG_FIN | SEG_ACK, 1009, 5002, 0);
	to[6] = reply_packet(SEG_ACK, 5002, 1010, 0);
	for (int i = 0; i < 7; i++)
		to[i] = rest_of(&to[i], 14);
	return 7;
}
