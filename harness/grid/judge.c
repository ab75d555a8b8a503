/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lastack grid: answers judged by the pages that are expected.
 */
#include "harness/grid/grid.h"
#include "harness/grid/known.h"
#include "harness/run/status.h"

#include <string.h>
#include <sys/socket.h>

static const int families[SWEEP_FAMILIES] = {AF_INET, AF_INET6};
static const char *const over[SWEEP_FAMILIES] = {" over IPv4", " over IPv6"};

struct judging {
	const struct grid_arguments *a;
	const struct answers *answers;
	bool here;
	struct grid_tally *tally;
};

/* Its story is told as it happens, so only on the kernel that runs. */
static void print_change(const struct change *c, const struct station *station,
			 int family, bool here)
{
	struct cell cell = cell_at(c->first);
	char name[CELL_NAME];
	struct error err;

	printf("  expected  %s\n  actual    %s\n", c->before, c->after);
	change_write_cells(stdout, c->has, "    ", GRID_CELL_LINES);
	cell_name(&cell, name);
	if (here) {
		printf("  lastack show grid/%s%s --cell %s\n\n", station->name,
		       family == AF_INET6 ? "@6" : "", name);
		if (grid_tell(station, &cell, family, &err))
			complain(&err);
	} else {
		printf("    the first: %s\n", name);
	}
	putchar('\n');
}

static void print_changes(const struct judgement *j,
			  const struct station *station, int family, bool here)
{
	unsigned i;

	printf("FAIL  grid/%s%s: %u of %u cells changed", station->name,
	       over[family == AF_INET6], j->changes.cells,
	       (unsigned)GRID_CELLS);
	if (known_name(j->name))
		printf(" from the known behaviour %s, the closest",
		       known_name(j->name));
	putchar('\n');
	for (i = 0; i < j->changes.n; i++)
		print_change(&j->changes.change[i], station, family, here);
}

static void print_missing(const char *name)
{
	printf("FAIL  grid/%s: there is no page yet; look at it and write it "
	       "with\n  lastack bless grid/%s\n", name, name);
}

/* In the words of judge(), which does the same for traces. */
static void print_known(const struct judging *g, const struct judgement *j,
			const char *name, const char *family)
{
	const char *known = known_name(j->name), *says;
	size_t length;

	if (j->kind == JUDGED_BACK)
		printf("FAIL  grid/%s%s: known behaviour %s %s\n", name,
		       family, known, j->why);
	else if (j->kind == JUDGED_OVER)
		printf("FAIL  grid/%s%s: known behaviour %s, but that was to "
		       "end with Linux %s\n", name, family, known,
		       j->notes.until);
	else if (g->a->strict)
		printf("FAIL  grid/%s%s: known behaviour %s, and --strict\n",
		       name, family, known);
	else
		printf("KNOWN  grid/%s%s: %s\n", name, family, known);
	says = notes_known(&j->notes, &length);
	if (says)
		printf("       %.*s\n", (int)length, says);
}

static bool is_known(const struct judgement *j)
{
	return j->kind == JUDGED_KNOWN || j->kind == JUDGED_OVER ||
	       j->kind == JUDGED_BACK;
}

static void count(const struct judging *g, const struct judgement *j,
		  unsigned changed)
{
	struct grid_tally *t = g->tally;

	if (j->kind == JUDGED_KNOWN && !g->a->strict)
		t->known++;
	else if (is_known(j))
		t->refused++;
	else
		t->changed += changed;
}

/* Both families do the same known thing: that is one line. */
static bool told_before(const struct judgement *j, int family, bool equal)
{
	return family && equal && is_known(&j[0]) && is_known(&j[1]) &&
	       !strcmp(j[0].name, j[1].name);
}

static int judge_station(const struct judging *g, const struct answered *one,
			 struct error *err)
{
	static struct judgement j[SWEEP_FAMILIES];
	const struct station *station = one->station;
	int i;

	for (i = 0; i < SWEEP_FAMILIES; i++)
		if (known_judge(g->a->expected, &one->page[i], station->name,
				families[i], g->answers->version, &j[i], err))
			return -1;
	for (i = 0; i < SWEEP_FAMILIES; i++) {
		if (told_before(j, i, one->equal))
			continue;
		if (j[i].kind == JUDGED_MISSING)
			print_missing(station->name);
		else if (j[i].kind == JUDGED_CHANGED)
			print_changes(&j[i], station, families[i], g->here);
		else if (is_known(&j[i]))
			print_known(g, &j[i], station->name,
				    told_before(j, 1, one->equal) ? "" :
								    over[i]);
		count(g, &j[i], j[i].kind == JUDGED_MISSING ? 1 :
			       j[i].kind == JUDGED_CHANGED ?
							    j[i].changes.cells :
							    0);
	}
	return 0;
}

static int judge_calls(const struct judging *g, struct error *err)
{
	static struct judgement j[SWEEP_FAMILIES];
	char *const *calls = g->answers->calls;
	bool equal = !strcmp(calls[0], calls[1]);
	int i;

	for (i = 0; i < SWEEP_FAMILIES; i++)
		if (known_judge_calls(g->a->expected, calls[i], families[i],
				      g->answers->version, &j[i], err))
			return -1;
	for (i = 0; i < SWEEP_FAMILIES; i++) {
		if (told_before(j, i, equal))
			continue;
		if (j[i].kind == JUDGED_MISSING) {
			print_missing(CALLS_NAME);
		} else if (j[i].kind == JUDGED_CHANGED) {
			printf("FAIL  grid/" CALLS_NAME "%s:\n", over[i]);
			calls_differ(stdout, j[i].text, calls[i], "expected",
				     "actual");
		} else if (is_known(&j[i])) {
			print_known(g, &j[i], CALLS_NAME,
				    told_before(j, 1, equal) ? "" : over[i]);
		}
		count(g, &j[i], j[i].kind == JUDGED_MISSING ? 1 :
			       j[i].kind == JUDGED_CHANGED ? j[i].lines : 0);
	}
	return 0;
}

int grid_judge_station(const struct grid_arguments *a,
		       const struct answers *answers, unsigned i, bool here,
		       struct grid_tally *tally, struct error *err)
{
	struct judging g = {.a = a, .answers = answers, .here = here,
			    .tally = tally};

	return judge_station(&g, &answers->of[i], err);
}

int grid_judge_calls(const struct grid_arguments *a,
		     const struct answers *answers, bool here,
		     struct grid_tally *tally, struct error *err)
{
	struct judging g = {.a = a, .answers = answers, .here = here,
			    .tally = tally};

	return judge_calls(&g, err);
}
