/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Gathering the answers of one kernel, station by station.
 */
#include "harness/grid/answers.h"
#include "base/file.h"
#include "base/memory.h"
#include "harness/grid/calls.h"
#include "harness/judge/kernel_version.h"
#include "harness/report/facts.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/utsname.h>
#include <unistd.h>

static const char *const family_suffix[SWEEP_FAMILIES] = {"", "@6"};

void answers_of(struct answers *a, const char *release, const char *version)
{
	snprintf(a->release, sizeof(a->release), "%s", release);
	snprintf(a->version, sizeof(a->version), "%s",
		 kernel_version_text(release, version));
}

void answers_begin(struct answers *a, const struct station *const *list,
		   unsigned n)
{
	struct utsname u;
	unsigned i;

	memset(a, 0, sizeof(*a));
	a->of = memory_new(n + 1, sizeof(*a->of));
	a->n = n;
	for (i = 0; i < n; i++)
		a->of[i].station = list[i];
	uname(&u);
	answers_of(a, u.release, u.version);
}

static int add_station(struct answered *one, const struct sweep_part *part,
		       struct error *err)
{
	int i;

	for (i = 0; i < SWEEP_FAMILIES; i++) {
		struct page *page = &one->page[i];

		if (page_build(page, one->station, part[i].answers,
			       &part[i].before, err))
			return -1;
		snprintf(page->name, sizeof(page->name), "%s%s",
			 one->station->name, family_suffix[i]);
		one->has[i] = true;
	}
	one->equal = page_equal(&one->page[0], &one->page[1]);
	return 0;
}

int answers_add(struct answers *a, unsigned first, const struct sweep *sweep,
		struct error *err)
{
	unsigned i;

	for (i = 0; i < sweep->n; i++)
		if (add_station(&a->of[first + i], sweep->part[i], err))
			return -1;
	a->probes += sweep->probes;
	a->disturbed += sweep->disturbed;
	a->busy_ns += sweep->busy_ns;
	a->wall_ns += sweep->wall_ns;
	return 0;
}

int answers_make_calls(struct answers *a, struct error *err)
{
	static const int families[SWEEP_FAMILIES] = {AF_INET, AF_INET6};
	int i;

	for (i = 0; i < SWEEP_FAMILIES; i++) {
		a->calls[i] = malloc(CALLS_TEXT);
		if (!a->calls[i])
			return error_set(err, "out of memory");
		if (calls_run(families[i], a->calls[i], &a->disturbed, err))
			return -1;
	}
	return 0;
}

/* Families that answer alike share a file. */
static int forget(const char *dir, const char *name, struct error *err)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/grid/%s.grid", dir, name);
	if (unlink(path) && errno != ENOENT)
		return error_errno(err, "%s", path);
	return 0;
}

static int save_station(const struct answered *one, const char *dir,
			struct error *err)
{
	if (page_save(dir, &one->page[0], err))
		return -1;
	return one->equal ? forget(dir, one->page[1].name, err) :
			    page_save(dir, &one->page[1], err);
}

int answers_save_calls(const struct answers *a, const char *dir,
		       struct error *err)
{
	static const char other[] = CALLS_NAME "@6";

	if (calls_save(dir, CALLS_NAME, a->calls[0], err))
		return -1;
	return strcmp(a->calls[0], a->calls[1]) ?
		       calls_save(dir, other, a->calls[1], err) :
		       forget(dir, other, err);
}

int answers_save_facts(const struct answers *a, const char *dir,
		       struct error *err)
{
	json_t *root = json_pack("{s:s, s:I, s:I, s:f}", "kernel", a->release,
				 "probes", (json_int_t)a->probes, "disturbed",
				 (json_int_t)a->disturbed, "seconds",
				 (double)a->wall_ns / 1e9);
	json_t *facts = a->facts ? json_incref(a->facts) : facts_here();
	char path[PATH_MAX], *text;
	int ret;

	json_object_update_missing(root, facts);
	json_decref(facts);
	text = json_dumps(root, JSON_INDENT(1));
	json_decref(root);
	snprintf(path, sizeof(path), "%s/grid.json", dir);
	ret = text ? file_replace(path, text, err) :
		     error_set(err, "%s: out of memory", path);
	free(text);
	return ret;
}

int answers_save_station(const struct answers *a, unsigned i, const char *dir,
			 struct error *err)
{
	/* It would become "/grid". */
	if (!*dir)
		return error_set(err, "a folder without a name cannot be made");
	return save_station(&a->of[i], dir, err);
}

int answers_save(const struct answers *a, const char *dir, struct error *err)
{
	unsigned i;

	for (i = 0; i < a->n; i++)
		if (answers_save_station(a, i, dir, err))
			return -1;
	if (a->calls[0] && answers_save_calls(a, dir, err))
		return -1;
	return answers_save_facts(a, dir, err);
}

void answers_clear(struct answers *a)
{
	int i;

	for (i = 0; i < SWEEP_FAMILIES; i++)
		free(a->calls[i]);
	free(a->of);
	json_decref(a->facts);
	memset(a, 0, sizeof(*a));
}
