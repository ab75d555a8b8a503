/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A comparison of pages as text.
 */
#include "harness/compare/compare.h"
#include "harness/compare/pages.h"

#include <string.h>

/* Lines that tell which cells changed alike. */
#define CELL_LINES 8

static const char *family_text(unsigned families)
{
	return families == 1 ? " over IPv4" : families == 2 ? " over IPv6" : "";
}

static void put_runs(FILE *out, const struct pages_comparison *c,
		     unsigned runs)
{
	const char *comma = "";
	size_t i;

	for (i = 0; i < c->runs; i++) {
		if (!(runs >> i & 1))
			continue;
		fprintf(out, "%s%s", comma, c->run[i].label);
		comma = ", ";
	}
}

static bool same_change(const struct page_change *a,
			const struct page_change *b)
{
	return a->runs == b->runs && a->has && b->has &&
	       !strcmp(a->before, b->before) && !strcmp(a->after, b->after) &&
	       !memcmp(a->has, b->has, GRID_CELLS * sizeof(bool));
}

/* All stations in which the same cells changed alike. */
static void put_stations(FILE *out, struct pages_comparison *c, size_t first)
{
	size_t i, n = 0;

	for (i = first; i < c->changes; i++) {
		struct page_change *one = &c->change[i];

		if (i > first && !same_change(&c->change[first], one))
			continue;
		fprintf(out, "%sgrid/%s%s", n++ ? "\n  " : "  ", one->station,
			family_text(one->families));
		one->told = true;
	}
	putc('\n', out);
}

static void put_change(FILE *out, struct pages_comparison *c, size_t first)
{
	const struct page_change *one = &c->change[first];

	put_stations(out, c, first);
	fputs("    ", out);
	put_runs(out, c, one->runs);
	if (!one->has) {
		fprintf(out, ": %u lines\n%s\n", one->cells, one->after);
		return;
	}
	fprintf(out, ": %u cell%s\n", one->cells, one->cells == 1 ? "" : "s");
	change_write_cells(out, one->has, "      ", CELL_LINES);
	fprintf(out, "      before  %s\n      after   %s\n\n", one->before,
		one->after);
}

/* Prints its heading before the first line, and nothing without one. */
static void print_absent(FILE *out, const struct pages_comparison *c,
			 const char *heading, bool in_first)
{
	size_t i, k, lines = 0;

	for (i = 0; i < c->stations; i++) {
		for (k = 1; k < c->runs; k++) {
			bool first = c->cells[i][0] != PAGES_ABSENT;
			bool other = c->cells[i][k] != PAGES_ABSENT;

			if (first != in_first || other == in_first)
				continue;
			fprintf(out, "%s  grid/%s  %s\n", lines++ ? "" :
				heading, c->station[i], c->run[k].label);
		}
	}
	if (lines)
		putc('\n', out);
}

static int column(const struct pages *p)
{
	return compare_column(p->label, p->kernel);
}

static void print_row(FILE *out, const struct pages_comparison *c, size_t i)
{
	char cell[16];
	size_t k;

	for (k = 0; k < c->runs; k++) {
		if (c->cells[i][k] == PAGES_ABSENT)
			strcpy(cell, "-");
		else
			snprintf(cell, sizeof(cell), "%d", c->cells[i][k]);
		fprintf(out, "  %-*s", column(&c->run[k]), cell);
	}
	putc('\n', out);
}

/* Cells of both families, or lines, that are not those of the first run. */
static void print_table(FILE *out, const struct pages_comparison *c)
{
	int width = 12;
	size_t i, k;

	for (i = 0; i < c->stations; i++)
		if (pages_differ(c, i) && (int)strlen(c->station[i]) > width)
			width = (int)strlen(c->station[i]);
	fprintf(out, "%-*s", width, "changes");
	for (k = 0; k < c->runs; k++)
		fprintf(out, "  %-*s", column(&c->run[k]), c->run[k].label);
	fprintf(out, "\n%-*s", width, "kernel");
	for (k = 0; k < c->runs; k++)
		fprintf(out, "  %-*s", column(&c->run[k]),
			c->run[k].kernel ? c->run[k].kernel : "-");
	putc('\n', out);
	for (i = 0; i < c->stations; i++) {
		if (!pages_differ(c, i))
			continue;
		fprintf(out, "%-*s", width, c->station[i]);
		print_row(out, c, i);
	}
}

size_t pages_print(FILE *out, struct pages_comparison *c)
{
	size_t i, differ = 0;

	for (i = 0; i < c->stations; i++)
		differ += pages_differ(c, i);
	if (c->changes)
		fprintf(out, "Pages differ, from those of %s:\n\n",
			c->run[0].label);
	for (i = 0; i < c->changes; i++)
		if (!c->change[i].told)
			put_change(out, c, i);
	print_absent(out, c, "Missing pages:\n", true);
	print_absent(out, c, "New pages:\n", false);
	if (differ)
		print_table(out, c);
	if (differ)
		fprintf(out, "\n%zu of %zu pages differ.\n", differ,
			c->stations);
	else
		fprintf(out, "No difference in %zu pages.\n", c->stations);
	return differ;
}
