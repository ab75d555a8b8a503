/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lastack grid: every station against every segment.
 */
#include "harness/commands/grid.h"
#include "harness/commands/commands.h"
#include "harness/grid/calls.h"
#include "harness/grid/compare.h"
#include "harness/grid/sweep.h"
#include "harness/judge/expected.h"
#include "harness/report/colour.h"
#include "harness/stage/house.h"

#include <argp.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_STATIONS 32
/* Lines that tell which cells changed alike. */
#define CELL_LINES 8

enum { KEY_RECORD = 256, KEY_AGAINST, KEY_BLESS, KEY_EXPECTED, KEY_MARKDOWN };

enum grid_task { TASK_COMPARE, TASK_RFC, TASK_BLESS, TASK_DRY };

struct arguments {
	const char *expected, *record, *cell;
	enum grid_task task;
	bool markdown, calls;
	char **names;
	unsigned n_names;
	const struct station *list[MAX_STATIONS];
	unsigned n;
	unsigned changed, written;
};

static const struct argp_option options[] = {
	{"record", KEY_RECORD, "DIR", 0, "Write the pages there as well", 0},
	{"against", KEY_AGAINST, "WHAT", 0, "What to compare with: expected "
	 "or rfc9293", 0},
	{"bless", KEY_BLESS, NULL, 0, "Write the pages that are expected", 0},
	{"expected", KEY_EXPECTED, "DIR", 0, "Folder of golden traces", 0},
	{"markdown", KEY_MARKDOWN, NULL, 0, "With --against rfc9293: as a "
	 "document", 0},
	{0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *a = state->input;

	switch (key) {
	case KEY_RECORD:
		a->record = arg;
		break;
	case KEY_AGAINST:
		if (!strcmp(arg, "rfc9293"))
			a->task = TASK_RFC;
		else if (strcmp(arg, "expected"))
			argp_error(state, "--against takes expected or "
				   "rfc9293, not \"%s\"", arg);
		break;
	case KEY_BLESS:
		a->task = TASK_BLESS;
		break;
	case KEY_MARKDOWN:
		a->markdown = true;
		break;
	case KEY_EXPECTED:
		a->expected = arg;
		break;
	case ARGP_KEY_ARGS:
		a->names = state->argv + state->next;
		a->n_names = (unsigned)(state->argc - state->next);
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp argp = {
	options, parse, "[STATION...]",
	"Probe the kernel in every station with every segment, over IPv4 and "
	"IPv6, and compare the answers with the pages that are expected.\v"
	"A station is a way to be in a state, like FIN_WAIT1-orphan; those "
	"that are named get their pages printed. `lastack show grid/STATION` shows "
	"what is expected, and with --cell what becomes of one segment.",
	NULL, NULL, NULL
};

static int choose(struct arguments *a, struct error *err)
{
	const struct station *s;
	unsigned i;

	for (i = 0; i < a->n_names; i++) {
		const char *name = grid_name(a->names[i]);

		name = name ? name : a->names[i];
		if (!strcmp(name, CALLS_NAME)) {
			a->calls = true;
			continue;
		}
		s = station_find(name);
		if (!s)
			return grid_no_station(name, err);
		if (a->n == MAX_STATIONS)
			return error_set(err, "too many stations");
		a->list[a->n++] = s;
	}
	if (!a->n_names)
		a->calls = true;
	for (s = stations(); !a->n_names && s->name; s++)
		a->list[a->n++] = s;
	return 0;
}

static void print_change(const struct change *c, const struct station *station,
			 int family)
{
	struct cell cell = cell_at(c->first);
	char name[CELL_NAME];
	struct error err;

	printf("  expected  %s\n  actual    %s\n", c->before, c->after);
	change_write_cells(stdout, c->has, "    ", CELL_LINES);
	printf("  lastack show grid/%s%s --cell %s\n\n", station->name,
	       family == AF_INET6 ? "@6" : "", cell_name(&cell, name));
	if (grid_tell(station, &cell, family, &err))
		complain(&err);
	putchar('\n');
}

static void print_changes(const struct changes *changes,
			  const struct station *station, int family)
{
	unsigned i;

	printf("FAIL  grid/%s over IPv%c: %u of %u cells changed\n",
	       station->name, family == AF_INET ? '4' : '6', changes->cells,
	       (unsigned)GRID_CELLS);
	for (i = 0; i < changes->n; i++)
		print_change(&changes->change[i], station, family);
}

/* The page of a family: its own one, where there is one. */
static int load_expected(const char *dir, const struct station *station,
			 int family, struct page *page, struct error *err)
{
	char name[PAGE_NAME];

	if (family == AF_INET6) {
		snprintf(name, sizeof(name), "%s@6", station->name);
		if (!page_load(dir, name, page, err))
			return 0;
		if (errno != ENOENT)
			return -1;
	}
	return page_load(dir, station->name, page, err);
}

static int compare(struct arguments *a, const struct station *station,
		   const struct page *actual, int family, struct error *err)
{
	static struct changes changes;
	static struct page expected;

	if (load_expected(a->expected, station, family, &expected, err)) {
		if (errno != ENOENT)
			return -1;
		printf("FAIL  grid/%s: there is no page yet; look at it and "
		       "write it with\n  lastack bless grid/%s\n",
		       station->name, station->name);
		a->changed++;
		return 0;
	}
	page_compare(&expected, actual, &changes);
	if (!changes.cells)
		return 0;
	a->changed += changes.cells;
	print_changes(&changes, station, family);
	return 0;
}

static void print_blessing(const struct page *before, const struct page *after)
{
	static struct changes changes;
	unsigned i;

	page_compare(before, after, &changes);
	for (i = 0; i < changes.n; i++) {
		printf("  before  %s\n  after   %s\n",
		       changes.change[i].before, changes.change[i].after);
		change_write_cells(stdout, changes.change[i].has, "    ",
				   CELL_LINES);
	}
}

static int bless(struct arguments *a, const struct page *page,
		 struct error *err)
{
	static struct page old;
	bool had = !page_load(a->expected, page->name, &old, NULL);

	if (had && page_equal(&old, page))
		return 0;
	printf("grid/%s%s\n", page->name, had ? "" : " (new)");
	if (had)
		print_blessing(&old, page);
	else
		page_write(stdout, page, false);
	putchar('\n');
	a->written++;
	return a->task == TASK_DRY ? 0 : page_save(a->expected, page, err);
}

static int forget(const char *dir, const char *name, struct error *err)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/grid/%s.grid", dir, name);
	if (unlink(path) && errno != ENOENT)
		return error_errno(err, "%s", path);
	return 0;
}

/* Families that answer alike share a page. */
static int take_station(struct arguments *a, const struct station *station,
			struct sweep_part *parts, struct error *err)
{
	static struct page page[SWEEP_FAMILIES];
	bool equal;
	int i;

	for (i = 0; i < SWEEP_FAMILIES; i++)
		if (page_build(&page[i], station, parts[i].answers,
			       &parts[i].before, err))
			return -1;
	equal = page_equal(&page[0], &page[1]);
	snprintf(page[1].name, sizeof(page[1].name), "%s@6", station->name);
	if (a->n_names && a->task == TASK_COMPARE)
		page_write(stdout, &page[0], colour_wanted(stdout));
	if (a->n_names && a->task == TASK_COMPARE && !equal)
		page_write(stdout, &page[1], colour_wanted(stdout));
	for (i = 0; i < (equal ? 1 : SWEEP_FAMILIES); i++) {
		if (a->record && page_save(a->record, &page[i], err))
			return -1;
		if (a->task != TASK_COMPARE && bless(a, &page[i], err))
			return -1;
	}
	if (equal && a->task == TASK_BLESS)
		return forget(a->expected, page[1].name, err);
	if (a->task != TASK_COMPARE)
		return 0;
	return compare(a, station, &page[0], AF_INET, err) ||
	       compare(a, station, &page[1], AF_INET6, err) ? -1 : 0;
}

static void print_closing(const struct arguments *a, const struct sweep *sweep)
{
	double wall = (double)sweep->wall_ns / 1e9;
	double busy = (double)sweep->busy_ns / 1e9;

	if (!sweep->n) {
		puts(a->changed ? "grid: the calls changed" :
		     a->written ? "grid: the calls are written" :
				  "grid: the calls are as expected");
		return;
	}
	printf("grid: %u station%s, %llu probes in %.1f s, %.0f a second of "
	       "CPU time", sweep->n, sweep->n == 1 ? "" : "s",
	       (unsigned long long)sweep->probes, wall,
	       (double)sweep->probes / busy);
	if (sweep->disturbed)
		printf(", %llu of them disturbed and repeated",
		       (unsigned long long)sweep->disturbed);
	if (a->task == TASK_COMPARE)
		printf(a->changed ? "; %u cell%s changed" : "; as expected",
		       a->changed, a->changed == 1 ? "" : "s");
	else
		printf("; %u page%s %s", a->written, a->written == 1 ? "" : "s",
		       a->task == TASK_DRY ? "would change" : "written");
	putchar('\n');
}

static int take_calls(struct arguments *a, struct error *err)
{
	unsigned changed;

	if (grid_calls(a->expected, a->record, a->task >= TASK_BLESS,
		       a->task == TASK_DRY, &changed, err))
		return -1;
	if (a->task >= TASK_BLESS)
		a->written += changed;
	else
		a->changed += changed;
	return 0;
}

static int inside(void *arg)
{
	struct arguments *a = arg;
	struct sweep sweep = {0};
	struct error err;
	unsigned i;

	if (a->n && sweep_run(&sweep, a->list, a->n, &err))
		return house_interrupted() ? STATUS_BROKEN : complain(&err);
	if (a->task == TASK_RFC) {
		int ret = grid_rfc_report(a->list, &sweep, a->markdown, &err);

		sweep_free(&sweep);
		return ret < 0 ? complain(&err) :
				 output_status(ret ? STATUS_FAILED :
						     STATUS_GOOD);
	}
	for (i = 0; i < sweep.n; i++)
		if (take_station(a, a->list[i], sweep.part[i], &err))
			return complain(&err);
	if (a->calls && take_calls(a, &err))
		return complain(&err);
	print_closing(a, &sweep);
	sweep_free(&sweep);
	return output_status(a->changed ? STATUS_FAILED : STATUS_GOOD);
}

static int run_grid(struct arguments *a)
{
	struct error err;

	if (a->task >= TASK_BLESS && getenv("CI")) {
		error_set(&err, "bless: not on CI: a page has to be read by a "
			  "person");
		return complain(&err);
	}
	a->expected = expected_dir(a->expected, &err);
	if (!a->expected || choose(a, &err))
		return complain(&err);
	if (a->task == TASK_RFC && !a->n) {
		error_set(&err, "the table of calls is not compared with RFC "
			  "9293: name a station");
		return complain(&err);
	}
	return grid_in_house(inside, a);
}

int command_grid(int argc, char **argv)
{
	struct arguments a = {0};

	argp_err_exit_status = STATUS_BROKEN;
	argp_parse(&argp, argc, argv, 0, NULL, &a);
	return run_grid(&a);
}

int grid_bless(char **names, unsigned n, const char *expected, bool dry)
{
	struct arguments a = {
		.names = names,
		.n_names = n,
		.expected = expected,
		.task = dry ? TASK_DRY : TASK_BLESS,
	};

	return run_grid(&a);
}
