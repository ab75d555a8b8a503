/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comparing the traces of runs, variant by variant.
 */
#include "harness/compare/compare.h"
#include "base/memory.h"
#include "harness/judge/same.h"

#include <stdlib.h>
#include <string.h>

/* A run whose ticks nobody knows: as coarse as they come. */
#define UNKNOWN_HZ 100

static double hz_of(const struct played *p)
{
	return p->hz > 0 ? p->hz : UNKNOWN_HZ;
}

/* A golden is compared as it was when the run was judged by it. */
static struct same_rule rule_of(const struct played *one,
				const struct played *other)
{
	struct same_rule rule = {
		.golden = one->golden != other->golden,
		.exact = one->virtual_time && other->virtual_time,
		.hz = hz_of(other),
		.first_hz = hz_of(one),
	};

	if (rule.golden)
		rule.exact = other->virtual_time;
	return rule;
}

/* Index of the first line that differs; the length when there is none. */
static size_t first_difference(const struct comparison *c,
			       const struct compared *one, size_t a, size_t b)
{
	struct same_rule rule;

	/* The golden comes first, wherever it was named. */
	if (c->run[b].golden && !c->run[a].golden)
		return first_difference(c, one, b, a);
	rule = rule_of(&c->run[a], &c->run[b]);
	return same_until(&one->in[a]->trace, &one->in[b]->trace, &rule);
}

static bool equal(const struct comparison *c, const struct compared *one,
		  size_t a, size_t b)
{
	size_t i = first_difference(c, one, a, b);

	return i == one->in[a]->trace.n && i == one->in[b]->trace.n;
}

static void classify(struct comparison *c, struct compared *one)
{
	size_t i, k;

	for (i = 0; i < c->runs; i++) {
		const struct played_variant *v = played_find(&c->run[i],
							     one->name);

		one->in[i] = v;
		one->same_as[i] = -1;
		for (k = 0; v && v->has_trace && k <= i; k++)
			if (one->same_as[k] == (int)k || k == i) {
				if (k < i && !equal(c, one, k, i))
					continue;
				one->same_as[i] = (int)k;
				break;
			}
	}
}

static const char *line_at(const struct trace *t, size_t i)
{
	if (i >= t->n)
		return "(its trace ends here)";
	return t->line[i] + strspn(t->line[i], " ");
}

/* "A, B: LINE" for each of the different traces. */
static void tell_difference(struct comparison *c, struct compared *one)
{
	struct text text;
	FILE *out = text_begin(&text);
	size_t i, k;

	for (i = 0; i < c->runs; i++) {
		if (one->same_as[i] != (int)i)
			continue;
		fprintf(out, "    %s", c->run[i].label);
		for (k = i + 1; k < c->runs; k++)
			if (one->same_as[k] == (int)i)
				fprintf(out, ", %s", c->run[k].label);
		fprintf(out, ":\n        %s\n",
			line_at(&one->in[i]->trace, one->line - 1));
	}
	one->difference = text_end(&text);
}

/* All lines are taken where the first two of them part. */
static void find_difference(struct comparison *c, struct compared *one)
{
	size_t i, at, first = c->runs;

	for (i = 0; i < c->runs; i++) {
		if (one->same_as[i] != (int)i)
			continue;
		if (first == c->runs) {
			first = i;
			continue;
		}
		at = first_difference(c, one, first, i) + 1;
		if (!one->line || at < one->line)
			one->line = at;
	}
	if (one->line)
		tell_difference(c, one);
}

static int by_name(const void *a, const void *b)
{
	const struct compared *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static void gather_names(struct comparison *c, bool goldens)
{
	size_t i, k, kept = 0;

	for (i = 0; i < c->runs; i++) {
		const struct played *p = &c->run[i];

		if (p->golden && !goldens)
			continue;
		c->list = realloc(c->list, (c->n + p->n + 1) *
				  sizeof(*c->list));
		if (!c->list)
			memory_none();
		memset(c->list + c->n, 0, p->n * sizeof(*c->list));
		for (k = 0; k < p->n; k++)
			c->list[c->n++].name = p->variant[k].name;
	}
	if (c->n)
		qsort(c->list, c->n, sizeof(*c->list), by_name);
	for (i = 0; i < c->n; i++)
		if (!kept || strcmp(c->list[kept - 1].name, c->list[i].name))
			c->list[kept++] = c->list[i];
	c->n = kept;
}

static bool has_played(const struct comparison *c)
{
	size_t i;

	for (i = 0; i < c->runs; i++)
		if (!c->run[i].golden)
			return true;
	return false;
}

void compare_runs(struct comparison *c, const struct played *run, size_t runs)
{
	size_t i;

	memset(c, 0, sizeof(*c));
	c->run = run;
	c->runs = runs;
	gather_names(c, !has_played(c));
	for (i = 0; i < c->n; i++) {
		classify(c, &c->list[i]);
		find_difference(c, &c->list[i]);
	}
}

static enum verdict verdict_in(const struct comparison *c,
			       const struct compared *one, size_t run)
{
	/* What stands in a golden is what passes. */
	if (c->run[run].golden)
		return VERDICT_PASS;
	return one->in[run]->verdict;
}

bool compare_differs(const struct comparison *c, const struct compared *one)
{
	size_t i;

	if (one->difference)
		return true;
	for (i = 0; i < c->runs; i++) {
		/* Skipped here, it says nothing about its golden. */
		if (c->run[0].golden && one->in[i] &&
		    one->in[i]->verdict == VERDICT_SKIP)
			continue;
		if (!one->in[i] != !one->in[0])
			return true;
		if (!one->in[i])
			continue;
		if (verdict_in(c, one, i) != verdict_in(c, one, 0))
			return true;
	}
	return false;
}

void compare_clear(struct comparison *c)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		free(c->list[i].difference);
	free(c->list);
	memset(c, 0, sizeof(*c));
}
