/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A run as it goes on, wherever it is played: each result becomes a line of
 * the reports, an entry of the record, and a count.
 */
#ifndef HARNESS_RUN_RUNNING_H
#define HARNESS_RUN_RUNNING_H

#include "harness/report/failed.h"
#include "harness/report/progress.h"
#include "harness/report/record.h"
#include "harness/report/report.h"
#include "harness/run/select.h"
#include "harness/run/worker.h"

/* Where captures go, and what failed, unless there is a record. */
#define KEEP_FOLDER "lastack.out"

/**
 * struct run_arguments - the words of `lastack run`
 * @carry: captures are sent in the lines of JSON, as nobody can fetch them
 * @kernel: where to play: "host", or an image; in the order they were given
 * @first: variants that a guest is to play first
 */
struct run_arguments {
	struct filter filter;
	struct run_options options;
	const char *expected;
	const char *record;
	const char *junit;
	const struct report_format *format;
	const char *kernel[16];
	size_t kernels;
	const char **first;
	size_t n_first;
	unsigned jobs, repeat, shard, shards;
	bool until_fail, fail_fast, verbose, virtual_time, carry;
	char **globs;
	size_t n_globs;
};

/**
 * struct running - one run on one kernel
 * @kernel: how the kernel is called that was booted for it, or NULL
 * @played: of each of @chosen, how often it was
 * @failed: what failed last time and has not passed since
 * @stopped: at the first failure, as was asked for
 */
struct running {
	const struct run_arguments *a;
	const char *kernel;
	struct chosen *chosen;
	size_t n;
	unsigned *played;
	struct failed failed;
	bool stopped;
	struct record *record;
	const char *record_dir;
	FILE *junit;
	void *text_state, *junit_state;
	struct progress progress;
	struct summary summary;
	struct error trouble;
	bool reader_gone;
	int64_t began;
};

/**
 * running_prepare() - choose what is played, open what is written
 * @run: @run->a is set, and @run->kernel or not; all else is empty
 * @record: folder of the record, or NULL
 *
 * Return: 0, or -1.
 */
int running_prepare(struct running *run, const char *record,
		    struct error *err);

/**
 * running_begin() - the reports begin
 * @kernel: its release and version; NULL: that of this machine
 */
void running_begin(struct running *run, const char *kernel);

/**
 * running_result() - one result; for struct pool
 * @arg: the struct running
 *
 * Return: 0; 1 when nobody reads on, something cannot be written, or one failure
 * is enough.
 */
int running_result(struct result *r, void *arg);

/**
 * running_end() - the reports end
 * @interrupted: the signal that ended the run early, or 0
 *
 * Return: the exit status.
 */
int running_end(struct running *run, int interrupted);

/** running_clear() - let go of what running_prepare() has made */
void running_clear(struct running *run);

#endif
