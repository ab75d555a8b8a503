/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page: one station, one character a segment, and a legend that says what
 * each character means. As a file it is meant to be read in a terminal of 160
 * columns, and can be read back.
 */
#ifndef HARNESS_GRID_PAGE_H
#define HARNESS_GRID_PAGE_H

#include "harness/grid/reaction.h"
#include "harness/judge/note.h"

#include <stdio.h>

#define PAGE_CLASSES 80
#define PAGE_NAME    64

/**
 * struct page - what a station answers
 * @name: of the station, with "@6" where the families differ
 * @about: the line about it
 * @notes: of a known behaviour; of any other page empty
 * @n_classes: kinds of answers
 * @classes: sorted by text; @mark is unique on a page
 * @cell: by cell_index(): the number of its class
 */
struct page {
	char name[PAGE_NAME];
	char about[160];
	struct notes notes;
	unsigned n_classes;
	struct page_class {
		char mark;
		char text[REACTION_TEXT];
		unsigned count;
	} classes[PAGE_CLASSES];
	uint8_t cell[GRID_CELLS];
};

/**
 * page_build() - a page from answers
 * @page: filled
 * @station: whose
 * @answers: GRID_CELLS of them
 * @before: what is there without a probe
 * @err: filled on error
 *
 * Return: 0, or -1: there are more kinds of answers than characters.
 */
int page_build(struct page *page, const struct station *station,
	       const struct reaction *answers, const struct reaction *before,
	       struct error *err);

/** page_equal() - whether two pages say the same in every cell */
bool page_equal(const struct page *a, const struct page *b);

/** page_text() - what the page says of a cell */
static inline const char *page_text(const struct page *page, unsigned cell)
{
	return page->classes[page->cell[cell]].text;
}

/**
 * page_write() - the page as text
 * @out: where to
 * @page: what
 * @colour: marks get colours, for a terminal
 */
void page_write(FILE *out, const struct page *page, bool colour);

/**
 * page_read() - a page from its text
 * @in: the text
 * @path: its name, for the error
 * @known: it is that of a known behaviour, and may have notes
 * @page: filled
 * @err: names line and fault
 *
 * Return: 0, or -1.
 */
int page_read(FILE *in, const char *path, bool known, struct page *page,
	      struct error *err);

/** page_load() - page_read() of DIR/grid/NAME.grid; errno is ENOENT when there
 * is none. "STATION~NAME" is a known behaviour. */
int page_load(const char *dir, const char *name, struct page *page,
	      struct error *err);

/** page_save() - write DIR/grid/NAME.grid, or say so */
int page_save(const char *dir, const struct page *page, struct error *err);

#endif
