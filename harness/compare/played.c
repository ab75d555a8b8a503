/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading a run record, or a folder of goldens, back from disk.
 */
#include "harness/compare/played.h"
#include "base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char suffix[] = ".trace";

static struct played_variant *add(struct played *p, const char *name)
{
	struct played_variant *v;

	p->variant = realloc(p->variant, (p->n + 1) * sizeof(*v));
	if (!p->variant)
		memory_none();
	v = &p->variant[p->n++];
	memset(v, 0, sizeof(*v));
	v->name = strdup(name);
	v->verdict = VERDICT_COUNT;
	return v;
}

static int by_name(const void *a, const void *b)
{
	const struct played_variant *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static const struct played_variant *find_exact(const struct played *p,
					       const char *name)
{
	const struct played_variant key = {.name = (char *)name};

	return bsearch(&key, p->variant, p->n, sizeof(key), by_name);
}

const struct played_variant *played_find(const struct played *p,
					 const char *name)
{
	const struct played_variant *v = find_exact(p, name);
	const char *at = strrchr(name, '@');
	size_t bare, link;
	char form[256];

	if (v || !p->golden || !at)
		return v;
	bare = (size_t)(at - name);
	link = bare + strcspn(at, "0123456789");
	snprintf(form, sizeof(form), "%.*s", (int)link, name);
	v = find_exact(p, form);
	if (v)
		return v;
	snprintf(form, sizeof(form), "%.*s", (int)bare, name);
	return find_exact(p, form);
}

static int read_trace(const char *dir, struct played_variant *v,
		      struct error *err)
{
	char path[PATH_MAX];
	int ret;

	snprintf(path, sizeof(path), "%s/%s%s", dir, v->name, suffix);
	ret = trace_parse(&v->trace, path, err);
	v->has_trace = ret == 0;
	if (ret < 0 && errno == ENOENT)
		return error_errno(err, "%s", path);
	return ret ? -1 : 0;
}

static enum verdict verdict_of(const char *word)
{
	int v;

	for (v = 0; v < VERDICT_COUNT; v++)
		if (word && !strcmp(word, verdict_word(v)))
			break;
	return v;
}

/* A name becomes a path; a record that came from elsewhere may say anything. */
static bool is_name(const char *name)
{
	const char *slash = name ? strchr(name, '/') : NULL;

	return slash && slash != name && slash[1] && *name != '.' &&
	       slash[1] != '.' && !strchr(slash + 1, '/');
}

static int take_result(struct played *p, const char *path, json_t *one,
		       struct error *err)
{
	const char *name = json_string_value(json_object_get(one, "name"));
	const char *word = json_string_value(json_object_get(one, "verdict"));
	const char *reason = json_string_value(json_object_get(one, "reason"));
	struct played_variant *v;
	size_t i;

	if (!is_name(name) || verdict_of(word) == VERDICT_COUNT)
		return error_set(err, "%s: result %zu has no name or no "
				 "verdict", path, p->n + 1);
	/* Repeated: the last one's trace is the one that was kept. */
	for (i = p->n; i-- > 0;)
		if (!strcmp(p->variant[i].name, name))
			break;
	v = i < p->n ? &p->variant[i] : add(p, name);
	v->verdict = verdict_of(word);
	free(v->reason);
	v->reason = reason ? strdup(reason) : NULL;
	return 0;
}

static int take_run(struct played *p, const char *path, json_t *run,
		    struct error *err)
{
	const char *kernel = json_string_value(json_object_get(run, "kernel"));
	json_t *results = json_object_get(run, "results"), *one;
	size_t i;

	if (!json_is_array(results))
		return error_set(err, "%s: has no results", path);
	if (p->kernel && kernel && strcmp(p->kernel, kernel))
		return error_set(err, "%s: is a part of a run on %s, and "
				 "another part is of %s", path, kernel,
				 p->kernel);
	if (!p->kernel)
		p->kernel = kernel ? strdup(kernel) : NULL;
	p->seconds += json_number_value(json_object_get(run, "seconds"));
	p->hz = json_number_value(json_object_get(run, "hz"));
	p->virtual_time = json_is_true(json_object_get(run, "virtual_time"));
	json_array_foreach(results, i, one)
		if (take_result(p, path, one, err))
			return -1;
	return 0;
}

static int load_record(struct played *p, const char *path, struct error *err)
{
	json_error_t problem;
	struct stat st;
	json_t *run;
	int ret;

	if (!stat(path, &st) && st.st_size == 0)
		return error_set(err, "%s: is empty: that run did not finish",
				 path);
	run = json_load_file(path, 0, &problem);
	if (!run)
		return error_set(err, "%s:%d: %s", path, problem.line,
				 problem.text);
	ret = take_run(p, path, run, err);
	json_decref(run);
	return ret;
}

/* "run.json", or of the parts of a run "run.1-of-2.json" and so on. */
static int is_part(const struct dirent *entry)
{
	return !strcmp(entry->d_name, "run.json") ||
	       !fnmatch("run.*-of-*.json", entry->d_name, 0);
}

static int load_records(struct played *p, struct dirent **part, int parts,
			struct error *err)
{
	char path[PATH_MAX];
	size_t i;
	int k;

	for (k = 0; k < parts; k++) {
		snprintf(path, sizeof(path), "%s/%s", p->dir,
			 part[k]->d_name);
		if (load_record(p, path, err))
			return -1;
	}
	if (p->n)
		qsort(p->variant, p->n, sizeof(*p->variant), by_name);
	for (i = 0; i < p->n; i++)
		if (p->variant[i].verdict < VERDICT_BROKEN &&
		    read_trace(p->dir, &p->variant[i], err))
			return -1;
	return 0;
}

/* Known behaviours are no traces of their own: they excuse. */
static bool is_trace(const char *file)
{
	size_t length = strlen(file);

	return length > strlen(suffix) && *file != '.' &&
	       !strcmp(file + length - strlen(suffix), suffix) &&
	       !strchr(file, '~');
}

static int load_subject(struct played *p, const char *subject,
			struct error *err)
{
	char path[PATH_MAX], name[NAME_MAX * 2 + 2];
	struct dirent *entry;
	DIR *folder;

	snprintf(path, sizeof(path), "%s/%s", p->dir, subject);
	folder = opendir(path);
	if (!folder)
		return errno == ENOTDIR ? 0 : error_errno(err, "%s", path);
	while ((entry = readdir(folder))) {
		if (!is_trace(entry->d_name))
			continue;
		snprintf(name, sizeof(name), "%s/%.*s", subject,
			 (int)(strlen(entry->d_name) - strlen(suffix)),
			 entry->d_name);
		if (read_trace(p->dir, add(p, name), err)) {
			closedir(folder);
			return -1;
		}
	}
	closedir(folder);
	return 0;
}

/* Pages of the grid alone are enough: see pages_load(). */
static bool has_grid(const char *dir)
{
	char path[PATH_MAX];
	struct stat st;

	snprintf(path, sizeof(path), "%s/grid", dir);
	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

static int is_visible(const struct dirent *entry)
{
	return *entry->d_name != '.';
}

static int load_goldens(struct played *p, struct error *err)
{
	struct dirent **entry;
	int i, ret = 0, n = scandir(p->dir, &entry, is_visible, alphasort);

	if (n < 0)
		return error_errno(err, "%s", p->dir);
	p->golden = true;
	for (i = 0; i < n; i++) {
		ret = ret ? ret : load_subject(p, entry[i]->d_name, err);
		free(entry[i]);
	}
	free(entry);
	if (ret)
		return -1;
	if (!p->n && !has_grid(p->dir))
		return error_set(err, "%s: has neither run.json nor traces",
				 p->dir);
	if (!p->n)
		return 0;
	qsort(p->variant, p->n, sizeof(*p->variant), by_name);
	return 0;
}

/* "out/6.12/" is called "6.12". */
static char *last_name(const char *dir)
{
	size_t end = strlen(dir), begin;

	while (end > 1 && dir[end - 1] == '/')
		end--;
	for (begin = end; begin > 0 && dir[begin - 1] != '/'; begin--)
		;
	return begin < end ? strndup(dir + begin, end - begin) : strdup(dir);
}

int played_load(struct played *p, const char *dir, struct error *err)
{
	struct dirent **part = NULL;
	int ret, parts;

	memset(p, 0, sizeof(*p));
	p->dir = strdup(dir);
	p->label = last_name(dir);
	parts = scandir(dir, &part, is_part, alphasort);
	if (parts < 0)
		return error_errno(err, "%s", dir);
	ret = parts ? load_records(p, part, parts, err) :
		      load_goldens(p, err);
	while (parts)
		free(part[--parts]);
	free(part);
	return ret;
}

void played_clear(struct played *p)
{
	size_t i;

	for (i = 0; i < p->n; i++) {
		free(p->variant[i].name);
		free(p->variant[i].reason);
		trace_clear(&p->variant[i].trace);
	}
	free(p->variant);
	free(p->kernel);
	free(p->label);
	free(p->dir);
	memset(p, 0, sizeof(*p));
}
