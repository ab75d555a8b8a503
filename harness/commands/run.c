/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lastack run: the words of the command line become a pool; the results become
 * reports.
 */
#include "base/memory.h"
#include "harness/commands/commands.h"
#include "harness/commands/shard.h"
#include "harness/judge/expected.h"
#include "harness/run/each_kernel.h"
#include "harness/run/pool.h"
#include "harness/run/run_kernel.h"
#include "harness/stage/house.h"

#include <argp.h>
#include <stdlib.h>
#include <string.h>

enum {
	KEY_REPEAT = 256, KEY_UNTIL_FAIL, KEY_SLOW, KEY_LINK, KEY_FAMILY,
	KEY_RECORD, KEY_PCAP, KEY_FORMAT, KEY_JUNIT, KEY_EXPECTED, KEY_STRICT,
	KEY_SHARD, KEY_VIRTUAL_TIME, KEY_CARRY, KEY_FAIL_FAST, KEY_FIRST,
};

static const struct argp_option options[] = {
	{"jobs", 'j', "N", 0, "Play N variants at once", 0},
	{"repeat", KEY_REPEAT, "N", 0, "Play each variant N times", 0},
	{"until-fail", KEY_UNTIL_FAIL, NULL, 0, "Repeat until one fails", 0},
	{"fail-fast", KEY_FAIL_FAST, NULL, 0, "Stop at the first failure", 0},
	{"slow", KEY_SLOW, NULL, 0, "Play slow cases too", 0},
	{"link", KEY_LINK, "LINK", 0, "Variants of this link only: lo, wire or "
	 "forged", 0},
	{"family", KEY_FAMILY, "4|6", 0, "Variants of this family only", 0},
	{"record", KEY_RECORD, "DIR", 0, "Write traces and run.json there", 0},
	{"pcap", KEY_PCAP, NULL, 0, "Keep the capture of every variant", 0},
	{"format", KEY_FORMAT, "FORMAT", 0, "text, ktap or json", 0},
	{"junit", KEY_JUNIT, "FILE", 0, "Also write a JUnit report", 0},
	{"expected", KEY_EXPECTED, "DIR", 0, "Folder of golden traces", 0},
	{"strict", KEY_STRICT, NULL, 0, "Known behaviours are failures", 0},
	{"shard", KEY_SHARD, "I/N", 0, "Only the I-th of N parts, from 1 on",
	 0},
	{"kernel", 'k', "KERNEL", 0, "Boot this kernel and play there: "
	 "/path/vmlinuz, /path/linux (UML), debian:VERSION, or host; may be "
	 "repeated", 0},
	{"virtual-time", KEY_VIRTUAL_TIME, NULL, 0, "In a booted kernel, skip "
	 "idle time; play slow cases too", 0},
	{"carry", KEY_CARRY, NULL, OPTION_HIDDEN, "", 0},
	{"first", KEY_FIRST, "NAME", OPTION_HIDDEN, "", 0},
	{"verbose", 'v', NULL, 0, "Also name passed variants, and show "
	 "all failures in full", 0},
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

static void add_kernel(struct argp_state *state, struct run_arguments *a,
		       const char *text)
{
	if (a->kernels == sizeof(a->kernel) / sizeof(*a->kernel))
		argp_error(state, "at most %zu kernels", a->kernels);
	if (!*text)
		argp_error(state, "-k takes a kernel");
	a->kernel[a->kernels++] = text;
}

static void add_first(struct run_arguments *a, const char *name)
{
	a->first = realloc(a->first, (a->n_first + 1) * sizeof(*a->first));
	if (!a->first)
		memory_none();
	a->first[a->n_first++] = name;
}

static bool is_booted(const struct run_arguments *a)
{
	size_t i;

	for (i = 0; i < a->kernels; i++)
		if (strcmp(a->kernel[i], "host"))
			return true;
	return false;
}

static void check_together(struct argp_state *state, struct run_arguments *a)
{
	if (a->virtual_time && !is_booted(a))
		argp_error(state, "--virtual-time needs a kernel to boot: -k");
	if (a->virtual_time)
		a->filter.slow = true;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct run_arguments *a = state->input;
	struct error err;

	switch (key) {
	case 'j':
		a->jobs = number(state, "-j", arg);
		break;
	case 'v':
		a->verbose = true;
		break;
	case 'k':
		add_kernel(state, a, arg);
		break;
	case KEY_VIRTUAL_TIME:
		a->virtual_time = true;
		break;
	case KEY_CARRY:
		a->carry = true;
		break;
	case KEY_REPEAT:
		a->repeat = number(state, "--repeat", arg);
		break;
	case KEY_UNTIL_FAIL:
		a->until_fail = true;
		break;
	case KEY_FAIL_FAST:
		a->fail_fast = true;
		break;
	case KEY_FIRST:
		add_first(a, arg);
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
		shard_parse(state, arg, &a->shard, &a->shards);
		break;
	case ARGP_KEY_ARGS:
		a->globs = state->argv + state->next;
		a->n_globs = (size_t)(state->argc - state->next);
		break;
	case ARGP_KEY_END:
		check_together(state, a);
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp argp = {
	options, parse, "[GLOB|FILE...]",
	"Play cases and judge them by their golden traces.\v"
	"A GLOB is \"linger/*\", \"linger\" (the whole subject), or an exact "
	"\"subject/case@variant\". A FILE is a case written as text (see lastack "
	"new), \"x.trace\" or \"x.trace@lo6\", or a folder of them. "
	"Variants that failed last time are played "
	"first: their names are in " KEEP_FOLDER "/failed, or in that file of "
	"the record. With --fail-fast and "
	"several kernels, each stops at its own first failure. "
	"Exit status: 0 all passed, 1 a case failed, "
	"2 usage error or broken harness, 77 everything was skipped.",
	NULL, NULL, NULL
};

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
		.done = running_result,
		.arg = run,
	};

	running_begin(run, NULL);
	pool_run(&pool, &run->trouble);
	return running_end(run, house_interrupted());
}

static int run_here(struct run_arguments *a, const char *record, int *caught)
{
	struct running run = {.a = a};
	struct error err;
	int status, ret;

	*caught = 0;
	if (running_prepare(&run, record, &err))
		return complain(&err);
	ret = house_run(inside, &run, &status, caught, &err);
	running_clear(&run);
	return ret ? complain(&err) : status;
}

static int run_on(void *arg, const char *kernel, const char *record,
		  int *caught)
{
	struct run_arguments *a = arg;

	a->options.keep = record ? record : KEEP_FOLDER;
	if (!strcmp(kernel, "host"))
		return run_here(a, record, caught);
	return run_kernel(a, kernel, record, caught);
}

static int run_all(struct run_arguments *a)
{
	struct error err;

	if (a->junit || a->format == &report_ktap) {
		error_set(&err, "%s takes one kernel at a time",
			  a->junit ? "--junit" : "--format ktap");
		return complain(&err);
	}
	/* JSON says itself which kernel it is. */
	return each_kernel(a->kernel, a->kernels, a->record,
			   a->format == &report_text, a->virtual_time, 0,
			   run_on, a);
}

int command_run(int argc, char **argv)
{
	struct run_arguments a = {.format = &report_text};
	struct error err;
	char *rerun;
	int status;

	argp_err_exit_status = STATUS_BROKEN;
	argp_parse(&argp, argc, argv, 0, NULL, &a);
	a.options.expected = expected_dir(a.expected, &err);
	if (!a.options.expected)
		return complain(&err);
	a.options.program = program_name();
	rerun = text_print("%s%s%s", a.expected ? "--expected '" : "",
			   a.expected ? a.expected : "", a.expected ? "' " : "");
	a.options.rerun = rerun;
	status = a.kernels > 1 ? run_all(&a) :
				 one_kernel(a.kernels ? a.kernel[0] : "host",
					    a.record, run_on, &a);
	free(rerun);
	free(a.first);
	return status;
}
