/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * JSON lines: one object a line, written as soon as it is known, so that a
 * reader can follow a run and an interrupted one leaves only whole lines.
 * What is not known is null; a key is never missing.
 */
#include "harness/report/report.h"
#include "base/utf8.h"
#include "harness/report/facts.h"

#include <jansson.h>
#include <stdlib.h>

static json_t *text_or_null(const char *text)
{
	char *valid = text ? utf8_copy(text) : NULL;
	json_t *value = valid ? json_string(valid) : json_null();

	free(valid);
	return value;
}

static void put_line(FILE *out, json_t *object)
{
	/* NULL is an object that memory did not suffice for. */
	if (object) {
		json_dumpf(object, out, JSON_COMPACT);
		putc('\n', out);
		fflush(out);
	}
	json_decref(object);
}

static void *json_begin(FILE *out, const struct run_facts *facts)
{
	put_line(out, json_pack("{s:s, s:o, s:I, s:o}",
				"type", "run",
				"kernel", text_or_null(facts->kernel),
				"planned", (json_int_t)facts->planned,
				"facts", facts_here()));
	return NULL;
}

static void json_result(FILE *out, void *state, const struct result *r)
{
	(void)state;
	put_line(out, json_pack("{s:s, s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:o,"
				" s:o, s:I, s:I, s:I}",
				"type", "result",
				"name", text_or_null(r->name),
				"verdict", verdict_word(r->verdict),
				"reason", text_or_null(r->reason),
				"about", text_or_null(r->about),
				"story", text_or_null(r->story),
				"difference", text_or_null(r->difference),
				"trace", text_or_null(r->trace),
				"pcap", text_or_null(r->pcap),
				"rerun", text_or_null(r->rerun),
				"disturbed", (json_int_t)r->disturbed,
				"wall_ns", (json_int_t)r->wall_ns,
				"cpu_ns", (json_int_t)r->cpu_ns));
}

static void json_end(FILE *out, void *state, const struct summary *sum)
{
	const unsigned *count = sum->count;

	(void)state;
	put_line(out, json_pack("{s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:i,"
				" s:I, s:i}",
				"type", "summary",
				"pass", (json_int_t)count[VERDICT_PASS],
				"known", (json_int_t)count[VERDICT_KNOWN],
				"fail", (json_int_t)count[VERDICT_FAIL],
				"broken", (json_int_t)count[VERDICT_BROKEN],
				"skip", (json_int_t)count[VERDICT_SKIP],
				"disturbed", (json_int_t)sum->disturbed,
				"unplayed", (json_int_t)sum->unplayed,
				"interrupted", sum->interrupted,
				"wall_ns", (json_int_t)sum->wall_ns,
				"status", summary_status(sum)));
}

const struct report_format report_json = {
	.name = "json",
	.begin = json_begin,
	.result = json_result,
	.end = json_end,
};
