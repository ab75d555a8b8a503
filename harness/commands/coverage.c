/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lastack coverage: which of the kernel's lines and branches the cases and the
 * grid reach.
 */
#include "harness/commands/coverage.h"
#include "base/file.h"
#include "base/memory.h"
#include "harness/commands/commands.h"
#include "harness/coverage/gcov.h"
#include "harness/vm/image.h"

#include <argp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_NO_GRID = 256, KEY_FORMAT, KEY_EXPECTED, KEY_SCOPE, KEY_ALL,
       KEY_DIFF };

static const struct argp_option options[] = {
	{"kernel", 'k', "LINUX", 0, "A UML kernel that counts: what "
	 "`contrib/build-uml --coverage` has built", 0},
	{"no-grid", KEY_NO_GRID, NULL, 0, "Play cases alone, not the grid", 0},
	{"format", KEY_FORMAT, "FORMAT", 0, "text, json or lcov", 0},
	{"output", 'o', "FILE", 0, "Write the report there; as lcov has it if "
	 "the name ends in .info, and as JSON if it ends in .json", 0},
	{"diff", KEY_DIFF, "COMMIT", 0, "Report on the lines that were changed "
	 "since then in the kernel's tree, a git repository", 0},
	{"all", KEY_ALL, NULL, 0, "Functions that are out of scope, too", 0},
	{"verbose", 'v', NULL, 0, "Name the lines that were not taken", 0},
	{"scope", KEY_SCOPE, "FILE", 0, "The list of functions", 0},
	{"expected", KEY_EXPECTED, "DIR", 0, "Folder of golden traces", 0},
	{0},
};

static void take_format(struct argp_state *state, struct coverage_arguments *a,
			const char *text)
{
	if (!strcmp(text, "text"))
		a->report = coverage_text;
	else if (!strcmp(text, "json"))
		a->report = coverage_json;
	else if (!strcmp(text, "lcov"))
		a->report = coverage_lcov;
	else
		argp_error(state, "--format takes text, json or lcov, not "
			   "\"%s\"", text);
}

static void guess_format(struct coverage_arguments *a)
{
	const char *end = a->output ? strrchr(a->output, '.') : NULL;

	if (!a->report)
		a->report = end && !strcmp(end, ".info") ? coverage_lcov :
			    end && !strcmp(end, ".json") ? coverage_json :
							   coverage_text;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct coverage_arguments *a = state->input;

	switch (key) {
	case 'k':
		if (a->kernel)
			argp_error(state, "one kernel at a time");
		a->kernel = arg;
		break;
	case 'o':
		a->output = arg;
		break;
	case 'v':
		a->verbose = true;
		break;
	case KEY_ALL:
		a->all = true;
		break;
	case KEY_NO_GRID:
		a->no_grid = true;
		break;
	case KEY_FORMAT:
		take_format(state, a, arg);
		break;
	case KEY_DIFF:
		a->diff = arg;
		break;
	case KEY_SCOPE:
		a->scope = arg;
		break;
	case KEY_EXPECTED:
		a->expected = arg;
		break;
	case ARGP_KEY_ARGS:
		a->globs = state->argv + state->next;
		a->n = (size_t)(state->argc - state->next);
		break;
	case ARGP_KEY_END:
		if (!a->kernel)
			argp_error(state, "of which kernel? -k LINUX");
		if (a->diff && a->report && a->report != coverage_text)
			argp_error(state, "--diff is reported as text");
		guess_format(a);
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp argp = {
	options, parse, "-k LINUX [GLOB...]",
	"Play cases and the grid on a kernel that counts, and report by function "
	"which lines and branches were taken.\v"
	"A GLOB is as for `lastack run`; with some, only those cases are played, "
	"and of the grid what \"grid\" or \"grid/STATION\" names. What the runs "
	"say goes to standard error. Exit status: 0 all passed, 1 a case failed, "
	"2 usage error or broken harness; of a failed case is counted what it "
	"reached.",
	NULL, NULL, NULL
};

static int open_kernel(struct image *image, const char *text,
		       struct error *err)
{
	if (image_open(image, text, err))
		return -1;
	if (!*image->objects)
		return error_set(err, "%s: does not count what runs in it; "
				 "contrib/build-uml --coverage builds one that "
				 "does", image->path);
	if (!image->time_travel)
		return error_set(err, "%s: was built without virtual time",
				 image->path);
	return 0;
}

static int write_to(const struct coverage_arguments *a,
		    const struct coverage *c, FILE *out, struct error *err)
{
	if (a->diff)
		return coverage_diff(c, a->diff, out, err);
	a->report(c, out);
	return 0;
}

static int write_report(const struct coverage_arguments *a,
			const struct coverage *c, struct error *err)
{
	struct text text;
	int ret;

	if (!a->output)
		return write_to(a, c, stdout, err);
	ret = write_to(a, c, text_begin(&text), err);
	text_end(&text);
	if (!ret)
		ret = file_replace(a->output, text.data, err);
	free(text.data);
	return ret;
}

/* Return: 0, or -1 with a line. */
static int report(const struct coverage_arguments *a,
		  const struct coverage_play *p, const struct image *image,
		  const struct scope *scope, struct error *err)
{
	char *folder = text_print("%s/counts", p->folder);
	struct counts counts = {0};
	struct coverage c = {
		.kernel = image->release,
		.counts = &counts,
		.scope = scope,
		.all = a->all,
		.verbose = a->verbose,
	};
	int ret = gcov_read(&counts, folder, image->objects, err);

	if (!ret)
		ret = write_report(a, &c, err);
	counts_clear(&counts);
	free(folder);
	return ret;
}

static int play_and_report(const struct coverage_arguments *a,
			   struct coverage_play *p, struct error *err)
{
	static struct image image;
	struct scope scope = {0};
	int ret = open_kernel(&image, a->kernel, err);

	if (!ret)
		ret = scope_load(&scope, a->scope, err);
	if (!ret)
		ret = coverage_play(p, a, err);
	/* It has said itself why. */
	if (!ret && !p->caught && p->status != STATUS_BROKEN)
		ret = report(a, p, &image, &scope, err);
	scope_clear(&scope);
	return ret;
}

int command_coverage(int argc, char **argv)
{
	struct coverage_arguments a = {0};
	struct coverage_play p = {0};
	struct error err;
	int ret;

	argp_err_exit_status = STATUS_BROKEN;
	argp_parse(&argp, argc, argv, 0, NULL, &a);
	ret = play_and_report(&a, &p, &err);
	coverage_play_clear(&p);
	if (p.caught) {
		/* As a shell expects of a program that was interrupted. */
		signal(p.caught, SIG_DFL);
		raise(p.caught);
	}
	return ret ? complain(&err) : output_status(p.status);
}
