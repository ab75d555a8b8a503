/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The file that names what failed last time.
 */
#include "harness/report/failed.h"
#include "base/file.h"
#include "base/memory.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Nobody has so many; what has may be any file. */
#define MAX_NAMES 100000

static void path_of(char *path, const char *folder, const char *kernel)
{
	snprintf(path, PATH_MAX, "%s/failed%s%s", folder, kernel ? "." : "",
		 kernel ? kernel : "");
}

static void add(struct failed *f, const char *name)
{
	char **grown = realloc(f->name, (f->n + 1) * sizeof(*grown));

	if (!grown)
		return;
	f->name = grown;
	f->name[f->n] = strdup(name);
	f->n += !!f->name[f->n];
}

static size_t find(const struct failed *f, const char *name)
{
	size_t i;

	for (i = 0; i < f->n && strcmp(f->name[i], name); i++)
		;
	return i;
}

bool failed_has(const struct failed *f, const char *name)
{
	return find(f, name) < f->n;
}

void failed_set(struct failed *f, const char *name, bool went_wrong)
{
	size_t i = find(f, name);

	if (i == f->n) {
		if (went_wrong)
			add(f, name);
	} else if (!went_wrong) {
		free(f->name[i]);
		f->n--;
		memmove(f->name + i, f->name + i + 1,
			(f->n - i) * sizeof(*f->name));
	}
}

void failed_load(struct failed *f, const char *folder, const char *kernel)
{
	char path[PATH_MAX], *line = NULL;
	size_t room = 0;
	ssize_t length;
	FILE *in;

	path_of(path, folder, kernel);
	in = fopen(path, "re");
	while (in && f->n < MAX_NAMES &&
	       (length = getline(&line, &room, in)) > 1) {
		line[strcspn(line, "\n")] = '\0';
		failed_set(f, line, true);
	}
	free(line);
	if (in)
		fclose(in);
}

void failed_save(const struct failed *f, const char *folder,
		 const char *kernel)
{
	struct text all;
	char path[PATH_MAX], *text;
	struct error ignored;
	size_t i;
	FILE *out;

	path_of(path, folder, kernel);
	if (!f->n) {
		unlink(path);
		return;
	}
	out = text_begin(&all);
	for (i = 0; i < f->n; i++)
		fprintf(out, "%s\n", f->name[i]);
	text = text_end(&all);
	file_replace(path, text, &ignored);
	free(text);
}

void failed_clear(struct failed *f)
{
	while (f->n)
		free(f->name[--f->n]);
	free(f->name);
	memset(f, 0, sizeof(*f));
}
