/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A line diff by longest common subsequence: traces are short, so the plain
 * quadratic table is both the simplest and the best-looking one.
 */
#include "harness/judge/diff.h"
#include "base/memory.h"
#include "harness/judge/same.h"

#include <stdlib.h>
#include <string.h>

#define MIN_COLUMN 36
#define MAX_COLUMN 60

struct table {
	const struct trace *a, *b;
	unsigned *length;
};

static unsigned *cell(struct table *t, size_t i, size_t j)
{
	return &t->length[i * (t->b->n + 1) + j];
}

/* length[i][j] is that of a common subsequence of a[i..] and b[j..]. */
static void fill(struct table *t)
{
	size_t i, j;

	for (i = t->a->n; i-- > 0;) {
		for (j = t->b->n; j-- > 0;) {
			unsigned down = *cell(t, i + 1, j);
			unsigned right = *cell(t, i, j + 1);

			if (line_matches(t->a->line[i], t->b->line[j]))
				*cell(t, i, j) = *cell(t, i + 1, j + 1) + 1;
			else
				*cell(t, i, j) = down > right ? down : right;
		}
	}
}

static size_t column_width(const struct trace *t)
{
	size_t i, width = MIN_COLUMN;

	for (i = 0; i < t->n; i++) {
		size_t length = strlen(t->line[i]);

		if (line_at_sight(t->line[i]) != LINE_HEADER && length > width)
			width = length;
	}
	return width < MAX_COLUMN ? width : MAX_COLUMN;
}

struct printer {
	FILE *out;
	size_t width;
	size_t differences;
};

static void row(struct printer *p, const char *left, char mark,
		const char *right)
{
	const char *arrow = "   ";

	if (mark != ' ' && p->differences++ == 0)
		arrow = "-->";
	fprintf(p->out, "%s %-*s %c%s%s\n", arrow, (int)p->width, left, mark,
		*right ? " " : "", right);
}

static bool same_kind(const char *a, const char *b)
{
	return line_at_sight(a) == line_at_sight(b);
}

size_t diff_print(FILE *out, const struct trace *expected,
		  const struct trace *actual, const char *left,
		  const char *right)
{
	struct table t = {expected, actual, NULL};
	struct printer p = {out, column_width(expected), 0};
	size_t i = 0, j = 0;

	t.length = memory_new((expected->n + 1) * (actual->n + 1),
			  sizeof(*t.length));
	fill(&t);
	fprintf(out, "    %-*s   %s\n", (int)p.width, left, right);
	while (i < expected->n || j < actual->n) {
		const char *a = i < expected->n ? expected->line[i] : NULL;
		const char *b = j < actual->n ? actual->line[j] : NULL;

		if (a && b && line_matches(a, b)) {
			if (line_at_sight(b) > LINE_BLANK)
				row(&p, a, ' ', b);
			i++;
			j++;
		} else if (a && b && same_kind(a, b) &&
			   *cell(&t, i + 1, j + 1) == *cell(&t, i, j)) {
			row(&p, a, '|', b);
			i++;
			j++;
		} else if (a && (!b || *cell(&t, i + 1, j) >=
					       *cell(&t, i, j + 1))) {
			row(&p, a, '<', "");
			i++;
		} else {
			row(&p, "", '>', b);
			j++;
		}
	}
	free(t.length);
	return p.differences;
}
