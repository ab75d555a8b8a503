/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What gcov counted, read from its JSON: lines and branches by function.
 */
#include "harness/coverage/counts.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

static json_int_t number_of(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

/* "net/ipv4/tcp.c" in "/src/linux/net/ipv4/tcp.c", or NULL for a header. */
static const char *name_within(const char *path)
{
	const char *at, *found = NULL;
	size_t length = strlen(path);

	if (length < 2 || strcmp(path + length - 2, ".c"))
		return NULL;
	if (!strncmp(path, "net/", 4))
		found = path;
	for (at = path; (at = strstr(at, "/net/")); at++)
		found = at + 1;
	return found;
}

static struct counts_file *file_of(struct counts *c, const char *folder,
				   const char *path)
{
	const char *name = name_within(path);
	struct counts_file *f;
	size_t i;

	for (i = 0; i < c->files; i++)
		if (!strcmp(c->file[i].name, name))
			return &c->file[i];
	c->file = memory_grow(c->file, &c->room, c->files, sizeof(*c->file));
	f = &c->file[c->files++];
	*f = (struct counts_file){
		.path = *path == '/' ? memory_copy(path) :
				       text_print("%s/%s", folder, path),
	};
	f->name = name_within(f->path);
	return f;
}

static void add_function(struct counts_file *f, const json_t *told)
{
	f->function = memory_grow(f->function, &f->function_room, f->functions,
				  sizeof(*f->function));
	f->function[f->functions++] = (struct counts_function){
		.name = memory_copy(text_of(told, "name")),
		.first = (unsigned)number_of(told, "start_line"),
		.last = (unsigned)number_of(told, "end_line"),
		.runs = number_of(told, "execution_count"),
	};
}

static void add_line(struct counts_file *f, const json_t *told)
{
	json_t *branches = json_object_get(told, "branches"), *one;
	size_t i, n = json_array_size(branches);
	struct counts_line *line;

	f->line = memory_grow(f->line, &f->line_room, f->lines,
			      sizeof(*f->line));
	line = &f->line[f->lines++];
	*line = (struct counts_line){
		.number = (unsigned)number_of(told, "line_number"),
		.runs = number_of(told, "count"),
		.branch = n ? memory_new(n, sizeof(*line->branch)) : NULL,
		.branches = n,
	};
	json_array_foreach(branches, i, one)
		line->branch[i] = number_of(one, "count");
}

int counts_add(struct counts *c, const json_t *told, struct error *err)
{
	const char *folder = text_of(told, "current_working_directory");
	json_t *files = json_object_get(told, "files"), *file, *one;
	struct counts_file *f;
	size_t i, j;

	if (!json_is_array(files))
		return error_set(err, "gcov: what it tells is not its JSON");
	json_array_foreach(files, i, file) {
		if (!name_within(text_of(file, "file")))
			continue;
		f = file_of(c, folder, text_of(file, "file"));
		json_array_foreach(json_object_get(file, "functions"), j, one)
			add_function(f, one);
		json_array_foreach(json_object_get(file, "lines"), j, one)
			add_line(f, one);
	}
	return 0;
}

static int by_name(const void *a, const void *b)
{
	const struct counts_file *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static int by_first(const void *a, const void *b)
{
	const struct counts_function *x = a, *y = b;

	return x->first < y->first ? -1 : x->first > y->first;
}

static int by_number(const void *a, const void *b)
{
	const struct counts_line *x = a, *y = b;

	return x->number < y->number ? -1 : x->number > y->number;
}

/* The second of two that are the same line becomes part of the first. */
static void merge_line(struct counts_line *into, struct counts_line *more)
{
	size_t n = into->branches + more->branches;

	into->runs += more->runs;
	if (more->branches) {
		into->branch = realloc(into->branch, n * sizeof(*into->branch));
		if (!into->branch)
			memory_none();
		memcpy(into->branch + into->branches, more->branch,
		       more->branches * sizeof(*more->branch));
		into->branches = n;
	}
	free(more->branch);
}

static void sort_lines(struct counts_file *f)
{
	size_t i, kept = 0;

	if (!f->lines)
		return;
	qsort(f->line, f->lines, sizeof(*f->line), by_number);
	for (i = 1; i < f->lines; i++) {
		if (f->line[i].number == f->line[kept].number)
			merge_line(&f->line[kept], &f->line[i]);
		else
			f->line[++kept] = f->line[i];
	}
	f->lines = kept + 1;
}

void counts_sort(struct counts *c)
{
	size_t i;

	for (i = 0; i < c->files; i++) {
		struct counts_file *f = &c->file[i];

		if (f->functions)
			qsort(f->function, f->functions, sizeof(*f->function),
			      by_first);
		sort_lines(f);
	}
	if (c->files)
		qsort(c->file, c->files, sizeof(*c->file), by_name);
}

const struct counts_line *counts_lines(const struct counts_file *f,
				       const struct counts_function *function,
				       size_t *n)
{
	size_t i = 0, end;

	while (i < f->lines && f->line[i].number < function->first)
		i++;
	for (end = i; end < f->lines; end++)
		if (f->line[end].number > function->last)
			break;
	*n = end - i;
	return f->line + i;
}

struct counts_tally counts_tally(const struct counts_file *f,
				 const struct counts_function *function)
{
	struct counts_tally tally = {0};
	const struct counts_line *line;
	size_t i, j, n;

	line = counts_lines(f, function, &n);
	for (i = 0; i < n; i++) {
		tally.lines++;
		tally.lines_taken += line[i].runs > 0;
		tally.branches += (unsigned)line[i].branches;
		for (j = 0; j < line[i].branches; j++)
			tally.branches_taken += line[i].branch[j] > 0;
	}
	return tally;
}

void tally_add(struct counts_tally *to, const struct counts_tally *more)
{
	to->lines += more->lines;
	to->lines_taken += more->lines_taken;
	to->branches += more->branches;
	to->branches_taken += more->branches_taken;
}

static void clear_file(struct counts_file *f)
{
	size_t i;

	for (i = 0; i < f->functions; i++)
		free(f->function[i].name);
	for (i = 0; i < f->lines; i++)
		free(f->line[i].branch);
	free(f->function);
	free(f->line);
	free(f->path);
}

void counts_clear(struct counts *c)
{
	size_t i;

	for (i = 0; i < c->files; i++)
		clear_file(&c->file[i]);
	free(c->file);
	*c = (struct counts){0};
}
