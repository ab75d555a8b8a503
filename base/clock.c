/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Clocks in nanoseconds, and how long the kernel's ticks are.
 */
#include "base/clock.h"

#include <time.h>

static int64_t read_clock(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return ts.tv_sec * 1000000000LL + ts.tv_nsec;
}

int64_t now_ns(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

int64_t wall_ns(void)
{
	return read_clock(CLOCK_REALTIME);
}

double kernel_hz(void)
{
	struct timespec tick;

	clock_getres(CLOCK_MONOTONIC_COARSE, &tick);
	return 1e9 / (double)(tick.tv_sec * 1000000000LL + tick.tv_nsec);
}
