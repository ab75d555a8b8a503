/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lastack grid: what is done with answers, and how it ends.
 */
#include "harness/grid/grid.h"
#include "harness/report/colour.h"
#include "harness/run/status.h"

#include <stdio.h>

/* Those that were named are wanted to be seen. */
static void print_page(const struct answered *one)
{
	page_write(stdout, &one->page[0], colour_wanted(stdout));
	if (!one->equal)
		page_write(stdout, &one->page[1], colour_wanted(stdout));
}

static void print_probes(const struct answers *answers, bool here)
{
	printf("grid: %u station%s, %llu probes in %.1f s", answers->n,
	       answers->n == 1 ? "" : "s", (unsigned long long)answers->probes,
	       (double)answers->wall_ns / 1e9);
	if (here)
		printf(", %.0f a second of CPU time",
		       (double)answers->probes /
			       ((double)answers->busy_ns / 1e9));
	if (answers->disturbed)
		printf(", %llu attempt%s disturbed and repeated",
		       (unsigned long long)answers->disturbed,
		       answers->disturbed == 1 ? "" : "s");
}

static void print_outcome(const struct grid_arguments *a,
			  const struct grid_tally *t)
{
	if (a->task != GRID_COMPARE) {
		printf("; %u page%s %s\n", t->written,
		       t->written == 1 ? "" : "s",
		       a->task == GRID_DRY ? "would change" : "written");
		return;
	}
	if (t->changed)
		printf("; %u cell%s changed", t->changed,
		       t->changed == 1 ? "" : "s");
	else
		printf("; %s", t->refused ? "nothing new" : "as expected");
	if (t->refused)
		printf(", %u known and refused", t->refused);
	if (t->known)
		printf(", %u known", t->known);
	putchar('\n');
}

static void print_closing(const struct grid_arguments *a,
			  const struct answers *answers,
			  const struct grid_tally *t, bool here)
{
	if (answers->n) {
		print_probes(answers, here);
		print_outcome(a, t);
		return;
	}
	printf("grid: the calls %s\n",
	       t->changed ? "changed" :
	       t->written ? "are written" :
	       t->refused ? "are known and refused" :
	       t->known	  ? "are known" :
			    "are as expected");
}

int grid_take_station(const struct grid_arguments *a,
		      const struct answers *answers, unsigned i,
		      const char *record, bool here, struct grid_tally *tally,
		      struct error *err)
{
	if (record && answers_save_station(answers, i, record, err))
		return -1;
	if (a->n_names)
		print_page(&answers->of[i]);
	return grid_judge_station(a, answers, i, here, tally, err);
}

int grid_take_calls(const struct grid_arguments *a,
		    const struct answers *answers, const char *record,
		    bool here, struct grid_tally *tally, struct error *err)
{
	if (record && answers_save_calls(answers, record, err))
		return -1;
	return grid_judge_calls(a, answers, here, tally, err);
}

int grid_take_end(const struct grid_arguments *a,
		  const struct answers *answers, const char *record, bool here,
		  const struct grid_tally *tally)
{
	struct error err;

	if (record && answers_save_facts(answers, record, &err))
		return complain(&err);
	print_closing(a, answers, tally, here);
	return output_status(tally->changed || tally->refused ? STATUS_FAILED :
							      STATUS_GOOD);
}

static int take_all(const struct grid_arguments *a,
		    const struct answers *answers, const char *record,
		    struct grid_tally *tally, struct error *err)
{
	unsigned i;

	for (i = 0; i < answers->n; i++)
		if (grid_take_station(a, answers, i, record, true, tally, err))
			return -1;
	return answers->calls[0] ? grid_take_calls(a, answers, record, true,
						   tally, err) : 0;
}

int grid_take(const struct grid_arguments *a, const struct answers *answers,
	      const char *record)
{
	struct grid_tally tally = {0};
	struct error err;

	if (a->task == GRID_COMPARE) {
		if (take_all(a, answers, record, &tally, &err))
			return complain(&err);
		return grid_take_end(a, answers, record, true, &tally);
	}
	if ((record && answers_save(answers, record, &err)) ||
	    grid_write(a, answers, &tally, &err))
		return complain(&err);
	return grid_take_end(a, answers, NULL, true, &tally);
}
