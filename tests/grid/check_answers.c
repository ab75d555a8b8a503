/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Answers told as lines of JSON, and taken again on the other side.
 */
#include "harness/grid/answers.h"
#include "harness/grid/calls.h"
#include "tests/grid/pages.h"
#include "tests/suite.h"

#include <string.h>

static struct reaction answers[GRID_CELLS];
static struct answers here, there;
static char *lines;

static void setup(void)
{
	const struct station *list[] = {station_find("ESTABLISHED"),
					station_find("LISTEN")};
	struct answered *one;
	int i;

	answers_begin(&here, list, 1);
	answers_begin(&there, list, COUNT(list));
	one = &here.of[0];
	for (i = 0; i < SWEEP_FAMILIES; i++)
		fill(&one->page[i], answers);
	one->equal = true;
	here.probes = 8064;
	here.disturbed = 3;
}

static void teardown(void)
{
	answers_clear(&here);
	answers_clear(&there);
	free(lines);
	lines = NULL;
}

static void tell(bool calls)
{
	size_t size;
	FILE *out = open_memstream(&lines, &size);

	answers_tell_page(out, &here.of[0]);
	if (calls)
		answers_tell_calls(out, &here);
	answers_tell_closing(out, &here);
	fclose(out);
}

/* Return: 0, or -1 at the first line that is not taken. */
static int take(const char *text)
{
	char *copy = strdup(text), *rest = copy, *one;
	int ret = 0;

	while (!ret && (one = strsep(&rest, "\n")) && *one) {
		json_t *line = json_loads(one, 0, NULL);

		ck_assert_ptr_nonnull(line);
		ret = answers_take(&there, json_string_value(json_object_get(
						   line, "type")), line, &err);
		json_decref(line);
	}
	free(copy);
	return ret;
}

START_TEST(equal_families)
{
	tell(false);
	ck_assert_msg(!take(lines), "%s", err.text);
	ck_assert(there.of[0].equal);
	ck_assert(page_equal(&there.of[0].page[0], &here.of[0].page[0]));
	ck_assert_str_eq(there.of[0].page[1].name, "ESTABLISHED@6");
	ck_assert_uint_eq(there.probes, 8064);
	ck_assert_uint_eq(there.disturbed, 3);
	ck_assert_str_eq(answers_missing(&there, false), "LISTEN");
}
END_TEST

START_TEST(one_cell_of_a_family)
{
	struct answered *one = &here.of[0];

	one->page[1].cell[5] ^= 1;
	one->equal = false;
	tell(false);
	ck_assert_msg(!take(lines), "%s", err.text);
	ck_assert(!there.of[0].equal);
	ck_assert(page_equal(&there.of[0].page[0], &one->page[0]));
	ck_assert(page_equal(&there.of[0].page[1], &one->page[1]));
	ck_assert(!page_equal(&there.of[0].page[0], &one->page[1]));
}
END_TEST

static void set_calls(const char *v4, const char *v6)
{
	here.calls[0] = strdup(v4);
	here.calls[1] = strdup(v6);
}

START_TEST(tables_of_calls)
{
	set_calls("# grid/calls\na\n", "# grid/calls\nb\n");
	tell(true);
	ck_assert_msg(!take(lines), "%s", err.text);
	ck_assert_str_eq(there.calls[0], here.calls[0]);
	ck_assert_str_eq(there.calls[1], here.calls[1]);
}
END_TEST

START_TEST(equal_tables_of_calls)
{
	set_calls("# grid/calls\na\n", "# grid/calls\na\n");
	tell(true);
	ck_assert_ptr_nonnull(strstr(lines, "\"same\":true"));
	ck_assert_msg(!take(lines), "%s", err.text);
	ck_assert_str_eq(there.calls[1], here.calls[0]);
}
END_TEST

START_TEST(missing)
{
	ck_assert_str_eq(answers_missing(&there, true), "ESTABLISHED");
	there.n = 1;
	tell(false);
	ck_assert(!take(lines));
	ck_assert_ptr_null(answers_missing(&there, false));
	ck_assert_str_eq(answers_missing(&there, true), "calls");
	there.of[0].has[1] = false;
	ck_assert_str_eq(answers_missing(&there, false), "ESTABLISHED");
}
END_TEST

static const struct {
	const char *line, *complaint;
} bad[] = {
	{"{\"type\":\"page\"}", "without name or family"},
	{"{\"type\":\"page\",\"name\":\"LISTEN\",\"family\":5}",
	 "without name or family"},
	{"{\"type\":\"page\",\"name\":\"CLOSED\",\"family\":4,\"text\":\"\"}",
	 "\"CLOSED\", which was not requested"},
	{"{\"type\":\"page\",\"name\":\"LISTEN\",\"family\":4,\"text\":\"\"}",
	 "an empty page"},
	{"{\"type\":\"page\",\"name\":\"LISTEN\",\"family\":4,\"same\":true}",
	 "a page without text"},
	/* There is nothing yet that it could be the same as. */
	{"{\"type\":\"page\",\"name\":\"LISTEN\",\"family\":6,\"same\":true}",
	 "a page without text"},
	{"{\"type\":\"page\",\"name\":\"LISTEN\",\"family\":4,"
	 "\"text\":\"# grid/LISTEN\\n# known: a\\n# known: b\\n\"}",
	 ":3: only the page of a known behaviour"},
	{"{\"type\":\"page\",\"name\":\"LISTEN\",\"family\":4,"
	 "\"text\":\"# grid/LISTEN\\n\"}", "is missing"},
	{"{\"type\":\"page\",\"name\":\"calls\",\"family\":6,\"same\":true}",
	 "a malformed table of calls"},
};

START_TEST(bad_lines)
{
	ck_assert_int_eq(take(bad[_i].line), -1);
	ck_assert_msg(strstr(err.text, bad[_i].complaint) != NULL, "%s",
		      err.text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("grid answers");
	TCase *tc = tcase_create("answers");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, equal_families);
	tcase_add_test(tc, one_cell_of_a_family);
	tcase_add_test(tc, tables_of_calls);
	tcase_add_test(tc, equal_tables_of_calls);
	tcase_add_test(tc, missing);
	tcase_add_loop_test(tc, bad_lines, 0, COUNT(bad));
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
