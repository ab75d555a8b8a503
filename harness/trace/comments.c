/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Putting a person's comments back between the steps.
 */
#include "harness/trace/comments.h"
#include "base/memory.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Where the lines of a text are walked through. */
struct walk {
	const char *at, *end;
	size_t steps;
	bool in_header;
};

static struct walk walk_on(const char *text)
{
	return (struct walk){.at = text, .end = text + strcspn(text, "\n"),
			     .in_header = true};
}

static void next_line(struct walk *w)
{
	w->at = *w->end ? w->end + 1 : w->end;
	w->end = w->at + strcspn(w->at, "\n");
}

static bool is_comment(const struct walk *w)
{
	return *w->at == '#' || w->at == w->end;
}

static bool is_step(const struct walk *w)
{
	return !is_comment(w) && *w->at != ' ' && strncmp(w->at, "end ", 4);
}

/* What stands in the old text up to the step of this index. */
static void put_comments(FILE *out, struct walk *old, size_t step)
{
	for (; old->steps <= step && *old->at; next_line(old)) {
		if (is_comment(old) && !old->in_header)
			fprintf(out, "%.*s\n", (int)(old->end - old->at),
				old->at);
		old->in_header = old->in_header && *old->at == '#';
		old->steps += is_step(old);
	}
}

char *comments_keep(const char *old_text, const char *text)
{
	struct walk old = walk_on(old_text), new = walk_on(text);
	struct text kept;
	FILE *out = text_begin(&kept);

	for (; *new.at; next_line(&new)) {
		if (is_step(&new))
			put_comments(out, &old, new.steps++);
		else if (!strncmp(new.at, "end ", 4))
			put_comments(out, &old, SIZE_MAX);
		fprintf(out, "%.*s\n", (int)(new.end - new.at), new.at);
	}
	return text_end(&kept);
}
