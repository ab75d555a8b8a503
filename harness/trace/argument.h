/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The arguments of verbs, by the letters that harness/trace/pattern.h lists.
 */
#ifndef HARNESS_TRACE_ARGUMENT_H
#define HARNESS_TRACE_ARGUMENT_H

#include "harness/trace/pattern.h"

#include <stdbool.h>
#include <stdio.h>

/**
 * struct pattern_place - how far a pattern has been walked
 * @s: the step that it is about
 * @n: of its arg[], which is next
 */
struct pattern_place {
	struct step *s;
	unsigned n;
};

/**
 * struct argument - one kind of argument
 * @letter: behind a %
 * @name: what stands for it in a usage
 * @put: write it
 * @take: read it; whether it is there
 */
struct argument {
	char letter;
	const char *name;
	void (*put)(FILE *out, struct pattern_place *p);
	bool (*take)(struct cursor *c, struct pattern_place *p);
};

/** argument_of() - the one with this letter, which must be there */
const struct argument *argument_of(char letter);

#endif
