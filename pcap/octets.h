/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The octets of a packet that are still to be read, and how many of them there
 * were on the wire: the two differ when a capture has a snap length, and that
 * is the difference between a truncated and a malformed packet.
 */
#ifndef PCAP_OCTETS_H
#define PCAP_OCTETS_H

#include "pcap/segment.h"

/**
 * struct octets - what is left of a packet
 * @at: the first one that is not read yet
 * @captured: how many there are from @at on
 * @wire: how many there were on the wire; never below @captured
 */
struct octets {
	const uint8_t *at;
	size_t captured, wire;
};

/**
 * octets_want() - whether @n octets can be looked at
 *
 * Return: DECODE_TCP when they are there, DECODE_TRUNCATED when they were not
 * captured, DECODE_MALFORMED when they never were part of the packet.
 */
static inline enum decode_result octets_want(const struct octets *o, size_t n)
{
	if (n > o->wire)
		return DECODE_MALFORMED;
	return n > o->captured ? DECODE_TRUNCATED : DECODE_TCP;
}

/** octets_skip() - go on by @n octets, which octets_want() has granted */
static inline void octets_skip(struct octets *o, size_t n)
{
	o->at += n;
	o->captured -= n;
	o->wire -= n;
}

/**
 * octets_limit() - the packet ends after @n octets; the rest is padding
 *
 * Beyond the wire, it ends after octets that count as not captured.
 */
static inline void octets_limit(struct octets *o, size_t n)
{
	o->wire = n;
	if (o->captured > n)
		o->captured = n;
}

/** octets_trim() - as octets_limit(), but never beyond the wire */
static inline void octets_trim(struct octets *o, size_t n)
{
	if (n < o->wire)
		octets_limit(o, n);
}

/* Numbers in network byte order, at any alignment. */
static inline uint16_t be16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

static inline uint32_t be32(const uint8_t *p)
{
	return (uint32_t)be16(p) << 16 | be16(p + 2);
}

#endif
