/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What failed last time, so that it can be played first: a file of names, one a
 * line, beside the captures of what failed. Whoever cannot read or write it does
 * without, in silence.
 */
#ifndef HARNESS_REPORT_FAILED_H
#define HARNESS_REPORT_FAILED_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct failed - names of variants; needs no more than to be zeroed
 */
struct failed {
	char **name;
	size_t n;
};

/**
 * failed_load() - add the names of the last run
 * @folder: "lastack.out", or that of a record
 * @kernel: of a kernel that was booted, as its folder is called; else NULL
 */
void failed_load(struct failed *f, const char *folder, const char *kernel);

/** failed_has() - whether a variant is among them */
bool failed_has(const struct failed *f, const char *name);

/**
 * failed_set() - a variant was played again
 * @went_wrong: it is FAIL or BROKEN; otherwise it is forgotten
 */
void failed_set(struct failed *f, const char *name, bool went_wrong);

/**
 * failed_save() - for the next run; without a name there is no file
 *
 * What has not been played again since it failed is still among the names.
 */
void failed_save(const struct failed *f, const char *folder,
		 const char *kernel);

void failed_clear(struct failed *f);

#endif
