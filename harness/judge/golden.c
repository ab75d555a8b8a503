/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finding and reading goldens.
 */
#include "harness/judge/golden.h"
#include "harness/judge/note.h"
#include "harness/judge/same.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char suffix[] = ".trace";

void golden_path(char *path, size_t size, const char *dir, const char *subject,
		 const char *name, const char *variant)
{
	snprintf(path, size, "%s/%s/%s%s%s%s", dir, subject, name,
		 variant ? "@" : "", variant ? variant : "", suffix);
}

static void note_problem(struct golden *g, size_t line, const char *problem)
{
	if (!g->problem &&
	    asprintf(&g->problem, "%s:%zu: %s", g->path, line, problem) < 0)
		abort();
}

static void keep_note(char **at, const char *text)
{
	if (!text)
		return;
	free(*at);
	*at = strdup(text);
}

/* Header lines from the fourth on are notes; the rest moves up. */
static void part_notes(struct golden *g)
{
	size_t i, kept = 3;

	for (i = 3; i < g->lines.n; i++) {
		char *line = g->lines.line[i];

		if (line_kind(line) != LINE_HEADER) {
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
		abort();
	g = &set->golden[set->n++];
	memset(g, 0, sizeof(*g));
	g->path = strdup(path);
	g->known = known ? strdup(known) : NULL;
	ret = trace_parse(&g->lines, path, &err);
	if (ret)
		g->problem = strdup(err.text);
	if (known && g->lines.n > 3)
		part_notes(g);
	else if (!ret && g->lines.n > 3 &&
		 line_kind(g->lines.line[3]) != LINE_BLANK &&
		 asprintf(&g->problem, "%s:4: more than three header lines",
			  path) < 0)
		abort();
	for (i = 0; i < g->lines.n; i++)
		if (line_kind(g->lines.line[i]) != LINE_DEVIATION)
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

static int try_known(struct golden_set *set, const char *dir,
		     const char *subject, const char *name,
		     const char *variant, struct error *err)
{
	struct dirent **entry;
	char path[4096];
	int n, i;

	snprintf(path, sizeof(path), "%s/%s", dir, subject);
	n = scandir(path, &entry, NULL, alphasort);
	if (n < 0)
		return errno == ENOENT ? 0 : error_errno(err, "%s", path);
	for (i = 0; i < n; i++) {
		char *known = known_name(entry[i]->d_name, name, variant);

		if (known) {
			snprintf(path, sizeof(path), "%s/%s/%s", dir, subject,
				 entry[i]->d_name);
			read_golden(set, path, known);
			free(known);
		}
		free(entry[i]);
	}
	free(entry);
	return 0;
}

int golden_load(struct golden_set *set, const char *dir, const char *subject,
		const char *name, const char *variant, struct error *err)
{
	char link[16], path[4096];
	const char *forms[] = {variant, link, NULL};
	size_t i, letters = strcspn(variant, "0123456789");

	memset(set, 0, sizeof(*set));
	snprintf(link, sizeof(link), "%.*s", (int)letters, variant);
	for (i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		golden_path(path, sizeof(path), dir, subject, name, forms[i]);
		if (try_golden(set, path))
			break;
	}
	return try_known(set, dir, subject, name, variant, err);
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
