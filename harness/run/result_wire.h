/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A result on its way between processes of the same program.
 */
#ifndef HARNESS_RUN_RESULT_WIRE_H
#define HARNESS_RUN_RESULT_WIRE_H

#include "harness/judge/verdict.h"

#include <stddef.h>
#include <stdio.h>

/**
 * result_write() - a result as octets, for the way between processes
 *
 * Return: 0, or -1 with errno.
 */
int result_write(FILE *out, const struct result *r);

/**
 * result_read() - the reverse
 * @data, @size: what was written
 *
 * Return: 0, or -1 when it is not a whole result; @r is empty then.
 */
int result_read(const char *data, size_t size, struct result *r);

#endif
