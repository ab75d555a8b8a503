/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lastack show grid/STATION: a page, or the story of one of its cells.
 */
#include "harness/grid/grid.h"
#include "harness/grid/known.h"
#include "harness/grid/probe.h"
#include "harness/judge/expected.h"
#include "harness/net/tun.h"
#include "harness/report/colour.h"
#include "harness/run/status.h"
#include "harness/stage/house.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>

const char *grid_name(const char *name)
{
	return strncmp(name, "grid/", 5) ? NULL : name + 5;
}

int grid_no_station(const char *name, struct error *err)
{
	char list[512] = "";
	const struct station *s;

	for (s = stations(); s->name; s++)
		strcat(strcat(list, s->name), ", ");
	strcat(list, CALLS_NAME);
	return error_set(err, "no station is called \"%s\" (%s)", name, list);
}

int grid_in_house(int (*run)(void *), void *arg)
{
	int status, caught, ret;
	struct error err;

	if (tun_missing()) {
		printf("SKIP  the grid %s\n", tun_missing());
		return output_status(STATUS_SKIPPED);
	}
	ret = house_run(run, arg, &status, &caught, &err);
	if (caught) {
		signal(caught, SIG_DFL);
		raise(caught);
	}
	return ret ? complain(&err) : status;
}

/* One cell, live: what the program would have told had it looked. */
struct telling {
	const struct station *station;
	struct cell cell;
	int family;
};

static int tell_cell(struct lane *lane, void *arg, struct error *err)
{
	struct telling *t = arg;
	struct reaction before, answer;
	char text[REACTION_TEXT];

	if (probe_segment(lane, t->station, NULL, &before, NULL, err) ||
	    probe_segment(lane, t->station, &t->cell, &answer, stdout, err))
		return -1;
	printf("%s\n", reaction_text(&answer, &before, t->cell.length, text));
	return 0;
}

int grid_tell(const struct station *station, const struct cell *cell,
	      int family, struct error *err)
{
	struct telling t = {.station = station, .cell = *cell};

	return sweep_in_lane(family, tell_cell, &t, err);
}

static int inside_cell(void *arg)
{
	const struct telling *t = arg;
	struct error err;

	if (sweep_in_lane(t->family, tell_cell, arg, &err))
		return complain(&err);
	return output_status(STATUS_GOOD);
}

static int show_cell(const struct station *station, int family,
		     const char *name, const struct page *page)
{
	struct telling t = {.station = station, .family = family};
	struct error err;

	if (cell_parse(name, &t.cell, &err))
		return complain(&err);
	if (page)
		printf("expected: %s\n\n",
		       page_text(page, cell_index(&t.cell)));
	return grid_in_house(inside_cell, &t);
}

/* A file of the table as it stands. */
static int show_calls(const char *dir, const char *name)
{
	static char text[CALLS_TEXT];
	struct notes notes;
	struct error err;

	/* Families that answer alike share a file. */
	if (calls_load(dir, name, text, &notes, &err) &&
	    (strcmp(name, CALLS_NAME "@6") || errno != ENOENT ||
	     calls_load(dir, CALLS_NAME, text, &notes, &err)))
		return complain(&err);
	fputs(text, stdout);
	return output_status(STATUS_GOOD);
}

static int show_station(const struct station *station, const char *dir,
			const char *name, const char *cell)
{
	static struct page page;
	const char *rest = name + strlen(station->name);
	int family = !strncmp(rest, "@6", 2) ? AF_INET6 : AF_INET;
	struct error err;
	bool missing = page_load(dir, name, &page, &err);

	if (missing && errno == ENOENT && !strcmp(rest, "@6"))
		missing = page_load(dir, station->name, &page, &err);
	if (missing && (!cell || errno != ENOENT || known_name(name)))
		return complain(&err);
	if (cell)
		return show_cell(station, family, cell, missing ? NULL : &page);
	page_write(stdout, &page, colour_wanted(stdout));
	return output_status(STATUS_GOOD);
}

/* Behind a station stands "@6", "~NAME", both, or nothing. */
static bool is_page(const char *rest)
{
	if (!strncmp(rest, "@6", 2))
		rest += 2;
	return !*rest || (*rest == '~' && rest[1] && !strchr(rest, '/'));
}

int grid_show(const char *name, const char *expected, const char *cell)
{
	const struct station *station;
	char plain[PAGE_NAME];
	struct error err;
	const char *dir = expected_dir(expected, &err);
	bool good;

	if (!dir)
		return complain(&err);
	name = grid_name(name);
	snprintf(plain, sizeof(plain), "%.*s", (int)strcspn(name, "@~"), name);
	good = is_page(name + strlen(plain)) && strlen(name) < PAGE_NAME;
	if (good && !strcmp(plain, CALLS_NAME) && !cell)
		return show_calls(dir, name);
	station = station_find(plain);
	if (good && station)
		return show_station(station, dir, name, cell);
	grid_no_station(name, &err);
	return complain(&err);
}
