/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Functions with their counts, walked through by group, as text.
 */
#include "harness/coverage/report.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

void coverage_walk(const struct coverage *c, coverage_each *each, void *arg)
{
	size_t i, j;

	for (i = 0; i < c->counts->files; i++) {
		const struct counts_file *f = &c->counts->file[i];

		for (j = 0; j < f->functions; j++)
			each(arg, f, &f->function[j],
			     scope_find(c->scope, f->function[j].name));
	}
}

/* What a table is made of: the groups one by one. */
struct table {
	const struct coverage *c;
	FILE *out;
	long group;
	struct counts_tally tally, total;
	unsigned functions, functions_total;
};

static void print_part(FILE *out, unsigned taken, unsigned all)
{
	char of[32];

	snprintf(of, sizeof(of), "%u/%u", taken, all);
	if (all)
		fprintf(out, "  %11s %5.1f%%", of, 100.0 * taken / all);
	else
		fprintf(out, "  %11s %6s", "-", "");
}

static void print_row(FILE *out, const char *indent, const char *name,
		      const struct counts_tally *t)
{
	fprintf(out, "%s%-*s", indent, 40 - (int)strlen(indent), name);
	print_part(out, t->lines_taken, t->lines);
	print_part(out, t->branches_taken, t->branches);
	putc('\n', out);
}

/* "    not taken: tcp_ipv4.c: 1995-1998 2004"; a line of no code breaks none. */
static void print_missing(FILE *out, const struct counts_file *f,
			  const struct counts_function *function)
{
	const struct counts_line *line;
	size_t i, n, first;
	bool any = false;

	line = counts_lines(f, function, &n);
	for (i = 0; i < n; i++) {
		if (line[i].runs)
			continue;
		first = i;
		while (i + 1 < n && !line[i + 1].runs)
			i++;
		if (!any)
			fprintf(out, "      %s:", f->name);
		any = true;
		fprintf(out, " %u", line[first].number);
		if (i > first)
			fprintf(out, "-%u", line[i].number);
	}
	if (any)
		putc('\n', out);
}

static void add_row(void *arg, const struct counts_file *f,
		    const struct counts_function *function, long group)
{
	struct counts_tally tally = counts_tally(f, function);
	struct table *t = arg;

	if (group != t->group)
		return;
	tally_add(&t->tally, &tally);
	t->functions++;
}

static void tell_row(void *arg, const struct counts_file *f,
		     const struct counts_function *function, long group)
{
	struct counts_tally tally = counts_tally(f, function);
	const struct table *t = arg;

	if (group != t->group)
		return;
	print_row(t->out, "  ", function->name, &tally);
	if (t->c->verbose)
		print_missing(t->out, f, function);
}

/* Return: whether there is anything in it. */
static bool begin_group(struct table *t, long group)
{
	t->group = group;
	t->functions = 0;
	t->tally = (struct counts_tally){0};
	coverage_walk(t->c, add_row, t);
	return t->functions;
}

static void tell_groups(struct table *t, bool in)
{
	const struct scope *s = t->c->scope;
	size_t i;

	for (i = 0; i < s->groups; i++) {
		if (s->group[i].in != in || !begin_group(t, (long)i))
			continue;
		print_row(t->out, "", s->group[i].title, &t->tally);
		if (in || t->c->all)
			coverage_walk(t->c, tell_row, t);
		if (!in)
			continue;
		t->functions_total += t->functions;
		tally_add(&t->total, &t->tally);
	}
}

static void tell_name(void *arg, const struct counts_file *f,
		      const struct counts_function *function, long group)
{
	const struct table *t = arg;

	if (group == t->group)
		fprintf(t->out, "  %s (%s)\n", function->name, f->name);
}

void coverage_text(const struct coverage *c, FILE *out)
{
	struct table t = {.c = c, .out = out};

	fprintf(out, "%-40s  %18s  %18s\n", c->kernel, "lines taken",
		"branches taken");
	tell_groups(&t, true);
	if (c->all) {
		fputs("\nout of scope, because of\n", out);
		tell_groups(&t, false);
	}
	if (begin_group(&t, -1)) {
		fputs("\nneither in nor out of scope\n", out);
		coverage_walk(c, tell_name, &t);
	}
	fprintf(out, "\nin scope: %u functions, %u of %u lines (%.1f %%), "
		"%u of %u branches (%.1f %%)\n", t.functions_total,
		t.total.lines_taken, t.total.lines,
		t.total.lines ? 100.0 * t.total.lines_taken / t.total.lines : 0,
		t.total.branches_taken, t.total.branches,
		t.total.branches ?
			100.0 * t.total.branches_taken / t.total.branches : 0);
}
