/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sequence numbers: all arithmetic is modulo 2^32 (RFC 9293 3.4), and "less"
 * means "less than half the circle behind".
 */
#ifndef HARNESS_REFEREE_SEQUENCE_H
#define HARNESS_REFEREE_SEQUENCE_H

#include <stdbool.h>
#include <stdint.h>

/** sequence_before() - a < b */
static inline bool sequence_before(uint32_t a, uint32_t b)
{
	return (int32_t)(a - b) < 0;
}

/** sequence_after() - a > b */
static inline bool sequence_after(uint32_t a, uint32_t b)
{
	return sequence_before(b, a);
}

/** sequence_within() - first =< n < first + length, as windows are meant */
static inline bool sequence_within(uint32_t n, uint32_t first, uint32_t length)
{
	return n - first < length;
}

#endif
