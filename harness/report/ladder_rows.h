/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a ladder consists of, before anybody knows how wide it is: one row for
 * each thing that happened, read from the lines of a trace.
 */
#ifndef HARNESS_REPORT_LADDER_ROWS_H
#define HARNESS_REPORT_LADDER_ROWS_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

enum { LADDER_CLIENT, LADDER_SERVER, LADDER_SIDES };

enum ladder_kind {
	LADDER_TITLE,	/* a header line; @middle */
	LADDER_CALL,	/* a call of one player; @beside */
	LADDER_WAIT,	/* what the script waits for; @beside */
	LADDER_STATE,	/* states that changed; @beside of one or both */
	LADDER_ARROW,	/* a segment; @tag, @flags, @middle */
	LADDER_NOTE,	/* what neither of the players did; @middle */
	LADDER_END,	/* the end; as LADDER_STATE, or @middle */
};

/**
 * struct ladder_row - one row
 * @beside: text beside each lifeline, or NULL
 * @middle: text between them; of an arrow: what follows the flags; or NULL
 * @flags: the first word of an arrow's label
 * @tag: "#2" for an arrow of the second conversation, "" for the first one
 * @from, @to: the sides that an arrow joins; equal when a socket is connected
 *             to itself
 * @fate: of an arrow: '>', or 'x' lost, '|' held, '!' corrupted on the way
 * @step: the row begins a step
 * @blocked: a begun call of that side has not returned yet
 */
struct ladder_row {
	enum ladder_kind kind;
	char *beside[LADDER_SIDES];
	char *middle;
	char *flags;
	char *tag;
	int from, to;
	char fate;
	bool step;
	bool blocked[LADDER_SIDES];
};

struct ladder_rows {
	struct ladder_row *row;
	size_t count, room;
};

/**
 * ladder_rows_read() - make rows of a trace
 * @rows: filled; to be given to ladder_rows_clear() in any case
 * @trace_text: the trace
 * @err: filled on error
 *
 * Return: 0, or -1 for what is not a whole trace.
 */
int ladder_rows_read(struct ladder_rows *rows, const char *trace_text,
		     struct error *err);

void ladder_rows_clear(struct ladder_rows *rows);

#endif
