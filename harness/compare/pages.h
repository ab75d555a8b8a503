/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Pages of the grid that records hold, or a folder of what is expected, side
 * by side: cells that changed alike, as few rules as describe them.
 */
#ifndef HARNESS_COMPARE_PAGES_H
#define HARNESS_COMPARE_PAGES_H

#include "harness/grid/calls.h"
#include "harness/grid/compare.h"

#include <stdio.h>

#define PAGES_MAX      26
#define PAGES_FAMILIES 2

/**
 * struct pages - what one folder holds
 * @dir: the folder
 * @label: what it is called in a comparison; lives elsewhere
 * @golden: it is no record, so only what others have recorded is compared
 * @kernel: as grid.json says, or NULL
 * @n: files; known behaviours are none of their own
 * @list: sorted by name, which is "STATION" or "STATION@6"; @text is of calls,
 *        @page of all others
 */
struct pages {
	char *dir;
	const char *label;
	bool golden;
	char *kernel;
	size_t n;
	struct named_page {
		char name[PAGE_NAME];
		struct page *page;
		char *text;
	} *list;
};

/**
 * pages_load() - read all pages of a folder
 * @p: filled; to be cleared in any case; @n is 0 when there are none
 * @dir: a folder with grid/ in it, or without
 * @err: names the file
 *
 * Return: 0, or -1.
 */
int pages_load(struct pages *p, const char *dir, struct error *err);

/**
 * pages_find() - the page of a station
 * @family: 0 IPv4, 1 IPv6, which shares that of IPv4 if it has none itself
 *
 * Return: it, or NULL.
 */
const struct named_page *pages_find(const struct pages *p, const char *station,
				    unsigned family);

void pages_clear(struct pages *p);

/**
 * struct page_change - cells of one station that changed alike
 * @station: which
 * @runs: a bit for each run in which they did
 * @families: a bit for each family
 * @before, @after: what the pages say
 * @cells: how many
 * @has: which of them; NULL: it is the calls, and @after has the lines
 * @told: used by pages_print()
 */
struct page_change {
	const char *station;
	unsigned runs, families;
	char *before, *after;
	unsigned cells;
	bool *has;
	bool told;
};

/**
 * struct pages_comparison - of all stations that any run has
 * @run: the first is what the others are compared with
 * @station: their names, sorted
 * @cells: by station and run: cells, or lines, that changed in both families
 *         together; PAGES_ABSENT without a page
 */
struct pages_comparison {
	const struct pages *run;
	size_t runs;
	char (*station)[PAGE_NAME];
	int (*cells)[PAGES_MAX];
	size_t stations;
	struct page_change *change;
	size_t changes;
};

#define PAGES_ABSENT (-1)

/**
 * pages_compare() - find out where runs differ
 * @c: filled; to be cleared
 * @run: at most PAGES_MAX; must outlive @c
 */
void pages_compare(struct pages_comparison *c, const struct pages *run,
		   size_t runs);

/** pages_differ() - whether a station is not the same in all runs */
bool pages_differ(const struct pages_comparison *c, size_t station);

/**
 * pages_print() - print it: changes, grouped by what changed; what is missing
 * and what is new; and a table
 *
 * Return: how many stations differ.
 */
size_t pages_print(FILE *out, struct pages_comparison *c);

void pages_compare_clear(struct pages_comparison *c);

#endif
