/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * KTAP version 1, as the kernel's own tests tell their results. What is said
 * about a result stands before its line, as KTAP has it; readers of plain TAP
 * take the version line for a line they do not know, and pass over it.
 */
#include "harness/report/escape.h"
#include "harness/report/report.h"

#include <stdlib.h>
#include <string.h>

struct ktap {
	unsigned number;
};

static void *ktap_begin(FILE *out, const struct run_facts *facts)
{
	fputs("KTAP version 1\n", out);
	if (facts->planned)
		fprintf(out, "1..%zu\n", facts->planned);
	else
		fputs("1..0 # SKIP nothing to run\n", out);
	if (facts->kernel)
		escape_lines(out, "# kernel: ", facts->kernel);
	return calloc(1, sizeof(struct ktap));
}

/* A bare "#" would begin a directive. */
static void put_description(FILE *out, const char *text)
{
	char one[2] = "";

	for (; *text; text++) {
		if (*text == '#' || *text == '\\')
			putc('\\', out);
		one[0] = *text;
		escape_word(out, one);
	}
}

static void put_wrong(FILE *out, const struct result *r)
{
	if (r->verdict == VERDICT_BROKEN)
		escape_lines(out, "# BROKEN: ", r->reason ? r->reason : "?");
	else if (r->reason)
		escape_lines(out, "# ", r->reason);
	if (r->about)
		escape_lines(out, "# ", r->about);
	if (r->story)
		escape_lines(out, "# ", r->story);
	if (r->pcap)
		escape_lines(out, "# pcap:  ", r->pcap);
	if (r->rerun)
		escape_lines(out, "# rerun: ", r->rerun);
}

static void ktap_result(FILE *out, void *state, const struct result *r)
{
	struct ktap *ktap = state;
	bool wrong = r->verdict == VERDICT_FAIL || r->verdict == VERDICT_BROKEN;

	if (wrong)
		put_wrong(out, r);
	else if (r->verdict == VERDICT_KNOWN)
		escape_lines(out, "# known behaviour: ",
			     r->reason ? r->reason : "?");
	fputs(wrong ? "not ok " : "ok ", out);
	/* The number may be left out; without memory it is. */
	if (ktap)
		fprintf(out, "%u ", ++ktap->number);
	put_description(out, r->name);
	if (r->verdict == VERDICT_SKIP) {
		fputs(" # SKIP ", out);
		escape_word(out, r->reason ? r->reason : "");
	}
	putc('\n', out);
	fflush(out);
}

static void ktap_end(FILE *out, void *state, const struct summary *sum)
{
	fputs("# ", out);
	summary_line(out, sum);
	if (sum->interrupted)
		fprintf(out, "Bail out! interrupted by signal %d (%s)\n",
			sum->interrupted, strsignal(sum->interrupted));
	free(state);
}

const struct report_format report_ktap = {
	.name = "ktap",
	.begin = ktap_begin,
	.result = ktap_result,
	.end = ktap_end,
};
