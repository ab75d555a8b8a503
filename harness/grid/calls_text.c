/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The table of calls as a file, and what differs between two of them.
 */
#include "harness/grid/calls.h"
#include "base/file.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

static const char title[] = "# grid/" CALLS_NAME;

static void path_of(char *path, const char *dir, const char *name)
{
	snprintf(path, PATH_MAX, "%s/grid/%s.grid", dir, name);
}

/* The first two lines are the head; what else is in it are notes. */
static int take_line(const char *line, unsigned nth, bool known,
		     const char *path, struct notes *notes, struct error *err)
{
	const char *wrong;

	if (nth == 1 && strcmp(line, title))
		return error_set(err, "%s:1: the table of calls begins with "
				 "\"%s\"", path, title);
	if (nth <= 2 || *line != '#')
		return 0;
	if (!known)
		return error_set(err, "%s:%u: only the table of a known "
				 "behaviour, " CALLS_NAME "~NAME.grid, has "
				 "notes", path, nth);
	wrong = notes_add(notes, line);
	return wrong ? error_set(err, "%s:%u: %s", path, nth, wrong) : 0;
}

static int take_head(const char *text, bool known, const char *path,
		     struct notes *notes, struct error *err)
{
	char line[NOTES_TEXT];
	unsigned nth;
	size_t n;

	memset(notes, 0, sizeof(*notes));
	for (nth = 1; *text; text += n + (text[n] == '\n'), nth++) {
		n = strcspn(text, "\n");
		snprintf(line, sizeof(line), "%.*s", (int)n, text);
		if (take_line(line, nth, known, path, notes, err))
			return -1;
	}
	return nth > 1 ? 0 : error_set(err, "%s: is empty", path);
}

int calls_load(const char *dir, const char *name, char *text,
	       struct notes *notes, struct error *err)
{
	char path[PATH_MAX];
	size_t got;
	FILE *in;

	path_of(path, dir, name);
	in = fopen(path, "re");
	if (!in)
		return error_errno(err, "%s", path);
	got = fread(text, 1, CALLS_TEXT, in);
	fclose(in);
	errno = 0;
	if (got == CALLS_TEXT)
		return error_set(err, "%s: the table of calls is too long",
				 path);
	text[got] = '\0';
	return take_head(text, strchr(name, '~'), path, notes, err);
}

int calls_save(const char *dir, const char *name, const char *text,
	       struct error *err)
{
	char path[PATH_MAX];

	path_of(path, dir, name);
	return file_replace(path, text, err);
}

static bool has_line(const char *text, const char *line, size_t length)
{
	size_t n;

	for (; *text; text += n + (text[n] == '\n')) {
		n = strcspn(text, "\n");
		if (n == length && !memcmp(text, line, n))
			return true;
	}
	return false;
}

/* The head is no answer, and a known behaviour has more of it. */
static unsigned print_missing(FILE *out, const char *from, const char *in,
			      const char *word)
{
	unsigned missing = 0;
	size_t n;

	for (; *from; from += n + (from[n] == '\n')) {
		n = strcspn(from, "\n");
		if (*from == '#' || has_line(in, from, n))
			continue;
		missing++;
		if (out)
			fprintf(out, "  %-8s  %.*s\n", word, (int)n, from);
	}
	return missing;
}

unsigned calls_differ(FILE *out, const char *before, const char *after,
		      const char *word_before, const char *word_after)
{
	return print_missing(out, before, after, word_before) +
	       print_missing(out, after, before, word_after);
}
