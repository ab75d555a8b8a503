/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/** now_ns() - CLOCK_MONOTONIC in nanoseconds */
int64_t now_ns(void);

/** wall_ns() - CLOCK_REALTIME in nanoseconds, the clock of captures */
int64_t wall_ns(void);

/**
 * kernel_hz() - timer ticks a second (CONFIG_HZ) of the kernel at hand
 *
 * The coarse clocks move once a tick, and their resolution says so.
 */
double kernel_hz(void);

#endif
