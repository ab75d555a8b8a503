/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lastack bless: play cases without a golden, show what would change, and
 * write it. The person who blesses has read it; a CI cannot.
 *
 * The first variant's trace becomes the golden of all; a variant that does
 * something else gets one of its own beside it.
 */
#include "harness/commands/commands.h"
#include "base/file.h"
#include "base/memory.h"
#include "harness/grid/grid.h"
#include "harness/judge/diff.h"
#include "harness/judge/expected.h"
#include "harness/run/pool.h"
#include "harness/stage/house.h"
#include "harness/trace/comments.h"

#include <argp.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { KEY_EXPECTED = 256, KEY_ALL, KEY_DRY };

struct arguments {
	const char *expected;
	bool all, dry;
	char **globs;
	size_t n_globs;
};

static const struct argp_option options[] = {
	{"all", KEY_ALL, NULL, 0, "Every case", 0},
	{"dry-run", KEY_DRY, NULL, 0, "Show what would change, write nothing",
	 0},
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
	case KEY_ALL:
		a->all = true;
		break;
	case KEY_DRY:
		a->dry = true;
		break;
	case ARGP_KEY_ARGS:
		a->globs = state->argv + state->next;
		a->n_globs = (size_t)(state->argc - state->next);
		break;
	case ARGP_KEY_END:
		if (!a->n_globs && !a->all)
			argp_error(state, "which cases? (or --all)");
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp argp = {
	options, parse, "CASE...|grid/STATION...",
	"Play cases and write the results as their golden traces. The "
	"difference is shown first.",
	NULL, NULL, NULL
};

struct blessing {
	struct run_options options;
	struct chosen *list;
	size_t n;
	char **trace;
	const char *dir;
	bool dry, broken;
};

static int keep(struct result *r, void *arg)
{
	struct blessing *b = arg;
	size_t i;

	for (i = 0; i < b->n && strcmp(b->list[i].name, r->name); i++)
		;
	if (r->verdict == VERDICT_SKIP) {
		printf("SKIP  %s: %s\n", r->name, r->reason);
	} else if (r->verdict == VERDICT_BROKEN) {
		printf("BROKEN  %s: %s\n%s", r->name, r->reason,
		       r->story ? r->story : "");
		b->broken = true;
	} else {
		b->trace[i] = r->trace;
		r->trace = NULL;
	}
	return 0;
}

static char *read_text(const char *path)
{
	char *text = NULL;
	size_t room = 0;
	FILE *in = fopen(path, "re");

	if (!in)
		return NULL;
	if (getdelim(&text, &room, '\0', in) < 0) {
		free(text);
		text = NULL;
	}
	fclose(in);
	return text;
}

static int write_golden(struct blessing *b, const char *path, const char *trace,
			struct error *err)
{
	char *old = read_text(path);
	char *text = old ? comments_keep(old, trace) : memory_copy(trace);
	struct trace before, after;
	int ret;

	if (old && !strcmp(old, text)) {
		free(old);
		free(text);
		return 0;
	}
	printf("%s%s\n", path, old ? "" : " (new)");
	if (old) {
		trace_from_text(&before, old);
		trace_from_text(&after, text);
		diff_print(stdout, &before, &after, "before", "after");
		trace_clear(&before);
		trace_clear(&after);
	} else {
		fputs(text, stdout);
	}
	putchar('\n');
	ret = b->dry ? 0 : file_replace(path, text, err);
	free(old);
	free(text);
	return ret;
}

/* A file that is played stays, whatever it is called. */
static bool is_played(const struct test_case *tc, const char *path)
{
	return tc->steps && !strcmp(tc->steps->path, path);
}

/* All variants of one case, from index @first to @end. */
static int bless_case(struct blessing *b, size_t first, size_t end,
		      struct error *err)
{
	const struct test_case *tc = b->list[first].tc;
	const char *first_text = NULL;
	char base[PATH_MAX], path[PATH_MAX];
	size_t i;

	for (i = first; i < end; i++) {
		const char *text = b->trace[i];

		if (!text)
			continue;
		chosen_base(&b->list[i], b->dir, base, sizeof(base));
		if (!first_text) {
			first_text = text;
			golden_path(path, sizeof(path), base, NULL);
			if (write_golden(b, tc->steps ? tc->steps->path : path,
					 text, err))
				return -1;
		}
		golden_path(path, sizeof(path), base,
			    b->list[i].variant->name);
		if (strcmp(first_text, text)) {
			if (write_golden(b, path, text, err))
				return -1;
		} else if (!b->dry && !is_played(tc, path) &&
			   unlink(path) && errno != ENOENT) {
			return error_errno(err, "%s", path);
		}
	}
	return 0;
}

static int inside(void *arg)
{
	struct blessing *b = arg;
	struct pool pool = {.chosen = b->list, .n = b->n,
			    .options = &b->options, .done = keep, .arg = b};
	struct error err;
	size_t i, first = 0;
	int ret = pool_run(&pool, &err);

	if (ret < 0)
		return complain(&err);
	if (ret > 0)
		return STATUS_BROKEN;
	for (i = 1; i <= b->n; i++) {
		if (i < b->n && b->list[i].tc == b->list[first].tc)
			continue;
		if (bless_case(b, first, i, &err))
			return complain(&err);
		first = i;
	}
	return output_status(b->broken ? STATUS_BROKEN : STATUS_GOOD);
}

int command_bless(int argc, char **argv)
{
	struct filter filter = {.slow = true};
	struct arguments a = {0};
	struct blessing b = {.options = {.rerun = ""}};
	int status, caught;
	struct error err;
	ssize_t n;

	argp_err_exit_status = STATUS_BROKEN;
	argp_parse(&argp, argc, argv, 0, NULL, &a);
	if (a.n_globs && grid_name(a.globs[0]))
		return grid_bless(a.globs, (unsigned)a.n_globs, a.expected,
				  a.dry);
	if (getenv("CI")) {
		error_set(&err, "bless: not on CI: a golden trace has to be "
			  "read by a person");
		return complain(&err);
	}
	b.dry = a.dry;
	b.options.program = program_name();
	b.dir = expected_dir(a.expected, &err);
	if (!b.dir)
		return complain(&err);
	/* --all leaves slow cases out unless they are named. */
	filter.slow = a.n_globs > 0;
	n = select_variants(a.globs, a.n_globs, &filter, &b.list, &err);
	if (n < 0)
		return complain(&err);
	b.n = (size_t)n;
	if (!b.dry && file_folder(b.dir, &err))
		return complain(&err);
	b.trace = memory_new(b.n + 1, sizeof(*b.trace));
	if (house_run(inside, &b, &status, &caught, &err))
		return complain(&err);
	free(b.list);
	free(b.trace);
	return caught ? 128 + caught : status;
}
