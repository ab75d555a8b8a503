/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What comes from other processes: a result from a worker, and the lines that
 * a lastack in a kernel under test prints. It is run in a folder of its own.
 */
#include "harness/grid/answers.h"
#include "harness/report/captures.h"
#include "harness/run/result_wire.h"
#include "harness/run/worker.h"
#include "harness/vm/results.h"
#include "tests/fuzz/fuzz.h"

#include <dirent.h>
#include <ftw.h>

static struct answers answers;

static int remove_one(const char *path, const struct stat *st, int type,
		      struct FTW *where)
{
	(void)st;
	(void)type;
	(void)where;
	return remove(path);
}

/* A capture names a file: nothing but the folder may be there afterwards. */
static void take_capture(const json_t *line)
{
	struct error err;
	struct dirent **entry;
	int n;

	captures_take(line, "keep", &err);
	nftw("keep", remove_one, 8, FTW_DEPTH | FTW_PHYS);
	n = scandir(".", &entry, NULL, NULL);
	must(n == 2);
	while (n)
		free(entry[--n]);
	free(entry);
}

static void take_line(const char *text, size_t size)
{
	json_t *line = json_loadb(text, size, 0, NULL);
	const char *type = json_string_value(json_object_get(line, "type"));
	struct result r;
	struct error err;

	if (type && !strcmp(type, "capture"))
		take_capture(line);
	if (type && !strcmp(type, "result")) {
		must(result_from_json(&r, line) || r.name);
		result_clear(&r);
	}
	if (type)
		answers_take(&answers, type, line, &err);
	json_decref(line);
}

static void take_result(const uint8_t *data, size_t size)
{
	struct result r;

	if (result_read((const char *)data, size, &r) == 0)
		must(r.verdict < VERDICT_COUNT);
	result_clear(&r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct station *list[] = { station_find("LISTEN") };
	char *text = fuzz_text(data, size), *at = text, *line;

	take_result(data, size);
	answers_begin(&answers, list, 1);
	while ((line = strsep(&at, "\n")))
		take_line(line, strlen(line));
	answers_missing(&answers, true);
	answers_clear(&answers);
	free(text);
	return 0;
}
