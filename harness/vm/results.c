/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading a result from a line of JSON.
 */
#include "harness/vm/results.h"

#include <string.h>

static char *copy(const json_t *line, const char *key)
{
	const char *text = json_string_value(json_object_get(line, key));

	return text ? strdup(text) : NULL;
}

static json_int_t number(const json_t *line, const char *key)
{
	return json_integer_value(json_object_get(line, key));
}

int result_from_json(struct result *r, const json_t *line)
{
	const char *word = json_string_value(json_object_get(line, "verdict"));
	int v;

	memset(r, 0, sizeof(*r));
	for (v = 0; word && v < VERDICT_COUNT; v++)
		if (!strcmp(word, verdict_word(v)))
			break;
	if (!word || v == VERDICT_COUNT)
		return -1;
	r->verdict = v;
	r->name = copy(line, "name");
	r->about = copy(line, "about");
	r->reason = copy(line, "reason");
	r->story = copy(line, "story");
	r->difference = copy(line, "difference");
	r->trace = copy(line, "trace");
	r->disturbed = (unsigned)number(line, "disturbed");
	r->wall_ns = number(line, "wall_ns");
	r->cpu_ns = number(line, "cpu_ns");
	return r->name ? 0 : -1;
}
