/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lastack show grid/STATION: a page, or the story of one of its cells.
 */
#include "harness/commands/grid.h"
#include "harness/commands/commands.h"
#include "harness/grid/calls.h"
#include "harness/grid/page.h"
#include "harness/grid/probe.h"
#include "harness/judge/expected.h"
#include "harness/report/colour.h"
#include "harness/stage/house.h"
#include "harness/stage/tun.h"

#include <signal.h>
#include <string.h>
#include <sys/socket.h>

#define STATUS_SKIPPED 77

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

int grid_show(const char *name, const char *expected, const char *cell)
{
	static struct page page;
	const struct station *station;
	char plain[PAGE_NAME];
	struct error err;
	const char *dir = expected_dir(expected, &err);
	const char *family;
	int missing;

	if (!dir)
		return complain(&err);
	name = grid_name(name);
	snprintf(plain, sizeof(plain), "%.*s", (int)strcspn(name, "@"), name);
	if (!strcmp(plain, CALLS_NAME)) {
		if (grid_show_calls(dir, &err))
			return complain(&err);
		return output_status(STATUS_GOOD);
	}
	station = station_find(plain);
	family = name + strlen(plain);
	if (!station || (*family && strcmp(family, "@6"))) {
		grid_no_station(name, &err);
		return complain(&err);
	}
	/* Families that answer alike share a page. */
	missing = page_load(dir, name, &page, &err) &&
		  page_load(dir, plain, &page, &err);
	if (cell)
		return show_cell(station,
				 *family ? AF_INET6 : AF_INET, cell,
				 missing ? NULL : &page);
	if (missing)
		return complain(&err);
	page_write(stdout, &page, colour_wanted(stdout));
	return output_status(STATUS_GOOD);
}
