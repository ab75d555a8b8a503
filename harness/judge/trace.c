/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lists of lines.
 */
#include "harness/judge/trace.h"
#include "base/memory.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static void add_text(struct trace *t, char *text)
{
	t->line = memory_grow(t->line, &t->room, t->n, sizeof(*t->line));
	t->line[t->n++] = text;
}

void trace_add(struct trace *t, const char *fmt, ...)
{
	char *text;
	va_list ap;
	int length;

	va_start(ap, fmt);
	length = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (length < 0)
		memory_none();
	add_text(t, text);
}

void trace_add_line(struct trace *t, const struct line *line)
{
	struct text text;

	line_write(text_begin(&text), line);
	add_text(t, text_end(&text));
}

void trace_cut(struct trace *t, size_t n)
{
	while (t->n > n)
		free(t->line[--t->n]);
}

void trace_clear(struct trace *t)
{
	trace_cut(t, 0);
	free(t->line);
	free(t->number);
	memset(t, 0, sizeof(*t));
}

void trace_write(FILE *out, const struct trace *t)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		fprintf(out, "%s\n", t->line[i]);
}

char *trace_text(const struct trace *t)
{
	struct text text;

	trace_write(text_begin(&text), t);
	return text_end(&text);
}

void trace_mirror(const struct trace *t, char *to, size_t size)
{
	size_t i, used = 0;

	for (i = 0; i < t->n && used + strlen(t->line[i]) + 2 <= size; i++)
		used += (size_t)sprintf(to + used, "%s\n", t->line[i]);
}

void trace_from_text(struct trace *t, const char *text)
{
	memset(t, 0, sizeof(*t));
	while (*text) {
		size_t length = strcspn(text, "\n");

		trace_add(t, "%.*s", (int)length, text);
		text += length + (text[length] == '\n');
	}
}
