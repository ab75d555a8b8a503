/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Variants to a worker, and results back.
 */
#include "harness/run/worker_line.h"
#include "tests/suite.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int line[2];

static void open_line(void)
{
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, line), 0);
}

START_TEST(variants)
{
	static const struct chosen list[2];

	ck_assert_int_eq(worker_give(line[0], &list[1]), 0);
	ck_assert_int_eq(worker_give(line[0], &list[0]), 0);
	ck_assert_ptr_eq(worker_next(line[1]), &list[1]);
	ck_assert_ptr_eq(worker_next(line[1]), &list[0]);
	close(line[0]);
	ck_assert_ptr_null(worker_next(line[1]));
}
END_TEST

/* To a worker that is gone: an error, and no SIGPIPE. */
START_TEST(nobody_there)
{
	const struct result r = {.verdict = VERDICT_PASS};
	static const struct chosen one;

	close(line[1]);
	ck_assert_int_eq(worker_give(line[0], &one), -1);
	ck_assert_int_eq(worker_send(line[0], &r, true), -1);
}
END_TEST

/* However it is cut, there is a result as soon as it is whole. */
START_TEST(results)
{
	const struct result sent = {.name = (char *)"close/twice@lo4",
				    .verdict = VERDICT_KNOWN,
				    .trace = (char *)"# close/twice\n",
				    .wall_ns = 5};
	struct result got;
	char data[4096];
	size_t size, n;
	bool stays = !_i;

	ck_assert_int_eq(worker_send(line[0], &sent, _i), 0);
	size = (size_t)recv(line[1], data, sizeof(data), 0);
	for (n = 0; n < size; n++)
		ck_assert_int_eq(worker_result(data, n, &got, &stays), 0);
	ck_assert_int_eq(worker_result(data, size, &got, &stays), 1);
	ck_assert_int_eq(stays, _i);
	ck_assert_str_eq(got.name, sent.name);
	ck_assert_str_eq(got.trace, sent.trace);
	ck_assert_ptr_null(got.reason);
	ck_assert_int_eq(got.verdict, VERDICT_KNOWN);
	ck_assert_int_eq(got.wall_ns, 5);
	result_clear(&got);
}
END_TEST

START_TEST(no_result)
{
	struct result got;
	char data[64] = "";
	bool stays;

	data[0] = 3;
	ck_assert_int_eq(worker_result(data, sizeof(data), &got, &stays), -1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("worker_line");
	TCase *tcase = tcase_create("worker_line");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, open_line, NULL);
	tcase_add_test(tcase, variants);
	tcase_add_test(tcase, nobody_there);
	tcase_add_loop_test(tcase, results, 0, 2);
	tcase_add_test(tcase, no_result);
	return suite_run(suite);
}
