/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lastack compare: runs side by side, or a run beside the golden traces.
 */
#include "harness/commands/commands.h"
#include "harness/compare/compare.h"
#include "harness/compare/pages.h"
#include "harness/judge/expected.h"

#include <argp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { KEY_EXPECTED = 256 };

struct arguments {
	const char *expected;
	char **dirs;
	size_t n;
};

static const struct argp_option options[] = {
	{"expected", KEY_EXPECTED, "DIR", 0, "Folder of golden traces that the "
	 "word expected means", 0},
	{0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *a = state->input;

	switch (key) {
	case KEY_EXPECTED:
		a->expected = arg;
		break;
	case ARGP_KEY_ARGS:
		a->dirs = state->argv + state->next;
		a->n = (size_t)(state->argc - state->next);
		if (a->n < 2)
			argp_error(state, "one run cannot be compared: "
				   "give two or more");
		if (a->n > COMPARE_MAX)
			argp_error(state, "at most %d runs", COMPARE_MAX);
		break;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "which runs? (see `lastack run --record`)");
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp argp = {
	options, parse, "RUN RUN...",
	"Show where runs differ; the others are compared with the first.\v"
	"A RUN is a folder written by `lastack run --record` or `lastack grid "
	"--record`, or a folder of golden traces. The word expected means the "
	"goldens of this program, unless there is a folder of that name; "
	"./expected is always that folder. Traces and pages "
	"of the grid are compared. Exit status: 0 no difference, 1 runs differ, "
	"2 usage error or a folder that is not a run.",
	NULL, NULL, NULL
};

/*
 * "expected" is a name for the program's goldens, as `run --expected` finds
 * them. A folder of that name is as good, if nothing else is asked for.
 */
static const char *folder_of(const struct arguments *a, const char *dir,
			     struct error *err)
{
	struct stat st;

	if (strcmp(dir, "expected") ||
	    (!a->expected && !stat(dir, &st) && S_ISDIR(st.st_mode)))
		return dir;
	return expected_dir(a->expected, err);
}

/* "monday/6.1" and "tuesday/6.1" need their whole names. */
static void part_labels(struct played *run, size_t n)
{
	bool twice[COMPARE_MAX] = {false};
	size_t i, k;

	for (i = 0; i < n; i++)
		for (k = 0; k < n; k++)
			if (i != k && !strcmp(run[i].label, run[k].label))
				twice[i] = true;
	for (i = 0; i < n; i++) {
		if (!twice[i])
			continue;
		free(run[i].label);
		run[i].label = strdup(run[i].dir);
	}
}

/* The runs that have traces; the order is kept. */
static size_t compare_traces(const struct played *run, size_t n)
{
	struct played with[COMPARE_MAX];
	struct comparison comparison;
	size_t i, k = 0, differ;

	for (i = 0; i < n; i++)
		if (run[i].n || !run[i].golden)
			with[k++] = run[i];
	if (k < 2)
		return 0;
	compare_runs(&comparison, with, k);
	differ = compare_print(stdout, &comparison);
	compare_clear(&comparison);
	return differ;
}

/* The same of pages; told behind the traces. */
static size_t compare_pages(const struct pages *pages, size_t n, bool behind)
{
	struct pages with[COMPARE_MAX];
	struct pages_comparison comparison;
	size_t i, k = 0, differ;

	for (i = 0; i < n; i++)
		if (pages[i].n)
			with[k++] = pages[i];
	if (k < 2)
		return 0;
	if (behind)
		putchar('\n');
	pages_compare(&comparison, with, k);
	differ = pages_print(stdout, &comparison);
	pages_compare_clear(&comparison);
	return differ;
}

static int load(struct played *run, struct pages *pages, const char *dir,
		struct error *err)
{
	return played_load(run, dir, err) || pages_load(pages, dir, err) ? -1 :
									   0;
}

/* Return: an exit status. */
static int compare_all(struct played *run, struct pages *pages, size_t n)
{
	size_t i, traces = 0, grids = 0, differ;
	struct error err;

	part_labels(run, n);
	for (i = 0; i < n; i++) {
		pages[i].label = run[i].label;
		traces += run[i].n || !run[i].golden;
		grids += !!pages[i].n;
	}
	if (traces < 2 && grids < 2) {
		error_set(&err, "no two of these runs have a trace or a page of "
			  "the grid in common");
		return complain(&err);
	}
	differ = compare_traces(run, n);
	differ += compare_pages(pages, n, traces > 1);
	return output_status(differ ? STATUS_FAILED : STATUS_GOOD);
}

int command_compare(int argc, char **argv)
{
	struct played run[COMPARE_MAX] = {{0}};
	struct pages pages[COMPARE_MAX] = {{0}};
	struct arguments a = {0};
	int status = STATUS_GOOD;
	struct error err;
	size_t i;

	argp_err_exit_status = STATUS_BROKEN;
	argp_parse(&argp, argc, argv, 0, NULL, &a);
	for (i = 0; i < a.n && status == STATUS_GOOD; i++) {
		const char *dir = folder_of(&a, a.dirs[i], &err);

		if (!dir || load(&run[i], &pages[i], dir, &err))
			status = complain(&err);
	}
	if (status == STATUS_GOOD)
		status = compare_all(run, pages, a.n);
	for (i = 0; i < a.n; i++) {
		played_clear(&run[i]);
		pages_clear(&pages[i]);
	}
	return status;
}
