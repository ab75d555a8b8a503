/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which rule a packet falls under, and its checksum.
 */
#include "harness/play/cable_packet.h"

bool kind_has(enum kind kind, const struct segment *seg)
{
	bool syn = seg->flags & SEG_SYN, ack = seg->flags & SEG_ACK;
	bool bare = !(seg->flags & (SEG_SYN | SEG_FIN | SEG_RST));

	switch (kind) {
	case ANY:
		return true;
	case SYN:
		return syn && !ack;
	case SYN_ACK:
		return syn && ack;
	case ACK:
		return bare && ack && !seg->length;
	case DATA:
		return seg->length;
	case FIN:
		return seg->flags & SEG_FIN;
	case RST:
		return seg->flags & SEG_RST;
	}
	return false;
}

const char *kind_name(enum kind kind)
{
	static const char *const names[] = {
		[ANY] = "segment", [SYN] = "SYN", [SYN_ACK] = "SYN,ACK",
		[ACK] = "ACK", [DATA] = "data", [FIN] = "FIN", [RST] = "RST",
	};

	return names[kind];
}

static uint32_t sum_words(const uint8_t *data, size_t size)
{
	uint32_t sum = 0;
	size_t i;

	for (i = 0; i + 1 < size; i += 2)
		sum += (uint32_t)(data[i] << 8 | data[i + 1]);
	return size & 1 ? sum + (uint32_t)(data[size - 1] << 8) : sum;
}

bool cable_packet_is_intact(const struct cable_packet *k)
{
	bool v4 = k->data[0] >> 4 == 4;
	size_t header = v4 ? (size_t)(k->data[0] & 15) * 4 : 40;
	const uint8_t *addresses = k->data + (v4 ? 12 : 8);
	uint32_t sum;

	sum = sum_words(addresses, v4 ? 8 : 32) + 6 +
	      (uint32_t)(k->size - header) +
	      sum_words(k->data + header, k->size - header);
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum == 0xffff;
}
