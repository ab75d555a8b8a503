/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Handing each result to the reports, the record and the counts.
 */
#include "harness/run/running.h"
#include "base/clock.h"
#include "base/file.h"
#include "harness/report/captures.h"
#include "harness/report/colour.h"
#include "harness/run/status.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

/* Return: 0, or -1 when what was printed does not arrive. */
static int flush_output(struct running *run)
{
	/* A line-buffered stream has failed before, and then flushes well. */
	if (fflush(stdout) == 0 && !ferror(stdout))
		return 0;
	/* More results may come in before the run ends: gone is gone. */
	if (errno == EPIPE || run->reader_gone)
		run->reader_gone = true;
	else
		error_errno(&run->trouble, "standard output");
	return -1;
}

/* Of a failure it is only said; with --pcap all were asked for. */
static bool capture_lost(const struct result *r, struct error *err)
{
	size_t length = strlen(CAPTURE_NOT_KEPT);

	if (!r->pcap || strncmp(r->pcap, CAPTURE_NOT_KEPT, length))
		return false;
	error_set(err, "%s", r->pcap + length);
	return true;
}

static bool is_wrong(const struct result *r)
{
	return r->verdict == VERDICT_FAIL || r->verdict == VERDICT_BROKEN;
}

static void count_played(struct running *run, const struct result *r)
{
	size_t i;

	for (i = 0; i < run->n; i++)
		if (!strcmp(run->chosen[i].name, r->name))
			run->played[i]++;
	failed_set(&run->failed, r->name, is_wrong(r));
}

int running_result(struct result *r, void *arg)
{
	struct running *run = arg;

	progress_hide(&run->progress);
	errno = EIO;
	if (run->a->carry && captures_tell(stdout, run->a->options.keep,
					   r->name, &run->trouble))
		return 1;
	run->a->format->result(stdout, run->text_state, r);
	if (flush_output(run))
		return 1;
	if (run->junit)
		report_junit.result(run->junit, run->junit_state, r);
	if (run->a->options.pcap && capture_lost(r, &run->trouble))
		return 1;
	if (run->record && record_result(run->record, r, &run->trouble))
		return 1;
	summary_add(&run->summary, r);
	progress_result(&run->progress, r->verdict);
	count_played(run, r);
	run->stopped = run->stopped || (run->a->fail_fast && is_wrong(r));
	return run->stopped;
}

static size_t planned(const struct running *run)
{
	return run->n * (run->a->repeat ? run->a->repeat : 1);
}

void running_begin(struct running *run, const char *kernel)
{
	char here[256];
	struct utsname u;
	struct run_facts facts = {
		.kernel = kernel ? kernel : here,
		.planned = planned(run),
		.colour = colour_wanted(stdout),
		.verbose = run->a->verbose,
		.expected = run->a->expected,
		.record = run->record_dir,
	};

	run->began = now_ns();
	uname(&u);
	snprintf(here, sizeof(here), "%s %s", u.release, u.version);
	run->text_state = run->a->format->begin(stdout, &facts);
	if (run->junit)
		run->junit_state = report_junit.begin(run->junit, &facts);
	progress_begin(&run->progress, stderr, facts.planned);
}

/* A plan of so many results, and a build server that keeps lists, want all. */
static void tell_unplayed(struct running *run, const struct result *r)
{
	if (run->a->format == &report_ktap && !run->reader_gone)
		report_ktap.result(stdout, run->text_state, r);
	if (run->junit)
		report_junit.result(run->junit, run->junit_state, r);
}

static void end_early(struct running *run)
{
	unsigned left, repeat = run->a->repeat ? run->a->repeat : 1;
	size_t i;

	for (i = 0; i < run->n; i++) {
		struct result r = {
			.name = run->chosen[i].name,
			.verdict = VERDICT_SKIP,
			.reason = (char *)"not played: stopped at the first "
					  "failure",
		};

		for (left = run->played[i]; left < repeat; left++) {
			tell_unplayed(run, &r);
			run->summary.unplayed++;
		}
	}
}

static int end_junit(struct running *run)
{
	bool bad;

	if (!run->junit)
		return 0;
	report_junit.end(run->junit, run->junit_state, &run->summary);
	bad = fflush(run->junit) || ferror(run->junit);
	if ((fclose(run->junit) || bad) && !*run->trouble.text)
		return error_errno(&run->trouble, "%s", run->a->junit);
	return 0;
}

int running_end(struct running *run, int interrupted)
{
	run->summary.wall_ns = now_ns() - run->began;
	run->summary.interrupted = interrupted;
	progress_hide(&run->progress);
	if (run->stopped && !interrupted)
		end_early(run);
	if (!run->a->carry)
		failed_save(&run->failed, run->a->options.keep, run->kernel);
	if (run->record)
		record_end(run->record, &run->summary, &run->trouble);
	end_junit(run);
	if (!run->reader_gone)
		run->a->format->end(stdout, run->text_state, &run->summary);
	if (*run->trouble.text)
		return complain(&run->trouble);
	/* Like one that SIGPIPE ends: nobody wants to hear of it. */
	if (run->reader_gone)
		return STATUS_BROKEN;
	return output_status(summary_status(&run->summary));
}

/* Keeps every N-th variant, beginning with the I-th. */
static size_t shard(struct chosen *list, size_t n, unsigned i, unsigned of)
{
	size_t k, kept = 0;

	for (k = i - 1; k < n; k += of)
		list[kept++] = list[k];
	return kept;
}

static bool is_first(const struct run_arguments *a, const char *name)
{
	size_t i;

	for (i = 0; i < a->n_first && strcmp(a->first[i], name); i++)
		;
	return i < a->n_first;
}

static void order(struct running *run)
{
	struct failed before = {0};
	size_t i;

	if (!run->a->carry) {
		failed_load(&run->failed, run->a->options.keep, run->kernel);
		/* A record may be a new one each time. */
		failed_load(&before, KEEP_FOLDER, run->kernel);
	}
	for (i = 0; i < run->n; i++)
		run->chosen[i].first =
			failed_has(&run->failed, run->chosen[i].name) ||
			failed_has(&before, run->chosen[i].name) ||
			is_first(run->a, run->chosen[i].name);
	failed_clear(&before);
}

int running_prepare(struct running *run, const char *record,
		    struct error *err)
{
	const struct run_arguments *a = run->a;
	ssize_t n = select_variants(a->globs, a->n_globs, &a->filter,
				    &run->chosen, err);

	if (n < 0)
		return -1;
	run->n = a->shards ? shard(run->chosen, (size_t)n, a->shard,
				   a->shards) : (size_t)n;
	run->played = calloc(run->n + 1, sizeof(*run->played));
	if (!run->played)
		return error_errno(err, "memory for the run");
	order(run);
	if (a->options.pcap && !record && file_folder(a->options.keep, err))
		return -1;
	run->record_dir = record;
	if (record) {
		char part[32];

		snprintf(part, sizeof(part), "%u-of-%u", a->shard, a->shards);
		run->record = record_begin(record, a->shards ? part : NULL,
					   err);
		if (!run->record)
			return -1;
	}
	if (a->junit) {
		run->junit = fopen(a->junit, "we");
		if (!run->junit)
			return error_errno(err, "%s", a->junit);
	}
	return 0;
}

void running_clear(struct running *run)
{
	free(run->chosen);
	free(run->played);
	failed_clear(&run->failed);
}
