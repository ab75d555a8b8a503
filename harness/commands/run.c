/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lastack run: the words of the command line become a pool; the results become
 * reports.
 */
#include "harness/commands/commands.h"
#include "harness/judge/expected.h"
#include "harness/pool.h"
#include "harness/report/colour.h"
#include "harness/report/progress.h"
#include "harness/report/record.h"
#include "harness/report/report.h"
#include "harness/stage/house.h"

#include <argp.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

enum {
	KEY_REPEAT = 256, KEY_UNTIL_FAIL, KEY_SLOW, KEY_LINK, KEY_FAMILY,
	KEY_RECORD, KEY_PCAP, KEY_FORMAT, KEY_JUNIT, KEY_EXPECTED, KEY_STRICT,
	KEY_SHARD,
};

struct arguments {
	struct filter filter;
	struct run_options options;
	const char *expected;
	const char *record;
	const char *junit;
	const struct report_format *format;
	unsigned jobs, repeat, shard, shards;
	bool until_fail, verbose;
	char **globs;
	size_t n_globs;
};

static const struct argp_option options[] = {
	{"jobs", 'j', "N", 0, "Play N variants at once", 0},
	{"repeat", KEY_REPEAT, "N", 0, "Play each variant N times", 0},
	{"until-fail", KEY_UNTIL_FAIL, NULL, 0, "Repeat until one fails", 0},
	{"slow", KEY_SLOW, NULL, 0, "Slow cases too", 0},
	{"link", KEY_LINK, "LINK", 0, "Variants of this link only: lo, wire or "
	 "forged", 0},
	{"family", KEY_FAMILY, "4|6", 0, "Variants of this family only", 0},
	{"record", KEY_RECORD, "DIR", 0, "Write traces and run.json there", 0},
	{"pcap", KEY_PCAP, NULL, 0, "Keep the capture of every variant", 0},
	{"format", KEY_FORMAT, "FORMAT", 0, "text, ktap or json", 0},
	{"junit", KEY_JUNIT, "FILE", 0, "Write a JUnit report as well", 0},
	{"expected", KEY_EXPECTED, "DIR", 0, "Folder of golden traces", 0},
	{"strict", KEY_STRICT, NULL, 0, "A known behaviour is a failure", 0},
	{"shard", KEY_SHARD, "I/N", 0, "Only the I-th of N parts, from 1 on",
	 0},
	{"verbose", 'v', NULL, 0, "Name passed variants too", 0},
	{0},
};

static unsigned number(struct argp_state *state, const char *option,
		       const char *text)
{
	char *end;
	unsigned long n = strtoul(text, &end, 10);

	if (*text < '0' || *text > '9' || *end || n < 1 || n > 1000000)
		argp_error(state, "%s takes a number from 1 on, not \"%s\"",
			   option, text);
	return (unsigned)n;
}

static void parse_shard(struct argp_state *state, struct arguments *a,
			const char *text)
{
	char rest;

	if (sscanf(text, "%u/%u%c", &a->shard, &a->shards, &rest) != 2 ||
	    a->shard < 1 || a->shard > a->shards)
		argp_error(state, "--shard takes I/N with I from 1 to N, "
			   "not \"%s\"", text);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *a = state->input;
	struct error err;

	switch (key) {
	case 'j':
		a->jobs = number(state, "-j", arg);
		break;
	case 'v':
		a->verbose = true;
		break;
	case KEY_REPEAT:
		a->repeat = number(state, "--repeat", arg);
		break;
	case KEY_UNTIL_FAIL:
		a->until_fail = true;
		break;
	case KEY_SLOW:
		a->filter.slow = true;
		break;
	case KEY_LINK:
		if (filter_link(&a->filter, arg, &err))
			argp_error(state, "%s", err.text);
		break;
	case KEY_FAMILY:
		if (filter_family(&a->filter, arg, &err))
			argp_error(state, "%s", err.text);
		break;
	case KEY_RECORD:
		a->record = arg;
		break;
	case KEY_PCAP:
		a->options.pcap = true;
		break;
	case KEY_FORMAT:
		a->format = report_find(arg);
		if (!a->format)
			argp_error(state, "--format takes text, ktap or json, "
				   "not \"%s\"", arg);
		break;
	case KEY_JUNIT:
		a->junit = arg;
		break;
	case KEY_EXPECTED:
		a->expected = arg;
		break;
	case KEY_STRICT:
		a->options.strict = true;
		break;
	case KEY_SHARD:
		parse_shard(state, a, arg);
		break;
	case ARGP_KEY_ARGS:
		a->globs = state->argv + state->next;
		a->n_globs = (size_t)(state->argc - state->next);
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp argp = {
	options, parse, "[GLOB...]",
	"Play cases and judge them by their golden traces.\v"
	"A GLOB is \"linger/*\", \"linger\" (the whole subject), or an exact "
	"\"subject/case@variant\". Exit status: 0 all passed, 1 a case failed, "
	"2 usage error or broken harness, 77 everything was skipped.",
	NULL, NULL, NULL
};

/* Everything that the inside of the house works with. */
struct running {
	struct arguments *a;
	struct chosen *chosen;
	size_t n;
	struct record *record;
	FILE *junit;
	void *text_state, *junit_state;
	struct progress progress;
	struct summary summary;
	struct error trouble;
	bool reader_gone;
};

/* Return: 0, or -1 when what was printed does not arrive. */
static int flush_output(struct running *run)
{
	/* A line-buffered stream has failed before, and then flushes well. */
	if (fflush(stdout) == 0 && !ferror(stdout))
		return 0;
	if (errno == EPIPE)
		run->reader_gone = true;
	else
		error_errno(&run->trouble, "standard output");
	return -1;
}

static int take_result(struct result *r, void *arg)
{
	struct running *run = arg;

	progress_hide(&run->progress);
	errno = EIO;
	run->a->format->result(stdout, run->text_state, r);
	if (flush_output(run))
		return 1;
	if (run->junit)
		report_junit.result(run->junit, run->junit_state, r);
	if (run->record && record_result(run->record, r, &run->trouble))
		return 1;
	summary_add(&run->summary, r);
	progress_result(&run->progress, r->verdict);
	return 0;
}

static size_t planned(const struct running *run)
{
	return run->n * (run->a->repeat ? run->a->repeat : 1);
}

static void begin_reports(struct running *run)
{
	static char kernel[256];
	struct utsname u;
	struct run_facts facts = {
		.kernel = kernel,
		.planned = planned(run),
		.colour = colour_wanted(stdout),
		.verbose = run->a->verbose,
	};

	uname(&u);
	snprintf(kernel, sizeof(kernel), "%s %s", u.release, u.version);
	run->text_state = run->a->format->begin(stdout, &facts);
	if (run->junit)
		run->junit_state = report_junit.begin(run->junit, &facts);
	progress_begin(&run->progress, stderr, facts.planned);
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

static int inside(void *arg)
{
	struct running *run = arg;
	struct pool pool = {
		.chosen = run->chosen,
		.n = run->n,
		.options = &run->a->options,
		.jobs = run->a->jobs,
		.repeat = run->a->repeat,
		.until_fail = run->a->until_fail,
		.done = take_result,
		.arg = run,
	};
	int64_t began = now_ns();

	begin_reports(run);
	pool_run(&pool, &run->trouble);
	run->summary.wall_ns = now_ns() - began;
	run->summary.interrupted = house_interrupted();
	progress_hide(&run->progress);
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

static int prepare(struct running *run, struct error *err)
{
	struct arguments *a = run->a;
	ssize_t n = select_variants(a->globs, a->n_globs, &a->filter,
				    &run->chosen, err);

	if (n < 0)
		return -1;
	run->n = a->shards ? shard(run->chosen, (size_t)n, a->shard,
				   a->shards) : (size_t)n;
	a->options.expected = expected_dir(a->expected, err);
	if (!a->options.expected)
		return -1;
	a->options.keep = a->record ? a->record : "lastack.out";
	if (a->record) {
		run->record = record_begin(a->record, err);
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

int command_run(int argc, char **argv)
{
	struct arguments a = {.format = &report_text};
	struct running run = {.a = &a};
	int status, caught, ret;
	struct error err;
	char *rerun;

	argp_err_exit_status = STATUS_BROKEN;
	argp_parse(&argp, argc, argv, 0, NULL, &a);
	if (prepare(&run, &err))
		return complain(&err);
	a.options.program = program_name();
	if (asprintf(&rerun, "%s%s%s", a.expected ? "--expected '" : "",
		     a.expected ? a.expected : "", a.expected ? "' " : "") < 0)
		abort();
	a.options.rerun = rerun;
	ret = house_run(inside, &run, &status, &caught, &err);
	free(rerun);
	free(run.chosen);
	if (caught) {
		/* As a shell expects of a program that was interrupted. */
		signal(caught, SIG_DFL);
		raise(caught);
	}
	return ret ? complain(&err) : status;
}
