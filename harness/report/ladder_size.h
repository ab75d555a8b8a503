/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How wide the parts of a ladder are.
 */
#ifndef HARNESS_REPORT_LADDER_SIZE_H
#define HARNESS_REPORT_LADDER_SIZE_H

#include "harness/report/ladder_rows.h"
#include "harness/report/wrap.h"

/* Columns of the whole picture, if its words are short enough. */
#define LADDER_COLUMNS 80
/* Half of "client" hangs over on the left of its lifeline. */
#define LADDER_NAME_HALF 3

/**
 * struct ladder_size - columns
 * @margin: beside each lifeline
 * @rung: between the lifelines
 * @start: of a rung before its label
 * @tag, @flags: of a label's first words, the widest of each, so that all
 *               labels stand in the same columns
 */
struct ladder_size {
	size_t margin[LADDER_SIDES];
	size_t rung, start, tag, flags;
};

/** ladder_measure() - the size of a ladder with these rows */
struct ladder_size ladder_measure(const struct ladder_rows *rows);

/** ladder_between() - a row's text between the lifelines, not yet broken */
struct wrap ladder_between(const struct ladder_row *row, size_t rung);

/** ladder_beside() - a row's text beside a lifeline, not yet broken */
struct wrap ladder_beside(const struct ladder_row *row, int side,
			  size_t columns);

/** ladder_width() - columns of a text, 0 for NULL */
size_t ladder_width(const char *text);

#endif
