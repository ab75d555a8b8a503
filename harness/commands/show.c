/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lastack show: a case as a person wants to read it.
 */
#include "harness/commands/commands.h"
#include "base/memory.h"
#include "harness/grid/grid.h"
#include "harness/judge/expected.h"
#include "harness/judge/golden.h"
#include "harness/play/needs.h"
#include "harness/report/colour.h"
#include "harness/report/ladder.h"
#include "harness/run/select.h"
#include "harness/trace/header.h"

#include <argp.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_EXPECTED = 256, KEY_ASCII, KEY_CELL, KEY_SCRIPT };

struct arguments {
	char **globs;
	size_t n_globs;
	const char *expected;
	const char *cell;
	bool ascii, script;
};

static const struct argp_option options[] = {
	{"expected", KEY_EXPECTED, "DIR", 0, "Folder of golden traces", 0},
	{"ascii", KEY_ASCII, NULL, 0, "Draw without box characters", 0},
	{"cell", KEY_CELL, "CELL", 0, "For a page of the grid: play one cell, "
	 "such as FIN.ACK,exact,una,0, and show its story", 0},
	{"script", KEY_SCRIPT, NULL, 0, "Print the steps alone, as a file to "
	 "change and play", 0},
	{0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *a = state->input;

	switch (key) {
	case KEY_EXPECTED:
		a->expected = arg;
		break;
	case KEY_CELL:
		a->cell = arg;
		break;
	case KEY_ASCII:
		a->ascii = true;
		break;
	case KEY_SCRIPT:
		a->script = true;
		break;
	case ARGP_KEY_ARGS:
		a->globs = state->argv + state->next;
		a->n_globs = (size_t)(state->argc - state->next);
		if (a->n_globs > 1 && grid_name(a->globs[0]))
			argp_error(state, "one page of the grid at a time");
		break;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "which case? (see `lastack list`)");
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp argp = {
	options, parse, "CASE...|grid/STATION",
	"Show what a case is about, its golden traces, and a ladder of each; "
	"for a subject, all of its cases. Or show a page of the grid.",
	NULL, NULL, NULL
};

static size_t behind_header(const struct trace *t)
{
	size_t i = 0;

	while (i < t->n && line_at_sight(t->line[i]) <= LINE_BLANK)
		i++;
	return i;
}

/* A case without what came of its steps. */
static void print_script(const struct test_case *tc, const struct golden *g)
{
	struct line line;
	struct cursor c;
	size_t i;

	header_write(stdout, tc);
	putchar('\n');
	for (i = 0; i < g->lines.n; i++) {
		if (line_read(g->lines.line[i], &line, &c) != LINE_STEP)
			continue;
		line.step.out = (struct step_outcome){.took = SECONDS_NONE};
		step_write(stdout, &line.step);
		putchar('\n');
	}
}

static void print_golden(const struct golden *g, bool ascii)
{
	struct error err;
	char *text = trace_text(&g->lines);
	size_t i;

	if (g->known)
		printf("\nknown behaviour %s\n", g->known);
	for (i = 0; i < g->notes.n; i++)
		printf("  %s\n", g->notes.line[i] + 2);
	printf("\n%s:\n\n", g->path);
	for (i = behind_header(&g->lines); i < g->lines.n; i++)
		printf("%s\n", g->lines.line[i]);
	putchar('\n');
	if (g->problem)
		printf("%s\n", g->problem);
	else if (ladder_draw(stdout, text, !ascii, &err))
		printf("no ladder: %s\n", err.text);
	free(text);
}

/* From the root of the tree on, wherever it was built. */
static const char *source_file(const struct test_case *tc)
{
	const char *from = strstr(tc->file, "cases/");

	return from ? from : tc->file;
}

static void print_about(const struct test_case *tc)
{
	printf("%s/%s\n", tc->subject, tc->name);
	printf("  %s\n  %s\n  %s:%d\n", tc->about, tc->refs, source_file(tc),
	       tc->line);
	if (tc->needs)
		printf("  needs: %s\n", needs_text(tc->needs));
}

static bool is_among(char *const *paths, size_t n, const char *path)
{
	while (n--)
		if (!strcmp(paths[n], path))
			return true;
	return false;
}

/* All goldens of its variants, each once. Return: how many variants, or -1. */
static ssize_t show_case(const struct chosen *c, size_t left,
			 const struct arguments *a, const char *dir,
			 struct error *err)
{
	struct golden_set goldens;
	char **paths = NULL;
	char base[PATH_MAX];
	size_t i, k, n = 0;

	if (!a->script)
		print_about(c->tc);
	for (i = 0; i < left && c[i].tc == c->tc; i++) {
		if (golden_load(&goldens, chosen_base(c, dir, base,
						      sizeof(base)),
				c[i].variant->name, err))
			return -1;
		for (k = 0; k < goldens.n; k++) {
			struct golden *g = &goldens.golden[k];

			if (is_among(paths, n, g->path) || (a->script && n))
				continue;
			if (a->script)
				print_script(c->tc, g);
			else
				print_golden(g, a->ascii);
			paths = realloc(paths, (n + 1) * sizeof(*paths));
			if (!paths)
				memory_none();
			paths[n++] = strdup(g->path);
		}
		golden_clear(&goldens);
	}
	if (!n && a->script)
		fprintf(stderr, "%s: there is no golden trace yet\n", c->name);
	else if (!n)
		puts("\nThere is no golden trace yet.");
	while (n)
		free(paths[--n]);
	free(paths);
	return (ssize_t)i;
}

static int show_all(const struct arguments *a, const char *dir,
		    struct error *err)
{
	struct filter filter = {.slow = true};
	ssize_t n, shown = 0, at = 0;
	struct chosen *list;

	n = select_variants(a->globs, a->n_globs, &filter, &list, err);
	if (n < 0)
		return -1;
	while (at < n) {
		if (at)
			putchar('\n');
		shown = show_case(list + at, (size_t)(n - at), a, dir, err);
		if (shown < 0)
			break;
		at += shown;
	}
	free(list);
	return shown < 0 ? -1 : 0;
}

int command_show(int argc, char **argv)
{
	struct arguments a = {0};
	struct error err;
	const char *dir;

	argp_err_exit_status = STATUS_BROKEN;
	argp_parse(&argp, argc, argv, 0, NULL, &a);
	if (grid_name(a.globs[0]))
		return grid_show(a.globs[0], a.expected, a.cell);
	if (a.cell) {
		error_set(&err, "--cell is for grid/STATION");
		return complain(&err);
	}
	setlocale(LC_CTYPE, "");
	if (strcmp(nl_langinfo(CODESET), "UTF-8"))
		a.ascii = true;
	dir = expected_dir(a.expected, &err);
	if (!dir || show_all(&a, dir, &err))
		return complain(&err);
	return output_status(STATUS_GOOD);
}
