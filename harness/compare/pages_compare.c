/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where pages differ: the same change in several runs, or in both families,
 * is one change.
 */
#include "harness/compare/pages.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static int by_name(const void *a, const void *b)
{
	return strcmp(a, b);
}

static bool has_record(const struct pages_comparison *c)
{
	size_t i;

	for (i = 0; i < c->runs; i++)
		if (!c->run[i].golden)
			return true;
	return false;
}

static void gather_stations(struct pages_comparison *c)
{
	bool records = has_record(c);
	size_t i, k, kept = 0, n = 0;

	for (i = 0; i < c->runs; i++)
		n += c->run[i].n;
	c->station = calloc(n + 1, sizeof(*c->station));
	c->cells = calloc(n + 1, sizeof(*c->cells));
	if (!c->station || !c->cells)
		memory_none();
	for (i = 0, n = 0; i < c->runs; i++) {
		const struct pages *p = &c->run[i];

		for (k = 0; k < p->n && !(p->golden && records); k++)
			snprintf(c->station[n++], PAGE_NAME, "%.*s",
				 (int)strcspn(p->list[k].name, "@"),
				 p->list[k].name);
	}
	if (n)
		qsort(c->station, n, sizeof(*c->station), by_name);
	for (i = 0; i < n; i++)
		if (!kept || strcmp(c->station[kept - 1], c->station[i]))
			memmove(c->station[kept++], c->station[i], PAGE_NAME);
	c->stations = kept;
}

static bool same_cells(const struct page_change *a, const struct page_change *b)
{
	if (strcmp(a->before, b->before) || strcmp(a->after, b->after) ||
	    !a->has != !b->has)
		return false;
	return !a->has || !memcmp(a->has, b->has, GRID_CELLS * sizeof(bool));
}

static char *copy(const char *text)
{
	char *to = strdup(text);

	if (!to)
		memory_none();
	return to;
}

static void let_go(struct page_change *change)
{
	free(change->before);
	free(change->after);
	free(change->has);
}

static void add(struct pages_comparison *c, struct page_change new)
{
	c->change = realloc(c->change, (c->changes + 1) * sizeof(new));
	if (!c->change)
		memory_none();
	c->change[c->changes++] = new;
}

static unsigned compare_pages(struct pages_comparison *c,
			      struct page_change new, const struct page *before,
			      const struct page *after)
{
	static struct changes changes;
	unsigned i;

	page_compare(before, after, &changes);
	for (i = 0; i < changes.n; i++) {
		const struct change *found = &changes.change[i];

		new.before = copy(found->before);
		new.after = copy(found->after);
		new.cells = found->cells;
		new.has = memory_new(1, sizeof(found->has));
		memcpy(new.has, found->has, sizeof(found->has));
		add(c, new);
	}
	return changes.cells;
}

static unsigned compare_calls(struct pages_comparison *c,
			      struct page_change new, const char *before,
			      const char *after)
{
	struct text text;

	new.cells = calls_differ(text_begin(&text), before, after, "before",
				 "after");
	new.after = text_end(&text);
	new.before = copy("");
	if (new.cells)
		add(c, new);
	else
		let_go(&new);
	return new.cells;
}

/* Return: cells that changed, or PAGES_ABSENT. */
static int compare_one(struct pages_comparison *c, size_t station, size_t run,
		       unsigned family)
{
	const char *name = c->station[station];
	const struct named_page *a = pages_find(&c->run[0], name, family);
	const struct named_page *b = pages_find(&c->run[run], name, family);
	struct page_change new = {.station = name, .runs = 1u << run,
				  .families = 1u << family};

	if (!b)
		return PAGES_ABSENT;
	if (!a)
		return 0;
	return (int)(b->text ? compare_calls(c, new, a->text, b->text) :
			       compare_pages(c, new, a->page, b->page));
}

static bool is_same(const struct page_change *a, const struct page_change *b,
		    bool families)
{
	return !strcmp(a->station, b->station) && same_cells(a, b) &&
	       (families ? a->runs == b->runs : a->families == b->families);
}

/* The same over the other family, or else in another run, is one change. */
static void merge(struct pages_comparison *c, bool families)
{
	size_t i, k, kept = 0;

	for (i = 0; i < c->changes; i++) {
		struct page_change *one = &c->change[i];

		for (k = 0; k < kept; k++)
			if (is_same(&c->change[k], one, families))
				break;
		if (k == kept) {
			c->change[kept++] = *one;
			continue;
		}
		c->change[k].runs |= one->runs;
		c->change[k].families |= one->families;
		let_go(one);
	}
	c->changes = kept;
}

void pages_compare(struct pages_comparison *c, const struct pages *run,
		   size_t runs)
{
	unsigned family;
	size_t i, k;
	int cells;

	memset(c, 0, sizeof(*c));
	c->run = run;
	c->runs = runs;
	gather_stations(c);
	for (i = 0; i < c->stations; i++) {
		for (k = 0; k < runs; k++) {
			for (family = 0; family < PAGES_FAMILIES; family++) {
				cells = compare_one(c, i, k, family);
				c->cells[i][k] = cells < 0 ?
						PAGES_ABSENT :
						c->cells[i][k] + cells;
			}
		}
	}
	merge(c, true);
	merge(c, false);
}

bool pages_differ(const struct pages_comparison *c, size_t station)
{
	size_t k;

	for (k = 0; k < c->runs; k++)
		if (c->cells[station][k])
			return true;
	return false;
}

void pages_compare_clear(struct pages_comparison *c)
{
	size_t i;

	for (i = 0; i < c->changes; i++)
		let_go(&c->change[i]);
	free(c->change);
	free(c->station);
	free(c->cells);
	memset(c, 0, sizeof(*c));
}
