/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A run record of one variant: up to the first octet of 0, run.json, and
 * grid.json as well; behind it the trace, and a page of the grid. It is read,
 * and compared with itself. It is run in a folder of its own.
 */
#include "harness/compare/compare.h"
#include "harness/compare/pages.h"
#include "tests/fuzz/fuzz.h"

#include <sys/stat.h>

static void compare(const struct played *run)
{
	struct played twice[2] = { *run, *run };
	struct comparison c;

	compare_runs(&c, twice, 2);
	must(compare_print(fuzz_sink(), &c) == 0);
	compare_clear(&c);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = size ? memchr(data, 0, size) : NULL;
	size_t json = end ? (size_t)(end - data) : size;
	size_t rest = end ? size - json - 1 : 0;
	struct played played;
	struct pages pages;
	struct error err;

	mkdir("a", 0700);
	mkdir("grid", 0700);
	fuzz_write("run.json", data, json);
	fuzz_write("grid.json", data, json);
	fuzz_write("a/b@lo4.trace", end ? end + 1 : data, rest);
	fuzz_write("grid/LISTEN.grid", end ? end + 1 : data, rest);
	if (played_load(&played, ".", &err) == 0)
		compare(&played);
	played_clear(&played);
	pages_load(&pages, ".", &err);
	pages_clear(&pages);
	return 0;
}
