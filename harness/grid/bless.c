/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lastack grid --bless: answers become the pages that are expected.
 */
#include "harness/grid/grid.h"
#include "harness/grid/calls.h"
#include "harness/grid/compare.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

static const char *const calls_name[SWEEP_FAMILIES] = {CALLS_NAME,
						       CALLS_NAME "@6"};

static void print_blessing(const struct page *before, const struct page *after)
{
	static struct changes changes;
	unsigned i;

	page_compare(before, after, &changes);
	for (i = 0; i < changes.n; i++) {
		printf("  before  %s\n  after   %s\n",
		       changes.change[i].before, changes.change[i].after);
		change_write_cells(stdout, changes.change[i].has, "    ",
				   GRID_CELL_LINES);
	}
}

static int bless_page(const struct grid_arguments *a, const struct page *page,
		      struct grid_tally *tally, struct error *err)
{
	static struct page old;
	bool had = !page_load(a->expected, page->name, &old, NULL);

	if (had && page_equal(&old, page))
		return 0;
	printf("grid/%s%s\n", page->name, had ? "" : " (new)");
	if (had)
		print_blessing(&old, page);
	else
		page_write(stdout, page, false);
	putchar('\n');
	tally->written++;
	return a->task == GRID_DRY ? 0 : page_save(a->expected, page, err);
}

static int bless_calls(const struct grid_arguments *a, const char *name,
		       const char *text, struct grid_tally *tally,
		       struct error *err)
{
	static char old[CALLS_TEXT];
	struct notes notes;
	bool had = !calls_load(a->expected, name, old, &notes, NULL);

	if (had && !strcmp(old, text))
		return 0;
	printf("grid/%s%s\n", name, had ? "" : " (new)");
	if (had)
		calls_differ(stdout, old, text, "before", "after");
	else
		fputs(text, stdout);
	tally->written++;
	return a->task == GRID_DRY ? 0 : calls_save(a->expected, name, text,
						    err);
}

/* Families that answer alike share a file. */
static int forget(const struct grid_arguments *a, const char *name,
		  struct error *err)
{
	char path[PATH_MAX];

	if (a->task == GRID_DRY)
		return 0;
	snprintf(path, sizeof(path), "%s/grid/%s.grid", a->expected, name);
	if (unlink(path) && errno != ENOENT)
		return error_errno(err, "%s", path);
	return 0;
}

static int write_station(const struct grid_arguments *a,
			 const struct answered *one, struct grid_tally *tally,
			 struct error *err)
{
	if (bless_page(a, &one->page[0], tally, err))
		return -1;
	return one->equal ? forget(a, one->page[1].name, err) :
			    bless_page(a, &one->page[1], tally, err);
}

int grid_write(const struct grid_arguments *a, const struct answers *answers,
	       struct grid_tally *tally, struct error *err)
{
	char *const *calls = answers->calls;
	unsigned i;

	for (i = 0; i < answers->n; i++)
		if (write_station(a, &answers->of[i], tally, err))
			return -1;
	if (!calls[0])
		return 0;
	if (bless_calls(a, calls_name[0], calls[0], tally, err))
		return -1;
	return strcmp(calls[0], calls[1]) ?
		       bless_calls(a, calls_name[1], calls[1], tally, err) :
		       forget(a, calls_name[1], err);
}
