/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/** now_ns() - CLOCK_MONOTONIC in nanoseconds */
int64_t now_ns(void);

#endif
