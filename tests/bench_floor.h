/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The floor: what one case costs in plain C, when nobody looks at it.
 */
#ifndef TESTS_BENCH_FLOOR_H
#define TESTS_BENCH_FLOOR_H

/**
 * bench_floor() - play an ordinary case without a harness, in this process
 *
 * A network namespace, lo brought up, libpcap opened on it as the harness does,
 * and then listen, connect, accept, send, recv, close and close.
 *
 * Return: 0, or -1 with errno; what was opened is left to the process's end.
 */
int bench_floor(void);

#endif
