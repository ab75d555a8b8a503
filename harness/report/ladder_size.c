/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Measuring the columns of a ladder.
 */
#include "harness/report/ladder_size.h"
#include "base/utf8.h"

#include <stdint.h>
#include <string.h>

/* Rungs: never shorter, and no longer than looks well. */
#define RUNG_LEAST 24
#define RUNG_MOST 44
/* A rung shows at least this much of itself on each side of its label. */
#define RUNG_ENDS 4
/* A margin is not made narrower than the longest states. */
#define MARGIN_LEAST 20
/* Both lifelines, and a blank on the outer side of each. */
#define FIXED 4

size_t ladder_width(const char *text)
{
	return text ? utf8_width(text, strlen(text)) : 0;
}

struct wrap ladder_between(const struct ladder_row *row, size_t rung)
{
	return (struct wrap){ .rest = row->middle, .columns = rung - 2,
			      .prose = true };
}

struct wrap ladder_beside(const struct ladder_row *row, int side,
			  size_t columns)
{
	return (struct wrap){ .rest = row->beside[side], .columns = columns,
			      .indent = WRAP_INDENT };
}

static size_t max(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* What is left of the whole picture's columns. */
static size_t left_by(size_t used)
{
	return used < LADDER_COLUMNS ? LADDER_COLUMNS - used : 0;
}

/*
 * Returns the columns of the widest label, and tells the least columns that
 * rungs and notes need between the lifelines.
 */
static size_t measure_middle(struct ladder_size *size,
			     const struct ladder_rows *rows, size_t *needed)
{
	size_t behind = 0, note = 0, label;

	for (size_t i = 0; i < rows->count; i++) {
		const struct ladder_row *row = &rows->row[i];

		if (row->kind == LADDER_NOTE || row->kind == LADDER_END)
			note = max(note, wrap_width(ladder_between(row,
							RUNG_LEAST)));
		if (row->kind != LADDER_ARROW)
			continue;
		size->tag = max(size->tag, ladder_width(row->tag));
		size->flags = max(size->flags, ladder_width(row->flags));
		behind = max(behind, ladder_width(row->middle));
	}
	label = size->flags + (size->tag ? size->tag + 1 : 0) +
		(behind ? behind + 1 : 0);
	*needed = max(max(RUNG_LEAST, note + 2), label + 2 + 2 * RUNG_ENDS);
	return label;
}

static void measure_margins(struct ladder_size *size,
			    const struct ladder_rows *rows,
			    const size_t columns[])
{
	for (int side = 0; side < LADDER_SIDES; side++) {
		size->margin[side] = LADDER_NAME_HALF;
		for (size_t i = 0; i < rows->count; i++)
			size->margin[side] = max(size->margin[side],
				wrap_width(ladder_beside(&rows->row[i], side,
							 columns[side])));
	}
}

struct ladder_size ladder_measure(const struct ladder_rows *rows)
{
	struct ladder_size size = { .rung = 0 };
	size_t columns[LADDER_SIDES] = { SIZE_MAX, SIZE_MAX };
	size_t needed, room, label;

	label = measure_middle(&size, rows, &needed);
	measure_margins(&size, rows, columns);
	room = left_by(FIXED + needed);
	if (size.margin[0] + size.margin[1] > room) {
		/* The wider margin gives first; when both are wide, both do. */
		for (int side = 0; side < LADDER_SIDES; side++) {
			size_t other = size.margin[!side];

			columns[side] = room - (other < room ? other : room);
			columns[side] = max(columns[side], room / 2);
			columns[side] = max(columns[side], MARGIN_LEAST);
		}
		measure_margins(&size, rows, columns);
	}
	room = left_by(FIXED + size.margin[0] + size.margin[1]);
	size.rung = max(needed, room < RUNG_MOST ? room : RUNG_MOST);
	size.start = (size.rung - label - 2) / 2;
	return size;
}
