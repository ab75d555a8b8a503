/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A trace: the lines of text that say what happened. docs/trace.md describes
 * them, harness/trace/ knows their grammar, and same.h knows when two of them
 * say the same.
 */
#ifndef HARNESS_JUDGE_TRACE_H
#define HARNESS_JUDGE_TRACE_H

#include "base/error.h"
#include "harness/trace/line.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/** line_kind() - what kind of line a text is, LINE_BAD when it is none */
enum line_kind line_kind(const char *line);

/** line_at_sight() - the same of a line that is one: its beginning tells */
enum line_kind line_at_sight(const char *line);

/**
 * struct trace - lines
 * @number: of a trace that was read from a file: where each line stands there,
 *          from 1 on
 */
struct trace {
	char **line;
	unsigned *number;
	size_t n;
	size_t room;
};

/** trace_add() - append a line; @fmt without newline */
void trace_add(struct trace *t, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/** trace_add_line() - append what line_write() makes of a line */
void trace_add_line(struct trace *t, const struct line *line);

/** trace_cut() - forget all lines from index @n on */
void trace_cut(struct trace *t, size_t n);

void trace_clear(struct trace *t);

/** trace_write() - all lines, each with a newline */
void trace_write(FILE *out, const struct trace *t);

/** trace_text() - the same as one string */
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
 * one first, the end line last, a newline behind every line. Comments and blank
 * lines between the steps are left out.
 *
 * Return: 0; 1 when the file is not a whole trace (@err names file, line and
 * fault; the lines are there all the same); -1 when it cannot be read (errno
 * is ENOENT when it is missing).
 */
int trace_parse(struct trace *t, const char *path, struct error *err);

#endif
