/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In which order variants are played, and which have nobody beside them.
 */
#include "harness/run/queue.h"
#include "tests/suite.h"

static const struct test_case shorter = {.name = "shorter", .seconds = 1};
static const struct test_case longer = {.name = "longer", .seconds = 9};
static const struct test_case none = {.name = "none"};
static const struct test_case alone = {.name = "alone", .seconds = 99,
				       .needs = NEED_ORPHANS | NEED_NETCAT};

static const struct chosen chosen[] = {
	{.name = "none@1", .tc = &none},
	{.name = "alone@1", .tc = &alone},
	{.name = "shorter@1", .tc = &shorter},
	{.name = "longer@1", .tc = &longer},
	{.name = "none@2", .tc = &none},
	{.name = "longer@2", .tc = &longer},
	{.name = "failed@1", .tc = &none, .first = true},
};

static struct queue q;
static struct error err;

static void expect(const char *const *names, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		const struct chosen *c = queue_first(&q);

		ck_assert_ptr_nonnull(c);
		ck_assert_str_eq(c->name, names[i]);
		ck_assert_ptr_eq(queue_first(&q), c);
		queue_take(&q);
	}
}

static const char *const on_a_host[] = {
	"failed@1", "alone@1", "longer@1", "longer@2", "shorter@1", "none@1",
	"none@2",
};
static const char *const in_own_kernel[] = {
	"failed@1", "longer@1", "longer@2", "shorter@1", "none@1", "none@2",
	"alone@1",
};

START_TEST(order)
{
	struct pool pool = {.chosen = chosen, .n = COUNT(chosen)};

	ck_assert_int_eq(queue_open(&q, &pool, _i, &err), 0);
	expect(_i ? in_own_kernel : on_a_host, COUNT(chosen));
	ck_assert_ptr_null(queue_first(&q));
	ck_assert(queue_alone(&q, &chosen[1]) == _i);
	ck_assert(!queue_alone(&q, &chosen[0]));
	queue_close(&q);
}
END_TEST

START_TEST(again)
{
	struct pool pool = {.chosen = chosen, .n = COUNT(chosen), .repeat = 3};
	struct pool for_ever = {.chosen = chosen, .n = COUNT(chosen),
				.until_fail = true};
	int times;

	ck_assert_int_eq(queue_open(&q, &pool, true, &err), 0);
	for (times = 0; times < 3; times++)
		expect(in_own_kernel, COUNT(chosen));
	ck_assert_ptr_null(queue_first(&q));
	queue_close(&q);
	ck_assert_int_eq(queue_open(&q, &for_ever, false, &err), 0);
	for (times = 0; times < 9; times++)
		expect(on_a_host, COUNT(chosen));
	queue_close(&q);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("queue");
	TCase *tcase = tcase_create("queue");

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, order, 0, 2);
	tcase_add_test(tcase, again);
	return suite_run(suite);
}
