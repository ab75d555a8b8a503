/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HARNESS_PLAY_PERFORM_H
#define HARNESS_PLAY_PERFORM_H

#include "harness/trace/script.h"

/** perform_step() - play one step, by the verb of cases/case.h that it is */
void perform_step(const struct step *s);

/** perform_script() - play all steps of a file, one after the other */
void perform_script(const struct script *script);

#endif
