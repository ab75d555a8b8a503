/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Processes that end: none is lost, none is waited for twice.
 */
#include "harness/run/leaving.h"
#include "tests/suite.h"

#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static struct leaving l;

static pid_t leaver(int status)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(status);
	ck_assert_int_gt(pid, 0);
	return pid;
}

static void nobody_left(void)
{
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
	ck_assert_int_eq(errno, ECHILD);
}

START_TEST(more_than_there_is_room)
{
	int i;

	memset(&l, 0, sizeof(l));
	for (i = 0; i < 2 * LEAVING_MAX + 3; i++)
		leaving_add(&l, leaver(0));
	ck_assert_uint_eq(l.n, LEAVING_MAX);
	leaving_wait(&l);
	ck_assert_uint_eq(l.n, 0);
	nobody_left();
}
END_TEST

START_TEST(forgotten)
{
	pid_t first, second, third;
	int status = 0;

	memset(&l, 0, sizeof(l));
	leaving_add(&l, first = leaver(1));
	leaving_add(&l, second = leaver(2));
	leaving_add(&l, third = leaver(3));
	leaving_forget(&l, second);
	leaving_forget(&l, second);
	leaving_forget(&l, getpid());
	ck_assert_uint_eq(l.n, 2);
	ck_assert(l.pid[0] == first && l.pid[1] == third);
	leaving_wait(&l);
	leaving_wait_for(second, &status);
	ck_assert_int_eq(WEXITSTATUS(status), 2);
	nobody_left();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("leaving");
	TCase *tcase = tcase_create("leaving");

	suite_add_tcase(suite, tcase);
	tcase_add_test(tcase, more_than_there_is_room);
	tcase_add_test(tcase, forgotten);
	return suite_run(suite);
}
