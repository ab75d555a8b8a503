/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lanes that run side by side: whose output comes when, how many run at once,
 * and what becomes of a signal.
 */
#include "harness/run/side_by_side.h"
#include "tests/suite.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* What sides know of each other. */
struct common {
	int running, most, gate[2];
};

static struct common *common;

static void set_up(void)
{
	common = mmap(NULL, sizeof(*common), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ck_assert_ptr_ne(common, MAP_FAILED);
	ck_assert_int_eq(pipe(common->gate), 0);
}

static void come_in(void)
{
	int now = __atomic_add_fetch(&common->running, 1, __ATOMIC_SEQ_CST);

	if (now > common->most)
		common->most = now;
}

static void go_out(void)
{
	__atomic_sub_fetch(&common->running, 1, __ATOMIC_SEQ_CST);
}

/* Waits for the second side to be through. */
static int first(void *arg)
{
	char octet;

	(void)arg;
	come_in();
	puts("first begins");
	fflush(stdout);
	ck_assert_int_eq(read(common->gate[0], &octet, 1), 1);
	puts("first ends");
	go_out();
	return 1;
}

static int second(void *arg)
{
	(void)arg;
	come_in();
	puts("second");
	fflush(stdout);
	fputs("its trouble\n", stderr);
	go_out();
	ck_assert_int_eq(write(common->gate[1], "", 1), 1);
	return 0;
}

static int plain(void *arg)
{
	come_in();
	puts(arg);
	go_out();
	return 0;
}

static void heading(const struct side *side)
{
	printf("== %s\n", side->name);
}

struct told {
	char text[1024];
	int status;
};

/* In a process of its own, whose output and status are kept. */
static struct told tell(struct side *side, size_t n, size_t at_once)
{
	struct told told = {.text = ""};
	FILE *out = tmpfile();
	pid_t pid;

	ck_assert_ptr_nonnull(out);
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		size_t i;

		dup2(fileno(out), STDOUT_FILENO);
		dup2(fileno(out), STDERR_FILENO);
		side_by_side(side, n, at_once, heading);
		for (i = 0; i < n; i++)
			printf("%s: %d\n", side[i].name,
			       WEXITSTATUS(side[i].status));
		fflush(NULL);
		_exit(0);
	}
	ck_assert_int_eq(waitpid(pid, &told.status, 0), pid);
	rewind(out);
	told.text[fread(told.text, 1, sizeof(told.text) - 1, out)] = '\0';
	fclose(out);
	return told;
}

START_TEST(in_order)
{
	struct side side[] = {{.name = "a", .run = first},
			      {.name = "b", .run = second}};
	struct told told = tell(side, 2, 2);

	/* The first one could not end before the second one had begun. */
	ck_assert_str_eq(told.text, "== a\nfirst begins\nfirst ends\n"
				    "== b\nsecond\nits trouble\n"
				    "a: 1\nb: 0\n");
}
END_TEST

START_TEST(one_at_a_time)
{
	struct side side[] = {{.name = "a", .run = plain, .arg = "1"},
			      {.name = "b", .run = plain, .arg = "2"},
			      {.name = "c", .run = plain, .arg = "3"}};
	struct told told = tell(side, 3, 1);

	ck_assert_str_eq(told.text, "== a\n1\n== b\n2\n== c\n3\n"
				    "a: 0\nb: 0\nc: 0\n");
	ck_assert_int_eq(common->most, 1);
}
END_TEST

START_TEST(alone)
{
	struct side side[] = {{.name = "a", .run = plain, .arg = "1"},
			      {.name = "b", .run = plain, .arg = "2",
			       .alone = true},
			      {.name = "c", .run = plain, .arg = "3"}};
	struct told told = tell(side, 3, 3);

	ck_assert_str_eq(told.text, "== a\n1\n== b\n2\n== c\n3\n"
				    "a: 0\nb: 0\nc: 0\n");
	ck_assert_int_eq(common->most, 1);
}
END_TEST

static int waits(void *arg)
{
	(void)arg;
	puts("waits");
	fflush(stdout);
	ck_assert_int_eq(write(common->gate[1], "", 1), 1);
	for (;;)
		pause();
}

START_TEST(interrupted)
{
	struct side side[] = {{.name = "a", .run = waits},
			      {.name = "b", .run = waits},
			      {.name = "c", .run = waits}};
	int status;
	pid_t pid;
	char octet;

	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		int out = open("/dev/null", O_WRONLY);
		int caught;

		dup2(out, STDOUT_FILENO);
		caught = side_by_side(side, 3, 2, NULL);
		/* The third one was never begun. */
		_exit(caught == SIGTERM && WIFSIGNALED(side[0].status) &&
		      WTERMSIG(side[1].status) == SIGTERM && !side[2].pid ?
			      7 : 8);
	}
	ck_assert_int_eq(read(common->gate[0], &octet, 1), 1);
	ck_assert_int_eq(read(common->gate[0], &octet, 1), 1);
	kill(pid, SIGTERM);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), 7);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("side_by_side");
	TCase *tcase = tcase_create("side_by_side");

	tcase_add_checked_fixture(tcase, set_up, NULL);
	tcase_add_test(tcase, in_order);
	tcase_add_test(tcase, one_at_a_time);
	tcase_add_test(tcase, alone);
	tcase_add_test(tcase, interrupted);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
