/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lastack diff: play a case and show expected beside actual, agreeing or not.
 */
#include "harness/commands/commands.h"
#include "base/memory.h"
#include "harness/judge/diff.h"
#include "harness/judge/expected.h"
#include "harness/judge/same.h"
#include "harness/run/pool.h"
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
	options, parse, "CASE...",
	"Play cases and show expected beside actual, for every variant; those "
	"that do the same are shown once.",
	NULL, NULL, NULL
};

/**
 * struct told - what one variant did
 * @path: of the golden that it is shown beside, or NULL
 * @text: all that is shown of it below its name
 * @came: it has been played
 * @said: it has been printed, or another one in its place
 */
struct told {
	enum verdict verdict;
	char *reason, *path, *text;
	struct trace trace;
	bool came, said;
};

struct diffing {
	struct run_options options;
	struct chosen *list;
	struct told *told;
	size_t n;
	struct summary summary;
};

static size_t find(const struct diffing *d, const char *name)
{
	size_t i;

	for (i = 0; i < d->n && strcmp(d->list[i].name, name); i++)
		;
	return i;
}

static void told_fill(struct told *t, const struct golden_set *goldens)
{
	struct text text;
	FILE *out = text_begin(&text);

	if (goldens->n) {
		t->path = strdup(goldens->golden[0].path);
		diff_print(out, &goldens->golden[0].lines, &t->trace, t->path,
			   "actual");
	} else {
		trace_write(out, &t->trace);
	}
	t->text = text_end(&text);
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : !a && !b;
}

/* The one that is shown, and another: is it enough to name that one? */
static bool same(const struct told *a, const struct told *b)
{
	static const struct same_rule rule = {.hz = 100, .first_hz = 100};

	return b->came && a->verdict == b->verdict &&
	       same_text(a->reason, b->reason) && same_text(a->path, b->path) &&
	       same_trace(&a->trace, &b->trace, &rule);
}

static void print_others(struct diffing *d, size_t first, size_t end)
{
	const char *before = "      the same for ";
	size_t i;

	for (i = first + 1; i < end; i++) {
		if (d->told[i].said || !same(&d->told[first], &d->told[i]))
			continue;
		printf("%s%s", before, d->list[i].variant->name);
		d->told[i].said = true;
		before = " ";
	}
	if (*before == ' ' && !before[1])
		putchar('\n');
}

static void print_variants(struct diffing *d, size_t first, size_t end)
{
	size_t i;

	for (i = first; i < end; i++) {
		struct told *t = &d->told[i];

		if (!t->came || t->said)
			continue;
		printf("%s  %s%s%s\n", verdict_word(t->verdict),
		       d->list[i].name, t->reason ? ": " : "",
		       t->reason ? t->reason : "");
		print_others(d, i, end);
		if (t->text)
			printf("%s\n", t->text);
		t->said = true;
	}
}

/* All variants of the case that this one is of; false: some have not come. */
static bool find_case(const struct diffing *d, size_t at, size_t *first,
		      size_t *end)
{
	const struct test_case *tc = d->list[at].tc;
	size_t i;

	for (*first = at; *first && d->list[*first - 1].tc == tc; --*first)
		;
	for (*end = at; *end < d->n && d->list[*end].tc == tc; ++*end)
		;
	for (i = *first; i < *end && d->told[i].came; i++)
		;
	return i == *end;
}

static int take(struct result *r, void *arg)
{
	struct diffing *d = arg;
	size_t first, end, at = find(d, r->name);
	const struct chosen *c = &d->list[at];
	struct told *t = &d->told[at];
	char base[PATH_MAX];
	struct golden_set goldens;
	struct error err;

	summary_add(&d->summary, r);
	t->verdict = r->verdict;
	t->reason = r->reason;
	r->reason = NULL;
	t->came = true;
	if (r->trace &&
	    !golden_load(&goldens, chosen_base(c, d->options.expected, base,
					       sizeof(base)),
			 c->variant->name, &err)) {
		trace_from_text(&t->trace, r->trace);
		told_fill(t, &goldens);
		golden_clear(&goldens);
	}
	if (find_case(d, at, &first, &end))
		print_variants(d, first, end);
	return 0;
}

static void forget(struct diffing *d)
{
	size_t i;

	for (i = 0; i < d->n; i++) {
		free(d->told[i].reason);
		free(d->told[i].path);
		free(d->told[i].text);
		trace_clear(&d->told[i].trace);
	}
	free(d->told);
}

static int inside(void *arg)
{
	struct diffing *d = arg;
	struct pool pool = {.chosen = d->list, .n = d->n,
			    .options = &d->options, .done = take,
			    .arg = d};
	struct error err;
	int ret;

	d->told = memory_new(d->n + 1, sizeof(*d->told));
	ret = pool_run(&pool, &err);
	/* Interrupted: those that have come all the same. */
	print_variants(d, 0, d->n);
	forget(d);
	if (ret < 0)
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
