/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HARNESS_PLAY_NEEDS_H
#define HARNESS_PLAY_NEEDS_H

#include "harness/play/play.h"

/**
 * needs_missing() - the first need of a variant that this machine lacks
 * @tc: the case
 * @v: the variant
 * @ts: to ask whether SOCK_DESTROY is there
 *
 * Asked on the stage, before anything is played: a need is looked at, never
 * inferred from a failure.
 *
 * Return: what is missing, as a line for a person; NULL when nothing is.
 */
const char *needs_missing(const struct test_case *tc, const struct variant *v,
			  struct tcpstate *ts);

/** needs_text() - the needs of a case, ", " between them; "" for none */
const char *needs_text(unsigned needs);

#endif
