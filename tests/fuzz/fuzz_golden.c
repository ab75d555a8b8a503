/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A golden trace: read, compared with itself, judged by the referee, drawn as
 * a ladder. It is run in a folder of its own.
 */
#include "harness/judge/golden.h"
#include "harness/judge/same.h"
#include "harness/referee/referee.h"
#include "harness/report/ladder.h"
#include "tests/fuzz/fuzz.h"

#include <sys/stat.h>

/* A known behaviour has more in its header. */
static void load(const uint8_t *data, size_t size)
{
	struct golden_set set;
	struct error err;

	mkdir("subject", 0700);
	fuzz_write("subject/name.trace", data, size);
	fuzz_write("subject/name~known.trace", data, size);
	must(golden_load(&set, "subject/name", "lo4", &err) == 0);
	must(set.n == 2);
	for (size_t i = 0; i < set.n; i++) {
		/* nothing agrees with itself less than with another */
		if (!set.golden[i].problem)
			golden_follow(&set, &set.golden[i].lines, 0);
		golden_excuses(&set.golden[i], "6.12.1");
	}
	golden_clear(&set);
}

static void judge(const struct trace *t)
{
	struct trace judged = { 0 };
	struct error err;

	referee_annotate(t, false, &judged, &err);
	trace_clear(&judged);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *path = fuzz_file(data, size);
	struct trace t = { 0 };
	struct error err;
	char *text;

	if (trace_parse(&t, path, &err) == 0) {
		for (size_t i = 0; i < t.n; i++) {
			must(line_kind(t.line[i]) != LINE_BAD);
			must(line_matches(t.line[i], t.line[i]));
		}
		judge(&t);
	}
	text = trace_text(&t);
	must(text);
	ladder_draw(fuzz_sink(), text, true, &err);
	free(text);
	trace_clear(&t);
	load(data, size);
	return 0;
}
