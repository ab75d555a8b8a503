/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the lines of a trace to the rows of a ladder.
 */
#include "harness/report/ladder_rows.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "harness/trace/line.h"
#include "harness/trace/pattern.h"
#include "harness/judge/trace.h"

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

static struct ladder_row *add_row(struct reading *in, enum ladder_kind kind)
{
	struct ladder_rows *rows = in->rows;
	struct ladder_row *row;

	rows->row = memory_grow(rows->row, &rows->room, rows->count,
				sizeof(*row));
	row = &rows->row[rows->count++];
	*row = (struct ladder_row){ .kind = kind };
	for (int side = 0; side < LADDER_SIDES; side++)
		row->blocked[side] = in->begun[side];
	return row;
}

/* "#2 " in front of what belongs to the second connection. */
static void put_number(FILE *out, const struct end *e, const char *behind)
{
	if (e->number > 1)
		fprintf(out, "#%u%s", e->number, behind);
}

static void add_call(struct reading *in, const struct step *s)
{
	unsigned *begun = &in->begun[s->end.player];
	struct ladder_row *row;
	struct text text;

	if (s->phase == STEP_FINISHED && *begun)
		--*begun;
	row = add_row(in, LADDER_CALL);
	row->step = true;
	if (s->phase == STEP_BEGUN)
		++*begun;
	put_number(text_begin(&text), &s->end, " ");
	step_write_words(text.file, s);
	row->beside[s->end.player] = text_end(&text);
}

/* A step's words begin with the end that is waited for: not here. */
static void put_awaited(FILE *out, const struct step *s)
{
	struct text words, name;

	step_write_words(text_begin(&words), s);
	end_write(text_begin(&name), &s->end);
	text_end(&name);
	fputs(text_end(&words) + name.size + 1, out);
	free(words.data);
	free(name.data);
}

static void add_wait(struct reading *in, const struct step *s)
{
	struct ladder_row *row = add_row(in, LADDER_WAIT);
	struct text text;

	row->step = true;
	fputc('(', text_begin(&text));
	put_number(text.file, &s->end, " ");
	fputs("until ", text.file);
	put_awaited(text.file, s);
	fputc(')', text.file);
	row->beside[s->end.player] = text_end(&text);
}

static void add_note(struct reading *in, const struct step *s,
		     enum verb_who who)
{
	struct ladder_row *row = add_row(in, LADDER_NOTE);
	struct text text;
	FILE *out = text_begin(&text);

	row->step = true;
	if (who == WHO_THIRD)
		fputs("a third party ", out);
	else
		fprintf(out, "%s%s ", verb_who_word(who),
			who == WHO_STAGE ? ":" : "");
	step_write_words(out, s);
	row->middle = text_end(&text);
}

static void add_step(struct reading *in, const struct step *s)
{
	enum verb_who who = verb_row(s->verb)->who;

	if (who == WHO_PLAYER)
		add_call(in, s);
	else if (who == WHO_UNTIL)
		add_wait(in, s);
	else
		add_note(in, s, who);
}

static void add_deviation(struct reading *in, const char *what)
{
	struct ladder_row *row = add_row(in, LADDER_NOTE);

	row->step = true;
	row->middle = text_print(" deviates: %s", what);
}

static void add_arrow(struct reading *in, const struct shown_segment *s)
{
	struct ladder_row *row = add_row(in, LADDER_ARROW);
	struct text tag, flags, fields;

	row->from = s->from.player;
	row->to = s->to.player;
	row->fate = s->fate;
	put_number(text_begin(&tag), &s->from, "");
	row->tag = text_end(&tag);
	segment_write_flags(text_begin(&flags), s);
	row->flags = text_end(&flags);
	segment_write_fields(text_begin(&fields), s);
	text_end(&fields);
	if (fields.size)
		row->middle = fields.data;
	else
		free(fields.data);
}

static void add_states(struct reading *in, const struct shown_states *states,
		       enum ladder_kind kind)
{
	struct ladder_row *row = NULL;
	size_t i;

	for (i = 0; i < states->n; i++) {
		const struct shown_state *s = &states->state[i];
		int side = s->end.player;
		struct text text;

		/* One more of the same side goes into a row of its own. */
		if (!row || row->beside[side]) {
			if (row && kind == LADDER_END)
				row->kind = LADDER_STATE;
			row = add_row(in, kind);
		}
		put_number(text_begin(&text), &s->end, " ");
		state_write(text.file, s);
		if (i + 1 == states->n)
			seconds_write(text.file, &states->after, " (+");
		row->beside[side] = text_end(&text);
	}
}

static void add_end(struct reading *in, const struct shown_states *states)
{
	size_t first = in->rows->count;

	if (states->n)
		add_states(in, states, LADDER_END);
	else
		add_row(in, LADDER_END)->middle = memory_copy("no connection");
	in->rows->row[first].step = true;
}

static void add_line(struct reading *in, const struct line *line)
{
	switch (line->kind) {
	case LINE_HEADER:
		add_row(in, LADDER_TITLE)->middle = memory_copy(line->text);
		break;
	case LINE_STEP:
		add_step(in, &line->step);
		break;
	case LINE_SEGMENT:
		add_arrow(in, &line->segment);
		break;
	case LINE_STATE:
		add_states(in, &line->states, LADDER_STATE);
		break;
	case LINE_DEVIATION:
		add_deviation(in, line->text);
		break;
	case LINE_END:
		add_end(in, &line->states);
		break;
	default:
		break;
	}
}

static int read_line(struct reading *in, const char *text)
{
	struct line line;
	struct cursor c;
	enum line_kind kind = line_read(text, &line, &c);
	enum line_kind before = in->before;

	if (!utf8_valid(text))
		return error_set(in->err, "line %zu: not UTF-8", in->number);
	if (kind == LINE_BAD)
		return error_set(in->err,
				 "line %zu: not a line of a trace: \"%.60s\"",
				 in->number, text);
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
	add_line(in, &line);
	return 0;
}

int ladder_rows_read(struct ladder_rows *rows, const char *trace_text,
		     struct error *err)
{
	struct reading in = { .rows = rows, .err = err,
			      .before = LINE_HEADER };
	char *lines = memory_copy(trace_text), *rest = lines, *line;
	int ret = 0;

	*rows = (struct ladder_rows){ 0 };
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
