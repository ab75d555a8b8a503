/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reports: how a run is shown. Each format is a small table of functions; all
 * write to a FILE that the caller checks and closes.
 */
#ifndef HARNESS_REPORT_REPORT_H
#define HARNESS_REPORT_REPORT_H

#include "harness/judge/verdict.h"

#include <stdbool.h>
#include <stddef.h>

/**
 * struct run_facts - what a report may say about the run as a whole
 * @kernel: uname release and version, or NULL
 * @planned: number of results that are going to come
 * @colour: write ANSI colour (text only; see colour_wanted())
 * @verbose: also name passed variants (text only)
 * @expected: the golden folder as a user would name it, or NULL (text only)
 * @record: the folder of the record, or NULL when there is none (text only)
 *
 * Need only live until begin() has returned.
 */
struct run_facts {
	const char *kernel;
	size_t planned;
	bool colour;
	bool verbose;
	const char *expected, *record;
};

/**
 * struct report_format - one way of showing a run
 * @name: as in --format
 * @begin: called once; returns the report's own state, NULL is allowed
 * @result: called once for each result, in order of their ending
 * @end: called once; frees the state. Also called when the run was
 *       interrupted: the output so far must be well formed.
 */
struct report_format {
	const char *name;
	void *(*begin)(FILE *out, const struct run_facts *facts);
	void (*result)(FILE *out, void *state, const struct result *r);
	void (*end)(FILE *out, void *state, const struct summary *sum);
};

extern const struct report_format report_text;
extern const struct report_format report_ktap;
extern const struct report_format report_json;
extern const struct report_format report_junit;

/**
 * report_find() - the format that --format names
 * @name: "text", "ktap" or "json"; JUnit has an option of its own, because it
 *        goes to a file beside one of these
 *
 * Return: the format, or NULL for an unknown name.
 */
const struct report_format *report_find(const char *name);

#endif
