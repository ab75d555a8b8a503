/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the kernel leaves the RFC, by name: a table of rules, each with its
 * reason and the kernel function that does it.
 */
#ifndef HARNESS_GRID_DEVIATION_H
#define HARNESS_GRID_DEVIATION_H

#include "harness/grid/rfc.h"

/**
 * struct deviation - a rule
 * @name: of the rule
 * @rule: what the kernel does, as one sentence
 * @reason: why, or what speaks for it and against it
 * @function: in the kernel
 * @is: whether a difference is one of this rule; the first one that says so
 *      names it
 */
struct deviation {
	const char *name, *rule, *reason, *function;
	bool (*is)(const struct station *station, const struct cell *cell,
		   const struct opinion *opinion);
};

/** deviations() - the table, ended by an entry without a name */
const struct deviation *deviations(void);

/** deviation_count() - how many there are */
unsigned deviation_count(void);

/**
 * deviation_of() - the rule that a difference is of
 *
 * Return: its index, or deviation_count() when it has no name.
 */
unsigned deviation_of(const struct station *station, const struct cell *cell,
		      const struct opinion *opinion);

#endif
