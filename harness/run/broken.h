/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Results of variants that gave none, or none that proves anything: BROKEN, and
 * why.
 */
#ifndef HARNESS_RUN_BROKEN_H
#define HARNESS_RUN_BROKEN_H

#include "harness/run/worker.h"

/**
 * broken_end() - the worker has ended without a result
 * @r: filled
 * @c: what it played
 * @opt: how
 * @story: its trace so far
 * @status: as of waitpid()
 */
void broken_end(struct result *r, const struct chosen *c,
		const struct run_options *opt, const char *story, int status);

/** broken_hangs() - the worker gave no result for @seconds */
void broken_hangs(struct result *r, const struct chosen *c,
		  const struct run_options *opt, const char *story,
		  double seconds);

/**
 * broken_disturbed() - the last of @attempts, which all were disturbed
 * @r: what the last one came to. That proves nothing, but is worth reading: it
 *     becomes part of the reason, and the story.
 */
void broken_disturbed(struct result *r, const struct chosen *c,
		      const struct run_options *opt, const char *story,
		      unsigned attempts);

#endif
