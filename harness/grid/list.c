/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lastack grid --list and lastack list grid: the names of all pages.
 */
#include "harness/grid/grid.h"
#include "harness/grid/calls.h"

#include <fnmatch.h>
#include <string.h>

struct listing {
	char *const *globs;
	unsigned n;
	const char *prefix;
	bool details;
};

/* As for cases, the name of the subject alone means all of it. */
static bool glob_matches(const char *glob, const char *name)
{
	const char *rest = grid_name(glob);

	return !strcmp(glob, "grid") || !fnmatch(rest ? rest : glob, name, 0);
}

static bool matches_any(const char *glob)
{
	const struct station *s;

	for (s = stations(); s->name; s++)
		if (glob_matches(glob, s->name))
			return true;
	return glob_matches(glob, CALLS_NAME);
}

static void list_page(const struct listing *l, const char *name,
		      const char *about)
{
	bool wanted = !l->n;
	unsigned i;

	for (i = 0; i < l->n && !wanted; i++)
		wanted = glob_matches(l->globs[i], name);
	if (wanted)
		printf("%s%s\n", l->prefix, name);
	if (wanted && l->details)
		printf("        %s\n", about);
}

int grid_list(char *const *globs, unsigned n, const char *prefix, bool details,
	      struct error *err)
{
	const struct listing l = {
		.globs = globs,
		.n = n,
		.prefix = prefix,
		.details = details,
	};
	const struct station *s;
	unsigned i;

	for (i = 0; i < n; i++)
		if (!matches_any(globs[i]))
			return error_set(err, "no station matches \"%s\" (see "
					 "`lastack grid --list`)", globs[i]);
	for (s = stations(); s->name; s++)
		list_page(&l, s->name, s->about);
	list_page(&l, CALLS_NAME, CALLS_ABOUT);
	return 0;
}
