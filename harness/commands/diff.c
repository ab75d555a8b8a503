/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lastack diff: play a case and show expected beside actual, agreeing or not.
 */
#include "harness/commands/commands.h"
#include "harness/judge/diff.h"
#include "harness/judge/expected.h"
#include "harness/pool.h"
#include "harness/stage/house.h"

#include <argp.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_EXPECTED = 256 };

struct arguments {
	const char *expected;
	char **globs;
	size_t n_globs;
};

static const struct argp_option options[] = {
	{"expected", KEY_EXPECTED, "DIR", 0, "Folder of golden traces", 0},
	{0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *a = state->input;

	switch (key) {
	case KEY_EXPECTED:
		a->expected = arg;
		break;
	case ARGP_KEY_ARGS:
		a->globs = state->argv + state->next;
		a->n_globs = (size_t)(state->argc - state->next);
		break;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "which case? (see `lastack list`)");
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp argp = {
	options, parse, "CASE",
	"Play a case and show expected beside actual, for every variant.",
	NULL, NULL, NULL
};

struct diffing {
	struct run_options options;
	struct chosen *list;
	size_t n;
	struct summary summary;
};

static const struct chosen *find(const struct diffing *d, const char *name)
{
	size_t i;

	for (i = 0; i < d->n && strcmp(d->list[i].name, name); i++)
		;
	return &d->list[i];
}

static int print_diff(struct result *r, void *arg)
{
	struct diffing *d = arg;
	const struct chosen *c = find(d, r->name);
	struct golden_set goldens;
	struct trace actual;
	struct error err;

	summary_add(&d->summary, r);
	printf("%s  %s%s%s\n", verdict_word(r->verdict), r->name,
	       r->reason ? ": " : "", r->reason ? r->reason : "");
	if (!r->trace || golden_load(&goldens, d->options.expected,
				     c->tc->subject, c->tc->name,
				     c->variant->name, &err))
		return 0;
	trace_from_text(&actual, r->trace);
	if (goldens.n)
		diff_print(stdout, &goldens.golden[0].lines, &actual,
			   goldens.golden[0].path, "actual");
	else
		trace_write(stdout, &actual);
	putchar('\n');
	trace_clear(&actual);
	golden_clear(&goldens);
	return 0;
}

static int inside(void *arg)
{
	struct diffing *d = arg;
	struct pool pool = {.chosen = d->list, .n = d->n,
			    .options = &d->options, .done = print_diff,
			    .arg = d};
	struct error err;

	if (pool_run(&pool, &err) < 0)
		return complain(&err);
	return output_status(summary_status(&d->summary));
}

int command_diff(int argc, char **argv)
{
	struct filter filter = {.slow = true};
	struct arguments a = {0};
	struct diffing d = {0};
	int status, caught;
	struct error err;
	ssize_t n;

	argp_err_exit_status = STATUS_BROKEN;
	argp_parse(&argp, argc, argv, 0, NULL, &a);
	d.options.expected = expected_dir(a.expected, &err);
	if (!d.options.expected)
		return complain(&err);
	d.options.program = program_name();
	d.options.rerun = "";
	n = select_variants(a.globs, a.n_globs, &filter, &d.list, &err);
	if (n < 0)
		return complain(&err);
	d.n = (size_t)n;
	if (house_run(inside, &d, &status, &caught, &err))
		return complain(&err);
	free(d.list);
	return caught ? 128 + caught : status;
}
