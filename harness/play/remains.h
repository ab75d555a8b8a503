/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a play leaves open. To close a capture or a TUN device the kernel waits
 * for all CPUs (synchronize_net()), tens of milliseconds; so that is done in a
 * thread, beside the next play.
 */
#ifndef HARNESS_PLAY_REMAINS_H
#define HARNESS_PLAY_REMAINS_H

#include "harness/play/play.h"

/**
 * remains_clear() - close and free everything that a play has, but its players
 * @p: may be overwritten at once
 *
 * Waits for the remains of the play before: there are never more than one's.
 */
void remains_clear(const struct play *p);

/**
 * remains_wait() - wait until that is done
 *
 * Before a fork, so that the child does not keep open what is to be closed.
 */
void remains_wait(void);

#endif
