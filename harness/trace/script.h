/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A trace that is played: its steps are the script, the file its golden.
 *
 * A person may write the steps alone, with blank lines and comments between
 * them, and with the header's attributes; see attribute.h. What the header does
 * not say follows from the file's name: ./my-cases/idle.trace is my-cases/idle.
 */
#ifndef HARNESS_TRACE_SCRIPT_H
#define HARNESS_TRACE_SCRIPT_H

#include "base/error.h"
#include "harness/trace/step.h"

/**
 * struct script_step - a step, and where it stands
 * @line: of the file, from 1 on
 */
struct script_step {
	struct step step;
	unsigned line;
};

/**
 * struct comment - a comment or a blank line
 * @before: index of the step that it stands in front of
 * @text: "# The client closes first.", or ""
 */
struct comment {
	size_t before;
	char *text;
};

/**
 * struct script - a file of steps
 * @path: of the file
 * @base: the same without what stands behind the case's name: what the paths of
 *        its goldens begin with
 * @tc: what it is a case of; tc.steps is this script
 * @step, @n: the steps
 * @comment, @comments: between them
 * @notes: header lines that a known behaviour has
 * @whole: it has an end line, so it is a golden, too
 */
struct script {
	char *path;
	char *base;
	struct test_case tc;
	struct script_step *step;
	size_t n, room;
	struct comment *comment;
	size_t comments, comment_room;
	char *notes;
	bool whole;
};

/** script_is_path() - whether a word of the command line means a file */
bool script_is_path(const char *word);

/**
 * script_read() - read a file of steps
 * @path: a regular file; it is read as UTF-8
 *
 * Return: the script, or NULL with "FILE:LINE:COLUMN: ..." and what may stand
 * there.
 */
struct script *script_read(const char *path, struct error *err);

/**
 * script_parse() - the same from memory
 * @path: what it is called
 * @text, @size: the file's octets, with a NUL octet behind them
 */
struct script *script_parse(const char *path, char *text, size_t size,
			    struct error *err);

/**
 * script_check() - whether the steps can be played at all
 *
 * What needs a socket has one, what is finished was begun, the cable is there,
 * and so on.
 *
 * Return: 0, or -1 with "FILE:LINE: ...".
 */
int script_check(const struct script *s, struct error *err);

void script_free(struct script *s);

#endif
