/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Theory of operation: the rows are read first (ladder_rows.c), then measured,
 * and then drawn. A line of the picture is, from left to right, the text
 * beside the client's lifeline, a blank, that lifeline, the rungs, the
 * server's lifeline, a blank, and the text beside it.
 */
#include "harness/report/ladder.h"
#include "harness/report/ladder_rows.h"
#include "harness/report/ladder_size.h"

#include <string.h>

/* Columns that an arrow which does not arrive falls short of. */
#define SHORT_OF 3

struct glyphs {
	const char *line, *blocked, *state, *dash;
	const char *call[LADDER_SIDES], *origin[LADDER_SIDES];
	const char *head[LADDER_SIDES], *end;
	const char *above[LADDER_SIDES], *below[LADDER_SIDES];
};

static const struct glyphs ascii = {
	.line = "|", .blocked = ":", .state = "*", .dash = "-",
	.call = { "|", "|" }, .origin = { "|", "|" },
	.head = { "<", ">" }, .end = "+",
	.above = { ".", "." }, .below = { "'", "'" },
};

static const struct glyphs boxes = {
	.line = "│", .blocked = "┊", .state = "●", .dash = "─",
	.call = { "┤", "├" }, .origin = { "├", "┤" },
	.head = { "◄", "►" }, .end = "┴",
	.above = { "┐", "┌" }, .below = { "┘", "└" },
};

struct picture {
	FILE *out;
	const struct glyphs *glyphs;
	struct ladder_size size;
};

static void put_times(struct picture *p, const char *glyph, size_t times)
{
	while (times--)
		fputs(glyph, p->out);
}

static void put_piece(struct picture *p, const struct piece *piece)
{
	if (!piece->width)
		return;
	put_times(p, " ", piece->indent);
	fwrite(piece->text, 1, piece->length, p->out);
}

/* The middle of one line: all but an arrow is a text in the middle, or none. */
static void put_middle(struct picture *p, const struct piece *piece,
		       const char *fill)
{
	size_t width = piece->width, rung = p->size.rung, left;

	if (!width) {
		put_times(p, fill, rung);
		return;
	}
	left = (rung - width - 2) / 2;
	put_times(p, fill, left);
	putc(' ', p->out);
	put_piece(p, piece);
	putc(' ', p->out);
	put_times(p, fill, rung - left - width - 2);
}

/*
 * The label, at the same column in all rungs, behind @drawn columns of which
 * something stands there already; returns how many do afterwards.
 */
static size_t put_label(struct picture *p, const struct ladder_row *row,
			size_t drawn)
{
	const struct ladder_size *size = &p->size;
	size_t at = size->start;

	if (size->tag && !*row->tag)
		at += size->tag + 1;
	put_times(p, p->glyphs->dash, at - drawn);
	putc(' ', p->out);
	if (*row->tag) {
		fprintf(p->out, "%-*s ", (int)size->tag, row->tag);
		at += size->tag + 1;
	}
	if (row->middle) {
		fprintf(p->out, "%-*s %s ", (int)size->flags, row->flags,
			row->middle);
		at += size->flags + 1 + ladder_width(row->middle);
	} else {
		fprintf(p->out, "%s ", row->flags);
		at += ladder_width(row->flags);
	}
	return at + 2;
}

static const char *lifeline(const struct picture *p,
			    const struct ladder_row *row, int side)
{
	return row->blocked[side] ? p->glyphs->blocked : p->glyphs->line;
}

static void begin_line(struct picture *p, const struct ladder_row *row,
		       const char *left)
{
	put_times(p, " ", p->size.margin[LADDER_CLIENT] + 1);
	fputs(left ? left : lifeline(p, row, LADDER_CLIENT), p->out);
}

static void draw_arrow(struct picture *p, const struct ladder_row *row)
{
	const struct glyphs *g = p->glyphs;
	const char *edge[LADDER_SIDES], *head = g->head[row->to];
	size_t drawn = 0, gap = 0;
	char mark[2] = { row->fate, '\0' };

	/* What does not arrive ends in front of the lifeline, at its mark. */
	if (row->fate != '>') {
		head = mark;
		gap = SHORT_OF;
	}
	for (int side = 0; side < LADDER_SIDES; side++)
		edge[side] = side == row->from && !row->blocked[side] ?
			g->origin[side] : lifeline(p, row, side);
	begin_line(p, row, edge[LADDER_CLIENT]);
	if (row->to == LADDER_CLIENT) {
		put_times(p, " ", gap);
		fputs(head, p->out);
		drawn = gap + 1;
	}
	drawn = put_label(p, row, drawn);
	if (row->to == LADDER_SERVER) {
		put_times(p, g->dash, p->size.rung - drawn - gap - 1);
		fputs(head, p->out);
		put_times(p, " ", gap);
	} else {
		put_times(p, g->dash, p->size.rung - drawn);
	}
	fprintf(p->out, "%s\n", edge[LADDER_SERVER]);
}

/* A segment of a socket to itself: there on one line, back on the next. */
static void draw_loop(struct picture *p, const struct ladder_row *row)
{
	const struct glyphs *g = p->glyphs;
	bool client = row->from == LADDER_CLIENT;
	size_t end;

	begin_line(p, row, client ? g->origin[LADDER_CLIENT] : NULL);
	if (client) {
		end = put_label(p, row, 0);
		put_times(p, g->dash, p->size.rung - end - 2);
		fputs(g->above[LADDER_CLIENT], p->out);
	} else {
		fprintf(p->out, " %s", g->above[LADDER_SERVER]);
		end = put_label(p, row, 2);
		put_times(p, g->dash, p->size.rung - end);
	}
	fprintf(p->out, "%s%s\n", client ? " " : "",
		client ? lifeline(p, row, LADDER_SERVER) :
			 g->origin[LADDER_SERVER]);
	begin_line(p, row, NULL);
	fputs(client ? g->head[LADDER_CLIENT] : " ", p->out);
	fputs(client ? "" : g->below[LADDER_SERVER], p->out);
	put_times(p, g->dash, p->size.rung - 3);
	fputs(client ? g->below[LADDER_CLIENT] : g->head[LADDER_SERVER],
	      p->out);
	fprintf(p->out, "%s%s\n", client ? " " : "",
		lifeline(p, row, LADDER_SERVER));
}

/* The lifeline of the first line of a row that has a text beside it. */
static const char *mark(const struct picture *p, const struct ladder_row *row,
			int side)
{
	if (row->kind == LADDER_END)
		return p->glyphs->end;
	if (!row->beside[side])
		return lifeline(p, row, side);
	if (row->kind == LADDER_STATE)
		return p->glyphs->state;
	return row->kind == LADDER_CALL ? p->glyphs->call[side] :
					  lifeline(p, row, side);
}

/* Calls, states, notes and the end: as many lines as the longest text. */
static void draw_texts(struct picture *p, const struct ladder_row *row)
{
	const size_t *margin = p->size.margin;
	bool end = row->kind == LADDER_END;
	struct wrap middle = ladder_between(row, p->size.rung);
	struct wrap beside[LADDER_SIDES];
	struct piece text[LADDER_SIDES], between;
	size_t block;

	for (int side = 0; side < LADDER_SIDES; side++)
		beside[side] = ladder_beside(row, side, margin[side]);
	block = wrap_width(beside[LADDER_CLIENT]);
	if (end && !row->middle)
		middle.rest = "end";
	for (bool first = true;; first = false) {
		const char *edge[LADDER_SIDES];

		between = wrap_next(&middle);
		for (int side = 0; side < LADDER_SIDES; side++) {
			text[side] = wrap_next(&beside[side]);
			edge[side] = first ? mark(p, row, side) :
				     end ? " " : lifeline(p, row, side);
		}
		if (!first && !between.width && !text[0].width &&
		    !text[1].width)
			break;
		put_times(p, " ", margin[LADDER_CLIENT] - block);
		put_piece(p, &text[LADDER_CLIENT]);
		if (first || !end || between.width || text[1].width) {
			put_times(p, " ", block - text[0].width + 1);
			fputs(edge[LADDER_CLIENT], p->out);
			put_middle(p, &between,
				   end && first ? p->glyphs->dash : " ");
			fputs(edge[LADDER_SERVER], p->out);
		}
		if (text[LADDER_SERVER].width)
			putc(' ', p->out);
		put_piece(p, &text[LADDER_SERVER]);
		putc('\n', p->out);
	}
}

static void draw_title(struct picture *p, const char *text)
{
	struct wrap wrap = { .rest = text, .columns = LADDER_COLUMNS,
			     .prose = true };
	struct piece piece;

	while ((piece = wrap_next(&wrap)).width) {
		put_piece(p, &piece);
		putc('\n', p->out);
	}
}

static void draw(struct picture *p, const struct ladder_rows *rows)
{
	const struct ladder_row *row = rows->row;
	const struct ladder_row *behind = row + rows->count;

	for (; row < behind && row->kind == LADDER_TITLE; row++)
		draw_title(p, row->middle);
	if (row > rows->row)
		putc('\n', p->out);
	put_times(p, " ", p->size.margin[LADDER_CLIENT] + 1 - LADDER_NAME_HALF);
	fputs("client", p->out);
	put_times(p, " ", p->size.rung + 1 - 6);
	fputs("server\n", p->out);
	for (; row < behind; row++) {
		bool loop = row->kind == LADDER_ARROW && row->from == row->to;

		/* A step that did something is set off from the next one. */
		if (row->step && row > rows->row &&
		    (row[-1].kind == LADDER_ARROW ||
		     row[-1].kind == LADDER_STATE)) {
			begin_line(p, row - 1, NULL);
			put_times(p, " ", p->size.rung);
			fprintf(p->out, "%s\n", lifeline(p, row - 1,
							 LADDER_SERVER));
		}
		if (loop)
			draw_loop(p, row);
		else if (row->kind == LADDER_ARROW)
			draw_arrow(p, row);
		else
			draw_texts(p, row);
	}
}

int ladder_draw(FILE *out, const char *trace_text, bool utf8,
		struct error *err)
{
	struct picture p = { .out = out, .glyphs = utf8 ? &boxes : &ascii };
	struct ladder_rows rows;
	int ret = ladder_rows_read(&rows, trace_text, err);

	if (!ret) {
		p.size = ladder_measure(&rows);
		draw(&p, &rows);
	}
	ladder_rows_clear(&rows);
	return ret;
}
