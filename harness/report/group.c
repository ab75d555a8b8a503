/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Grouping results by the difference that they show.
 */
#include "harness/report/group.h"
#include "harness/judge/same.h"
#include "harness/report/escape.h"

#include <stdlib.h>
#include <string.h>

static bool same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : !a && !b;
}

static bool same_trace_text(const char *a, const char *b)
{
	struct same_rule rule = {.hz = 100, .first_hz = 100};
	struct trace one, other;
	bool same;

	if (!a || !b)
		return false;
	trace_from_text(&one, a);
	trace_from_text(&other, b);
	same = same_trace(&one, &other, &rule);
	trace_clear(&one);
	trace_clear(&other);
	return same;
}

static bool is_of_group(const struct group *g, const struct result *r)
{
	if (g->verdict != r->verdict)
		return false;
	if (g->difference || r->difference)
		return same_text(g->difference, r->difference);
	if (!same_text(g->reason, r->reason))
		return false;
	return r->verdict == VERDICT_BROKEN ||
	       same_trace_text(g->trace, r->trace);
}

static char *copy(const char *text)
{
	return text ? strdup(text) : NULL;
}

static void begin(struct groups *groups, const struct result *r)
{
	struct group *grown = realloc(groups->list,
				      (groups->n + 1) * sizeof(*grown));
	char *name = grown ? strdup(r->name) : NULL;

	if (grown)
		groups->list = grown;
	if (!name)
		return;
	groups->list[groups->n++] = (struct group){
		.name = name,
		.verdict = r->verdict,
		.reason = copy(r->reason),
		.difference = copy(r->difference),
		.trace = copy(r->trace),
		.count = 1,
	};
}

const struct group *groups_add(struct groups *groups, const struct result *r)
{
	size_t i;

	groups->count++;
	for (i = 0; i < groups->n; i++) {
		struct group *g = &groups->list[i];

		if (is_of_group(g, r)) {
			g->count++;
			return g;
		}
	}
	begin(groups, r);
	return NULL;
}

static void put_group(FILE *out, const struct group *group)
{
	fprintf(out, "  %u like ", group->count);
	escape_word(out, group->name);
	fputs(":\n", out);
	escape_lines(out, "      ", group->difference ? group->difference :
				    group->reason     ? group->reason : "?");
}

static void put_advice(FILE *out, const char *expected, const char *record)
{
	fputs("To compare all of them with the goldens: ", out);
	if (!record)
		fputs("run with --record DIR, then\n", out);
	fputs("`lastack compare ", out);
	escape_word(out, expected ? expected : "expected");
	putc(' ', out);
	escape_word(out, record ? record : "DIR");
	fputs("`.\n\n", out);
}

void groups_print(FILE *out, const struct groups *groups,
		  const char *expected, const char *record)
{
	unsigned most = 0, next, alone = 0;
	size_t i;

	fprintf(out, "%u variants went wrong in %zu way%s (-v shows each in "
		"full):\n", groups->count, groups->n,
		groups->n == 1 ? "" : "s");
	for (i = 0; i < groups->n; i++) {
		unsigned count = groups->list[i].count;

		alone += count == 1;
		most = count > most ? count : most;
	}
	for (; most > 1; most = next) {
		next = 0;
		for (i = 0; i < groups->n; i++) {
			unsigned count = groups->list[i].count;

			if (count == most)
				put_group(out, &groups->list[i]);
			else if (count < most && count > next)
				next = count;
		}
	}
	if (alone)
		fprintf(out, "  %u unlike all others\n", alone);
	put_advice(out, expected, record);
}

void groups_clear(struct groups *groups)
{
	while (groups->n) {
		struct group *g = &groups->list[--groups->n];

		free(g->name);
		free(g->reason);
		free(g->difference);
		free(g->trace);
	}
	free(groups->list);
	memset(groups, 0, sizeof(*groups));
}
