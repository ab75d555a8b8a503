/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lastack grid --against rfc9293: where the kernel leaves the RFC, in as few
 * rules as describe it.
 */
#include "harness/grid/grid.h"
#include "base/memory.h"
#include "harness/grid/compare.h"
#include "harness/grid/deviation.h"
#include "harness/report/wrap.h"

#include <stdlib.h>
#include <string.h>

#define CELL_LINES 6
#define COLUMNS	   80

/* By rule and by station; one rule more than there are, for those unnamed. */
struct tally {
	FILE *out;
	unsigned stations;
	struct found {
		unsigned cells;
		bool has[GRID_CELLS];
		char rfc[REACTION_TEXT], kernel[REACTION_TEXT];
	} *found;
	unsigned total;
};

static struct found *found_at(struct tally *t, unsigned rule, unsigned station)
{
	return &t->found[rule * t->stations + station];
}

static int judge_station(struct tally *t, unsigned station,
			 const struct station *s,
			 const struct sweep_part *part, struct error *err)
{
	struct opinion opinion;
	struct tcb tcb;
	unsigned i;

	if (rfc_station(s, &tcb, err))
		return -1;
	for (i = 0; i < GRID_CELLS; i++) {
		struct cell cell = cell_at(i);
		struct found *f;

		rfc_judge(s, &tcb, &cell, &part->answers[i], &part->before,
			  &opinion);
		if (opinion.conforms)
			continue;
		f = found_at(t, deviation_of(s, &cell, &opinion), station);
		if (!f->cells++) {
			reaction_text(&opinion.rfc, &part->before, cell.length,
				      f->rfc);
			reaction_text(&opinion.kernel, &part->before,
				      cell.length, f->kernel);
		}
		f->has[i] = true;
		t->total++;
	}
	return 0;
}

static unsigned cells_of(struct tally *t, unsigned rule)
{
	unsigned i, n = 0;

	for (i = 0; i < t->stations; i++)
		n += found_at(t, rule, i)->cells;
	return n;
}

/* "ESTABLISHED 8, FIN_WAIT1 36": to be freed. */
static char *stations_text(struct tally *t, unsigned rule,
			   const struct station *const *list)
{
	const char *comma = "";
	struct text text;
	FILE *out = text_begin(&text);
	unsigned i;

	for (i = 0; i < t->stations; i++) {
		if (!found_at(t, rule, i)->cells)
			continue;
		fprintf(out, "%s%s %u", comma, list[i]->name,
			found_at(t, rule, i)->cells);
		comma = ", ";
	}
	return text_end(&text);
}

/* All lines but the first are as far in as @first is long. */
static void print_wrapped(FILE *out, const char *first, const char *text)
{
	size_t indent = strlen(first);
	struct wrap wrap = {.rest = text, .columns = COLUMNS - indent,
			    .prose = true};
	struct piece piece;
	const char *head = first;

	while ((piece = wrap_next(&wrap)).width) {
		fprintf(out, "%-*s%.*s\n", (int)indent, head,
			(int)piece.length, piece.text);
		head = "";
	}
}

static void print_rule(struct tally *t, unsigned rule,
		       const struct station *const *list, bool markdown)
{
	const struct deviation *d = &deviations()[rule];
	char *cells = stations_text(t, rule, list);
	FILE *out = t->out;

	if (markdown) {
		fprintf(out, "\n## %s\n\n", d->name);
		print_wrapped(out, "", d->rule);
		putc('\n', out);
		print_wrapped(out, "- ", d->reason);
		fprintf(out, "- In the kernel: %s\n", d->function);
		print_wrapped(out, "- Cells: ", cells);
	} else {
		fprintf(out, "%s (%u cells)\n", d->name, cells_of(t, rule));
		print_wrapped(out, "  ", d->rule);
		print_wrapped(out, "  RFC:     ", d->reason);
		print_wrapped(out, "  kernel:  ", d->function);
		print_wrapped(out, "  cells:   ", cells);
		putc('\n', out);
	}
	free(cells);
}

/* Told at length: nobody has looked at them yet. */
static void print_unnamed(struct tally *t, const struct station *const *list)
{
	unsigned i;

	for (i = 0; i < t->stations; i++) {
		struct found *f = found_at(t, deviation_count(), i);

		if (!f->cells)
			continue;
		fprintf(t->out, "without a name: %s, %u cells; the first:\n"
			"  RFC     %s\n  kernel  %s\n", list[i]->name,
			f->cells, f->rfc, f->kernel);
		change_write_cells(t->out, f->has, "    ", CELL_LINES);
		putc('\n', t->out);
	}
}

static void print_heading(const struct tally *t)
{
	fputs("<!-- SPDX-License-Identifier: BSD-2-Clause -->\n\n"
	      "# Where Linux leaves RFC 9293\n\n"
	      "`lastack grid` sends every segment of its space to every "
	      "station and asks a\nmodel of RFC 9293 (with RFC 5961, RFC 6191 "
	      "and RFC 1337) what should happen.\n", t->out);
	fprintf(t->out, "%u of %u cells differ, by the rules below. Generated "
		"by `make docs`.\n", t->total,
		t->stations * (unsigned)GRID_CELLS);
}

int grid_rfc_report(const struct station *const *list,
		    const struct sweep *sweep, bool markdown, FILE *out,
		    struct error *err)
{
	struct tally t = {.out = out, .stations = sweep->n};
	unsigned i, rules = 0, unnamed;

	t.found = calloc((size_t)(deviation_count() + 1) * sweep->n,
			 sizeof(*t.found));
	if (!t.found)
		return error_set(err, "out of memory");
	for (i = 0; i < sweep->n; i++) {
		if (judge_station(&t, i, list[i], &sweep->part[i][0], err)) {
			free(t.found);
			return -1;
		}
	}
	if (markdown)
		print_heading(&t);
	for (i = 0; i < deviation_count(); i++) {
		if (!cells_of(&t, i))
			continue;
		print_rule(&t, i, list, markdown);
		rules++;
	}
	print_unnamed(&t, list);
	unnamed = cells_of(&t, deviation_count());
	if (!markdown)
		fprintf(out, "grid: %u of %u cells differ from RFC 9293, by "
			"%u rules; %u without a name\n", t.total,
			t.stations * (unsigned)GRID_CELLS, rules, unnamed);
	free(t.found);
	return unnamed ? 1 : 0;
}
