/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Slots, with processes of the test's own in the place of workers. That workers
 * play is for the tests of the whole program.
 */
#include "base/clock.h"
#include "harness/run/slot.h"
#include "tests/suite.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static struct slot slot[3];
static struct slots all = {.slot = slot, .n = 3};
static const struct test_case quick, slow = {.seconds = 60};
static const struct chosen one = {.tc = &quick}, late = {.tc = &slow};

static pid_t sleeper(void)
{
	pid_t pid = fork();

	if (pid == 0)
		for (;;)
			pause();
	ck_assert_int_gt(pid, 0);
	return pid;
}

START_TEST(seconds)
{
	struct slot s = {.chosen = &one};
	double least = slot_seconds(&s);

	ck_assert(least > 0);
	s.chosen = &late;
	ck_assert(slot_seconds(&s) > least + 60);
}
END_TEST

/* Slots that play count, and no others; never for ever, never not at all. */
START_TEST(sleep_until)
{
	ck_assert_int_eq(slots_sleep(&all), 1000);
	slot[1].deadline = 1;
	ck_assert_int_eq(slots_sleep(&all), 1000);
	slot[1].chosen = &one;
	ck_assert_int_eq(slots_sleep(&all), 1);
	slots_put_off(&all, now_ns() + 500 * 1000000LL);
	ck_assert_int_gt(slots_sleep(&all), 1);
	ck_assert_int_le(slots_sleep(&all), 501);
}
END_TEST

START_TEST(killed)
{
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	slot[0].pid = sleeper();
	slot[0].fd = ends[0];
	slot_kill(&slot[0]);
	ck_assert_int_eq(slot[0].pid, 0);
	ck_assert_int_eq(waitpid(-1, NULL, 0), -1);
	ck_assert_int_eq(fcntl(ends[0], F_GETFD), -1);
}
END_TEST

START_TEST(stopped)
{
	slot[0].pid = sleeper();
	ck_assert(!slot_was_stopped(&slot[0]));
	kill(slot[0].pid, SIGSTOP);
	waitid(P_PID, (id_t)slot[0].pid, &(siginfo_t){0}, WSTOPPED | WNOWAIT);
	ck_assert(slot_was_stopped(&slot[0]));
	ck_assert(!slot_was_stopped(&slot[0]));
	kill(slot[0].pid, SIGKILL);
}
END_TEST

/* A worker's end is for its slot to see; that of all others is not. */
START_TEST(reaped)
{
	pid_t other = sleeper(), worker = sleeper();
	siginfo_t info;

	kill(other, SIGKILL);
	waitid(P_PID, (id_t)other, &info, WEXITED | WNOWAIT);
	slots_reap(&all);
	ck_assert_int_eq(waitpid(other, NULL, WNOHANG), -1);
	slot[2].pid = worker;
	kill(worker, SIGKILL);
	waitid(P_PID, (id_t)worker, &info, WEXITED | WNOWAIT);
	slots_reap(&all);
	ck_assert_int_eq(waitpid(worker, NULL, WNOHANG), worker);
}
END_TEST

START_TEST(let_go)
{
	int ends[2];
	pid_t pid;
	char byte;

	ck_assert_int_eq(pipe(ends), 0);
	pid = fork();
	if (pid == 0) {
		close(ends[1]);
		_exit(read(ends[0], &byte, 1) != 0);
	}
	slot[0].pid = pid;
	slot[0].fd = ends[1];
	slot_let_go(&all, &slot[0]);
	ck_assert_int_eq(slot[0].pid, 0);
	ck_assert_uint_eq(all.leaving.n, 1);
	leaving_wait(&all.leaving);
	ck_assert_int_eq(waitpid(-1, NULL, 0), -1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("slot");
	TCase *tcase = tcase_create("slot");

	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, seconds);
	tcase_add_test(tcase, sleep_until);
	tcase_add_test(tcase, killed);
	tcase_add_test(tcase, stopped);
	tcase_add_test(tcase, reaped);
	tcase_add_test(tcase, let_go);
	return suite_run(suite);
}
