/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a kernel may answer in a station: the page that is expected, or one of
 * the known behaviours beside it. A version decides nothing, since stable
 * kernels receive changes: what is equal to a page is judged by it.
 */
#ifndef HARNESS_GRID_KNOWN_H
#define HARNESS_GRID_KNOWN_H

#include "harness/grid/calls.h"
#include "harness/grid/compare.h"

#define KNOWN_MAX 32

/**
 * struct known_list - names of files that may be answered
 * @name: "STATION@6" or "STATION" first, if there is one; then "STATION~NAME"
 *        and, over IPv6, "STATION@6~NAME", sorted
 */
struct known_list {
	unsigned n;
	char name[KNOWN_MAX][PAGE_NAME];
};

/**
 * known_find() - which files a station has
 * @dir: folder with grid/ in it
 * @station: its name, or CALLS_NAME
 * @family: AF_INET or AF_INET6
 * @list: filled; empty when there are none
 * @err: filled on error
 *
 * Return: 0, or -1.
 */
int known_find(const char *dir, const char *station, int family,
	       struct known_list *list, struct error *err);

/** known_name() - NAME of "STATION~NAME"; NULL of an expected page */
const char *known_name(const char *name);

enum judgement_kind {
	JUDGED_MISSING, /* nothing is expected there, and no page is equal */
	JUDGED_EXPECTED,
	JUDGED_KNOWN,
	JUDGED_OVER,	/* a known behaviour that was to have ended */
	JUDGED_BACK,	/* one that this kernel's series had left */
	JUDGED_CHANGED, /* no page is equal */
};

/**
 * struct judgement - by which page, and what was found
 * @kind: what
 * @name: of the page: the one that is equal, or the closest one
 * @notes: those of a known behaviour
 * @why: of JUDGED_BACK: "came back: ..."
 * @page: of a station: that page, which @changes points into
 * @changes: of a station: what is different from it
 * @text: of the calls: that table
 * @lines: of the calls: how many lines differ from it
 */
struct judgement {
	enum judgement_kind kind;
	char name[PAGE_NAME];
	struct notes notes;
	char why[NOTES_WHY];
	struct page page;
	struct changes changes;
	char text[CALLS_TEXT];
	unsigned lines;
};

/**
 * known_judge() - a page among those that may be answered
 * @dir: folder of what is expected
 * @actual: what was answered
 * @station: whose
 * @family: AF_INET or AF_INET6
 * @kernel: its version, to the point release
 * @j: filled
 * @err: filled on error
 *
 * Return: 0, or -1: a page, be it that of another kernel, has a fault.
 */
int known_judge(const char *dir, const struct page *actual,
		const char *station, int family, const char *kernel,
		struct judgement *j, struct error *err);

/** known_judge_calls() - the same of a table of calls */
int known_judge_calls(const char *dir, const char *actual, int family,
		      const char *kernel, struct judgement *j,
		      struct error *err);

#endif
