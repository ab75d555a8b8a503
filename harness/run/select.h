/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which cases there are, in which variants, and which of them a user means.
 */
#ifndef HARNESS_RUN_SELECT_H
#define HARNESS_RUN_SELECT_H

#include "cases/catalogue.h"
#include "harness/play/play.h"
#include "harness/trace/script.h"

#include <stdbool.h>
#include <stddef.h>

/** variant_table() - all variants, ended by a NULL name */
const struct variant *variant_table(void);

/**
 * struct chosen - one variant of one case
 * @name: "subject/case@variant"; use a copy when it must outlive the struct
 * @first: it failed last time, and is to be played before others
 */
struct chosen {
	const struct test_case *tc;
	const struct variant *variant;
	char name[160];
	bool first;
};

/**
 * chosen_base() - what the paths of its goldens begin with; see golden_load()
 * @expected: the folder of goldens, for what is not played from a file
 *
 * Return: @path.
 */
char *chosen_base(const struct chosen *c, const char *expected, char *path,
		  size_t size);

/**
 * chosen_word() - the word of the command line that chooses just this variant
 *
 * Return: @word: its name, or "FILE.trace@lo4".
 */
char *chosen_word(const struct chosen *c, char *word, size_t size);

/**
 * struct filter - what to choose by beside globs
 * @slow: slow cases too
 * @link: "lo", or NULL for all
 * @family: '4' or '6', or 0 for both; IPv4-mapped counts as 4
 */
struct filter {
	bool slow;
	const char *link;
	char family;
};

/**
 * filter_link() - narrow down to a link
 * @text: "lo"; must outlive the filter
 *
 * Return: 0, or -1 when no variant is on such a link.
 */
int filter_link(struct filter *f, const char *text, struct error *err);

/**
 * filter_family() - narrow down to an address family
 * @text: "4" or "6"
 *
 * Return: 0, or -1 for another word.
 */
int filter_family(struct filter *f, const char *text, struct error *err);

/**
 * select_variants() - the variants that globs mean, in the table's order
 * @globs: "linger/z*", "linger" (the whole subject), "close/twice@lo6", ...;
 *         none means all. A slow case is also chosen when its exact name is
 *         given. "x.trace", "x.trace@lo6" and "folder/" are files to be played;
 *         they are read here, and stay in memory.
 * @n_globs: how many
 * @filter: narrows them down
 * @list: filled; to be freed by the caller
 * @err: names the glob that matches no case at all
 *
 * Return: their number, or -1.
 */
ssize_t select_variants(char *const *globs, size_t n_globs,
			const struct filter *filter, struct chosen **list,
			struct error *err);

/**
 * files_choose() - the variants that a word which is a path means
 * @word: "x.trace", "x.trace@lo6", or a folder
 * @filter: narrows them down
 * @list, @n: the variants so far; more are added at the end
 *
 * Return: 0, or -1 with the fault of a file.
 */
int files_choose(const char *word, const struct filter *filter,
		 struct chosen **list, size_t *n, struct error *err);

/** filter_passes() - whether a filter lets a variant pass */
bool filter_passes(const struct filter *f, const struct variant *v);

#endif
