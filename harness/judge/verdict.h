/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What was found out about one variant of a case, and the sum of a run.
 * Reports are made of these and of nothing else.
 */
#ifndef HARNESS_JUDGE_VERDICT_H
#define HARNESS_JUDGE_VERDICT_H

#include <stdint.h>
#include <stdio.h>

enum verdict {
	VERDICT_PASS,	/* the trace is the golden trace */
	VERDICT_KNOWN,	/* the trace is that of a named known behaviour */
	VERDICT_FAIL,	/* the kernel did neither */
	VERDICT_BROKEN, /* the harness could not do its job */
	VERDICT_SKIP,	/* this machine lacks a need the case declares */
	VERDICT_COUNT
};

/** verdict_word() - "PASS", "KNOWN", "FAIL", "BROKEN" or "SKIP" */
const char *verdict_word(enum verdict v);

/* Stands before the reason in the place of a path. */
#define CAPTURE_NOT_KEPT "not kept: "

/**
 * struct result - the outcome of one variant
 * @name: "subject/case@variant"
 * @about: the case's own sentence
 * @reason: one line for FAIL, BROKEN and SKIP; the behaviour's name for KNOWN;
 *          NULL for PASS
 * @story: several lines for FAIL and BROKEN: expected beside actual, or the
 *         last trace; NULL when there is none
 * @difference: of a FAIL that differs from a golden the first line that does, as
 *		"expected  LINE\nactual    LINE\n"; else NULL
 * @trace: the trace as it happened, or NULL
 * @pcap: path of the capture on disk; CAPTURE_NOT_KEPT and why, when it could not
 *	  be written; or NULL
 * @rerun: the exact shell command that runs this variant again
 * @disturbed: attempts given up because the machine was too slow
 * @wall_ns: wall time of the last attempt
 * @cpu_ns: CPU time of the last attempt, its player processes included
 */
struct result {
	char *name;
	char *about;
	enum verdict verdict;
	char *reason;
	char *story;
	char *difference;
	char *trace;
	char *pcap;
	char *rerun;
	unsigned disturbed;
	int64_t wall_ns;
	int64_t cpu_ns;
};

/** result_clear() - free what a result holds; all of it is empty afterwards */
void result_clear(struct result *r);

/**
 * struct summary - the sum of a run
 * @count: results by verdict
 * @disturbed: attempts given up and made again
 * @interrupted: number of the signal that ended the run early, or 0
 * @unplayed: how many were not played because the run stopped at a failure
 */
struct summary {
	unsigned count[VERDICT_COUNT];
	unsigned disturbed;
	unsigned unplayed;
	int interrupted;
	int64_t wall_ns;
};

/** summary_add() - count one result, and its disturbed attempts */
void summary_add(struct summary *sum, const struct result *r);

/** summary_total() - how many results were added, whatever their verdict */
unsigned summary_total(const struct summary *sum);

/**
 * summary_line() - "Lastack: N passed, N failed, N skipped"
 *
 * KNOWN counts as passed, and is named behind it when not zero ("12 passed (2
 * known)"); ", N broken", ", N disturbed" and ", N not played" follow when not
 * zero. A newline ends the line.
 */
void summary_line(FILE *out, const struct summary *sum);

/**
 * summary_status() - exit status of `lastack run`
 *
 * Return: 2 when anything is broken or the run was interrupted, else 1 when
 * anything failed, else 77 when everything was skipped, else 0.
 */
int summary_status(const struct summary *sum);

/**
 * status_worse() - of two exit statuses the one that counts for both
 *
 * Broken outweighs failed, failed passed, and passed skipped (77). What no
 * lastack ends with, above 2, outweighs all.
 */
int status_worse(int a, int b);

#endif
