/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How far a run has come, in one line of the terminal that is drawn again and
 * again. Whoever writes to the same terminal hides the line first:
 *
 *	progress_begin(&progress, stderr, planned);
 *	for each result:
 *		progress_hide(&progress);
 *		format->result(out, state, &result);
 *		fflush(out);
 *		progress_result(&progress, result.verdict);
 *	progress_hide(&progress);
 *	format->end(out, state, &summary);
 */
#ifndef HARNESS_REPORT_PROGRESS_H
#define HARNESS_REPORT_PROGRESS_H

#include "harness/judge/verdict.h"

#include <stdbool.h>
#include <stddef.h>

/**
 * struct progress_meter - counts, perhaps where another process reads them
 * @planned: 0 as long as it has not begun
 */
struct progress_meter {
	volatile size_t planned, done;
	volatile unsigned failed, broken;
};

/**
 * struct progress - the line and what it counts
 * @out: the terminal; NULL when there is none and nothing is ever drawn
 * @drawn: the line is on the screen
 */
struct progress {
	FILE *out;
	struct progress_meter counts;
	bool drawn;
};

/**
 * progress_begin() - start counting, and draw the line
 * @progress: needs no initialisation and no release
 * @out: where to draw; without a terminal there, or with TERM unset or "dumb",
 *       nothing is ever written
 * @planned: number of results that are going to come
 */
void progress_begin(struct progress *progress, FILE *out, size_t planned);

/** progress_result() - count one more result, and draw the line again */
void progress_result(struct progress *progress, enum verdict verdict);

/**
 * progress_open() - a line without counts, for progress_text()
 * @out: as for progress_begin()
 */
void progress_open(struct progress *progress, FILE *out);

/** progress_text() - draw any text; what does not fit the terminal is cut */
void progress_text(struct progress *progress, const char *text);

/** progress_share() - from now on this process counts there as well */
void progress_share(struct progress_meter *meter);

/** progress_meter_text() - "412 of 915, 1 failed", or "boots" */
void progress_meter_text(const struct progress_meter *meter, char *text,
			 size_t size);

/** progress_hide() - take the line off the screen until the next result */
void progress_hide(struct progress *progress);

#endif
