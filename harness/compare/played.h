/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What was played: a run record read back, or a folder of golden traces in
 * the place of one.
 */
#ifndef HARNESS_COMPARE_PLAYED_H
#define HARNESS_COMPARE_PLAYED_H

#include "harness/judge/trace.h"
#include "harness/judge/verdict.h"

/**
 * struct played_variant - one variant of one case in one run
 * @name: "subject/case@variant"; without a variant in a golden folder
 * @verdict: as run.json says; VERDICT_COUNT when nothing says so
 * @reason: as run.json says, or NULL
 * @trace: its lines
 * @has_trace: false when it was skipped, or broken: then its lines are not
 *             what the kernel did
 */
struct played_variant {
	char *name;
	enum verdict verdict;
	char *reason;
	struct trace trace;
	bool has_trace;
};

/**
 * struct played - one run
 * @dir: its folder
 * @label: what it is called in a comparison: the folder's last name
 * @kernel: release of the kernel, or NULL
 * @seconds: how long it took, 0 if nobody knows
 * @hz: ticks a second of that kernel, 0 if nobody knows
 * @virtual_time: its time jumped over waiting, so its times are exact
 * @golden: it is a folder of golden traces; see played_find()
 * @variants: sorted by name
 */
struct played {
	char *dir;
	char *label;
	char *kernel;
	double seconds;
	double hz;
	bool virtual_time;
	bool golden;
	struct played_variant *variant;
	size_t n;
};

/**
 * played_load() - read a run record or a folder of golden traces
 * @p: filled; to be cleared in any case
 * @dir: a folder with run.json, or those of its parts (--shard), or with
 *       subject/name.trace
 *
 * Return: 0, or -1 with a line that names the file, and the line in it when a
 * trace is damaged.
 */
int played_load(struct played *p, const char *dir, struct error *err);

/**
 * played_find() - a variant by its name
 *
 * In a golden folder name.trace serves every variant, unless there is
 * name@lo.trace or name@lo4.trace.
 *
 * Return: the variant, or NULL.
 */
const struct played_variant *played_find(const struct played *p,
					 const char *name);

void played_clear(struct played *p);

#endif
