/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page of the grid: what can be read can be written, and says the same when
 * it is read again.
 */
#include "harness/grid/page.h"
#include "tests/fuzz/fuzz.h"

static int read_page(const char *text, size_t size, bool known,
		     struct page *page)
{
	struct error err;
	FILE *in = fmemopen((void *)text, size, "r");
	int ret;

	must(in);
	ret = page_read(in, "page", known, page, &err);
	fclose(in);
	return ret;
}

static void check_again(const struct page *page)
{
	static struct page again;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	must(out);
	page_write(out, page, false);
	fclose(out);
	must(read_page(text, size, *page->notes.text != 0,
		       &again) == 0);
	must(page_equal(page, &again));
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct page page;

	if (size == 0)
		return 0;
	for (int known = 0; known < 2; known++)
		if (read_page((const char *)data, size, known, &page) == 0)
			check_again(&page);
	return 0;
}
