/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HARNESS_PLAY_SETTING_H
#define HARNESS_PLAY_SETTING_H

#include "harness/play/play.h"

/**
 * setting_build() - make everything that play->tc on play->variant plays in
 * @missing: set to what this machine lacks, when it lacks something
 * @err: filled on error
 *
 * Namespaces, players, devices, captures: for the link of the variant. The
 * calling process ends up in the client's namespace.
 *
 * Return: 0 built, or not built because of @missing; -1 on error.
 */
int setting_build(const char **missing, struct error *err);

/**
 * setting_clear() - take everything of the play down
 *
 * Players that another play can have stay, idle: those of a play that went
 * through, whose processes are as they were. All else of the play is empty.
 */
void setting_clear(void);

/** setting_end() - end the players, too */
void setting_end(void);

#endif
