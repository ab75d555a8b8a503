/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading "I/N".
 */
#include "harness/commands/shard.h"

#include <stdio.h>

void shard_parse(struct argp_state *state, const char *text, unsigned *shard,
		 unsigned *shards)
{
	char rest;

	if (sscanf(text, "%u/%u%c", shard, shards, &rest) != 2 || *shard < 1 ||
	    *shard > *shards)
		argp_error(state, "--shard takes I/N with I from 1 to N, "
			   "not \"%s\"", text);
}
