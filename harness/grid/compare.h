/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two pages compared cell by cell, by what their legends say: the characters
 * do not matter. Cells that changed alike are one change.
 */
#ifndef HARNESS_GRID_COMPARE_H
#define HARNESS_GRID_COMPARE_H

#include "harness/grid/page.h"

/**
 * struct change - cells that changed alike
 * @before, @after: what the pages say of them; they live in the pages
 * @cells: how many
 * @has: by cell_index(): whether this is one of them
 * @first: the first of them
 */
struct change {
	const char *before, *after;
	unsigned cells, first;
	bool has[GRID_CELLS];
};

#define PAGE_CHANGES 64

/**
 * struct changes - what is different
 * @n: kinds of changes; those beyond PAGE_CHANGES are summed up in the last
 * @cells: cells that changed
 */
struct changes {
	unsigned n, cells;
	struct change change[PAGE_CHANGES];
};

/** page_compare() - what is different in @after */
void page_compare(const struct page *before, const struct page *after,
		  struct changes *changes);

/**
 * change_write_cells() - which cells, as few lines as describe them
 * @out: where to
 * @has: GRID_CELLS of them
 * @indent: before each line
 * @limit: lines at most; what is left is counted
 *
 * A line is a product: "RST|RST.PSH  exact,left  any  0", with "any" where a
 * dimension does not matter.
 */
void change_write_cells(FILE *out, const bool *has, const char *indent,
			unsigned limit);

#endif
