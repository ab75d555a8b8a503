/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A packet as it lies in a capture, not looked into yet.
 */
#ifndef PCAP_FRAME_H
#define PCAP_FRAME_H

#include <stdint.h>

#define NS_PER_S 1000000000LL

/**
 * struct frame - one packet of a capture
 * @linktype: DLT_* of the interface that it was seen on
 * @time_ns: nanoseconds since the epoch; 0 where the file says none, or one
 *           that no clock shows
 * @captured: how many octets there are at @data
 * @length: how many there were on the wire
 * @data: belongs to the reader, and is there until its next packet
 */
struct frame {
	int linktype;
	int64_t time_ns;
	uint32_t captured, length;
	const uint8_t *data;
};

#endif
