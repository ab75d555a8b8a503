/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a play leaves open. To close a capture or a TUN device the kernel waits
 * for all CPUs (synchronize_net()), tens of milliseconds; so that is done in a
 * thread, beside the next plays.
 */
#ifndef HARNESS_PLAY_REMAINS_H
#define HARNESS_PLAY_REMAINS_H

#include "harness/play/play.h"

/**
 * remains_clear() - close and free everything that a play has, but its players
 * @p: may be overwritten at once
 *
 * Waits for older ones when there are those of several plays.
 */
void remains_clear(const struct play *p);

/**
 * remains_wait() - wait until all of that is done
 *
 * Before a fork, so that the child does not keep open what is to be closed.
 */
void remains_wait(void);

#endif
