/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lastack compare: runs side by side, or a run beside the golden traces.
 */
#include "harness/commands/commands.h"
#include "harness/compare/compare.h"

#include <argp.h>
#include <stdlib.h>
#include <string.h>

struct arguments {
	char **dirs;
	size_t n;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *a = state->input;

	(void)arg;
	switch (key) {
	case ARGP_KEY_ARGS:
		a->dirs = state->argv + state->next;
		a->n = (size_t)(state->argc - state->next);
		if (a->n < 2)
			argp_error(state, "one run alone cannot be compared");
		if (a->n > COMPARE_MAX)
			argp_error(state, "at most %d runs", COMPARE_MAX);
		break;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "which runs? (see `lastack run --record`)");
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp argp = {
	NULL, parse, "RUN RUN...",
	"Tell where runs differ; the first is what the others are compared "
	"with.\v"
	"A RUN is a folder that `lastack run --record` has written, or a "
	"folder of golden traces. Exit status: 0 nothing differs, 1 something "
	"does, 2 usage error or a folder that is no run.",
	NULL, NULL, NULL
};

/* "monday/6.1" and "tuesday/6.1" need their whole names. */
static void part_labels(struct played *run, size_t n)
{
	bool twice[COMPARE_MAX] = {false};
	size_t i, k;

	for (i = 0; i < n; i++)
		for (k = 0; k < n; k++)
			if (i != k && !strcmp(run[i].label, run[k].label))
				twice[i] = true;
	for (i = 0; i < n; i++) {
		if (!twice[i])
			continue;
		free(run[i].label);
		run[i].label = strdup(run[i].dir);
	}
}

int command_compare(int argc, char **argv)
{
	struct played run[COMPARE_MAX] = {{0}};
	struct comparison comparison;
	struct arguments a = {0};
	size_t i, differ;
	struct error err;
	int status = STATUS_GOOD;

	argp_err_exit_status = STATUS_BROKEN;
	argp_parse(&argp, argc, argv, 0, NULL, &a);
	for (i = 0; i < a.n && status == STATUS_GOOD; i++)
		if (played_load(&run[i], a.dirs[i], &err))
			status = complain(&err);
	if (status == STATUS_GOOD) {
		part_labels(run, a.n);
		compare_runs(&comparison, run, a.n);
		differ = compare_print(stdout, &comparison);
		status = output_status(differ ? STATUS_FAILED : STATUS_GOOD);
		compare_clear(&comparison);
	}
	for (i = 0; i < a.n; i++)
		played_clear(&run[i]);
	return status;
}
