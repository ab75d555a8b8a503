/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Files as cases: "x.trace", "x.trace@lo6", and folders of them.
 */
#include "harness/run/select.h"
#include "base/memory.h"
#include "harness/trace/attribute.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char suffix[] = ".trace";

/* "x.trace@lo6" without what stands behind the suffix. */
static char *file_of(const char *word, const char **variant)
{
	const char *at = strstr(word, ".trace@");

	*variant = at ? at + strlen(".trace@") : NULL;
	return at ? memory_copy_n(word, (size_t)(at - word) + strlen(suffix)) :
		    memory_copy(word);
}

/* "wire4", or "wire" for both. */
static bool names_variant(const char *name, size_t length,
			  const struct variant *v)
{
	size_t whole = strlen(v->name);
	size_t letters = strcspn(v->name, "0123456789");

	return !strncmp(name, v->name, length) &&
	       (length == whole || length == letters);
}

/* "x@wire.trace" and "x@wire~old.trace" are for variants of the wire alone. */
static bool path_allows(const char *path, const struct variant *v)
{
	const char *slash = strrchr(path, '/');
	const char *at = strchr(slash ? slash : path, '@');

	return !at || names_variant(at + 1, strcspn(at + 1, "~."), v);
}

static bool is_chosen(const struct chosen *list, size_t n, const char *name)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!strcmp(list[i].name, name))
			return true;
	return false;
}

static int add(const struct script *s, const struct variant *v,
	       struct chosen **list, size_t *n, struct error *err)
{
	struct chosen c = {.tc = &s->tc, .variant = v};

	if (snprintf(c.name, sizeof(c.name), "%s/%s@%s", s->tc.subject,
		     s->tc.name, v->name) >= (int)sizeof(c.name))
		return error_set(err, "%s: the name of the case is too long",
				 s->path);
	if (is_chosen(*list, *n, c.name))
		return error_set(err, "%s: %s is the name of two cases", s->path,
				 c.name);
	*list = reallocarray(*list, *n + 1, sizeof(**list));
	if (!*list)
		memory_none();
	(*list)[(*n)++] = c;
	return 0;
}

/* A slow case is chosen by its own name, not by that of its folder. */
static int choose_file(const char *path, const char *variant, bool named,
		       const struct filter *f, struct chosen **list, size_t *n,
		       struct error *err)
{
	struct script *s = script_read(path, err);
	const struct variant *v;
	bool any = false;

	if (!s || script_check(s, err)) {
		script_free(s);
		return -1;
	}
	for (v = variant_table(); v->name; v++) {
		if (!(attribute_variants(&s->tc) & v->bit) ||
		    !path_allows(path, v) ||
		    (variant && !names_variant(variant, strlen(variant), v)))
			continue;
		any = true;
		if (filter_passes(f, v) && (!s->tc.slow || f->slow || named) &&
		    add(s, v, list, n, err))
			return -1;
	}
	if (!any)
		return error_set(err, "%s: it has no variant %s", path,
				 variant ? variant : "of that name");
	return 0;
}

static bool is_trace(const char *name)
{
	size_t length = strlen(name);

	return length > strlen(suffix) && *name != '.' &&
	       !strcmp(name + length - strlen(suffix), suffix);
}

/*
 * Whether a file of a folder is a case, and not the golden of a variant or a
 * known behaviour that lies beside one.
 */
static bool is_case(const char *folder, const char *name)
{
	size_t bare = strcspn(name, "@~");
	struct stat st;
	char path[PATH_MAX];

	if (!is_trace(name) || strchr(name, '~'))
		return false;
	if (name[bare] != '@')
		return true;
	snprintf(path, sizeof(path), "%s/%.*s%s", folder, (int)bare, name,
		 suffix);
	return stat(path, &st) != 0;
}

/* Its files, and with @depth 1 those of the folders in it. */
static int choose_folder(const char *folder, unsigned depth,
			 const struct filter *f, struct chosen **list,
			 size_t *n, struct error *err)
{
	struct dirent **entry;
	int count = scandir(folder, &entry, NULL, alphasort), i, ret = 0;

	if (count < 0)
		return error_errno(err, "%s", folder);
	for (i = 0; i < count; i++) {
		char path[PATH_MAX];
		struct stat st;

		snprintf(path, sizeof(path), "%s/%s", folder,
			 entry[i]->d_name);
		if (ret || *entry[i]->d_name == '.')
			;
		else if (is_case(folder, entry[i]->d_name))
			ret = choose_file(path, NULL, false, f, list, n,
					  err);
		else if (depth && !stat(path, &st) && S_ISDIR(st.st_mode))
			ret = choose_folder(path, depth - 1, f, list, n, err);
		free(entry[i]);
	}
	free(entry);
	return ret;
}

int files_choose(const char *word, const struct filter *filter,
		 struct chosen **list, size_t *n, struct error *err)
{
	const char *variant;
	char *path = file_of(word, &variant);
	size_t length = strlen(path), before = *n;
	struct stat st;
	int ret;

	while (length > 1 && path[length - 1] == '/')
		path[--length] = '\0';
	if (!stat(path, &st) && S_ISDIR(st.st_mode)) {
		ret = choose_folder(path, 1, filter, list, n, err);
		if (!ret && *n == before && !filter->link && !filter->family)
			ret = error_set(err, "%s: there is no .trace file in "
					"it", path);
	} else {
		ret = choose_file(path, variant, true, filter, list, n, err);
	}
	free(path);
	return ret;
}
