/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading the pages of a folder.
 */
#include "harness/compare/pages.h"
#include "base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

static const char suffix[] = ".grid";

static bool is_page(const char *file)
{
	size_t length = strlen(file);

	return *file != '.' && length > strlen(suffix) &&
	       !strcmp(file + length - strlen(suffix), suffix) &&
	       !strchr(file, '~');
}

static bool is_calls(const char *name)
{
	return !strncmp(name, CALLS_NAME, strlen(CALLS_NAME)) &&
	       (name[strlen(CALLS_NAME)] == '\0' ||
		name[strlen(CALLS_NAME)] == '@');
}

static int add(struct pages *p, const char *file, struct error *err)
{
	int length = (int)(strlen(file) - strlen(suffix));
	struct named_page *one;
	struct notes notes;

	if (length >= PAGE_NAME)
		return error_set(err, "%s/grid/%s: the name is too long",
				 p->dir, file);
	p->list = realloc(p->list, (p->n + 1) * sizeof(*one));
	if (!p->list)
		memory_none();
	one = &p->list[p->n++];
	memset(one, 0, sizeof(*one));
	snprintf(one->name, sizeof(one->name), "%.*s", length, file);
	if (is_calls(one->name)) {
		one->text = memory_new(1, CALLS_TEXT);
		return calls_load(p->dir, one->name, one->text, &notes, err);
	}
	one->page = memory_new(1, sizeof(*one->page));
	return page_load(p->dir, one->name, one->page, err);
}

/* Return: 0, or -1: it is there and damaged. */
static int load_facts(struct pages *p, struct error *err)
{
	char path[PATH_MAX];
	json_error_t problem;
	const char *kernel;
	json_t *facts;

	snprintf(path, sizeof(path), "%s/grid.json", p->dir);
	facts = json_load_file(path, 0, &problem);
	if (!facts && json_error_code(&problem) == json_error_cannot_open_file) {
		p->golden = true;
		return 0;
	}
	if (!facts)
		return error_set(err, "%s:%d: %s", path, problem.line,
				 problem.text);
	kernel = json_string_value(json_object_get(facts, "kernel"));
	p->kernel = kernel ? strdup(kernel) : NULL;
	json_decref(facts);
	return 0;
}

int pages_load(struct pages *p, const char *dir, struct error *err)
{
	struct dirent **entry;
	char path[PATH_MAX];
	int n, i, ret;

	memset(p, 0, sizeof(*p));
	p->dir = memory_copy(dir);
	ret = load_facts(p, err);
	snprintf(path, sizeof(path), "%s/grid", dir);
	n = scandir(path, &entry, NULL, alphasort);
	if (n < 0)
		return errno == ENOENT ? ret : error_errno(err, "%s", path);
	for (i = 0; i < n; i++) {
		if (!ret && is_page(entry[i]->d_name))
			ret = add(p, entry[i]->d_name, err);
		free(entry[i]);
	}
	free(entry);
	return ret;
}

static const struct named_page *find(const struct pages *p, const char *name)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		if (!strcmp(p->list[i].name, name))
			return &p->list[i];
	return NULL;
}

const struct named_page *pages_find(const struct pages *p, const char *station,
				    unsigned family)
{
	const struct named_page *own = NULL;
	char name[PAGE_NAME + 2];

	snprintf(name, sizeof(name), "%s@6", station);
	if (family)
		own = find(p, name);
	return own ? own : find(p, station);
}

void pages_clear(struct pages *p)
{
	size_t i;

	for (i = 0; i < p->n; i++) {
		free(p->list[i].page);
		free(p->list[i].text);
	}
	free(p->list);
	free(p->kernel);
	free(p->dir);
	memset(p, 0, sizeof(*p));
}
