/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What other commands do when they are given the name of a page of the grid.
 */
#ifndef HARNESS_COMMANDS_GRID_H
#define HARNESS_COMMANDS_GRID_H

#include "harness/grid/sweep.h"

#include <stdbool.h>

/** grid_name() - the station in "grid/STATION", or NULL */
const char *grid_name(const char *name);

/**
 * grid_show() - lastack show grid/STATION
 * @name: "grid/ESTABLISHED"
 * @expected: folder, or NULL for the usual one
 * @cell: tell this cell as it happens now, or NULL: the whole page
 *
 * Return: an exit status.
 */
int grid_show(const char *name, const char *expected, const char *cell);

/**
 * grid_bless() - lastack bless grid/STATION...
 * @names: "grid/ESTABLISHED", ...; or names of stations
 * @n: how many; 0 for all
 * @expected: folder, or NULL for the usual one
 * @dry: write nothing
 *
 * Return: an exit status.
 */
int grid_bless(char **names, unsigned n, const char *expected, bool dry);

/** grid_no_station() - "no station is called ..."; returns -1 */
int grid_no_station(const char *name, struct error *err);

/**
 * grid_in_house() - house_run(), where there are TUN devices
 * @run: returns an exit status
 *
 * Return: an exit status; 77 where there are none.
 */
int grid_in_house(int (*run)(void *), void *arg);

/** grid_tell() - inside a house: print what becomes of a cell; 0, or -1 */
int grid_tell(const struct station *station, const struct cell *cell,
	      int family, struct error *err);

/**
 * grid_calls() - make every call in every station
 * @expected: folder to compare with, or to write to
 * @record: folder to write to as well, or NULL
 * @write: bless; @dry: say what would change
 * @changed: lines that changed, or tables that were written
 * @err: filled on error
 *
 * Inside a house. Return: 0, or -1.
 */
int grid_calls(const char *expected, const char *record, bool write, bool dry,
	       unsigned *changed, struct error *err);

/** grid_show_calls() - print the table that is expected; 0, or -1 */
int grid_show_calls(const char *expected, struct error *err);

/**
 * grid_rfc_report() - print where the kernel leaves RFC 9293
 * @list: the stations that were swept
 * @sweep: what was found; IPv4 is told of, pages tell whether IPv6 is equal
 * @markdown: as docs/deviations.md
 * @err: filled on error
 *
 * Return: 0 when every difference has a name, 1 when not, -1 on error.
 */
int grid_rfc_report(const struct station *const *list,
		    const struct sweep *sweep, bool markdown,
		    struct error *err);

#endif
