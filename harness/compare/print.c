/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A comparison as text.
 */
#include "harness/compare/compare.h"

#include <stdlib.h>
#include <string.h>

/* Variants of one case share a line: "close/twice  @lo4 @lo6". */
struct names {
	FILE *out;
	char last[128];
};

static void put_name(struct names *names, const char *name)
{
	const char *at = strrchr(name, '@');
	int bare = at ? (int)(at - name) : (int)strlen(name);

	if (at && (int)strlen(names->last) == bare &&
	    !strncmp(names->last, name, (size_t)bare)) {
		fprintf(names->out, " %s", at);
		return;
	}
	fprintf(names->out, "%s  %.*s%s%s", *names->last ? "\n" : "", bare,
		name, at ? "  " : "", at ? at : "");
	snprintf(names->last, sizeof(names->last), "%.*s", bare, name);
}

static bool same_difference(const struct compared *a, const struct compared *b)
{
	return a->difference && b->difference &&
	       !strcmp(a->difference, b->difference);
}

static bool is_first_of_group(const struct comparison *c, size_t at)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (same_difference(&c->list[i], &c->list[at]))
			return false;
	return true;
}

static void print_group(FILE *out, const struct comparison *c, size_t first)
{
	struct names names = {.out = out};
	size_t i;

	for (i = first; i < c->n; i++)
		if (same_difference(&c->list[first], &c->list[i]))
			put_name(&names, c->list[i].name);
	fprintf(out, "\n%s\n", c->list[first].difference);
}

static void print_differences(FILE *out, const struct comparison *c)
{
	size_t i, differ = 0;

	for (i = 0; i < c->n; i++)
		differ += !!c->list[i].difference;
	if (!differ)
		return;
	fprintf(out, "Traces differ: %zu of %zu\n\n", differ, c->n);
	for (i = 0; i < c->n; i++)
		if (c->list[i].difference && is_first_of_group(c, i))
			print_group(out, c, i);
}

static enum verdict verdict_in(const struct comparison *c,
			       const struct compared *one, size_t run)
{
	if (!one->in[run])
		return VERDICT_COUNT;
	return c->run[run].golden ? VERDICT_PASS : one->in[run]->verdict;
}

static bool is_good(enum verdict v)
{
	return v == VERDICT_PASS || v == VERDICT_KNOWN;
}

static bool is_bad(enum verdict v)
{
	return v == VERDICT_FAIL || v == VERDICT_BROKEN;
}

static bool is_absent(enum verdict v)
{
	return v == VERDICT_COUNT || v == VERDICT_SKIP;
}

/* Prints its heading before the first line, and nothing without one. */
struct section {
	FILE *out;
	const char *heading;
	size_t lines;
};

static void put_heading(struct section *s)
{
	if (s->lines++ == 0)
		fprintf(s->out, "%s\n", s->heading);
}

static void end_section(struct section *s)
{
	if (s->lines)
		putc('\n', s->out);
}

static void put_verdict(struct section *s, const struct comparison *c,
			const struct compared *one, size_t run)
{
	const struct played_variant *v = one->in[run];

	put_heading(s);
	fprintf(s->out, "  %s  %s: ", one->name, c->run[run].label);
	if (!v)
		fputs("was not played", s->out);
	else
		fprintf(s->out, "%s%s%s",
			c->run[run].golden ? "has a golden trace" :
					     verdict_word(v->verdict),
			v->reason ? ", " : "", v->reason ? v->reason : "");
	putc('\n', s->out);
}

/* What changed from the first run's verdicts to those of a later run. */
static void print_changes(FILE *out, const struct comparison *c,
			  const char *heading,
			  bool (*from)(enum verdict), bool (*to)(enum verdict))
{
	struct section s = {.out = out, .heading = heading};
	size_t i, run;

	for (i = 0; i < c->n; i++)
		for (run = 1; run < c->runs; run++)
			if (compare_differs(c, &c->list[i]) &&
			    from(verdict_in(c, &c->list[i], 0)) &&
			    to(verdict_in(c, &c->list[i], run)))
				put_verdict(&s, c, &c->list[i], run);
	end_section(&s);
}

static bool is_present(enum verdict v)
{
	return !is_absent(v);
}

int compare_column(const char *label, const char *kernel)
{
	size_t width = 8;

	if (strlen(label) > width)
		width = strlen(label);
	if (kernel && strlen(kernel) > width)
		width = strlen(kernel);
	return (int)width;
}

static int column(const struct comparison *c, size_t run)
{
	return compare_column(c->run[run].label, c->run[run].kernel);
}

static void print_totals(FILE *out, const struct comparison *c, int width)
{
	size_t run, k;
	int v;

	fprintf(out, "%-*s", width, "kernel");
	for (run = 0; run < c->runs; run++) {
		const char *kernel = c->run[run].kernel;

		fprintf(out, "  %-*s", column(c, run), kernel ? kernel : "-");
	}
	putc('\n', out);
	for (v = 0; v < VERDICT_COUNT; v++) {
		fprintf(out, "%-*s", width, verdict_word(v));
		for (run = 0; run < c->runs; run++) {
			const struct played *p = &c->run[run];
			unsigned count = 0;

			for (k = 0; k < p->n; k++)
				count += p->variant[k].verdict ==
					 (enum verdict)v;
			if (p->golden)
				fprintf(out, "  %-*s", column(c, run), "-");
			else
				fprintf(out, "  %-*u", column(c, run), count);
		}
		putc('\n', out);
	}
}

/* "PASS a": runs with the same letter have the same trace. */
static void print_cell(FILE *out, const struct comparison *c,
		       const struct compared *one, size_t run)
{
	const struct played_variant *v = one->in[run];
	char cell[32];

	if (!v)
		snprintf(cell, sizeof(cell), "-");
	else
		snprintf(cell, sizeof(cell), "%s%c%c",
			 c->run[run].golden ? "golden" :
					      verdict_word(v->verdict),
			 one->same_as[run] < 0 ? '\0' : ' ',
			 'a' + (one->same_as[run] < 0 ? 0 :
							one->same_as[run]));
	fprintf(out, "  %-*s", column(c, run), cell);
}

static void print_table(FILE *out, const struct comparison *c)
{
	size_t i, run;
	int width = 8;

	for (i = 0; i < c->n; i++)
		if (compare_differs(c, &c->list[i]) &&
		    (int)strlen(c->list[i].name) > width)
			width = (int)strlen(c->list[i].name);
	fprintf(out, "%-*s", width, "");
	for (run = 0; run < c->runs; run++)
		fprintf(out, "  %-*s", column(c, run), c->run[run].label);
	putc('\n', out);
	print_totals(out, c, width);
	for (i = 0; i < c->n; i++) {
		if (!compare_differs(c, &c->list[i]))
			continue;
		fprintf(out, "%-*s", width, c->list[i].name);
		for (run = 0; run < c->runs; run++)
			print_cell(out, c, &c->list[i], run);
		putc('\n', out);
	}
}

size_t compare_print(FILE *out, const struct comparison *c)
{
	size_t i, differ = 0;

	print_differences(out, c);
	print_changes(out, c, "New failures:", is_good, is_bad);
	print_changes(out, c, "Fixed:", is_bad, is_good);
	print_changes(out, c, "Missing:", is_present, is_absent);
	print_changes(out, c, "New:", is_absent, is_present);
	print_table(out, c);
	for (i = 0; i < c->n; i++)
		differ += compare_differs(c, &c->list[i]);
	if (differ)
		fprintf(out, "\n%zu of %zu variants differ.\n", differ, c->n);
	else
		fprintf(out, "\nNo difference in %zu variants.\n", c->n);
	return differ;
}
