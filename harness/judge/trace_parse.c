/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading a trace from a file, and saying exactly what is wrong with it.
 */
#include "harness/judge/trace.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

/* Header lines that every trace begins with: name, about, references. */
#define HEADER_LINES 3

/* Octets that an UTF-8 sequence goes on for after @lead, -1 for a bad one. */
static int utf8_more(unsigned char lead)
{
	if (lead < 0x80)
		return 0;
	if (lead >= 0xc2 && lead <= 0xdf)
		return 1;
	if (lead >= 0xe0 && lead <= 0xef)
		return 2;
	if (lead >= 0xf0 && lead <= 0xf4)
		return 3;
	return -1;
}

/* RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. */
static bool utf8_second(unsigned char lead, unsigned char second)
{
	switch (lead) {
	case 0xe0:
		return second >= 0xa0;
	case 0xed:
		return second < 0xa0;
	case 0xf0:
		return second >= 0x90;
	case 0xf4:
		return second < 0x90;
	default:
		return true;
	}
}

static bool is_utf8(const char *s)
{
	const unsigned char *at = (const unsigned char *)s;

	while (*at) {
		int more = utf8_more(*at);

		if (more < 0 || (more > 0 && !utf8_second(at[0], at[1])))
			return false;
		for (at++; more > 0; more--)
			if ((*at++ & 0xc0) != 0x80)
				return false;
	}
	return true;
}

/* What is wrong with line @number (from 1), or NULL. */
static const char *fault(const char *line, size_t length, size_t number,
			 enum line_kind before)
{
	enum line_kind kind = line_kind(line);

	if (strlen(line) != length)
		return "a NUL octet";
	if (!is_utf8(line))
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
