/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A packet on the cable.
 */
#ifndef HARNESS_PLAY_CABLE_PACKET_H
#define HARNESS_PLAY_CABLE_PACKET_H

#include "cases/wire.h"
#include "pcap/conversation.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CABLE_PACKET_MAX 2048
#define N_KINDS		 (RST + 1)

/**
 * struct cable_packet - one packet
 * @data, @size: from its IP header on
 * @p: its segment
 */
struct cable_packet {
	uint8_t data[CABLE_PACKET_MAX];
	size_t size;
	struct placed p;
};

/** kind_has() - whether a segment is of a kind */
bool kind_has(enum kind kind, const struct segment *seg);

/** kind_name() - "SYN,ACK", "data", "segment" for any */
const char *kind_name(enum kind kind);

/**
 * cable_packet_is_intact() - whether its TCP checksum is right
 *
 * RFC 9293 3.1: it covers a pseudo-header with the addresses, too.
 */
bool cable_packet_is_intact(const struct cable_packet *k);

#endif
