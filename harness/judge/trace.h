/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A trace: the lines of text that say what happened. docs/trace.md describes
 * them; this is the one place that knows their grammar, and same.h the one that
 * knows when two of them say the same.
 */
#ifndef HARNESS_TRACE_H
#define HARNESS_TRACE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum line_kind {
	LINE_BAD = -1,
	LINE_HEADER,	/* "# linger/zero_after_data" */
	LINE_BLANK,
	LINE_STEP,	/* "client  connect() = 0" */
	LINE_SEGMENT,	/* "        client > server  S" */
	LINE_STATE,	/* "        = client ESTABLISHED, server CLOSED" */
	LINE_DEVIATION, /* "        deviates: RFC 9293 3.10.7.4 ..." */
	LINE_END,	/* "end     client CLOSED, server CLOSED" */
};

/** line_kind() - what kind of line a text is, LINE_BAD when it is none */
enum line_kind line_kind(const char *line);

/**
 * struct trace - lines
 */
struct trace {
	char **line;
	size_t n;
	size_t room;
};

/** trace_add() - append a line; @fmt without newline */
void trace_add(struct trace *t, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/** trace_cut() - forget all lines from index @n on */
void trace_cut(struct trace *t, size_t n);

void trace_clear(struct trace *t);

/** trace_write() - all lines, each with a newline */
void trace_write(FILE *out, const struct trace *t);

/** trace_text() - the same as one string; NULL when out of memory */
char *trace_text(const struct trace *t);

/** trace_from_text() - the lines of a text, whatever they are */
void trace_from_text(struct trace *t, const char *text);

/**
 * trace_mirror() - keep the text where another process can read it
 * @to: shared memory of @size octets; what does not fit is left out
 */
void trace_mirror(const struct trace *t, char *to, size_t size);

/**
 * trace_parse() - read lines from a file that should hold a trace
 * @path: of the file; "-" is standard input
 *
 * Checked: UTF-8, the grammar of every line, three header lines and a blank
 * one first, the end line last, a newline behind every line.
 *
 * Return: 0; 1 when the file is not a whole trace (@err names file, line and
 * fault; the lines are there all the same); -1 when it cannot be read (errno
 * is ENOENT when it is missing).
 */
int trace_parse(struct trace *t, const char *path, struct error *err);

#endif
