/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Packing the files of cases for a guest, and mapping paths back.
 */
#include "harness/run/guest_files.h"
#include "base/memory.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>

static const char *last_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* A file that says no name is called after its folder: so it is there, too. */
static char *guest_path(const struct chosen *c, const char *path)
{
	return text_print("files/%s/%s", c->tc->subject, last_name(path));
}

static void add(struct guest_files *f, const struct chosen *c, const char *path)
{
	char *to = guest_path(c, path);
	size_t i;

	for (i = 0; i < f->n; i++)
		if (!strcmp(f->file[i].to, to))
			break;
	if (i < f->n) {
		free(to);
		return;
	}
	f->file = memory_grow(f->file, &f->room, f->n, sizeof(*f->file));
	f->file[f->n++] = (struct pack_file){memory_copy(path), to};
}

/* A path may have what glob() takes for a pattern. */
static char *literally(const char *path)
{
	struct text t;
	FILE *out = text_begin(&t);

	for (; *path; path++) {
		if (strchr("*?[\\", *path))
			fputc('\\', out);
		fputc(*path, out);
	}
	return text_end(&t);
}

int guest_files_add(struct guest_files *f, const struct chosen *c,
		    struct error *err)
{
	char *base, *pattern;
	glob_t found;
	size_t i;
	int ret;

	if (!c->tc->steps)
		return 0;
	add(f, c, c->tc->steps->path);
	base = literally(c->tc->steps->base);
	pattern = text_print("%s[.@~]*trace", base);
	ret = glob(pattern, 0, NULL, &found);
	for (i = 0; !ret && i < found.gl_pathc; i++)
		add(f, c, found.gl_pathv[i]);
	if (!ret)
		globfree(&found);
	free(pattern);
	free(base);
	if (ret && ret != GLOB_NOMATCH)
		return error_errno(err, "%s", c->tc->steps->path);
	return 0;
}

char *guest_word(const struct chosen *c)
{
	char *path, *word;

	if (!c->tc->steps)
		return memory_copy(c->name);
	path = guest_path(c, c->tc->steps->path);
	word = text_print("/%s@%s", path, c->variant->name);
	free(path);
	return word;
}

static void replace(char **text, const char *from, const char *to)
{
	char *at = *text ? strstr(*text, from) : NULL, *longer;

	if (!at)
		return;
	longer = text_print("%.*s%s%s", (int)(at - *text), *text, to,
			    at + strlen(from));
	free(*text);
	*text = longer;
}

void guest_paths(const struct guest_files *f, const char *expected, char **text)
{
	char *path;
	size_t i;

	for (i = 0; i < f->n; i++) {
		path = text_print("/%s:", f->file[i].to);
		if (*text && strstr(*text, path)) {
			char *here = text_print("%s:", f->file[i].from);

			replace(text, path, here);
			free(here);
		}
		free(path);
	}
	path = text_print("%s/", expected);
	replace(text, "/expected/", path);
	free(path);
}

void guest_files_clear(struct guest_files *f)
{
	while (f->n) {
		free((char *)f->file[--f->n].from);
		free((char *)f->file[f->n].to);
	}
	free(f->file);
}
