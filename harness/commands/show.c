/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lastack show: a case as a person wants to read it.
 */
#include "harness/commands/commands.h"
#include "harness/commands/grid.h"
#include "harness/judge/expected.h"
#include "harness/judge/golden.h"
#include "harness/play/needs.h"
#include "harness/report/colour.h"
#include "harness/report/ladder.h"
#include "harness/select.h"

#include <argp.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_EXPECTED = 256, KEY_ASCII, KEY_CELL };

struct arguments {
	const char *name;
	const char *expected;
	const char *cell;
	bool ascii;
};

static const struct argp_option options[] = {
	{"expected", KEY_EXPECTED, "DIR", 0, "Folder of golden traces", 0},
	{"ascii", KEY_ASCII, NULL, 0, "Draw without box characters", 0},
	{"cell", KEY_CELL, "CELL", 0, "Of a page of the grid: tell one cell, "
	 "like FIN.ACK,exact,una,0, as it happens now", 0},
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
	case ARGP_KEY_ARG:
		if (a->name)
			argp_error(state, "one case at a time");
		a->name = arg;
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
	options, parse, "CASE|grid/STATION",
	"Show what a case is about, its golden trace, and a ladder of it; or a "
	"page of the grid.",
	NULL, NULL, NULL
};

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
	for (i = 4; i < g->lines.n; i++)
		printf("%s\n", g->lines.line[i]);
	putchar('\n');
	if (g->problem)
		printf("%s\n", g->problem);
	else if (ladder_draw(stdout, text, !ascii, &err))
		printf("no ladder: %s\n", err.text);
	free(text);
}

/* The compiler was given the path from where it was built. */
static const char *file_in_tree(const struct test_case *tc)
{
	static const char folder[] = "/cases/";
	const char *file = tc->file, *at;

	for (at = strstr(file, folder); at; at = strstr(at + 1, folder))
		file = at + 1;
	return file;
}

int command_show(int argc, char **argv)
{
	struct filter filter = {.slow = true};
	struct golden_set goldens;
	struct arguments a = {0};
	const char *dir;
	struct chosen *list;
	struct error err;
	size_t i;

	argp_err_exit_status = STATUS_BROKEN;
	argp_parse(&argp, argc, argv, 0, NULL, &a);
	if (grid_name(a.name))
		return grid_show(a.name, a.expected, a.cell);
	if (a.cell) {
		error_set(&err, "--cell is for grid/STATION");
		return complain(&err);
	}
	setlocale(LC_CTYPE, "");
	if (strcmp(nl_langinfo(CODESET), "UTF-8"))
		a.ascii = true;
	dir = expected_dir(a.expected, &err);
	if (!dir || select_variants((char *[]){(char *)a.name}, 1, &filter,
				    &list, &err) < 0)
		return complain(&err);
	if (golden_load(&goldens, dir, list->tc->subject, list->tc->name,
			list->variant->name, &err))
		return complain(&err);
	printf("%s/%s\n", list->tc->subject, list->tc->name);
	printf("  %s\n  %s\n  %s:%d\n", list->tc->about, list->tc->refs,
	       file_in_tree(list->tc), list->tc->line);
	if (list->tc->needs)
		printf("  needs: %s\n", needs_text(list->tc->needs));
	for (i = 0; i < goldens.n; i++)
		print_golden(&goldens.golden[i], a.ascii);
	if (!goldens.n)
		puts("\nThere is no golden trace yet.");
	golden_clear(&goldens);
	free(list);
	return output_status(STATUS_GOOD);
}
