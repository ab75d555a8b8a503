/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finding and reading goldens.
 */
#include "harness/judge/golden.h"
#include "base/memory.h"
#include "harness/judge/note.h"
#include "harness/judge/same.h"
#include "harness/trace/attribute.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char suffix[] = ".trace";

void golden_path(char *path, size_t size, const char *base,
		 const char *variant)
{
	snprintf(path, size, "%s%s%s%s", base, variant ? "@" : "",
		 variant ? variant : "", suffix);
}

static void note_problem(struct golden *g, size_t line, const char *problem)
{
	if (!g->problem &&
	    asprintf(&g->problem, "%s:%zu: %s", g->path, line, problem) < 0)
		memory_none();
}

static void keep_note(char **at, const char *text)
{
	if (!text)
		return;
	free(*at);
	*at = strdup(text);
}

/*
 * Of the header, what is neither one of the first three lines nor an attribute
 * is a note; the rest moves up.
 */
static void part_notes(struct golden *g)
{
	size_t i, kept = 3;

	for (i = 3; i < g->lines.n; i++) {
		char *line = g->lines.line[i];

		bool note = line_at_sight(line) == LINE_HEADER &&
			    !attribute_is_one(line);

		if (note && !g->known)
			note_problem(g, i + 1, "more than three header lines "
				     "that are no attributes");
		if (!note || !g->known) {
			g->lines.number[kept] = g->lines.number[i];
			g->lines.line[kept++] = line;
			continue;
		}
		if (note_fault(line))
			note_problem(g, i + 1, note_fault(line));
		keep_note(&g->until, note_until(line));
		keep_note(&g->fixed, note_fixed(line));
		keep_note(&g->commit, note_commit(line));
		trace_add(&g->notes, "%s", line);
		free(line);
	}
	g->lines.n = kept;
}

static void read_golden(struct golden_set *set, const char *path,
			const char *known)
{
	struct golden *g;
	struct error err;
	size_t i;
	int ret;

	set->golden = realloc(set->golden, (set->n + 1) * sizeof(*g));
	if (!set->golden)
		memory_none();
	g = &set->golden[set->n++];
	memset(g, 0, sizeof(*g));
	g->path = strdup(path);
	g->known = known ? strdup(known) : NULL;
	ret = trace_parse(&g->lines, path, &err);
	if (ret)
		g->problem = strdup(err.text);
	if (g->lines.n > 3)
		part_notes(g);
	for (i = 0; i < g->lines.n; i++)
		if (line_at_sight(g->lines.line[i]) != LINE_DEVIATION)
			trace_add(&g->live, "%s", g->lines.line[i]);
	g->fits = true;
}

static bool try_golden(struct golden_set *set, const char *path)
{
	FILE *f = fopen(path, "re");

	if (!f && errno == ENOENT)
		return false;
	if (f)
		fclose(f);
	read_golden(set, path, NULL);
	return true;
}

/* "name~KNOWN.trace" or "name@variant~KNOWN.trace": KNOWN, else NULL. */
static char *known_name(const char *file, const char *name,
			const char *variant)
{
	size_t length = strlen(file), n = strlen(name), v = strlen(variant);
	const char *rest;

	if (length <= strlen(suffix) ||
	    strcmp(file + length - strlen(suffix), suffix) ||
	    strncmp(file, name, n))
		return NULL;
	rest = file + n;
	if (*rest == '@') {
		if (strncmp(rest + 1, variant, v) || rest[1 + v] != '~')
			return NULL;
		rest += 1 + v;
	}
	if (*rest != '~')
		return NULL;
	return strndup(rest + 1, strlen(rest + 1) - strlen(suffix));
}

static int try_known(struct golden_set *set, const char *base,
		     const char *variant, struct error *err)
{
	const char *slash = strrchr(base, '/');
	const char *name = slash ? slash + 1 : base;
	struct dirent **entry;
	char folder[4096], path[4096];
	int n, i;

	snprintf(folder, sizeof(folder), "%.*s", slash ? (int)(slash - base) : 1,
		 slash ? base : ".");
	n = scandir(folder, &entry, NULL, alphasort);
	if (n < 0)
		return errno == ENOENT ? 0 : error_errno(err, "%s", folder);
	for (i = 0; i < n; i++) {
		char *known = known_name(entry[i]->d_name, name, variant);

		if (known) {
			snprintf(path, sizeof(path), "%.*s%s",
				 (int)(name - base), base, entry[i]->d_name);
			read_golden(set, path, known);
			free(known);
		}
		free(entry[i]);
	}
	free(entry);
	return 0;
}

int golden_load(struct golden_set *set, const char *base, const char *variant,
		struct error *err)
{
	char link[16], path[4096];
	const char *forms[] = {variant, link, NULL};
	size_t i, letters = strcspn(variant, "0123456789");

	memset(set, 0, sizeof(*set));
	snprintf(link, sizeof(link), "%.*s", (int)letters, variant);
	for (i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		golden_path(path, sizeof(path), base, forms[i]);
		if (try_golden(set, path))
			break;
	}
	return try_known(set, base, variant, err);
}

void golden_follow(struct golden_set *set, const struct trace *t, size_t from)
{
	size_t i, n;

	for (i = 0; i < set->n; i++) {
		struct golden *g = &set->golden[i];

		for (n = from; g->fits && n < t->n; n++)
			g->fits = n < g->live.n &&
				  line_matches(g->live.line[n], t->line[n]);
	}
}

void golden_rewind(struct golden_set *set)
{
	size_t i;

	for (i = 0; i < set->n; i++)
		set->golden[i].fits = true;
}

bool golden_excuses(const struct golden *g, const char *kernel_release)
{
	return note_excuses(g->until, kernel_release);
}

void golden_clear(struct golden_set *set)
{
	size_t i;

	for (i = 0; i < set->n; i++) {
		struct golden *g = &set->golden[i];

		free(g->path);
		free(g->known);
		free(g->until);
		free(g->fixed);
		free(g->commit);
		free(g->problem);
		trace_clear(&g->lines);
		trace_clear(&g->live);
		trace_clear(&g->notes);
	}
	free(set->golden);
	memset(set, 0, sizeof(*set));
}
