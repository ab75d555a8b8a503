/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Results as the lines of JSON that a lastack elsewhere prints.
 */
#ifndef HARNESS_VM_RESULTS_H
#define HARNESS_VM_RESULTS_H

#include "harness/judge/verdict.h"

#include <jansson.h>

/**
 * result_from_json() - the reverse of what --format json writes
 * @r: filled; to be cleared in any case. Captures travel by themselves, and
 *     there is no command yet that runs it again: both are NULL.
 *
 * Return: 0, or -1 when it is no result.
 */
int result_from_json(struct result *r, const json_t *line);

#endif
