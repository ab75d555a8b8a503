/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finding the known behaviour that a page equals.
 */
#include "harness/grid/known.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char suffix[] = ".grid";

const char *known_name(const char *name)
{
	const char *at = strchr(name, '~');

	return at ? at + 1 : NULL;
}

static bool exists(const char *dir, const char *name)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/grid/%s%s", dir, name, suffix);
	return !access(path, F_OK);
}

static int add(struct known_list *list, const char *name, struct error *err)
{
	if (list->n == KNOWN_MAX)
		return error_set(err, "grid/%s: there are too many known "
				 "behaviours", name);
	if (strlen(name) >= PAGE_NAME)
		return error_set(err, "grid/%s: the name is too long", name);
	strcpy(list->name[list->n++], name);
	return 0;
}

/* "STATION~NAME.grid", and over IPv6 "STATION@6~NAME.grid". */
static bool is_known(const char *file, const char *station, int family)
{
	size_t length = strlen(file), n = strlen(station);

	if (*file == '.' || length <= strlen(suffix) ||
	    strcmp(file + length - strlen(suffix), suffix) ||
	    strncmp(file, station, n))
		return false;
	if (family == AF_INET6 && !strncmp(file + n, "@6", 2))
		n += 2;
	return file[n] == '~';
}

static int add_known(struct known_list *list, const char *dir,
		     const char *station, int family, struct error *err)
{
	struct dirent **entry;
	char path[PATH_MAX];
	int n, i, ret = 0;

	snprintf(path, sizeof(path), "%s/grid", dir);
	n = scandir(path, &entry, NULL, alphasort);
	if (n < 0)
		return errno == ENOENT ? 0 : error_errno(err, "%s", path);
	for (i = 0; i < n; i++) {
		char *file = entry[i]->d_name;

		if (!ret && is_known(file, station, family)) {
			file[strlen(file) - strlen(suffix)] = '\0';
			ret = add(list, file, err);
		}
		free(entry[i]);
	}
	free(entry);
	return ret;
}

int known_find(const char *dir, const char *station, int family,
	       struct known_list *list, struct error *err)
{
	char own[PAGE_NAME];

	list->n = 0;
	snprintf(own, sizeof(own), "%s@6", station);
	if (family == AF_INET6 && exists(dir, own))
		strcpy(list->name[list->n++], own);
	else if (exists(dir, station) && add(list, station, err))
		return -1;
	return add_known(list, dir, station, family, err);
}

static void settle(struct judgement *j, const struct known_list *list,
		   bool equal, const char *kernel)
{
	/* Known behaviours alone do not say what is expected. */
	if (!equal)
		j->kind = known_name(list->name[0]) ? JUDGED_MISSING :
						      JUDGED_CHANGED;
	else if (!known_name(j->name))
		j->kind = JUDGED_EXPECTED;
	else if (notes_came_back(&j->notes, kernel, j->why))
		j->kind = JUDGED_BACK;
	else if (note_excuses(*j->notes.until ? j->notes.until : NULL, kernel))
		j->kind = JUDGED_KNOWN;
	else
		j->kind = JUDGED_OVER;
}

/* The list is read to its end: no fault hides behind a page that is equal. */
int known_judge(const char *dir, const struct page *actual,
		const char *station, int family, const char *kernel,
		struct judgement *j, struct error *err)
{
	static struct page page;
	static struct changes changes;
	struct known_list list;
	unsigned i, fewest = 0;

	j->kind = JUDGED_MISSING;
	if (known_find(dir, station, family, &list, err))
		return -1;
	for (i = 0; i < list.n; i++) {
		if (page_load(dir, list.name[i], &page, err))
			return -1;
		page_compare(&page, actual, &changes);
		if (i && changes.cells >= fewest)
			continue;
		fewest = changes.cells;
		j->kind = JUDGED_CHANGED;
		strcpy(j->name, list.name[i]);
		j->notes = page.notes;
		j->page = page;
	}
	if (j->kind == JUDGED_MISSING)
		return 0;
	/* Once more, since changes point into their pages. */
	page_compare(&j->page, actual, &j->changes);
	settle(j, &list, !j->changes.cells, kernel);
	return 0;
}

int known_judge_calls(const char *dir, const char *actual, int family,
		      const char *kernel, struct judgement *j,
		      struct error *err)
{
	static char text[CALLS_TEXT];
	struct known_list list;
	struct notes notes;
	unsigned i, lines;

	j->kind = JUDGED_MISSING;
	if (known_find(dir, CALLS_NAME, family, &list, err))
		return -1;
	for (i = 0; i < list.n; i++) {
		if (calls_load(dir, list.name[i], text, &notes, err))
			return -1;
		lines = calls_differ(NULL, text, actual, "", "");
		if (i && lines >= j->lines)
			continue;
		j->kind = JUDGED_CHANGED;
		j->lines = lines;
		strcpy(j->name, list.name[i]);
		j->notes = notes;
		memcpy(j->text, text, sizeof(text));
	}
	if (j->kind == JUDGED_CHANGED)
		settle(j, &list, !j->lines, kernel);
	return 0;
}
