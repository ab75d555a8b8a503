/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The lines of a trace: docs/trace.md as structs. Reading and writing are each
 * other's reverse, for every line that can be read.
 */
#ifndef HARNESS_TRACE_LINE_H
#define HARNESS_TRACE_LINE_H

#include "harness/trace/cursor.h"
#include "harness/trace/step.h"

#include <stdio.h>

/* Columns that whoever acts takes up. */
#define LINE_INDENT 8

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

/**
 * struct line - a line of a trace
 * @kind: which of the others is meant
 * @text: behind "# " or "deviates: "; it lies in the line that was read
 */
struct line {
	enum line_kind kind;
	union {
		struct step step;
		struct shown_segment segment;
		struct shown_states states;
		const char *text;
	};
};

/**
 * line_read() - read one line
 * @text: the line, without its newline; it must outlive @line
 * @line: filled
 * @c: receives where reading failed, and what may stand there
 *
 * A step without a result, as a person writes it, is a step, too.
 *
 * Return: the kind, LINE_BAD when it is no line of a trace.
 */
enum line_kind line_read(const char *text, struct line *line,
			 struct cursor *c);

/**
 * line_fault() - why a text is no line, for a person
 * @text: the line
 * @c: as line_read() left it
 * @what: receives what may stand at its column, and if it is a verb that is
 *        misspelt, the nearest one
 */
void line_fault(const char *text, const struct cursor *c, char *what,
		size_t size);

/** line_who() - who acts in a step's line, WHO_COUNT for nobody known */
enum verb_who line_who(const char *text);

/** line_write() - write a line, without a newline */
void line_write(FILE *out, const struct line *line);

/** step_write(), segment_write(), states_write() - the same for its parts */
void step_write(FILE *out, const struct step *s);
void segment_write(FILE *out, const struct shown_segment *s);
void states_write(FILE *out, const struct shown_states *s);

/** step_write_words() - a step without who acts: "connect() = 0" */
void step_write_words(FILE *out, const struct step *s);

/**
 * shown_text() - segment_write() into memory, but for the time
 * @text: has SEGMENT_TEXT octets (segment_line.h); no NUL octet is written
 *
 * Return: the length.
 */
size_t shown_text(char *text, const struct shown_segment *s);

/** segment_write_flags() - of a segment its flags, or "data", or "probe" */
void segment_write_flags(FILE *out, const struct shown_segment *s);

/** segment_write_fields() - what stands behind them: "1:3 ack 1" */
void segment_write_fields(FILE *out, const struct shown_segment *s);

/** state_write() - one state without whose it is: "FIN_WAIT1 Send-Q 5" */
void state_write(FILE *out, const struct shown_state *s);

/** seconds_write() - @before, the time and " s)"; nothing without a time */
void seconds_write(FILE *out, const struct seconds *s, const char *before);

/** step_read(), segment_read(), states_read() - from the cursor to the end */
bool step_read(struct cursor *c, struct step *s);
bool segment_read(struct cursor *c, struct shown_segment *s);
bool states_read(struct cursor *c, struct shown_states *s);

#endif
