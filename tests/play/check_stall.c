/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Time that is lost, and time that is only waited for: they must not be mixed
 * up. A machine that is slow while this runs may lose more than a test takes
 * away; what is checked as "nothing is lost" is therefore tried a few times.
 */
#include "harness/play/play.h"
#include "harness/stage/stage.h"
#include "tests/alone.h"
#include "tests/suite.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

#define MS 1000000LL
#define STOP_MS 150

static struct play the_play;
static struct error err;

static void begin(void)
{
	memset(&the_play, 0, sizeof(the_play));
	play = &the_play;
	stall_beat(0);
}

static void sleep_ms(int ms)
{
	poll(NULL, 0, ms);
}

static void reap(pid_t pid)
{
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

/* Stops @pid from @after_ms on for STOP_MS. */
static pid_t stopper(pid_t pid, int after_ms)
{
	pid_t child = fork();

	if (child)
		return child;
	sleep_ms(after_ms);
	kill(pid, SIGSTOP);
	sleep_ms(STOP_MS);
	kill(pid, SIGCONT);
	_exit(0);
}

START_TEST(waiting)
{
	int tries;

	for (tries = 0; tries < 20; tries++) {
		begin();
		ck_assert_int_eq(stall_poll(NULL, 0, 300), 0);
		sleep_ms(200);
		stall_beat(200 * MS);
		if (!stall_disturbs())
			return;
	}
	ck_abort_msg("%lld ms were lost", (long long)(the_play.stall.lost / MS));
}
END_TEST

/* Less than it takes to disturb is not lost twenty times in a row either. */
START_TEST(gap)
{
	begin();
	sleep_ms(STOP_MS);
	stall_beat(0);
	ck_assert_int_ge(the_play.stall.lost, STOP_MS * MS);
	ck_assert(stall_disturbs());
	begin();
	ck_assert(!stall_disturbs());
	stall_add(99 * MS);
	ck_assert(!stall_disturbs());
	stall_add(-500 * MS);
	stall_add(1 * MS);
	ck_assert(stall_disturbs());
}
END_TEST

/* The wait is longer than the stop: in one poll() it would be no longer than
 * asked. With 1 it ends early, by what is there to read. */
START_TEST(stopped_while_waiting)
{
	int ends[2], ready, ms = _i ? 20000 : 600;
	struct pollfd pfd;
	int64_t began;
	pid_t child;

	ck_assert_int_eq(pipe(ends), 0);
	pfd = (struct pollfd){.fd = ends[0], .events = POLLIN};
	begin();
	child = stopper(getpid(), 100);
	if (_i && fork() == 0) {
		sleep_ms(500);
		_exit(write(ends[1], "x", 1) != 1);
	}
	began = now_ns();
	ready = stall_poll(&pfd, 1, ms);
	ck_assert_int_eq(ready, _i);
	if (_i)
		ck_assert_int_lt(now_ns() - began, ms * MS);
	ck_assert_msg(stall_disturbs(), "only %lld ms were lost",
		      (long long)(the_play.stall.lost / MS));
	reap(child);
}
END_TEST

/* Its worker runs on and sees nothing, but for wait(). */
START_TEST(stopped_player)
{
	struct player *p = &the_play.player[1];
	struct call call = {.step.verb = VERB_SLEEP, .step.end = server, .step.arg = {250}};
	struct answer ans;
	int tries;

	for (tries = 0; tries < 20; tries++) {
		begin();
		ck_assert_int_eq(player_start(p, AF_INET, &err), 0);
		ck_assert_int_eq(player_tell(p, &call, &err), 0);
		if (_i)
			reap(stopper(p->pid, 20));
		/* That was no wait of the play's. */
		the_play.stall = (struct stall){0};
		stall_beat(0);
		ck_assert_int_eq(player_hear(p, &ans, 20000, &err), 1);
		stall_look();
		player_stop(p);
		if (_i) {
			ck_assert(stall_disturbs());
			return;
		}
		if (!stall_disturbs())
			return;
	}
	ck_abort_msg("a player that was not stopped counts as stopped");
}
END_TEST

/* Another process has the same CPU. */
START_TEST(no_cpu)
{
	int64_t before, until;
	pid_t child;

	stage_pin_cpu(0);
	before = stall_delay("thread-self");
	child = fork();
	if (child == 0)
		for (;;)
			;
	until = now_ns() + 400 * MS;
	while (now_ns() < until)
		;
	kill(child, SIGKILL);
	reap(child);
	if (access("/proc/self/schedstat", R_OK))
		printf("check_stall: left out: no /proc/self/schedstat\n");
	else
		ck_assert_int_ge(stall_delay("thread-self") - before, 50 * MS);
	ck_assert_int_eq(stall_delay("no-such-thread"), 0);
}
END_TEST

START_TEST(virtual_time)
{
	pid_t child;

	begin();
	the_play.stall.off = true;
	stall_add(500 * MS);
	sleep_ms(STOP_MS);
	stall_beat(0);
	child = stopper(getpid(), 50);
	ck_assert_int_eq(stall_poll(NULL, 0, 300), 0);
	ck_assert_int_eq(the_play.stall.lost, 0);
	ck_assert(!stall_disturbs());
	reap(child);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("stall");
	TCase *tcase = tcase_create("stall");

	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, waiting);
	tcase_add_test(tcase, gap);
	tcase_add_loop_test(tcase, stopped_while_waiting, 0, 2);
	tcase_add_loop_test(tcase, stopped_player, 0, 2);
	tcase_add_test(tcase, no_cpu);
	tcase_add_test(tcase, virtual_time);
	return suite_run(suite);
}
