/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lastack grid: every station against every segment.
 */
#include "base/file.h"
#include "base/memory.h"
#include "harness/commands/commands.h"
#include "harness/commands/shard.h"
#include "harness/grid/calls.h"
#include "harness/grid/grid.h"
#include "harness/judge/expected.h"
#include "harness/run/each_kernel.h"
#include "harness/stage/house.h"

#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	KEY_RECORD = 256, KEY_AGAINST, KEY_BLESS, KEY_EXPECTED, KEY_MARKDOWN,
	KEY_STRICT, KEY_FORMAT, KEY_SHARD, KEY_LIST, KEY_LONG,
};

static const struct argp_option options[] = {
	{"kernel", 'k', "KERNEL", 0, "Kernel to probe: an image, "
	 "PATH:modules=DIR, debian:VERSION, or host; may be given several "
	 "times", 0},
	{"jobs", 'j', "N", 0, "Probe with N processes at once; with -k in N "
	 "machines", 0},
	{"record", KEY_RECORD, "DIR", 0, "Also write the pages there", 0},
	{"against", KEY_AGAINST, "WHAT", 0, "What to compare with: expected "
	 "or rfc9293", 0},
	{"bless", KEY_BLESS, NULL, 0, "Write the expected pages", 0},
	{"expected", KEY_EXPECTED, "DIR", 0, "Folder of golden traces", 0},
	{"strict", KEY_STRICT, NULL, 0, "Known behaviours are failures", 0},
	{"format", KEY_FORMAT, "FORMAT", 0, "text or json: the pages as lines "
	 "of JSON, not compared", 0},
	{"shard", KEY_SHARD, "I/N", 0, "Only every N-th station, from the I-th "
	 "on; the calls with the last", 0},
	{"markdown", KEY_MARKDOWN, NULL, 0, "With --against rfc9293: as a "
	 "document", 0},
	{"list", KEY_LIST, NULL, 0, "Print the names of the stations, and probe "
	 "nothing", 0},
	{"long", KEY_LONG, NULL, 0, "With --list: describe each", 0},
	{0},
};

static void check_together(struct argp_state *state,
			   const struct grid_arguments *a)
{
	if (a->task == GRID_BLESS && a->kernels)
		argp_error(state, "--bless writes what the running kernel does: "
			   "no -k");
	if (a->json && (a->kernels || a->record || a->task == GRID_BLESS))
		argp_error(state, "--format json only prints: no -k, --record "
			   "or --bless");
	if (a->listing && (a->kernels || a->record || a->task || a->json ||
			   a->shards))
		argp_error(state, "--list probes nothing: no -k, --record, "
			   "--against, --bless, --format json or --shard");
	if (a->details && !a->listing)
		argp_error(state, "--long goes with --list");
}

static unsigned parse_jobs(struct argp_state *state, const char *arg)
{
	unsigned n;
	char rest;

	if (sscanf(arg, "%u%c", &n, &rest) != 1 || *arg == '-' || n < 1 ||
	    n > 1000)
		argp_error(state, "-j takes a number from 1 on, not \"%s\"",
			   arg);
	return n;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct grid_arguments *a = state->input;

	switch (key) {
	case 'k':
		if (a->kernels == GRID_KERNELS)
			argp_error(state, "at most %d kernels", GRID_KERNELS);
		a->kernel[a->kernels++] = arg;
		break;
	case 'j':
		a->jobs = parse_jobs(state, arg);
		break;
	case KEY_RECORD:
		a->record = arg;
		break;
	case KEY_AGAINST:
		if (!strcmp(arg, "rfc9293"))
			a->task = GRID_RFC;
		else if (strcmp(arg, "expected"))
			argp_error(state, "--against takes expected or "
				   "rfc9293, not \"%s\"", arg);
		break;
	case KEY_BLESS:
		a->task = GRID_BLESS;
		break;
	case KEY_STRICT:
		a->strict = true;
		break;
	case KEY_FORMAT:
		a->json = !strcmp(arg, "json");
		if (!a->json && strcmp(arg, "text"))
			argp_error(state, "--format takes text or json, not "
				   "\"%s\"", arg);
		break;
	case KEY_SHARD:
		shard_parse(state, arg, &a->shard, &a->shards);
		break;
	case KEY_LIST:
		a->listing = true;
		break;
	case KEY_LONG:
		a->details = true;
		break;
	case KEY_MARKDOWN:
		a->markdown = true;
		break;
	case KEY_EXPECTED:
		a->expected = arg;
		break;
	case ARGP_KEY_ARGS:
		a->names = state->argv + state->next;
		a->n_names = (unsigned)(state->argc - state->next);
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
	options, parse, "[STATION...]",
	"Probe the kernel in every station with every segment, over IPv4 and "
	"IPv6, and compare the answers with the expected pages.\v"
	"A station is a way to be in a state, such as FIN_WAIT1-orphan. The "
	"pages of named stations are printed. `lastack show grid/STATION` shows "
	"the expected page, and with --cell the reaction to one segment.",
	NULL, NULL, NULL
};

static void keep_shard(struct grid_arguments *a)
{
	unsigned i, kept = 0;

	if (!a->shards)
		return;
	for (i = a->shard - 1; i < a->n; i += a->shards)
		a->list[kept++] = a->list[i];
	a->n = kept;
	a->calls = a->calls && a->shard == a->shards;
}

static int choose(struct grid_arguments *a, struct error *err)
{
	const struct station *s;
	unsigned i;

	for (i = 0; i < a->n_names; i++) {
		const char *name = grid_name(a->names[i]);

		name = name ? name : a->names[i];
		if (!strcmp(name, CALLS_NAME)) {
			a->calls = true;
			continue;
		}
		s = station_find(name);
		if (!s)
			return grid_no_station(name, err);
		if (a->n == GRID_STATIONS)
			return error_set(err, "too many stations");
		a->list[a->n++] = s;
	}
	if (!a->n_names)
		a->calls = true;
	for (s = stations(); !a->n_names && s->name; s++)
		a->list[a->n++] = s;
	keep_shard(a);
	return 0;
}

static int tell_all(struct grid_arguments *a, struct answers *answers,
		    struct error *err)
{
	struct sweep sweep;
	unsigned i;
	int ret;

	/* One by one: whoever listens sees that it goes on. */
	for (i = 0; i < a->n; i++) {
		if (sweep_run(&sweep, a->list + i, 1, a->jobs, err))
			return -1;
		ret = answers_add(answers, i, &sweep, err);
		sweep_free(&sweep);
		if (ret)
			return -1;
		answers_tell_page(stdout, &answers->of[i]);
	}
	if (a->calls) {
		if (answers_make_calls(answers, err))
			return -1;
		answers_tell_calls(stdout, answers);
	}
	answers_tell_closing(stdout, answers);
	return 0;
}

static int tell_rfc(struct grid_arguments *a, struct error *err)
{
	struct sweep sweep;
	struct text text;
	int ret;

	if (sweep_run(&sweep, a->list, a->n, a->jobs, err))
		return -1;
	ret = grid_rfc_report(a->list, &sweep, a->markdown,
			      a->json ? text_begin(&text) : stdout, err);
	sweep_free(&sweep);
	if (!a->json)
		return ret;
	text_end(&text);
	if (ret >= 0)
		grid_tell_report(text.data);
	free(text.data);
	return ret;
}

static int probe_all(struct grid_arguments *a, struct answers *answers,
		     struct error *err)
{
	struct sweep sweep = {0};
	int ret;

	if (a->n && sweep_run(&sweep, a->list, a->n, a->jobs, err))
		return -1;
	ret = answers_add(answers, 0, &sweep, err);
	sweep_free(&sweep);
	if (!ret && a->calls)
		ret = answers_make_calls(answers, err);
	return ret;
}

/* Return: an exit status. */
static int use(struct grid_arguments *a, struct answers *answers)
{
	struct error err;
	int ret;

	if (a->json)
		grid_tell_run(a->n);
	if (a->task == GRID_RFC)
		ret = tell_rfc(a, &err);
	else if (a->json)
		ret = tell_all(a, answers, &err);
	else
		ret = probe_all(a, answers, &err);
	if (ret < 0)
		return house_interrupted() ? STATUS_BROKEN : complain(&err);
	if (a->task == GRID_RFC || a->json)
		return output_status(ret ? STATUS_FAILED : STATUS_GOOD);
	return grid_take(a, answers, a->record);
}

static int inside(void *arg)
{
	struct grid_arguments *a = arg;
	struct answers answers;
	int status;

	answers_begin(&answers, a->list, a->n);
	status = use(a, &answers);
	answers_clear(&answers);
	return status;
}

static int run_on(void *arg, const char *kernel, const char *record,
		  int *caught)
{
	struct grid_arguments *a = arg;

	*caught = 0;
	if (strcmp(kernel, "host"))
		return grid_kernel(a, kernel, record, caught);
	a->record = record;
	return grid_in_house(inside, a);
}

static int refuse(const struct grid_arguments *a, struct error *err)
{
	if (a->task >= GRID_BLESS && getenv("CI"))
		return error_set(err, "bless: not on CI: a page has to be read "
				 "by a person");
	if (a->task == GRID_RFC && !a->n)
		return error_set(err, "the table of calls is not compared with "
				 "RFC 9293: name a station");
	if (a->task == GRID_RFC && a->record)
		return error_set(err, "--record writes pages, which are made "
				 "without --against rfc9293");
	return 0;
}

static int list_names(const struct grid_arguments *a)
{
	struct error err;

	if (grid_list(a->names, a->n_names, "", a->details, &err))
		return complain(&err);
	return output_status(STATUS_GOOD);
}

static int run_grid(struct grid_arguments *a)
{
	struct error err;

	a->expected = expected_dir(a->expected, &err);
	if (!a->expected || choose(a, &err) || refuse(a, &err) ||
	    (a->record && file_folder(a->record, &err)))
		return complain(&err);
	if (a->kernels > 1)
		return each_kernel(a->kernel, a->kernels, a->record, true,
				   true, a->jobs, run_on, a);
	return one_kernel(a->kernels ? a->kernel[0] : "host", a->record,
			  run_on, a);
}

int command_grid(int argc, char **argv)
{
	struct grid_arguments a = {0};

	argp_err_exit_status = STATUS_BROKEN;
	argp_parse(&argp, argc, argv, 0, NULL, &a);
	return a.listing ? list_names(&a) : run_grid(&a);
}

int grid_bless(char **names, unsigned n, const char *expected, bool dry)
{
	struct grid_arguments a = {
		.names = names,
		.n_names = n,
		.expected = expected,
		.task = dry ? GRID_DRY : GRID_BLESS,
	};

	return run_grid(&a);
}
