/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * All that one kernel answered: pages and tables of calls, made here or sent
 * by a lastack in a kernel under test.
 */
#ifndef HARNESS_GRID_ANSWERS_H
#define HARNESS_GRID_ANSWERS_H

#include "harness/grid/page.h"
#include "harness/grid/sweep.h"

#include <jansson.h>

/**
 * struct answered - one station
 * @station: which
 * @page: of both families; their names are those of files
 * @has: which of them are there
 * @equal: both families answer alike
 */
struct answered {
	const struct station *station;
	struct page page[SWEEP_FAMILIES];
	bool has[SWEEP_FAMILIES];
	bool equal;
};

/**
 * struct answers - of one kernel
 * @n: stations
 * @of: them
 * @calls: of both families, CALLS_TEXT octets each; NULL: they were not made
 * @release: of the kernel
 * @version: of the kernel, to the point release
 * @probes, @disturbed, @busy_ns, @wall_ns: as in struct sweep, summed up
 * @facts: what it was made on, for the record; may be NULL
 */
struct answers {
	unsigned n;
	struct answered *of;
	char *calls[SWEEP_FAMILIES];
	char release[128], version[128];
	uint64_t probes, disturbed;
	int64_t busy_ns, wall_ns;
	json_t *facts;
};

/** answers_begin() - make room for stations; to be cleared */
void answers_begin(struct answers *a, const struct station *const *list,
		   unsigned n);

/** answers_of() - whose they are, in the words of uname() */
void answers_of(struct answers *a, const char *release, const char *version);

/**
 * answers_add() - take what a sweep has found
 * @a: to add to
 * @first: index of the first of its stations
 * @sweep: what it found
 * @err: filled on error
 *
 * Return: 0, or -1.
 */
int answers_add(struct answers *a, unsigned first, const struct sweep *sweep,
		struct error *err);

/** answers_make_calls() - inside a house: make all calls; 0, or -1 */
int answers_make_calls(struct answers *a, struct error *err);

/**
 * answers_save() - write them to DIR/grid, and DIR/grid.json about them
 * @a: what
 * @dir: is made when it is not there
 * @err: filled on error
 *
 * A page of IPv6 that an earlier record left there, and that would not be
 * true now, is removed.
 *
 * Return: 0, or -1.
 */
int answers_save(const struct answers *a, const char *dir, struct error *err);

/**
 * answers_save_station() - one station of them, as soon as it is there
 *
 * A record is complete when answers_save_facts() has been called.
 *
 * Return: 0, or -1.
 */
int answers_save_station(const struct answers *a, unsigned i, const char *dir,
			 struct error *err);

/** answers_save_calls() - the tables of calls alone; 0, or -1 */
int answers_save_calls(const struct answers *a, const char *dir,
		       struct error *err);

/** answers_save_facts() - DIR/grid.json alone; 0, or -1 */
int answers_save_facts(const struct answers *a, const char *dir,
		       struct error *err);

/** answers_put() - one line of JSON, at once; @line is let go of */
void answers_put(FILE *out, json_t *line);

/**
 * answers_tell_page() - a station as lines of JSON
 *
 * {"type":"page","name":"LISTEN","family":4,"text":"# grid/..."}; of IPv6,
 * "same":true in place of the text where it is equal.
 */
void answers_tell_page(FILE *out, const struct answered *one);

/** answers_tell_calls() - the same of both tables of calls */
void answers_tell_calls(FILE *out, const struct answers *a);

/** answers_tell_closing() - how many probes there were */
void answers_tell_closing(FILE *out, const struct answers *a);

/**
 * answers_take() - a line of those, on the other side
 * @a: to add to
 * @type: of the line; others than "page" and "closing" are not looked at
 * @line: the line
 * @err: filled on error
 *
 * Return: 0, or -1: it is damaged, or of a station that was not asked for.
 */
int answers_take(struct answers *a, const char *type, const json_t *line,
		 struct error *err);

/**
 * answers_missing() - what has not come
 * @a: what came
 * @calls: the calls were asked for as well
 *
 * Return: the name of the first one, or NULL.
 */
const char *answers_missing(const struct answers *a, bool calls);

void answers_clear(struct answers *a);

#endif
