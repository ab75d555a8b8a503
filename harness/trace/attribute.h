/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Attributes of a case as lines of a trace's header:
 *
 *	# on: wire forged4	the variants that it is for
 *	# forged: client	the end that is no socket
 *	# needs: SOCK_DESTROY	what a machine may lack
 *	# seconds: 2		kernel timers that it waits for
 *	# slow			left out unless asked for
 *	# show: window each	what is shown beside flags and numbers
 */
#ifndef HARNESS_TRACE_ATTRIBUTE_H
#define HARNESS_TRACE_ATTRIBUTE_H

#include "harness/trace/cursor.h"
#include "harness/trace/step.h"

#include <stdio.h>

/** attribute_variants() - ON_* bits of the variants that a case is for */
unsigned attribute_variants(const struct test_case *tc);

/** attribute_is_one() - whether a header's line is an attribute */
bool attribute_is_one(const char *line);

/** attribute_is_note() - whether it is a note, as a known behaviour has them */
bool attribute_is_note(const char *line);

/**
 * attribute_read() - one line
 * @c: at its beginning
 * @tc: the case, of which one field is set
 *
 * Return: whether it is an attribute in order.
 */
bool attribute_read(struct cursor *c, struct test_case *tc);

/**
 * attributes_write() - all that are not what they are by default, a line each
 */
void attributes_write(FILE *out, const struct test_case *tc);

/**
 * attributes_fault() - what contradicts itself in them
 *
 * Return: words, or NULL.
 */
const char *attributes_fault(const struct test_case *tc);

#endif
