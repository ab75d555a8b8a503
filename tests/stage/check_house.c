/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Houses: their status, their signals, and that nothing is left of them. Each
 * front is a process of its own, for it does not come back out of its
 * namespaces. As root each test is also made as an ordinary user.
 */
#include "harness/stage/house.h"
#include "tests/alone.h"
#include "tests/needs.h"
#include "tests/suite.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#define SURELY_MS 20000
/* Exit status of a front that could not do what a test needs. */
#define STATUS_UNFIT 120

/* What a front says of its house through a pipe. */
struct report {
	int ret;
	int status;
	int caught;
	struct error err;
};

/* Told by the inside, once it is there. */
struct inside {
	pid_t pid, parent;
	uid_t uid;
};

static int report_pipe[2], inside_pipe[2], marker_pipe[2];
/* Held by the test alone: even what a faulty house leaves ends with it. */
static int leash[2];
static struct report report;
static struct inside there;

/* Starts a front, as the test's own user or as an ordinary one. */
static pid_t front_start(bool ordinary, int (*inside)(void *), void *arg)
{
	struct report r = { .ret = 0 };
	pid_t front;

	ck_assert(!pipe(report_pipe) && !pipe(inside_pipe) &&
		  !pipe(marker_pipe) && !pipe(leash));
	front = fork();
	if (front == 0) {
		close(leash[1]);
		if (ordinary && !need_ordinary())
			_exit(STATUS_UNFIT);
		r.ret = house_run(inside, arg, &r.status, &r.caught, &r.err);
		if (write(report_pipe[1], &r, sizeof(r)) != sizeof(r))
			_exit(STATUS_UNFIT);
		_exit(0);
	}
	ck_assert_int_gt(front, 0);
	close(report_pipe[1]);
	close(inside_pipe[1]);
	close(marker_pipe[1]);
	return front;
}

static void front_end(pid_t front)
{
	int status;

	ck_assert_int_eq(read(report_pipe[0], &report, sizeof(report)),
			 sizeof(report));
	ck_assert_int_eq(waitpid(front, &status, 0), front);
	ck_assert_int_eq(status, 0);
}

/* The inside is there and has said so. */
static void await_inside(void)
{
	struct pollfd pfd = { .fd = inside_pipe[0], .events = POLLIN };

	ck_assert_int_eq(poll(&pfd, 1, SURELY_MS), 1);
	ck_assert_int_eq(read(inside_pipe[0], &there, sizeof(there)),
			 sizeof(there));
}

/* Every process that held the marker pipe, all of the house, is gone. */
static void expect_nobody_left(void)
{
	struct pollfd pfd = { .fd = marker_pipe[0], .events = POLLIN };

	ck_assert_int_eq(poll(&pfd, 1, SURELY_MS), 1);
	ck_assert(pfd.revents & POLLHUP);
}

static void expect_somebody_left(void)
{
	struct pollfd pfd = { .fd = marker_pipe[0], .events = POLLIN };

	ck_assert_int_eq(poll(&pfd, 1, 0), 0);
}

static int tell_inside(void)
{
	struct inside me = { getpid(), getppid(), getuid() };

	return write(inside_pipe[1], &me, sizeof(me)) == sizeof(me) ? 0 : 1;
}

static int returns(void *arg)
{
	return tell_inside() ? STATUS_UNFIT : *(int *)arg;
}

START_TEST(status)
{
	static const int statuses[] = { 0, 1, 2, 77, 255 };
	size_t i;

	for (i = 0; i < COUNT(statuses); i++) {
		int status = statuses[i];
		pid_t front = front_start(_i, returns, &status);

		front_end(front);
		ck_assert_msg(!report.ret, "%s", report.err.text);
		ck_assert_int_eq(report.status, status);
		ck_assert_int_eq(report.caught, 0);
		expect_nobody_left();
	}
}
END_TEST

START_TEST(first_of_its_kind)
{
	int status = 0;
	pid_t front = front_start(_i, returns, &status);

	front_end(front);
	await_inside();
	ck_assert_int_eq(there.pid, 1);
	ck_assert_int_eq(there.parent, 0);
	ck_assert_uint_eq(there.uid, 0);
}
END_TEST

/* Its own /proc, its own network, and the privileges to change that. */
static int looks_around(void *arg)
{
	char self[16] = "";

	(void)arg;
	if (readlink("/proc/self", self, sizeof(self) - 1) < 0 ||
	    strcmp(self, "1"))
		return 1;
	if (access("/proc/sys/net/ipv4/tcp_fin_timeout", W_OK))
		return 2;
	if (unshare(CLONE_NEWNET))
		return 3;
	return 0;
}

START_TEST(furnished)
{
	front_end(front_start(_i, looks_around, NULL));
	ck_assert_msg(!report.ret, "%s", report.err.text);
	ck_assert_int_eq(report.status, 0);
}
END_TEST

static int waits_for_end(void *arg)
{
	int status = *(int *)arg;

	if (tell_inside())
		return STATUS_UNFIT;
	while (!house_interrupted())
		poll(NULL, 0, 10);
	return house_interrupted() == SIGTERM ? status : STATUS_UNFIT;
}

static const int endings[] = { SIGTERM, SIGINT, SIGHUP };

/* Handed on as SIGTERM; the inside ends by itself, and its status counts. */
static void expect_handed_on(bool ordinary, int signal)
{
	int status = 42;
	pid_t front = front_start(ordinary, waits_for_end, &status);

	await_inside();
	ck_assert_int_eq(kill(front, signal), 0);
	front_end(front);
	ck_assert_msg(!report.ret, "%s", report.err.text);
	ck_assert_int_eq(report.caught, signal);
	ck_assert_int_eq(report.status, 42);
	expect_nobody_left();
}

START_TEST(handed_on)
{
	expect_handed_on(false, endings[_i]);
}
END_TEST

START_TEST(handed_on_ordinary)
{
	expect_handed_on(true, endings[_i]);
}
END_TEST

static void stay(void)
{
	struct pollfd pfd = { .fd = leash[0] };

	while (poll(&pfd, 1, -1) != 1)
		;
	_exit(STATUS_UNFIT);
}

/* Two processes that want to stay: one in a session of its own. */
static int lives_for_ever(void *arg)
{
	(void)arg;
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	if (fork() == 0) {
		setsid();
		if (fork() == 0 && tell_inside())
			_exit(STATUS_UNFIT);
		stay();
	}
	stay();
	return 0;
}

START_TEST(killed)
{
	pid_t front = front_start(_i, lives_for_ever, NULL);

	await_inside();
	expect_somebody_left();
	ck_assert_int_eq(kill(front, SIGKILL), 0);
	ck_assert_int_eq(waitpid(front, NULL, 0), front);
	expect_nobody_left();
}
END_TEST

static int leaves_others_behind(void *arg)
{
	int fd = *(int *)arg;
	char octet;

	if (fork() == 0)
		lives_for_ever(NULL);
	/* Until the one that was left behind is there. */
	return read(fd, &octet, 1) == 1 ? 7 : STATUS_UNFIT;
}

/* The inside returns while processes of it live on: they go with it. */
START_TEST(returns_before_others)
{
	int go[2];
	pid_t front;

	ck_assert_int_eq(pipe(go), 0);
	front = front_start(_i, leaves_others_behind, &go[0]);
	await_inside();
	ck_assert_int_eq(write(go[1], "", 1), 1);
	front_end(front);
	ck_assert_int_eq(report.status, 7);
	expect_nobody_left();
}
END_TEST

static int ends_by_signal(void *arg)
{
	(void)arg;
	/* The first of a PID namespace is deaf to its own signals. */
	if (tell_inside())
		return STATUS_UNFIT;
	stay();
	return 0;
}

/* The only child of a process; 0 while there is none. */
static pid_t child_of(pid_t parent)
{
	char path[64];
	int child = 0;
	FILE *in;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", parent,
		 parent);
	in = fopen(path, "re");
	if (!in)
		return 0;
	if (fscanf(in, "%d", &child) != 1)
		child = 0;
	fclose(in);
	return child;
}

/* From outside, the inside is killed: the front lives to tell. */
START_TEST(torn_down)
{
	pid_t front = front_start(_i, ends_by_signal, NULL);
	pid_t init;

	await_inside();
	init = child_of(front);
	if (!init) {
		fprintf(stderr, "check_house: this kernel does not tell of "
				"children: a test is left out\n");
		kill(front, SIGKILL);
		return;
	}
	ck_assert_int_eq(kill(init, SIGKILL), 0);
	front_end(front);
	ck_assert_int_eq(report.ret, -1);
	ck_assert_str_eq(report.err.text,
			 "the run was ended from outside (Killed)");
	expect_nobody_left();
}
END_TEST

static void drop_capabilities(void)
{
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {
		{ 0, 0, 0 },
	};

	ck_assert_int_eq((int)syscall(SYS_capset, &head, none), 0);
}

/* No privileges and, in here, no user namespaces: what is to be done? */
START_TEST(forbidden)
{
	struct error err = { "" };
	int status = 0, caught = 0;

	ck_assert(alone_as_root());
	ck_assert(alone_write("/proc/sys/user/max_user_namespaces", "0"));
	drop_capabilities();
	ck_assert_int_eq(house_run(returns, &status, &status, &caught, &err),
			 -1);
	ck_assert_msg(strstr(err.text, "user.max_user_namespaces is 0"),
		      "%s", err.text);
	ck_assert_msg(strstr(err.text, "sudo"), "%s", err.text);
	ck_assert_ptr_null(strchr(err.text, '\n'));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("house");
	TCase *tcase = tcase_create("house");
	bool ordinary;
	int users;
	int skip = need_for("check_house", NEED_NAMESPACES);

	if (skip)
		return skip;
	ordinary = need_met("check_house, as an ordinary user", NEED_USERNS);
	/* As whoever we are; and as root once more as an ordinary user. */
	users = geteuid() == 0 && ordinary ? 2 : 1;
	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, status, 0, users);
	tcase_add_loop_test(tcase, first_of_its_kind, 0, users);
	tcase_add_loop_test(tcase, furnished, 0, users);
	tcase_add_loop_test(tcase, handed_on, 0, COUNT(endings));
	if (users > 1)
		tcase_add_loop_test(tcase, handed_on_ordinary, 0,
				    COUNT(endings));
	tcase_add_loop_test(tcase, killed, 0, users);
	tcase_add_loop_test(tcase, returns_before_others, 0, users);
	tcase_add_loop_test(tcase, torn_down, 0, users);
	if (ordinary)
		tcase_add_test(tcase, forbidden);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
