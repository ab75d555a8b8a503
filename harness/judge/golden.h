/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Golden traces: which of them a variant may be judged by, and how far each
 * still agrees with what is happening.
 */
#ifndef HARNESS_JUDGE_GOLDEN_H
#define HARNESS_JUDGE_GOLDEN_H

#include "harness/judge/trace.h"

/**
 * struct golden - one file
 * @path: of the file
 * @known: name of the known behaviour ("rst_though_read"), NULL for the golden
 * @until: "# until: 6.18": on that kernel and later it no longer excuses
 * @fixed: "# fixed: 6.1.192": the same, of its own series
 * @commit: that changed it
 * @lines: the trace, the header of a known behaviour reduced to three lines
 * @live: the same without what is found out only at the end (deviations)
 * @notes: the other header lines of a known behaviour
 * @problem: what is wrong with the file, or NULL
 * @fits: agrees with every line so far
 */
struct golden {
	char *path;
	char *known;
	char *until;
	char *fixed;
	char *commit;
	struct trace lines;
	struct trace live;
	struct trace notes;
	char *problem;
	bool fits;
};

/**
 * struct golden_set - all that may happen
 * @golden: first the golden itself, if there is one, then known behaviours
 */
struct golden_set {
	struct golden *golden;
	size_t n;
};

/**
 * golden_load() - find and read the goldens of a variant
 * @base: what their paths begin with, "expected/linger/zero_idle"
 * @variant: "lo4"
 *
 * For lo6 the first one there is of name@lo6.trace, name@lo.trace and
 * name.trace. Known behaviours are name~KNOWN.trace and name@lo6~KNOWN.trace.
 * A file with a fault is loaded with its problem named.
 *
 * Return: 0, also when there is none; -1 when a folder cannot be read.
 */
int golden_load(struct golden_set *set, const char *base, const char *variant,
		struct error *err);

/** golden_follow() - compare lines from index @from on with every golden */
void golden_follow(struct golden_set *set, const struct trace *t, size_t from);

/** golden_rewind() - all goldens fit again */
void golden_rewind(struct golden_set *set);

/** golden_excuses() - whether a known behaviour still excuses this kernel */
bool golden_excuses(const struct golden *g, const char *kernel_release);

/** golden_path() - where the golden of a variant, or NULL, would lie */
void golden_path(char *path, size_t size, const char *base,
		 const char *variant);

void golden_clear(struct golden_set *set);

#endif
