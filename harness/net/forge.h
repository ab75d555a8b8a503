/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Segments that no end of the connection sent, made with libnet.
 */
#ifndef HARNESS_NET_FORGE_H
#define HARNESS_NET_FORGE_H

#include "base/error.h"
#include "pcap/conversation.h"

/**
 * forge_segment_of() - what a third party would send for one of two ends
 * @conv: the connection
 * @as: END_CLIENT or END_SERVER: whose addresses it bears
 * @flags: tcpdump's letters ("R", "S", "R.", "F."); with ACK, everything that
 *         was seen from the other end is acknowledged
 * @seq: absolute sequence number
 * @seg: filled
 */
void forge_segment_of(const struct conversation *conv, int as,
		      const char *flags, uint32_t seq, struct segment *seg);

/**
 * forge_inject() - send one segment with an end's addresses, on loopback
 * @conv: the connection
 * @as: END_CLIENT or END_SERVER: whose addresses it bears
 * @flags: tcpdump's letters ("R", "S", "R.", "F."); with ACK, everything that
 *         was seen from the other end is acknowledged
 * @seq: absolute sequence number
 *
 * Return: 0, or -1 (no CAP_NET_RAW).
 */
int forge_inject(const struct conversation *conv, int as, const char *flags,
		 uint32_t seq, struct error *err);

#endif
