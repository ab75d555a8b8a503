/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What went wrong for one reason: results that differ in the same way, so that
 * the story of one is enough.
 */
#ifndef HARNESS_REPORT_GROUP_H
#define HARNESS_REPORT_GROUP_H

#include "harness/judge/verdict.h"

#include <stddef.h>

/**
 * struct group - results with one cause
 * @name: of the first one
 * @reason, @difference, @trace: of the first one, as in struct result
 * @count: how many there are
 */
struct group {
	char *name;
	enum verdict verdict;
	char *reason;
	char *difference;
	char *trace;
	unsigned count;
};

/**
 * struct groups - all that went wrong so far; needs no more than to be zeroed
 */
struct groups {
	struct group *list;
	size_t n;
	unsigned count;
};

/**
 * groups_add() - count a result that is FAIL or BROKEN
 *
 * Failures have one cause when the first lines that differ are the same, both
 * as expected and as they happened; without a golden, when all that happened is
 * the same; and what is broken, when the reason is.
 *
 * Return: the group, if an earlier result began it; else NULL: this one is the
 * first of a group, or memory is short.
 */
const struct group *groups_add(struct groups *groups, const struct result *r);

/**
 * groups_print() - how many there are of each cause, the most frequent first
 * @expected: the golden folder as a user would name it; NULL: the usual one
 * @record: the folder of the record that is made of the run, or NULL
 *
 * And how to compare all that happened with what is expected.
 */
void groups_print(FILE *out, const struct groups *groups,
		  const char *expected, const char *record);

void groups_clear(struct groups *groups);

#endif
