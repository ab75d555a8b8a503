/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of `lastack grid`, and what other commands do when they are given
 * the name of a page.
 */
#ifndef HARNESS_GRID_GRID_H
#define HARNESS_GRID_GRID_H

#include "harness/grid/answers.h"

#include <stdbool.h>
#include <stdio.h>

#define GRID_STATIONS 32
#define GRID_KERNELS  16
/* Lines that show which cells have the same change. */
#define GRID_CELL_LINES 8

enum grid_task { GRID_COMPARE, GRID_RFC, GRID_BLESS, GRID_DRY };

/**
 * struct grid_arguments - the words of `lastack grid`
 * @expected: folder to compare with
 * @record: folder to write to, or NULL
 * @kernel: where to probe: "host", or an image; in the order they were given
 * @task: what to do with the answers
 * @markdown: GRID_RFC as a document
 * @json: print the answers as lines of JSON, and judge nothing
 * @strict: a known behaviour is a failure
 * @calls: make the calls, too
 * @listing: probe nothing, and print the names there are
 * @details: with a sentence about each
 * @names: stations that were named
 * @list: all that are probed
 * @jobs: how much is done at once, or 0
 * @shard, @shards: which part of them, from 1 on; 0 of 0: all
 */
struct grid_arguments {
	const char *expected, *record;
	const char *kernel[GRID_KERNELS];
	size_t kernels;
	enum grid_task task;
	bool markdown, json, strict, calls, listing, details;
	char **names;
	unsigned n_names;
	const struct station *list[GRID_STATIONS];
	unsigned n;
	unsigned jobs, shard, shards;
};

/**
 * struct grid_tally - what judging came to
 * @changed: cells, lines of the calls, missing pages
 * @known: pages that are those of known behaviours
 * @refused: such pages that are failures nevertheless
 * @written: pages that were blessed, or would have been
 */
struct grid_tally {
	unsigned changed, known, refused, written;
};

/**
 * grid_judge_station() - compare a page with the expected one, and print it
 * @a: the words
 * @answers: all of one kernel
 * @i: which station of them
 * @here: of the kernel that runs, and inside a house: stories can be played
 * @tally: added to
 * @err: filled on error
 *
 * Return: 0, also when there are differences; -1 on error.
 */
int grid_judge_station(const struct grid_arguments *a,
		       const struct answers *answers, unsigned i, bool here,
		       struct grid_tally *tally, struct error *err);

/** grid_judge_calls() - the same of the tables of calls */
int grid_judge_calls(const struct grid_arguments *a,
		     const struct answers *answers, bool here,
		     struct grid_tally *tally, struct error *err);

/** grid_write() - make them what is expected, and show what changes; 0, -1 */
int grid_write(const struct grid_arguments *a, const struct answers *answers,
	       struct grid_tally *tally, struct error *err);

/**
 * grid_take() - all that is done with answers of this kernel
 *
 * Records, prints, judges or blesses them, and prints the closing line.
 *
 * Return: an exit status.
 */
int grid_take(const struct grid_arguments *a, const struct answers *answers,
	      const char *record);

/**
 * grid_take_station() - all that is done with one station, as soon as it is known
 * @i: which of @answers
 * @record: folder, or NULL
 * @here: as for grid_judge_station()
 *
 * Return: 0, or -1.
 */
int grid_take_station(const struct grid_arguments *a,
		      const struct answers *answers, unsigned i,
		      const char *record, bool here, struct grid_tally *tally,
		      struct error *err);

/** grid_take_calls() - the same of the tables of calls */
int grid_take_calls(const struct grid_arguments *a,
		    const struct answers *answers, const char *record,
		    bool here, struct grid_tally *tally, struct error *err);

/**
 * grid_take_end() - finish the record, and print the closing line
 * @tally: of all that was taken
 *
 * Return: an exit status.
 */
int grid_take_end(const struct grid_arguments *a,
		  const struct answers *answers, const char *record, bool here,
		  const struct grid_tally *tally);

/** grid_tell_run() - the first line of JSON: what it is made on */
void grid_tell_run(unsigned planned);

/** grid_tell_report() - what was found against the RFC, as a line of JSON */
void grid_tell_report(const char *text);

/**
 * grid_kernel() - boot a kernel and probe there
 * @a: the words; their kernels are not looked at
 * @kernel: as `lastack run -k` takes it
 * @record: folder for its pages, or NULL
 * @caught: SIGINT, SIGTERM or SIGHUP if one came meanwhile, else 0
 *
 * Return: an exit status.
 */
int grid_kernel(const struct grid_arguments *a, const char *kernel,
		const char *record, int *caught);

/** grid_name() - the station in "grid/STATION", or NULL */
const char *grid_name(const char *name);

/**
 * grid_show() - lastack show grid/STATION
 * @name: "grid/ESTABLISHED"
 * @expected: folder, or NULL for the usual one
 * @cell: play this cell and print its story, or NULL: the whole page
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

/**
 * grid_list() - print the names of stations, and that of the calls, one a line
 * @globs: only those that match one: "FIN_WAIT*", "grid/LISTEN", or "grid"
 * @n: how many; 0 for all stations
 * @prefix: what stands before each name
 * @details: a sentence about each, too
 * @err: names the first glob that nothing matches; then nothing is printed
 *
 * Return: 0, or -1.
 */
int grid_list(char *const *globs, unsigned n, const char *prefix, bool details,
	      struct error *err);

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
 * grid_rfc_report() - print where the kernel leaves RFC 9293
 * @list: the stations that were swept
 * @sweep: the results; those of IPv4 are printed, and whether IPv6 is equal
 * @markdown: as docs/deviations.md
 * @out: where to
 * @err: filled on error
 *
 * Return: 0 when every difference has a name, 1 when not, -1 on error.
 */
int grid_rfc_report(const struct station *const *list,
		    const struct sweep *sweep, bool markdown, FILE *out,
		    struct error *err);

#endif
