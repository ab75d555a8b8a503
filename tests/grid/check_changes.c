/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What differs between two pages, told as products of names.
 */
#include "harness/grid/compare.h"
#include "tests/grid/pages.h"
#include "tests/suite.h"

#include <string.h>

static struct reaction answers[GRID_CELLS];
static struct page page, other;

START_TEST(equal_pages_have_no_changes)
{
	static struct changes changes;

	fill(&page, answers);
	other = page;
	/* Characters are nobody's business but the reader's. */
	other.classes[0].mark = '*';
	page_compare(&page, &other, &changes);
	ck_assert_uint_eq(changes.cells, 0);
	ck_assert_uint_eq(changes.n, 0);
}
END_TEST

/* Each cell by itself: none of them may be overlooked. */
START_TEST(one_cell_is_one_change)
{
	static struct changes changes;
	unsigned i;

	fill(&page, answers);
	for (i = 0; i < GRID_CELLS; i += 61) {
		other = page;
		other.cell[i] = (uint8_t)((page.cell[i] + 1) %
					  page.n_classes);
		ck_assert(!page_equal(&page, &other));
		page_compare(&page, &other, &changes);
		ck_assert_uint_eq(changes.cells, 1);
		ck_assert_uint_eq(changes.n, 1);
		ck_assert_uint_eq(changes.change[0].first, i);
		ck_assert_str_eq(changes.change[0].before,
				 page_text(&page, i));
		ck_assert_str_eq(changes.change[0].after,
				 page_text(&other, i));
	}
}
END_TEST

static char *cells_of(const bool *has, unsigned limit)
{
	static char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	change_write_cells(out, has, "", limit);
	fclose(out);
	return text;
}

START_TEST(cells_are_products)
{
	bool has[GRID_CELLS] = {false};
	char *text;
	unsigned i;

	for (i = 0; i < GRID_CELLS; i++) {
		struct cell c = cell_at(i);

		has[i] = c.flags & SEG_RST && !(c.flags & SEG_SYN) &&
			 c.seq == GRID_SEQ_EXACT && c.length;
	}
	text = cells_of(has, 5);
	ck_assert_str_eq(text, "flags R without S; seq exact; length 1, 10 "
			 "(192)\n");
	free(text);
	memset(has, true, sizeof(has));
	text = cells_of(has, 5);
	ck_assert_str_eq(text, "flags - (8064)\n");
	free(text);
}
END_TEST

START_TEST(cells_beyond_the_limit_are_counted)
{
	bool has[GRID_CELLS] = {false};
	char *text;

	has[0] = has[GRID_COLUMNS + 4] = has[3 * GRID_COLUMNS + 8] = true;
	text = cells_of(has, 2);
	ck_assert_msg(strstr(text, "and 1 more\n") != NULL, "%s", text);
	free(text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("grid changes");
	TCase *tc = tcase_create("changes");

	tcase_add_test(tc, equal_pages_have_no_changes);
	tcase_add_test(tc, one_cell_is_one_change);
	tcase_add_test(tc, cells_are_products);
	tcase_add_test(tc, cells_beyond_the_limit_are_counted);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
