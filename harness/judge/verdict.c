/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The words of verdicts, and counting them.
 */
#include "harness/judge/verdict.h"

#include <stdlib.h>
#include <string.h>

const char *verdict_word(enum verdict v)
{
	switch (v) {
	case VERDICT_PASS:
		return "PASS";
	case VERDICT_KNOWN:
		return "KNOWN";
	case VERDICT_FAIL:
		return "FAIL";
	case VERDICT_BROKEN:
		return "BROKEN";
	case VERDICT_SKIP:
		return "SKIP";
	case VERDICT_COUNT:
		break;
	}
	return "?";
}

void result_clear(struct result *r)
{
	free(r->name);
	free(r->about);
	free(r->reason);
	free(r->story);
	free(r->difference);
	free(r->trace);
	free(r->pcap);
	free(r->rerun);
	memset(r, 0, sizeof(*r));
}

void summary_add(struct summary *sum, const struct result *r)
{
	sum->count[r->verdict]++;
	sum->disturbed += r->disturbed;
}

unsigned summary_total(const struct summary *sum)
{
	unsigned total = 0;

	for (int v = 0; v < VERDICT_COUNT; v++)
		total += sum->count[v];
	return total;
}

void summary_line(FILE *out, const struct summary *sum)
{
	const unsigned *count = sum->count;

	fprintf(out, "Lastack: %u passed",
		count[VERDICT_PASS] + count[VERDICT_KNOWN]);
	if (count[VERDICT_KNOWN])
		fprintf(out, " (%u known)", count[VERDICT_KNOWN]);
	fprintf(out, ", %u failed, %u skipped", count[VERDICT_FAIL],
		count[VERDICT_SKIP]);
	if (count[VERDICT_BROKEN])
		fprintf(out, ", %u broken", count[VERDICT_BROKEN]);
	if (sum->disturbed)
		fprintf(out, ", %u disturbed", sum->disturbed);
	if (sum->unplayed)
		fprintf(out, ", %u not played", sum->unplayed);
	fputc('\n', out);
}

int status_worse(int a, int b)
{
	if (a == 77 || b == 77)
		return a == 77 ? b : a;
	return a > b ? a : b;
}

int summary_status(const struct summary *sum)
{
	if (sum->count[VERDICT_BROKEN] || sum->interrupted)
		return 2;
	if (sum->count[VERDICT_FAIL])
		return 1;
	if (sum->count[VERDICT_SKIP] &&
	    sum->count[VERDICT_SKIP] == summary_total(sum))
		return 77;
	return 0;
}
