/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From a trace and its goldens to a verdict and its story.
 */
#ifndef HARNESS_JUDGE_JUDGE_H
#define HARNESS_JUDGE_JUDGE_H

#include "harness/judge/golden.h"
#include "harness/judge/verdict.h"

/**
 * judge() - compare a whole trace with the goldens
 * @r: verdict, reason and story are filled in
 * @t: the trace as it happened
 * @goldens: all that may have happened
 * @kernel: its version, to the point release, for "# until:" and "# fixed:"
 * @strict: a known behaviour is a failure
 */
void judge(struct result *r, const struct trace *t,
	   const struct golden_set *goldens, const char *kernel,
	   bool strict);

#endif
