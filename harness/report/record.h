/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A run record: a folder of traces in the form of expected/, and run.json,
 * which says what they were recorded with.
 */
#ifndef HARNESS_REPORT_RECORD_H
#define HARNESS_REPORT_RECORD_H

#include "base/error.h"
#include "harness/judge/verdict.h"

#include <jansson.h>

struct record;

/**
 * record_begin() - make the folder, and see that it can be written to
 * @dir: is made when it is not there; what is in it is written over
 * @part: NULL; of a part of a run "2-of-4", so that run.2-of-4.json lies beside
 *        those of the other parts when their folders are put together
 * @err: filled on error
 *
 * Return: the record, or NULL with a line that names the folder.
 */
struct record *record_begin(const char *dir, const char *part,
			    struct error *err);

/**
 * record_result() - write subject/case@variant.trace
 *
 * A file is complete or not there: it is written aside and renamed.
 *
 * Return: 0, or -1 with a line that names the file.
 */
int record_result(struct record *rec, const struct result *r,
		  struct error *err);

/**
 * record_facts() - what it was recorded on, if that is not this very kernel
 * @facts: as facts_here() gives it, and more
 */
void record_facts(struct record *rec, json_t *facts);

/**
 * record_end() - write run.json and let go of the record
 *
 * Return: 0, or -1; @err is kept if it has an earlier fault.
 */
int record_end(struct record *rec, const struct summary *sum,
	       struct error *err);

#endif
