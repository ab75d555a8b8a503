/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Changing one line of a golden.
 */
#include "tests/run/mutation.h"
#include "harness/trace/attribute.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

const char *mutation_name(enum mutation_kind kind)
{
	static const char *const names[] = { "something behind it",
					     "a digit", "deleted", "doubled" };

	return names[kind];
}

/*
 * The first digit, or NULL. That of a time is none: times are compared with a
 * tolerance.
 */
static char *first_digit(char *line)
{
	char *digit = line + strcspn(line, "0123456789");
	size_t length = strlen(line);
	bool timed = length > 3 && !strcmp(line + length - 3, " s)");

	return *digit && !(timed && digit > strrchr(line, '(')) ? digit : NULL;
}

bool mutation_choose(struct mutation *m, const struct trace *lines,
		     size_t line, size_t number)
{
	char *text = lines->line[line];

	m->line = line;
	m->kind = (enum mutation_kind)(number % MUTATION_KINDS);
	if (m->kind == MUTATION_DIGIT && !first_digit(text))
		m->kind = MUTATION_APPEND;
	/* More blank lines are no fault. */
	if (m->kind == MUTATION_DOUBLE && line_kind(text) == LINE_BLANK)
		m->kind = MUTATION_APPEND;
	return line < 3 || line_kind(text) != LINE_HEADER ||
	       attribute_is_one(text);
}

/* The line as it is in the changed golden, where it is there at all. */
static char *changed_line(const struct mutation *m, const char *line)
{
	char *text, *digit;

	if (asprintf(&text, "%s%s", line,
		     m->kind == MUTATION_APPEND ? " x" : "") < 0)
		abort();
	digit = first_digit(text);
	if (m->kind == MUTATION_DIGIT)
		*digit = *digit == '9' ? '0' : (char)(*digit + 1);
	return text;
}

char *mutation_apply(const struct mutation *m, const struct trace *lines)
{
	struct trace changed = { .n = 0 };
	char *line, *text;
	size_t i;

	for (i = 0; i < lines->n; i++) {
		if (i != m->line) {
			trace_add(&changed, "%s", lines->line[i]);
			continue;
		}
		if (m->kind == MUTATION_DELETE)
			continue;
		line = changed_line(m, lines->line[i]);
		trace_add(&changed, "%s", line);
		if (m->kind == MUTATION_DOUBLE)
			trace_add(&changed, "%s", line);
		free(line);
	}
	text = trace_text(&changed);
	trace_clear(&changed);
	return text;
}

/* "--> LINE      | ..." or "    LINE      <" */
static bool is_expected(const char *row, const char *line)
{
	size_t length = strlen(line);

	if (strlen(row) < 4 || strncmp(row + 4, line, length))
		return false;
	row += 4 + length;
	row += strspn(row, " ");
	return *row == '|' || *row == '<';
}

/* "...    > LINE" or "... | LINE" */
static bool is_actual(const char *row, const char *line)
{
	size_t row_length = strlen(row), length = strlen(line);
	const char *at = row + row_length - length;

	if (!length)
		return row_length && (at[-1] == '>' || at[-1] == '|');
	return row_length > length + 2 && !strcmp(at, line) &&
	       at[-1] == ' ' && (at[-2] == '>' || at[-2] == '|');
}

bool mutation_shown(const struct mutation *m, const struct trace *lines,
		    const char *story)
{
	const char *original = lines->line[m->line];
	char *line = changed_line(m, original);
	struct trace rows;
	bool shown = false;
	size_t i;

	trace_from_text(&rows, story);
	for (i = 1; i < rows.n && !shown; i++)
		shown = m->kind == MUTATION_DELETE ?
				is_actual(rows.line[i], original) :
				is_expected(rows.line[i], line);
	trace_clear(&rows);
	free(line);
	return shown;
}
