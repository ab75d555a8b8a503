/* SPDX-License-Identifier: BSD-2-Clause */
#include "harness/report/ladder_rows.h"
#include "base/utf8.h"
#include "harness/judge/trace.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * While rows are read: where, and how many calls of each side have begun and
 * not ended.
 */
struct reading {
	struct ladder_rows *rows;
	struct error *err;
	size_t number;
	unsigned begun[LADDER_SIDES];
	enum line_kind before;
};

static int no_memory(struct reading *in)
{
	return error_set(in->err, "no memory for the picture");
}

static struct ladder_row *add_row(struct reading *in, enum ladder_kind kind)
{
	struct ladder_rows *rows = in->rows;
	struct ladder_row *row;

	if (rows->count == rows->room) {
		size_t room = rows->room ? 2 * rows->room : 64;

		row = realloc(rows->row, room * sizeof(*row));
		if (!row) {
			no_memory(in);
			return NULL;
		}
		rows->row = row;
		rows->room = room;
	}
	row = &rows->row[rows->count++];
	*row = (struct ladder_row){ .kind = kind };
	for (int side = 0; side < LADDER_SIDES; side++)
		row->blocked[side] = in->begun[side];
	return row;
}

static int copy(struct reading *in, char **to, const char *text, size_t length)
{
	*to = strndup(text, length);
	return *to ? 0 : no_memory(in);
}

/*
 * "client", "server#2": tells the side and the length of "#2", and returns
 * what is behind the name and its blanks, or NULL without such a name.
 */
static const char *read_player(const char *s, int *side, int *tag_length)
{
	if (!strncmp(s, "client", 6))
		*side = LADDER_CLIENT;
	else if (!strncmp(s, "server", 6))
		*side = LADDER_SERVER;
	else
		return NULL;
	s += 6;
	*tag_length = 0;
	if (*s == '#')
		*tag_length = 1 + (int)strspn(s + 1, "0123456789");
	s += *tag_length;
	return s + strspn(s, " ");
}

/* "#2 text" beside a lifeline, from "client#2  text". */
static int put_beside(struct reading *in, char **to, const char *player,
		      const char *text, int length, int tag_length)
{
	if (asprintf(to, "%.*s%s%.*s", tag_length, player + 6,
		     tag_length ? " " : "", length, text) >= 0)
		return 0;
	*to = NULL;
	return no_memory(in);
}

static int read_call(struct reading *in, const char *line)
{
	int side, tag_length;
	const char *text = read_player(line, &side, &tag_length);
	size_t length = strlen(text);
	struct ladder_row *row;

	if (!strncmp(text, "... ", 4) && in->begun[side])
		in->begun[side]--;
	row = add_row(in, LADDER_CALL);
	if (!row)
		return -1;
	row->step = true;
	if (length > 4 && !strcmp(text + length - 4, " ..."))
		in->begun[side]++;
	return put_beside(in, &row->beside[side], line, text, (int)length,
			  tag_length);
}

/* "until   client FIN_WAIT2", "third   sends R as client", "stage   ..." */
static int read_other(struct reading *in, const char *line)
{
	size_t word = strcspn(line, " ");
	const char *text = line + word + strspn(line + word, " ");
	int side, tag_length;
	const char *rest = NULL;
	struct ladder_row *row;
	int ret;

	if (!strncmp(line, "until ", 6))
		rest = read_player(text, &side, &tag_length);
	row = add_row(in, rest && *rest ? LADDER_WAIT : LADDER_NOTE);
	if (!row)
		return -1;
	row->step = true;
	if (row->kind == LADDER_WAIT) {
		if (asprintf(&row->beside[side], "(%.*s%suntil %s)",
			     tag_length, text + 6, tag_length ? " " : "",
			     rest) >= 0)
			return 0;
		row->beside[side] = NULL;
		return no_memory(in);
	}
	if (!strncmp(line, "third ", 6))
		ret = asprintf(&row->middle, "a third party %s", text);
	else
		ret = asprintf(&row->middle, "%.*s%s %s", (int)word, line,
			       strncmp(line, "stage ", 6) ? "" : ":", text);
	if (ret >= 0)
		return 0;
	row->middle = NULL;
	return no_memory(in);
}

/* "        client > server  P.   1:3 ack 1", blanks left out */
static int read_segment(struct reading *in, const char *text)
{
	struct ladder_row *row = add_row(in, LADDER_ARROW);
	int tag_length, other_length;
	const char *to, *flags, *rest;

	if (!row)
		return -1;
	to = read_player(text, &row->from, &tag_length) + 2;
	row->fate = to[-2];
	flags = read_player(to, &row->to, &other_length);
	rest = flags + strcspn(flags, " ");
	if (copy(in, &row->flags, flags, (size_t)(rest - flags)))
		return -1;
	rest += strspn(rest, " ");
	if (*rest && copy(in, &row->middle, rest, strlen(rest)))
		return -1;
	return copy(in, &row->tag, text + 6, (size_t)tag_length);
}

/* "client FIN_WAIT2, server CLOSE_WAIT Recv-Q 5" */
static int read_states(struct reading *in, const char *text,
		       enum ladder_kind kind)
{
	struct ladder_row *row = NULL;

	while (*text) {
		const char *comma = strstr(text, ", ");
		size_t whole = comma ? (size_t)(comma - text) : strlen(text);
		int side, tag_length;
		const char *state = read_player(text, &side, &tag_length);

		/* One more of the same side goes into a row of its own. */
		if (!row || row->beside[side]) {
			if (row && kind == LADDER_END)
				row->kind = LADDER_STATE;
			row = add_row(in, kind);
			if (!row)
				return -1;
		}
		if (put_beside(in, &row->beside[side], text, state,
			       (int)(whole - (size_t)(state - text)),
			       tag_length))
			return -1;
		text += whole + (comma ? 2 : 0);
	}
	return 0;
}

static int read_end(struct reading *in, const char *text)
{
	size_t first = in->rows->count;
	struct ladder_row *row;
	int side, unused;

	if (!read_player(text, &side, &unused)) {
		row = add_row(in, LADDER_END);
		if (!row)
			return -1;
		row->step = true;
		return copy(in, &row->middle, text, strlen(text));
	}
	if (read_states(in, text, LADDER_END))
		return -1;
	in->rows->row[first].step = true;
	return 0;
}

static int read_line(struct reading *in, const char *line)
{
	enum line_kind kind = line_kind(line);
	const char *text = line + strspn(line, " ");
	enum line_kind before = in->before;
	struct ladder_row *row;
	int side, unused;

	if (!utf8_valid(line))
		return error_set(in->err, "line %zu: not UTF-8", in->number);
	if (kind == LINE_BAD)
		return error_set(in->err,
				 "line %zu: not a line of a trace: \"%.60s\"",
				 in->number, line);
	if (before == LINE_END)
		return error_set(in->err, "line %zu: a line behind the end",
				 in->number);
	if (kind == LINE_BLANK)
		return 0;
	if (kind == LINE_HEADER && before != LINE_HEADER)
		return error_set(in->err,
				 "line %zu: a header line in the middle",
				 in->number);
	in->before = kind;
	switch (kind) {
	case LINE_HEADER:
		row = add_row(in, LADDER_TITLE);
		return row ? copy(in, &row->middle, line + 2,
				  strlen(line + 2)) : -1;
	case LINE_SEGMENT:
		return read_segment(in, text);
	case LINE_STATE:
		return read_states(in, text + 2, LADDER_STATE);
	case LINE_END:
		return read_end(in, text + 3 + strspn(text + 3, " "));
	default:
		return read_player(line, &side, &unused) ?
			       read_call(in, line) : read_other(in, line);
	}
}

int ladder_rows_read(struct ladder_rows *rows, const char *trace_text,
		     struct error *err)
{
	struct reading in = { .rows = rows, .err = err,
			      .before = LINE_HEADER };
	char *lines = strdup(trace_text), *rest = lines, *line;
	int ret = 0;

	*rows = (struct ladder_rows){ 0 };
	if (!lines)
		return no_memory(&in);
	while (!ret && (line = strsep(&rest, "\n")) && (rest || *line)) {
		in.number++;
		ret = read_line(&in, line);
	}
	free(lines);
	if (!ret && in.before != LINE_END)
		return error_set(err, "line %zu: truncated: the end line is"
				 " missing", in.number);
	return ret;
}

void ladder_rows_clear(struct ladder_rows *rows)
{
	for (size_t i = 0; i < rows->count; i++) {
		struct ladder_row *row = &rows->row[i];

		for (int side = 0; side < LADDER_SIDES; side++)
			free(row->beside[side]);
		free(row->middle);
		free(row->flags);
		free(row->tag);
	}
	free(rows->row);
	*rows = (struct ladder_rows){ 0 };
}
