/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lastack list: one variant a line.
 */
#include "harness/commands/commands.h"
#include "harness/grid/grid.h"
#include "harness/play/needs.h"
#include "harness/run/select.h"

#include <argp.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_LONG = 256, KEY_LINK, KEY_FAMILY };

struct arguments {
	struct filter filter;
	bool details;
	char **globs;
	size_t n_globs;
};

static const struct argp_option options[] = {
	{"long", KEY_LONG, NULL, 0, "Also sentence, references and needs", 0},
	{"link", KEY_LINK, "LINK", 0, "Variants of this link only: lo, wire or "
	 "forged", 0},
	{"family", KEY_FAMILY, "4|6", 0, "Variants of this family only", 0},
	{0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *a = state->input;
	struct error err;

	switch (key) {
	case KEY_LONG:
		a->details = true;
		break;
	case KEY_LINK:
		if (filter_link(&a->filter, arg, &err))
			argp_error(state, "%s", err.text);
		break;
	case KEY_FAMILY:
		if (filter_family(&a->filter, arg, &err))
			argp_error(state, "%s", err.text);
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
	options, parse, "[GLOB|FILE...]",
	"List cases, slow ones included, one variant a line; `grid` or "
	"grid/GLOB: the stations of the grid.", NULL, NULL, NULL
};

static void print_details(const struct test_case *tc)
{
	printf("        %s\n        %s\n", tc->about, tc->refs);
	if (tc->needs)
		printf("        needs: %s\n", needs_text(tc->needs));
	if (tc->slow)
		printf("        slow: %g s of kernel timers\n", tc->seconds);
}

/* Globs of the grid go behind those of cases. Return: how many are of cases. */
static size_t split_globs(struct arguments *a)
{
	size_t cases = 0, i;

	for (i = 0; i < a->n_globs; i++) {
		char *glob = a->globs[i];

		if (!strcmp(glob, "grid") || grid_name(glob))
			continue;
		memmove(a->globs + cases + 1, a->globs + cases,
			(i - cases) * sizeof(*a->globs));
		a->globs[cases++] = glob;
	}
	return cases;
}

static int list_all(struct arguments *a, struct error *err)
{
	size_t cases = split_globs(a), pages = a->n_globs - cases;
	struct chosen *list = NULL;
	ssize_t n = 0, i;

	/* What is wrong is said before anything is printed. */
	if (cases || !pages)
		n = select_variants(a->globs, cases, &a->filter, &list, err);
	if (n < 0 || (pages && grid_list(a->globs + cases, (unsigned)pages,
					 "grid/", a->details, err))) {
		free(list);
		return -1;
	}
	for (i = 0; i < n; i++) {
		printf("%s\n", list[i].name);
		if (a->details)
			print_details(list[i].tc);
	}
	free(list);
	return 0;
}

int command_list(int argc, char **argv)
{
	struct arguments a = {.filter.slow = true};
	struct error err;

	argp_err_exit_status = STATUS_BROKEN;
	argp_parse(&argp, argc, argv, 0, NULL, &a);
	if (list_all(&a, &err))
		return complain(&err);
	return output_status(STATUS_GOOD);
}
