/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comparing a trace with its goldens.
 */
#include "harness/judge/judge.h"
#include "base/memory.h"
#include "harness/judge/diff.h"
#include "harness/judge/note.h"
#include "harness/judge/same.h"

#include <stdlib.h>
#include <string.h>

static bool agrees(const struct golden *g, const struct trace *t)
{
	return !g->problem && same_trace(&g->lines, t, same_here());
}

static char *format(const char *fmt, const char *a, const char *b)
{
	char *text;

	text = text_print(fmt, a, b);
	return text;
}

static size_t common_lines(const struct golden *g, const struct trace *t)
{
	return same_until(&g->lines, t, same_here());
}

/* The golden to compare with: the one that agrees for the longest. */
static const struct golden *closest(const struct golden_set *goldens,
				    const struct trace *t)
{
	const struct golden *best = NULL;
	size_t i;

	for (i = 0; i < goldens->n; i++) {
		const struct golden *g = &goldens->golden[i];

		if (!best || common_lines(g, t) > common_lines(best, t))
			best = g;
	}
	return best;
}

static const char *line_at(const struct trace *t, size_t i)
{
	if (i >= t->n)
		return "(its trace ends here)";
	return t->line[i] + strspn(t->line[i], " ");
}

/* Where a line stands in its file, or where one is missing. */
static unsigned number_at(const struct trace *t, size_t i)
{
	return i < t->n ? t->number[i] : t->number[t->n - 1] + 1;
}

static void tell_difference(struct result *r, const struct golden *g,
			    const struct trace *t)
{
	size_t line = common_lines(g, t) + 1;
	struct text story;

	if (!g->problem)
		r->difference = format("expected  %s\nactual    %s\n",
				       line_at(&g->lines, line - 1),
				       line_at(t, line - 1));

	diff_print(text_begin(&story), &g->lines, t, "expected", "actual");
	r->story = text_end(&story);
	if (g->problem)
		r->reason = strdup(g->problem);
	else
		r->reason = text_print("differs at %s:%u", g->path,
				       number_at(&g->lines, line - 1));
}

void judge(struct result *r, const struct trace *t,
	   const struct golden_set *goldens, const char *kernel,
	   bool strict)
{
	const struct golden *g;
	char why[NOTES_WHY];
	size_t i;

	r->verdict = VERDICT_FAIL;
	for (i = 0; i < goldens->n; i++) {
		g = &goldens->golden[i];
		/* A golden with a fault must not hide behind its neighbours. */
		if (g->problem) {
			tell_difference(r, g, t);
			return;
		}
	}
	for (i = 0; i < goldens->n; i++) {
		g = &goldens->golden[i];
		if (!agrees(g, t))
			continue;
		if (!g->known) {
			r->verdict = VERDICT_PASS;
		} else if (strict) {
			r->reason = format("known behaviour %s%s", g->known,
					   ", and --strict");
		} else if (note_came_back(g->fixed, g->commit, kernel, why)) {
			r->reason = format("known behaviour %s %s", g->known,
					   why);
		} else if (!golden_excuses(g, kernel)) {
			r->reason = format("known behaviour %s, but that was "
					   "to end with Linux %s", g->known,
					   g->until);
		} else {
			r->verdict = VERDICT_KNOWN;
			r->reason = strdup(g->known);
		}
		return;
	}
	g = closest(goldens, t);
	if (g) {
		tell_difference(r, g, t);
		return;
	}
	r->reason = strdup("there is no golden trace; read what happened, and "
			   "if it is right, bless it");
	r->story = trace_text(t);
}
