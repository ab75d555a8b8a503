/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading a trace from a file, and saying exactly what is wrong with it.
 */
#include "base/memory.h"
#include "base/utf8.h"
#include "harness/judge/trace.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

/* Header lines that every trace begins with: name, about, references. */
#define HEADER_LINES 3

struct parsing {
	struct trace *t;
	const char *path;
	size_t number, room;
	enum line_kind before;
	bool faulty;
	struct error *err;
};

/* The first fault is the one that is reported. */
static void fault(struct parsing *p, const char *what, const char *line)
{
	if (!p->faulty)
		error_set(p->err, "%s:%zu: %s: \"%.60s\"", p->path, p->number,
			  what, line);
	p->faulty = true;
}

static void fault_at(struct parsing *p, const struct cursor *c,
		     const char *line)
{
	char reason[200], what[256];

	line_fault(line, c, reason, sizeof(reason));
	snprintf(what, sizeof(what), "not a line of a trace, column %zu: %s",
		 cursor_column(c), reason);
	fault(p, what, line);
}

/* What is wrong with its place, or NULL. */
static const char *misplaced(const struct parsing *p, enum line_kind kind)
{
	if (p->number <= HEADER_LINES && kind != LINE_HEADER)
		return "the first three lines must be a header (# ...)";
	if (kind > LINE_BLANK && p->before == LINE_HEADER)
		return "the line behind the header must be blank";
	if ((kind == LINE_SEGMENT || kind == LINE_STATE) &&
	    p->before == LINE_BLANK)
		return "the first line must be a step";
	if (p->before == LINE_END && kind > LINE_BLANK)
		return "a line behind the end";
	return NULL;
}

/* What is wrong with its octets, or NULL. */
static const char *garbled(const char *line, size_t length)
{
	if (strlen(line) != length)
		return "a NUL octet";
	if (!utf8_valid(line))
		return "not UTF-8";
	if (length && line[length - 1] == '\r')
		return "a carriage return (CRLF?)";
	return NULL;
}

static void keep(struct parsing *p, const char *line)
{
	trace_add(p->t, "%s", line);
	p->t->number = memory_grow(p->t->number, &p->room, p->t->n - 1,
				   sizeof(*p->t->number));
	p->t->number[p->t->n - 1] = (unsigned)p->number;
}

/* Between the steps a person may have written something. */
static bool is_comment(const struct parsing *p, enum line_kind kind)
{
	return p->before != LINE_HEADER &&
	       (kind == LINE_HEADER || kind == LINE_BLANK);
}

static void take_line(struct parsing *p, const char *text, size_t length)
{
	const char *wrong = garbled(text, length);
	struct cursor c;
	struct line line;
	enum line_kind kind = line_read(text, &line, &c);

	if (!wrong && kind != LINE_BAD)
		wrong = misplaced(p, kind);
	if (wrong)
		fault(p, wrong, text);
	else if (kind == LINE_BAD)
		fault_at(p, &c, text);
	if (is_comment(p, kind))
		return;
	keep(p, text);
	p->before = kind;
}

static int parse_lines(FILE *in, struct parsing *p)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t got;

	while ((got = getline(&line, &room, in)) > 0) {
		p->number++;
		if (line[got - 1] != '\n')
			fault(p, "truncated: no newline at the end", line);
		else
			line[--got] = '\0';
		take_line(p, line, (size_t)got);
	}
	free(line);
	if (ferror(in))
		return error_errno(p->err, "%s", p->path);
	if (!p->number) {
		error_set(p->err, "%s: the file is empty", p->path);
		p->faulty = true;
	}
	if (!p->faulty && p->before != LINE_END)
		return error_set(p->err, "%s:%zu: truncated: the end line is "
				 "missing", p->path, p->number) + 2;
	return p->faulty;
}

int trace_parse(struct trace *t, const char *path, struct error *err)
{
	FILE *in = strcmp(path, "-") ? fopen(path, "re") : stdin;
	struct parsing p = {.t = t, .path = path, .err = err,
			    .before = LINE_HEADER};
	int ret;

	memset(t, 0, sizeof(*t));
	if (!in)
		return error_errno(err, "%s", path);
	ret = parse_lines(in, &p);
	if (in != stdin)
		fclose(in);
	return ret;
}
