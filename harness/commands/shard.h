/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The option --shard of the commands that run something.
 */
#ifndef HARNESS_COMMANDS_SHARD_H
#define HARNESS_COMMANDS_SHARD_H

#include <argp.h>

/**
 * shard_parse() - "I/N": the I-th of N parts
 * @shard, @shards: set to I and N
 *
 * Any other text is a usage error, as argp_error() reports it.
 */
void shard_parse(struct argp_state *state, const char *text, unsigned *shard,
		 unsigned *shards);

#endif
