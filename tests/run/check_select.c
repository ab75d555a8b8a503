/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Choosing variants, from a table of cases that is the test's own.
 */
#include "harness/run/select.h"
#include "tests/suite.h"

#include <string.h>

static const struct test_case cases[] = {
	{ .subject = "close", .name = "twice" },
	{ .subject = "close", .name = "unread_all", .not_on = ON_LO46 },
	{ .subject = "close_wait", .name = "netcat",
	  .not_on = ON_LO6 | ON_LO46 },
	{ .subject = "linger", .name = "longest", .slow = true },
	{ .subject = "linger", .name = "zero_idle" },
	{ .subject = "linger", .name = "zero_late", .slow = true },
};

static const struct test_case *const table[] = {
	&cases[0], &cases[1], &cases[2], &cases[3], &cases[4], &cases[5],
};

const struct test_case *const *case_table(size_t *n)
{
	*n = COUNT(table);
	return table;
}

static struct error err;

/* The names that globs (blanks between them) choose, blanks between them. */
static const char *choose(const char *globs, const struct filter *filter)
{
	static char names[2048];
	char copy[256], *glob[8], *save;
	struct chosen *list;
	size_t n = 0, used = 0;
	ssize_t got, i;

	snprintf(copy, sizeof(copy), "%s", globs);
	for (glob[n] = strtok_r(copy, " ", &save); glob[n];
	     glob[n] = strtok_r(NULL, " ", &save))
		n++;
	got = select_variants(glob, n, filter, &list, &err);
	if (got < 0) {
		ck_assert_ptr_null(list);
		return NULL;
	}
	*names = '\0';
	for (i = 0; i < got; i++) {
		/* Only variants of this link: others are not this test's. */
		if (strncmp(list[i].variant->name, "lo", 2))
			continue;
		used += (size_t)snprintf(names + used, sizeof(names) - used,
					 "%s%s", used ? " " : "",
					 list[i].name);
		ck_assert_ptr_nonnull(strstr(list[i].name, list[i].tc->name));
		ck_assert_str_eq(strchr(list[i].name, '@') + 1,
				 list[i].variant->name);
	}
	free(list);
	return names;
}

#define TWICE "close/twice@lo4 close/twice@lo6 close/twice@lo46"
#define UNREAD "close/unread_all@lo4 close/unread_all@lo6"
#define NETCAT "close_wait/netcat@lo4"
#define LONGEST "linger/longest@lo4 linger/longest@lo6 linger/longest@lo46"
#define IDLE "linger/zero_idle@lo4 linger/zero_idle@lo6 linger/zero_idle@lo46"
#define LATE "linger/zero_late@lo4 linger/zero_late@lo6 linger/zero_late@lo46"

static const struct {
	const char *globs;
	struct filter filter;
	const char *chosen;
} choices[] = {
	/* All, without what is slow and what makes no sense. */
	{ "", { 0 }, TWICE " " UNREAD " " NETCAT " " IDLE },
	{ "*", { 0 }, TWICE " " UNREAD " " NETCAT " " IDLE },
	{ "*/*", { 0 }, TWICE " " UNREAD " " NETCAT " " IDLE },
	{ "*@*", { 0 }, TWICE " " UNREAD " " NETCAT " " IDLE },
	{ "", { .slow = true },
	  TWICE " " UNREAD " " NETCAT " " LONGEST " " IDLE " " LATE },

	/* A subject, and not another one that begins like it. */
	{ "close", { 0 }, TWICE " " UNREAD },
	{ "close*", { 0 }, TWICE " " UNREAD " " NETCAT },
	{ "close_wait", { 0 }, NETCAT },
	{ "c?ose", { 0 }, TWICE " " UNREAD },
	{ "linger", { 0 }, IDLE },
	{ "linger", { .slow = true }, LONGEST " " IDLE " " LATE },

	/* Cases. */
	{ "close/twice", { 0 }, TWICE },
	{ "close/t*", { 0 }, TWICE },
	{ "*/zero_*", { 0 }, IDLE },
	{ "*/zero_*", { .slow = true }, IDLE " " LATE },
	{ "*/[tz]*", { 0 }, TWICE " " IDLE },

	/* Variants. */
	{ "close/twice@lo6", { 0 }, "close/twice@lo6" },
	{ "close/twice@lo4", { 0 }, "close/twice@lo4" },
	{ "close/*@lo4", { 0 }, "close/twice@lo4 close/unread_all@lo4" },
	{ "close/twice@lo4*", { 0 }, "close/twice@lo4 close/twice@lo46" },
	{ "*@lo46", { 0 }, "close/twice@lo46 linger/zero_idle@lo46" },

	/* A slow one is chosen by its whole name, and by nothing less. */
	{ "linger/longest", { 0 }, LONGEST },
	{ "linger/longest@lo6", { 0 }, "linger/longest@lo6" },
	{ "linger/longes?", { 0 }, "" },
	{ "linger/longest@lo?", { 0 }, "" },
	{ "linger/* linger/longest", { 0 }, LONGEST " " IDLE },

	/* Several: each variant once, in the table's order. */
	{ "linger close/twice", { 0 }, TWICE " " IDLE },
	{ "close close/twice close/*", { 0 }, TWICE " " UNREAD },

	/* What there is of a family and of a link. */
	{ "close", { .family = '4' },
	  "close/twice@lo4 close/twice@lo46 close/unread_all@lo4" },
	{ "close", { .family = '6' }, "close/twice@lo6 close/unread_all@lo6" },
	{ "close", { .link = "lo" }, TWICE " " UNREAD },
	{ "close", { .link = "wire" }, "" },
	{ "close", { .link = "lo", .family = '6' },
	  "close/twice@lo6 close/unread_all@lo6" },
	/* The glob is right, and the filter leaves nothing of it. */
	{ "close_wait", { .family = '6' }, "" },
	{ "close/unread_all@lo4", { .family = '6' }, "" },
};

START_TEST(choice)
{
	const char *got = choose(choices[_i].globs, &choices[_i].filter);

	ck_assert_msg(got != NULL, "%s", err.text);
	ck_assert_str_eq(got, choices[_i].chosen);
}
END_TEST

/* Globs that match nothing, and the one that must be named. */
static const struct {
	const char *globs;
	const char *culprit;
} mistakes[] = {
	{ "nothing", "nothing" },
	{ "clos", "clos" },
	{ "close/", "close/" },
	{ "close/nothing", "close/nothing" },
	{ "close/twice@", "close/twice@" },
	{ "close/twice@lo5", "close/twice@lo5" },
	/* That case does not run there. */
	{ "close/unread_all@lo46", "close/unread_all@lo46" },
	{ "close linger nothing", "nothing" },
	{ "close nothing never", "nothing" },
	{ "linger/longest*x", "linger/longest*x" },
	{ "Close", "Close" },
	{ "/close", "/close" },
	{ "@", "@" },
};

START_TEST(mistake)
{
	static const struct filter none;
	char expected[128];

	ck_assert_ptr_null(choose(mistakes[_i].globs, &none));
	snprintf(expected, sizeof(expected), "no case matches \"%s\"",
		 mistakes[_i].culprit);
	ck_assert_msg(!strncmp(err.text, expected, strlen(expected)),
		      "\"%s\" is not \"%s\"", err.text, expected);
}
END_TEST

START_TEST(variants)
{
	const struct variant *v, *w;

	for (v = variant_table(); v->name; v++) {
		ck_assert(v->bit && !(v->bit & (v->bit - 1)));
		for (w = v + 1; w->name; w++) {
			ck_assert_uint_ne(v->bit, w->bit);
			ck_assert_str_ne(v->name, w->name);
		}
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("select");
	TCase *tcase = tcase_create("select");

	tcase_add_loop_test(tcase, choice, 0, COUNT(choices));
	tcase_add_loop_test(tcase, mistake, 0, COUNT(mistakes));
	tcase_add_test(tcase, variants);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
