/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lastack grid -k: the grid in a kernel that is booted for it. The guest runs
 * `lastack grid --format json`, and what it tells become answers here, which
 * are judged and kept as those of this machine are.
 */
#include "base/clock.h"
#include "base/memory.h"
#include "harness/grid/calls.h"
#include "harness/grid/grid.h"
#include "harness/report/facts.h"
#include "harness/report/progress.h"
#include "harness/run/each_kernel.h"
#include "harness/run/status.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A station takes a twentieth of it where everything is emulated. What is
 * compared with the RFC comes at once, behind all stations. */
#define SILENCE_SECONDS	    400
#define SILENCE_SECONDS_RFC 1800

/**
 * struct grid_guest - a kernel that is probed
 * @record: folder, or NULL
 * @taken: stations that have been kept, printed and judged; in order, whichever
 *         of several machines is faster
 * @came: stations, and the calls, that progress has counted
 */
struct grid_guest {
	const struct grid_arguments *a;
	const char *record;
	struct answers answers;
	struct grid_tally tally;
	struct progress progress;
	unsigned taken, came;
	bool taken_calls;
	struct boot boot;
	char *report;
	struct error trouble;
	bool told_run;
	unsigned told_end;
};

void grid_tell_run(unsigned planned)
{
	answers_put(stdout, json_pack("{s:s, s:i, s:o}", "type", "run",
				      "planned", (int)planned, "facts",
				      facts_here()));
}

void grid_tell_report(const char *text)
{
	answers_put(stdout, json_pack("{s:s, s:s}", "type", "report", "text",
				      text));
}

/* What an earlier run has left there does not belong to these pages. */
static void forget_facts(const char *record)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/grid.json", record ? record : "");
	if (record)
		unlink(path);
}

static void take_run(struct grid_guest *g, const json_t *line)
{
	json_t *facts = json_object_get(line, "facts");
	const char *release =
		json_string_value(json_object_get(facts, "kernel"));
	const char *version =
		json_string_value(json_object_get(facts, "kernel_version"));

	answers_of(&g->answers, release ? release : g->boot.image.release,
		   version ? version : "");
	if (json_is_object(facts)) {
		kernel_facts(&g->boot, facts);
		g->answers.facts = json_incref(facts);
	}
	g->told_run = true;
	if (g->a->task == GRID_RFC)
		return;
	progress_begin(&g->progress, stderr, g->a->n + g->a->calls);
	forget_facts(g->record);
}

static bool is_complete(const struct answered *one)
{
	return one->has[0] && one->has[1];
}

/* Those that have come, as far as none before them is missing. */
static int take_some(struct grid_guest *g)
{
	const struct answers *a = &g->answers;
	struct error *err = &g->trouble;

	for (; g->taken < a->n && is_complete(&a->of[g->taken]); g->taken++)
		if (grid_take_station(g->a, a, g->taken, g->record, false,
				      &g->tally, err))
			return -1;
	if (g->taken < a->n || g->taken_calls || !a->calls[0] || !a->calls[1])
		return 0;
	g->taken_calls = true;
	return grid_take_calls(g->a, a, g->record, false, &g->tally, err);
}

/* Pages as they come, and below them on a terminal how many have. */
static int take_pages(struct grid_guest *g)
{
	unsigned i, came = g->answers.calls[0] && g->answers.calls[1];
	int ret;

	for (i = 0; i < g->answers.n; i++)
		came += is_complete(&g->answers.of[i]);
	if (came == g->came)
		return 0;
	progress_hide(&g->progress);
	ret = take_some(g);
	fflush(stdout);
	for (; g->came < came; g->came++)
		progress_result(&g->progress, VERDICT_PASS);
	return ret;
}

static bool take_line(void *arg, const char *type, json_t *line)
{
	struct grid_guest *g = arg;
	const char *text = json_string_value(json_object_get(line, "text"));

	if (!strcmp(type, "run") && !g->told_run)
		take_run(g, line);
	else if (!strcmp(type, "report") && text && !g->report)
		g->report = strdup(text);
	else if (answers_take(&g->answers, type, line, &g->trouble) ||
		 (g->a->task != GRID_RFC && take_pages(g)))
		return false;
	if (!strcmp(type, "closing"))
		g->told_end++;
	return true;
}

/* Never a silent pass: whatever is not a whole grid is broken. */
static void judge_end(struct grid_guest *g)
{
	const struct boot *b = &g->boot;
	struct error *trouble = &g->trouble;
	const char *missing = NULL;
	bool rfc = g->a->task == GRID_RFC;

	if (b->caught || *trouble->text)
		return;
	if (*b->trouble.text)
		*trouble = b->trouble;
	else if (b->status != STATUS_GOOD && !(rfc && b->status == STATUS_FAILED))
		error_set(trouble, "%s: lastack ended there with status %d",
			  b->image.release, b->status);
	else if (!g->told_run || !(rfc ? g->report != NULL :
					 g->told_end == b->machines))
		error_set(trouble, "%s: results are missing",
			  b->image.release);
	else if (!rfc)
		missing = answers_missing(&g->answers, g->a->calls);
	if (missing)
		error_set(trouble, "%s: the guest sent no page of %s",
			  b->image.release, missing);
}

static int finish(struct grid_guest *g, const char *record)
{
	int status;

	progress_hide(&g->progress);
	judge_end(g);
	if (record)
		kernel_keep_console(&g->boot, record, &g->trouble);
	if (g->boot.caught) {
		status = STATUS_BROKEN;
	} else if (*g->trouble.text) {
		status = complain(&g->trouble);
		boot_tell_console(&g->boot, stderr);
	} else if (g->report) {
		fputs(g->report, stdout);
		status = output_status(g->boot.status);
	} else {
		status = grid_take_end(g->a, &g->answers, record, false,
				       &g->tally);
	}
	boot_close(&g->boot);
	return status;
}

static char **make_words(const struct grid_arguments *a)
{
	char **words = calloc(a->n + 8, sizeof(*words));
	unsigned i, n = 0;

	if (!words)
		memory_none();
	words[n++] = "grid";
	words[n++] = "--format=json";
	words[n++] = "--expected=/expected";
	if (a->task == GRID_RFC)
		words[n++] = "--against=rfc9293";
	if (a->markdown)
		words[n++] = "--markdown";
	for (i = 0; i < a->n; i++)
		words[n++] = (char *)a->list[i]->name;
	if (a->calls)
		words[n++] = CALLS_NAME;
	return words;
}

static unsigned at_most(unsigned wanted, unsigned most)
{
	return wanted < most ? wanted : most;
}

/* What is compared with the RFC is told in one piece. */
static unsigned machines_wanted(const struct grid_guest *g)
{
	unsigned parts = g->a->n ? g->a->n : 1;

	if (g->a->task == GRID_RFC || g->a->kernels > 1)
		return 1;
	if (g->a->jobs)
		return at_most(g->a->jobs, at_most(BOOT_MACHINES, parts));
	return kernel_machines(&g->boot, g->a->kernels, g->a->n);
}

int grid_kernel(const struct grid_arguments *a, const char *kernel,
		const char *record, int *caught)
{
	struct grid_guest g = {
		.a = a,
		.record = record,
		.boot = {
			.kernel = kernel,
			.silence_seconds = a->task == GRID_RFC ?
						   SILENCE_SECONDS_RFC :
						   SILENCE_SECONDS,
			.line = take_line,
			.known = kernel_tell_accelerator,
			.arg = &g,
		},
	};
	int64_t began = now_ns();
	struct error err;
	char **words;
	int status;

	*caught = 0;
	if (boot_open(&g.boot, &err))
		return complain(&err);
	/* Where the guest's time goes by its instructions, what a timer does
	 * depends on nothing else that runs here. */
	g.boot.virtual_time = !g.boot.image.uml || g.boot.image.time_travel;
	g.boot.machines = machines_wanted(&g);
	answers_begin(&g.answers, a->list, a->n);
	words = make_words(a);
	if (boot_run(&g.boot, words, &err)) {
		status = complain(&err);
	} else {
		g.answers.wall_ns = now_ns() - began;
		status = finish(&g, record);
	}
	*caught = g.boot.caught;
	answers_clear(&g.answers);
	free(g.report);
	free(words);
	return status;
}
