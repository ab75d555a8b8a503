/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lastack run -k: the same run in a kernel that is booted for it. The guest
 * tells its results as lines of JSON; here they become results again, so that
 * reports and records are made as if they had been played here.
 */
#include "harness/run/run_kernel.h"
#include "base/memory.h"
#include "harness/report/captures.h"
#include "harness/run/each_kernel.h"
#include "harness/run/guest_files.h"
#include "harness/run/status.h"
#include "harness/vm/boot.h"
#include "harness/vm/results.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* More than the guest's own limit for a case that hangs. */
#define SILENCE_SECONDS 400
/* A machine is worth its boot from so many variants on. */
#define MACHINE_VARIANTS 100

struct run_guest {
	const struct run_arguments *a;
	struct running run;
	struct boot boot;
	struct guest_files files;
	size_t results;
	bool told_run;
};

static void take_run(struct run_guest *g, json_t *line)
{
	const char *kernel = json_string_value(json_object_get(line, "kernel"));
	json_t *facts = json_object_get(line, "facts");

	kernel_facts(&g->boot, facts);
	if (g->run.record && json_is_object(facts))
		record_facts(g->run.record, facts);
	running_begin(&g->run, kernel);
	g->told_run = true;
}

/* What has not come out of the guest is nowhere, and why is said there. */
static char *find_capture(const struct run_guest *g, const char *name,
			  const json_t *line)
{
	const char *there = json_string_value(json_object_get(line, "pcap"));
	char *here;

	if (!there)
		return NULL;
	here = captures_find(g->a->options.keep, name);
	return here ? here : strdup(there);
}

static char *rerun_command(const struct run_guest *g, const char *name)
{
	const char *time = g->a->virtual_time ? "--virtual-time " : "";
	char word[PATH_MAX];
	size_t i;

	snprintf(word, sizeof(word), "%s", name);
	for (i = 0; i < g->run.n; i++)
		if (!strcmp(g->run.chosen[i].name, name))
			chosen_word(&g->run.chosen[i], word, sizeof(word));
	return text_print("%s run %s-k '%s' %s'%s'", g->a->options.program,
			  g->a->options.rerun, g->boot.kernel, time, word);
}

/* Return: whether more is wanted. */
static bool take_result(struct run_guest *g, json_t *line)
{
	struct result r;
	bool wanted = true;

	if (!result_from_json(&r, line)) {
		guest_paths(&g->files, g->a->options.expected, &r.reason);
		r.rerun = rerun_command(g, r.name);
		r.pcap = find_capture(g, r.name, line);
		g->results++;
		wanted = !running_result(&r, &g->run);
	}
	result_clear(&r);
	return wanted;
}

static bool take_line(void *arg, const char *type, json_t *line)
{
	struct run_guest *g = arg;

	if (!strcmp(type, "run") && !g->told_run)
		take_run(g, line);
	else if (!strcmp(type, "result") && g->told_run)
		return take_result(g, line);
	else if (!strcmp(type, "capture"))
		return !captures_take(line, g->a->options.keep,
				      &g->run.trouble);
	return true;
}

static double silence_allowed(const struct run_guest *g)
{
	double longest = 0;
	size_t i;

	for (i = 0; i < g->run.n && !g->a->virtual_time; i++)
		if (g->run.chosen[i].tc->seconds > longest)
			longest = g->run.chosen[i].tc->seconds;
	return SILENCE_SECONDS + 2 * longest;
}

/* An incomplete run is reported as broken, never as passed. */
static void judge_end(struct run_guest *g)
{
	size_t planned = g->run.n * (g->a->repeat ? g->a->repeat : 1);
	const struct boot *b = &g->boot;

	if (b->caught || b->unwanted || *g->run.trouble.text)
		return;
	if (*b->trouble.text)
		g->run.trouble = b->trouble;
	else if (b->status != summary_status(&g->run.summary) ||
		 (!g->a->until_fail && g->results != planned))
		error_set(&g->run.trouble, "%s: results are missing: the "
			  "guest sent %zu of %zu, and ended with status %d",
			  b->image.release, g->results, planned, b->status);
}

static int finish(struct run_guest *g, const char *record)
{
	bool trouble;
	int status;

	judge_end(g);
	trouble = *g->run.trouble.text;
	if (record)
		kernel_keep_console(&g->boot, record, &g->run.trouble);
	if (!g->told_run)
		running_begin(&g->run, g->boot.image.release);
	status = running_end(&g->run, g->boot.caught);
	if (trouble)
		boot_tell_console(&g->boot, stderr);
	boot_close(&g->boot);
	return status;
}

/* UML has one CPU, and in virtual time nobody waits: several at once would only
 * be in each other's way. */
static unsigned jobs_wanted(const struct run_guest *g)
{
	if (g->a->jobs)
		return g->a->jobs;
	return g->boot.image.uml && g->a->virtual_time;
}

/* What must come one by one, or until the first failure, is for one alone. */
static unsigned machines_wanted(const struct run_guest *g)
{
	const struct run_arguments *a = g->a;

	if (a->jobs || a->until_fail)
		return 1;
	return kernel_machines(&g->boot, a->kernels,
			       g->run.n / MACHINE_VARIANTS);
}

static char **make_words(const struct run_guest *g)
{
	const struct running *run = &g->run;
	const struct run_arguments *a = g->a;
	unsigned jobs = jobs_wanted(g);
	char **words = calloc(2 * run->n + 16, sizeof(*words));
	size_t i, n = 0;

	if (!words)
		memory_none();
	words[n++] = strdup("run");
	words[n++] = strdup("--format=json");
	words[n++] = strdup("--expected=/expected");
	words[n++] = strdup("--carry");
	if (a->options.pcap)
		words[n++] = strdup("--pcap");
	if (a->options.strict)
		words[n++] = strdup("--strict");
	if (a->until_fail)
		words[n++] = strdup("--until-fail");
	if (a->fail_fast)
		words[n++] = strdup("--fail-fast");
	if (a->repeat && asprintf(&words[n++], "--repeat=%u", a->repeat) < 0)
		memory_none();
	if (jobs && asprintf(&words[n++], "--jobs=%u", jobs) < 0)
		memory_none();
	for (i = 0; i < run->n; i++)
		if (run->chosen[i].first &&
		    asprintf(&words[n++], "--first=%s", run->chosen[i].name) < 0)
			memory_none();
	for (i = 0; i < run->n; i++)
		words[n++] = guest_word(&run->chosen[i]);
	return words;
}

static void free_words(char **words)
{
	size_t i;

	for (i = 0; words[i]; i++)
		free(words[i]);
	free(words);
}

static int pack_files(struct run_guest *g, struct error *err)
{
	size_t i;

	for (i = 0; i < g->run.n; i++)
		if (guest_files_add(&g->files, &g->run.chosen[i], err))
			return -1;
	g->boot.file = g->files.file;
	g->boot.files = g->files.n;
	return 0;
}

int run_kernel(const struct run_arguments *a, const char *kernel,
	       const char *record, int *caught)
{
	struct run_guest g = {
		.a = a,
		.run = {.a = a},
		.boot = {
			.kernel = kernel,
			.expected = a->options.expected,
			.virtual_time = a->virtual_time,
			.line = take_line,
			.known = kernel_tell_accelerator,
			.arg = &g,
		},
	};
	struct error err;
	char **words, name[256];
	int status;

	*caught = 0;
	kernel_name(kernel, name, sizeof(name));
	g.run.kernel = name;
	if (boot_open(&g.boot, &err) ||
	    running_prepare(&g.run, record, &err) || pack_files(&g, &err))
		return complain(&err);
	g.boot.silence_seconds = silence_allowed(&g);
	g.boot.machines = machines_wanted(&g);
	words = make_words(&g);
	status = boot_run(&g.boot, words, &err) ? complain(&err) :
						  finish(&g, record);
	*caught = g.boot.caught;
	free_words(words);
	guest_files_clear(&g.files);
	running_clear(&g.run);
	return status;
}
