/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What lies in front of an IP packet in a capture, by link type.
 */
#ifndef PCAP_LINK_H
#define PCAP_LINK_H

#include "pcap/octets.h"

/* Which protocol follows the link layer header. */
enum network { NETWORK_IPV4, NETWORK_IPV6 };

/**
 * link_walk() - go past the link layer header and any VLAN tags
 * @linktype: DLT_*, see segment_decode()
 * @o: the packet; on success what follows the header
 * @network: filled on success
 *
 * Return: DECODE_TCP for success (nothing speaks against TCP so far), else
 * what the packet is.
 */
enum decode_result link_walk(int linktype, struct octets *o,
			     enum network *network);

#endif
