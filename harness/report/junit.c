/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * JUnit's XML, as build servers read it: one <testsuite> per subject. A suite
 * says how many of its cases failed before it lists them, so everything is
 * gathered first and written at the end.
 */
#include "harness/report/escape.h"
#include "base/memory.h"
#include "harness/report/report.h"

#include <stdlib.h>
#include <string.h>

/* The name split at its first '/'; all strings are this one's own. */
struct row {
	char *suite, *name;
	char *reason, *detail;
	enum verdict verdict;
	int64_t wall_ns;
	bool told;
};

struct junit {
	char *kernel;
	size_t planned;
	struct row *rows;
	size_t count, room;
	unsigned lost;
};

static char *copy(const char *text)
{
	return text ? strdup(text) : NULL;
}

static void *junit_begin(FILE *out, const struct run_facts *facts)
{
	struct junit *junit = calloc(1, sizeof(*junit));

	(void)out;
	if (!junit)
		return NULL;
	junit->kernel = copy(facts->kernel);
	junit->planned = facts->planned;
	return junit;
}

static char *detail_of(const struct result *r)
{
	struct text text;
	FILE *out = text_begin(&text);

	if (r->about)
		fprintf(out, "%s\n", r->about);
	if (r->story)
		fprintf(out, "\n%s\n", r->story);
	if (r->pcap)
		fprintf(out, "pcap:  %s\n", r->pcap);
	if (r->rerun)
		fprintf(out, "rerun: %s\n", r->rerun);
	return text_end(&text);
}

static struct row *add_row(struct junit *junit)
{
	if (junit->count == junit->room) {
		size_t room = junit->room ? 2 * junit->room : 64;
		struct row *grown;

		grown = realloc(junit->rows, room * sizeof(*grown));
		if (!grown)
			return NULL;
		junit->rows = grown;
		junit->room = room;
	}
	return memset(&junit->rows[junit->count], 0, sizeof(struct row));
}

static void junit_result(FILE *out, void *state, const struct result *r)
{
	struct junit *junit = state;
	const char *slash = strchr(r->name, '/');
	struct row *row;

	(void)out;
	row = junit ? add_row(junit) : NULL;
	if (row) {
		row->suite = slash ? strndup(r->name, (size_t)(slash - r->name))
				   : strdup("");
		row->name = strdup(slash ? slash + 1 : r->name);
	}
	if (!row || !row->suite || !row->name) {
		if (row) {
			free(row->suite);
			free(row->name);
		}
		if (junit)
			junit->lost++;
		return;
	}
	row->reason = copy(r->reason);
	row->verdict = r->verdict;
	row->wall_ns = r->wall_ns;
	if (r->verdict == VERDICT_FAIL || r->verdict == VERDICT_BROKEN)
		row->detail = detail_of(r);
	junit->count++;
}

static void put_seconds(FILE *out, int64_t ns)
{
	/* Not %f: its decimal point depends on the locale. */
	fprintf(out, " time=\"%lld.%06lld\"", (long long)(ns / 1000000000),
		(long long)(ns % 1000000000 / 1000));
}

static void put_attribute(FILE *out, const char *name, const char *value)
{
	fprintf(out, " %s=\"", name);
	escape_xml_attribute(out, value ? value : "");
	putc('"', out);
}

static void put_row(FILE *out, const struct row *row)
{
	static const char *const element[VERDICT_COUNT] = {
		[VERDICT_FAIL] = "failure",
		[VERDICT_BROKEN] = "error",
		[VERDICT_SKIP] = "skipped",
	};
	const char *inner = element[row->verdict];

	fputs("    <testcase", out);
	put_attribute(out, "classname", row->suite);
	put_attribute(out, "name", row->name);
	put_seconds(out, row->wall_ns);
	if (inner) {
		fprintf(out, ">\n      <%s", inner);
		put_attribute(out, "message", row->reason);
		if (row->detail) {
			put_attribute(out, "type", verdict_word(row->verdict));
			putc('>', out);
			escape_xml(out, row->detail);
			fprintf(out, "</%s>\n", inner);
		} else {
			fputs("/>\n", out);
		}
		fputs("    </testcase>\n", out);
	} else if (row->verdict == VERDICT_KNOWN) {
		fputs(">\n      <system-out>known behaviour: ", out);
		escape_xml(out, row->reason ? row->reason : "?");
		fputs("</system-out>\n    </testcase>\n", out);
	} else {
		fputs("/>\n", out);
	}
}

static void put_counts(FILE *out, const struct row *rows, size_t count,
		       const char *suite)
{
	unsigned tests = 0, by[VERDICT_COUNT] = { 0 };
	int64_t wall_ns = 0;

	for (size_t i = 0; i < count; i++) {
		if (suite && strcmp(rows[i].suite, suite))
			continue;
		tests++;
		by[rows[i].verdict]++;
		wall_ns += rows[i].wall_ns;
	}
	fprintf(out, " tests=\"%u\" failures=\"%u\" errors=\"%u\""
		" skipped=\"%u\"", tests, by[VERDICT_FAIL],
		by[VERDICT_BROKEN], by[VERDICT_SKIP]);
	put_seconds(out, wall_ns);
}

static void put_suite(FILE *out, struct junit *junit, const char *suite)
{
	fputs("  <testsuite", out);
	put_attribute(out, "name", suite);
	put_counts(out, junit->rows, junit->count, suite);
	fputs(">\n", out);
	if (junit->kernel) {
		fputs("    <properties>\n      <property name=\"kernel\"", out);
		put_attribute(out, "value", junit->kernel);
		fputs("/>\n    </properties>\n", out);
	}
	for (size_t i = 0; i < junit->count; i++) {
		struct row *row = &junit->rows[i];

		if (row->told || strcmp(row->suite, suite))
			continue;
		put_row(out, row);
		row->told = true;
	}
	fputs("  </testsuite>\n", out);
}

/*
 * A build server sees only this file: it must not take the half of a run for
 * a whole one. So what is missing is an error of its own.
 */
static void add_missing(FILE *out, struct junit *junit,
			const struct summary *sum)
{
	struct result r = { .name = (char *)"lastack/run" };
	char reason[128];

	if (sum->interrupted)
		snprintf(reason, sizeof(reason),
			 "interrupted by signal %d (%s) after %zu of %zu"
			 " variants", sum->interrupted,
			 strsignal(sum->interrupted), junit->count,
			 junit->planned);
	else if (junit->lost)
		snprintf(reason, sizeof(reason),
			 "no memory for %u results", junit->lost);
	else
		return;
	r.verdict = VERDICT_BROKEN;
	r.reason = reason;
	junit_result(out, junit, &r);
}

static void junit_end(FILE *out, void *state, const struct summary *sum)
{
	struct junit *junit = state;

	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", out);
	fputs("<testsuites name=\"lastack\"", out);
	if (!junit) {
		fputs("/>\n", out);
		return;
	}
	add_missing(out, junit, sum);
	put_counts(out, junit->rows, junit->count, NULL);
	fputs(">\n", out);
	for (size_t i = 0; i < junit->count; i++)
		if (!junit->rows[i].told)
			put_suite(out, junit, junit->rows[i].suite);
	fputs("</testsuites>\n", out);
	for (size_t i = 0; i < junit->count; i++) {
		free(junit->rows[i].suite);
		free(junit->rows[i].name);
		free(junit->rows[i].reason);
		free(junit->rows[i].detail);
	}
	free(junit->rows);
	free(junit->kernel);
	free(junit);
}

const struct report_format report_junit = {
	.name = "junit",
	.begin = junit_begin,
	.result = junit_result,
	.end = junit_end,
};
