/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Packets made by libnet, as octets: no privileges, no sending.
 */
#ifndef HARNESS_NET_PACKET_H
#define HARNESS_NET_PACKET_H

#include "base/error.h"
#include "pcap/segment.h"

#define PACKET_MAX 2048

/**
 * packet_build() - make an IP packet with a TCP segment
 * @seg: what it is to be; addresses, flags, numbers, window, urgent pointer,
 *       options; length octets of payload, all 0
 * @data: PACKET_MAX octets of room
 * @err: filled on error
 *
 * Return: its size, or -1; so too when the options take more than 40 octets.
 */
int packet_build(const struct segment *seg, uint8_t *data, struct error *err);

/**
 * packet_build_data() - the same with a payload
 * @payload: length octets of it
 */
int packet_build_data(const struct segment *seg, const uint8_t *payload,
		      uint8_t *data, struct error *err);

/**
 * packet_build_unreachable() - make an ICMP or ICMPv6 destination unreachable
 * @from: the router that reports it
 * @code: of ICMP (RFC 792); ICMPv6 gets the one that means the same
 * @original: the packet it is about
 * @size: octets of it
 * @data: PACKET_MAX octets of room
 * @err: filled on error
 *
 * Return: its size, or -1.
 */
int packet_build_unreachable(const struct address *from, unsigned code,
			     const uint8_t *original, size_t size,
			     uint8_t *data, struct error *err);

#endif
