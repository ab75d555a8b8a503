/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How a verb of cases/case.h becomes a step.
 */
#ifndef HARNESS_PLAY_VERBS_H
#define HARNESS_PLAY_VERBS_H

#include "harness/play/script.h"

#define STEP(verb_, end_, ...)                                                 \
	perform_step(&(struct step){                                           \
		.verb = VERB_##verb_,                                          \
		.end = end_,                                                   \
		.arg = {__VA_ARGS__},                                          \
		.out.took = SECONDS_NONE,                                      \
	})
#define BEGIN(verb_, end_, ...)                                                \
	perform_step(&(struct step){                                           \
		.verb = VERB_##verb_,                                          \
		.end = end_,                                                   \
		.phase = STEP_BEGUN,                                           \
		.arg = {__VA_ARGS__},                                          \
		.out.took = SECONDS_NONE,                                      \
	})

/** verb_step_text() - perform a step that has a text; @arg is its second argument */
void verb_step_text(enum verb verb, struct end e, const char *text,
		    int64_t arg);

#endif
