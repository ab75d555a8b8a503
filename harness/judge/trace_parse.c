/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading a trace from a file, and saying exactly what is wrong with it.
 */
#include "base/utf8.h"
#include "harness/judge/trace.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

/* Header lines that every trace begins with: name, about, references. */
#define HEADER_LINES 3

/* What is wrong with line @number (from 1), or NULL. */
static const char *fault(const char *line, size_t length, size_t number,
			 enum line_kind before)
{
	enum line_kind kind = line_kind(line);

	if (strlen(line) != length)
		return "a NUL octet";
	if (!utf8_valid(line))
		return "not UTF-8";
	if (length && line[length - 1] == '\r')
		return "a carriage return (CRLF?)";
	if (kind == LINE_BAD)
		return "not a line of a trace";
	if (number <= HEADER_LINES && kind != LINE_HEADER)
		return "the first three lines must be a header (# ...)";
	if (kind == LINE_HEADER && number > HEADER_LINES &&
	    before != LINE_HEADER)
		return "a header line in the middle";
	if (kind == LINE_BLANK && before != LINE_HEADER)
		return "a blank line in the middle";
	if (kind > LINE_BLANK && before == LINE_HEADER)
		return "the line behind the header must be blank";
	if ((kind == LINE_SEGMENT || kind == LINE_STATE) &&
	    (before == LINE_BLANK))
		return "the first line must be a step";
	if (before == LINE_END)
		return "a line behind the end";
	return NULL;
}

static int parse_lines(FILE *in, const char *path, struct trace *t,
		       struct error *err)
{
	enum line_kind before = LINE_HEADER;
	char *line = NULL;
	size_t room = 0, number = 0;
	ssize_t got;
	int ret = 0;

	while ((got = getline(&line, &room, in)) > 0) {
		const char *wrong = NULL;

		number++;
		if (line[got - 1] != '\n')
			wrong = "truncated: no newline at the end";
		else
			line[--got] = '\0';
		if (!wrong)
			wrong = fault(line, (size_t)got, number, before);
		if (wrong && !ret)
			ret = error_set(err, "%s:%zu: %s: \"%.60s\"", path,
					number, wrong, line) + 2;
		before = line_kind(line);
		trace_add(t, "%s", line);
	}
	free(line);
	if (ferror(in))
		return error_errno(err, "%s", path);
	if (!number)
		ret = error_set(err, "%s: the file is empty", path) + 2;
	if (!ret && before != LINE_END)
		ret = error_set(err, "%s:%zu: truncated: the end line is missing",
				path, number) + 2;
	return ret;
}

int trace_parse(struct trace *t, const char *path, struct error *err)
{
	FILE *in = strcmp(path, "-") ? fopen(path, "re") : stdin;
	int ret;

	memset(t, 0, sizeof(*t));
	if (!in)
		return error_errno(err, "%s", path);
	ret = parse_lines(in, path, t, err);
	if (in != stdin)
		fclose(in);
	return ret;
}
