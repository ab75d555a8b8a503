/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Players, told what to do by a test instead of a script.
 */
#include "harness/play/player.h"
#include "harness/stage/stage.h"
#include "tests/alone.h"
#include "tests/needs.h"
#include "tests/suite.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* For what must come, on however slow a machine; nothing waits that long. */
#define SURELY_MS 20000
/* For what must not come. */
#define BRIEFLY_MS 50

static struct player client_player, server_player;
static struct error err;
static struct answer ans;

static const struct address server_at = {
	.family = AF_INET, .port = 7777, .bytes = { 127, 0, 0, 1 }
};

static void start(void)
{
	ck_assert(alone_enter());
	ck_assert_msg(!stage_enter(&err), "%s", err.text);
	ck_assert_int_eq(player_start(&client_player, AF_INET, &err), 0);
	ck_assert_int_eq(player_start(&server_player, AF_INET, &err), 0);
}

static void stop(void)
{
	player_stop(&client_player);
	player_stop(&server_player);
}

static void tell(struct player *p, struct call call)
{
	if (!call.step.end.number)
		call.step.end.number = 1;
	ck_assert_int_eq(player_tell(p, &call, &err), 0);
}

static void hear(struct player *p)
{
	ck_assert_int_eq(player_hear(p, &ans, SURELY_MS, &err), 1);
	ck_assert(!ans.lost);
}

#define DO(p, ...) (tell(p, (struct call){ __VA_ARGS__ }), hear(p))

static void listen_and_connect(void)
{
	DO(&server_player, .step.verb = VERB_LISTEN, .step.arg = { 8 },
	   .address = server_at, .step.end.which = SOCKET_LISTENER);
	ck_assert_int_eq(ans.ret, 0);
	DO(&client_player, .step.verb = VERB_CONNECT, .address = server_at);
	ck_assert_int_eq(ans.ret, 0);
	DO(&server_player, .step.verb = VERB_ACCEPT);
	ck_assert_int_eq(ans.ret, 0);
}

START_TEST(calls)
{
	listen_and_connect();
	DO(&client_player, .step.verb = VERB_SEND, .step.arg = { 5 });
	ck_assert_int_eq(ans.ret, 5);
	ck_assert_int_eq(ans.error, 0);
	ck_assert(!ans.sigpipe);
	ck_assert_int_ge(ans.took_ns, 0);
	DO(&server_player, .step.verb = VERB_RECV, .step.arg = { 9 });
	ck_assert_int_eq(ans.ret, 5);
	ck_assert(!ans.corrupt);
	DO(&client_player, .step.verb = VERB_CLOSE);
	DO(&client_player, .step.verb = VERB_CLOSE);
	ck_assert_int_eq(ans.ret, -1);
	ck_assert_int_eq(ans.error, EBADF);
	DO(&server_player, .step.verb = VERB_SEND, .step.arg = { 1 });
	DO(&server_player, .step.verb = VERB_SO_ERROR);
	ck_assert_int_eq(ans.error, EPIPE);
	/* SIGPIPE is told of, and the player lives on. */
	DO(&server_player, .step.verb = VERB_SEND, .step.arg = { 1 });
	ck_assert_int_eq(ans.error, EPIPE);
	ck_assert(ans.sigpipe);
	DO(&server_player, .step.verb = VERB_SEND, .step.arg = { 1, MSG_NOSIGNAL });
	ck_assert_int_eq(ans.error, EPIPE);
	ck_assert(!ans.sigpipe);
}
END_TEST

START_TEST(begin_and_finish)
{
	listen_and_connect();
	tell(&server_player,
	     (struct call){ .step.verb = VERB_RECV, .step.arg = { 9 }, .step.phase = STEP_BEGUN });
	hear(&server_player);
	ck_assert(ans.began);
	/* The thread that makes it is one of the player's. */
	ck_assert_int_eq(atoi(ans.thread), server_player.pid);
	ck_assert_ptr_nonnull(strstr(ans.thread, "/task/"));
	ck_assert_int_eq(player_hear(&server_player, &ans, BRIEFLY_MS, &err),
			 0);
	/* Meanwhile the player makes other calls. */
	DO(&server_player, .step.verb = VERB_SEND, .step.arg = { 2 });
	ck_assert_int_eq(ans.ret, 2);
	DO(&client_player, .step.verb = VERB_SEND, .step.arg = { 3 });
	hear(&server_player);
	ck_assert(!ans.began);
	ck_assert_int_eq(ans.ret, 3);
	ck_assert_int_ge(ans.took_ns, BRIEFLY_MS * 1000000LL);
}
END_TEST

/* In state 'S', as soon as it is blocked. */
static void await_asleep(const char *thread)
{
	char path[64], stat[256], *state;
	FILE *in;

	snprintf(path, sizeof(path), "/proc/%s/stat", thread);
	do {
		in = fopen(path, "re");
		ck_assert_ptr_nonnull(in);
		ck_assert_ptr_nonnull(fgets(stat, sizeof(stat), in));
		fclose(in);
		state = strrchr(stat, ')');
		ck_assert_ptr_nonnull(state);
	} while (state[2] != 'S');
}

START_TEST(interrupted)
{
	listen_and_connect();
	tell(&server_player,
	     (struct call){ .step.verb = VERB_RECV, .step.arg = { 9 }, .step.phase = STEP_BEGUN });
	hear(&server_player);
	await_asleep(ans.thread);
	DO(&server_player, .step.verb = VERB_INTERRUPT);
	hear(&server_player);
	ck_assert_int_eq(ans.ret, -1);
	ck_assert_int_eq(ans.error, EINTR);
	/* There is no call to interrupt now: a mistake of the script. */
	tell(&server_player, (struct call){ .step.verb = VERB_INTERRUPT });
	ck_assert_int_eq(player_hear(&server_player, &ans, SURELY_MS, &err),
			 1);
	ck_assert(ans.lost);
}
END_TEST

/* Blocked in the player itself: no answer, and that is told in time. */
START_TEST(not_in_time)
{
	listen_and_connect();
	tell(&server_player, (struct call){ .step.verb = VERB_ACCEPT });
	ck_assert_int_eq(player_hear(&server_player, &ans, 0, &err), 0);
	ck_assert_int_eq(player_hear(&server_player, &ans, BRIEFLY_MS, &err),
			 0);
	/* Stopped all the same. */
	player_stop(&server_player);
	ck_assert_int_eq(server_player.pid, 0);
}
END_TEST

START_TEST(exits)
{
	pid_t pid = client_player.pid;
	int status;

	tell(&client_player, (struct call){ .step.verb = VERB_EXIT });
	ck_assert_int_eq(player_wait(&client_player, &status, SURELY_MS,
				     &err), 0);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), 0);
	ck_assert_int_eq(client_player.pid, 0);
	ck_assert_int_eq(kill(pid, 0), -1);
	ck_assert_int_eq(player_tell(&client_player,
				     &(struct call){ .step.verb = VERB_CLOSE }, &err),
			 -1);
	ck_assert_str_eq(err.text, "the process has ended already");
	ck_assert_int_eq(player_wait(&client_player, &status, SURELY_MS,
				     &err), -1);
	ck_assert_str_eq(err.text, "the process has ended already");
}
END_TEST

/* exit() while a thread of it is blocked in a call. */
START_TEST(exits_while_blocked)
{
	int status;

	listen_and_connect();
	tell(&server_player,
	     (struct call){ .step.verb = VERB_RECV, .step.arg = { 9 }, .step.phase = STEP_BEGUN });
	hear(&server_player);
	tell(&server_player, (struct call){ .step.verb = VERB_EXIT });
	ck_assert_int_eq(player_wait(&server_player, &status, SURELY_MS,
				     &err), 0);
	ck_assert(WIFEXITED(status));
	/* The kernel has closed what it had. */
	DO(&client_player, .step.verb = VERB_RECV, .step.arg = { 9 });
	ck_assert_int_eq(ans.ret, 0);
}
END_TEST

static const int deadly[] = { SIGKILL, SIGINT, SIGTERM };

START_TEST(killed)
{
	int status;

	/* It has been heard of: what it does with signals is in place. */
	DO(&client_player, .step.verb = VERB_SOCKET);
	ck_assert_int_eq(kill(client_player.pid, deadly[_i]), 0);
	ck_assert_int_eq(player_wait(&client_player, &status, SURELY_MS,
				     &err), 0);
	ck_assert(WIFSIGNALED(status));
	ck_assert_int_eq(WTERMSIG(status), deadly[_i]);
}
END_TEST

START_TEST(dies_unexpectedly)
{
	tell(&client_player,
	     (struct call){ .step.verb = VERB_SLEEP, .step.arg = { SURELY_MS } });
	ck_assert_int_eq(kill(client_player.pid, SIGKILL), 0);
	ck_assert_int_eq(player_hear(&client_player, &ans, SURELY_MS, &err),
			 -1);
	ck_assert_str_eq(err.text, "the process died unexpectedly");
	/* Telling a dead one fails too, and no SIGPIPE ends the harness. */
	ck_assert_int_eq(player_tell(&client_player,
				     &(struct call){ .step.verb = VERB_CLOSE }, &err),
			 -1);
}
END_TEST

START_TEST(lives_on)
{
	int status;

	ck_assert_int_eq(player_wait(&client_player, &status, BRIEFLY_MS,
				     &err), -1);
	ck_assert_str_eq(err.text, "the process did not end");
	ck_assert_int_ne(client_player.pid, 0);
	DO(&client_player, .step.verb = VERB_SOCKET);
	ck_assert_int_eq(ans.ret, 0);
}
END_TEST

START_TEST(stopped)
{
	pid_t pid = client_player.pid;

	player_stop(&client_player);
	ck_assert_int_eq(client_player.pid, 0);
	ck_assert_int_eq(kill(pid, 0), -1);
	ck_assert_int_eq(errno, ESRCH);
	player_stop(&client_player);
}
END_TEST

/* What a player cannot do is told, not left without an answer. */
START_TEST(lost)
{
	tell(&client_player, (struct call){ .step.verb = VERB_COUNT });
	ck_assert_int_eq(player_hear(&client_player, &ans, SURELY_MS, &err),
			 1);
	ck_assert(ans.lost);
}
END_TEST

/* A player must not hold open what is the harness's or the other player's. */
START_TEST(no_descriptors_inherited)
{
	char path[64];
	struct dirent *entry;
	DIR *dir;

	DO(&server_player, .step.verb = VERB_SLEEP);
	snprintf(path, sizeof(path), "/proc/%d/fd", (int)server_player.pid);
	dir = opendir(path);
	ck_assert_ptr_nonnull(dir);
	while ((entry = readdir(dir)))
		ck_assert_msg(*entry->d_name == '.' ||
			      atoi(entry->d_name) <= 4,
			      "descriptor %s is open", entry->d_name);
	closedir(dir);
}
END_TEST

static unsigned files_of(const struct player *p)
{
	unsigned n = 0;
	char path[64];
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/fd", (int)p->pid);
	dir = opendir(path);
	ck_assert_ptr_nonnull(dir);
	while (readdir(dir))
		n++;
	closedir(dir);
	return n;
}

static void enter(struct player *p, int family)
{
	int network = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);

	ck_assert_int_ge(network, 0);
	ck_assert_msg(!player_enter(p, family, network, &err), "%s", err.text);
	close(network);
}

/* In another network namespace a player has nothing left of its sockets, their
 * octets and their options; nor does an SO_LINGER hold it up. */
START_TEST(enters)
{
	unsigned before;

	DO(&client_player, .step.verb = VERB_SLEEP);
	before = files_of(&client_player);
	listen_and_connect();
	DO(&client_player, .step.verb = VERB_LINGER, .step.arg = {60});
	DO(&client_player, .step.verb = VERB_SEND, .step.arg = {5});
	DO(&client_player, .step.verb = VERB_DUP);
	DO(&client_player, .step.verb = VERB_EPOLL_ADD, .step.arg = {POLLIN});
	ck_assert(!client_player.spent && !server_player.spent);

	ck_assert_msg(!stage_enter(&err), "%s", err.text);
	enter(&client_player, AF_INET);
	tell(&client_player, (struct call){.step.verb = VERB_CLOSE});
	ck_assert_int_eq(player_hear(&client_player, &ans, SURELY_MS / 2, &err),
			 1);
	ck_assert(ans.lost);
	ck_assert_uint_eq(files_of(&client_player), before);
	/* The server is in another one, as yet. */
	DO(&client_player, .step.verb = VERB_CONNECT, .address = server_at);
	ck_assert_int_eq(ans.error, ECONNREFUSED);
	enter(&client_player, AF_INET);
	enter(&server_player, AF_INET);
	listen_and_connect();
	DO(&client_player, .step.verb = VERB_SEND, .step.arg = {7});
	DO(&server_player, .step.verb = VERB_RECV, .step.arg = {9});
	ck_assert_int_eq(ans.ret, 7);
	ck_assert(!ans.corrupt);
	ck_assert_int_gt(player_cpu_ns(&client_player), 0);
}
END_TEST

/* What cannot enter is dead, and not in the wrong place. */
START_TEST(cannot_enter)
{
	int status;

	ck_assert_int_eq(player_enter(&client_player, AF_INET, 0, &err), 0);
	ck_assert_int_eq(player_wait(&client_player, &status, SURELY_MS, &err),
			 0);
	ck_assert_int_eq(WEXITSTATUS(status), 1);
}
END_TEST

START_TEST(spent)
{
	ck_assert(!client_player.spent);
	DO(&client_player, .step.verb = VERB_FORK);
	ck_assert(client_player.spent);
	player_stop(&client_player);
	ck_assert_int_eq(player_cpu_ns(&client_player), 0);
	ck_assert_int_eq(player_start(&client_player, AF_INET, &err), 0);
	ck_assert(!client_player.spent);
}
END_TEST

/* However the harness ends, no player survives it, not a blocked one. */
START_TEST(dies_with_the_harness)
{
	struct call blocked = { .step.verb = VERB_SLEEP, .step.end = { 0, 1, 0 },
				.step.arg = { 3 * SURELY_MS } };
	struct player orphan;
	struct pollfd pfd = { .events = POLLIN };
	pid_t harness, pid = 0;
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	harness = fork();
	if (harness == 0) {
		if (player_start(&orphan, AF_INET, &err) ||
		    player_tell(&orphan, &blocked, &err) ||
		    write(ends[1], &orphan.pid, sizeof(orphan.pid)) < 0)
			_exit(1);
		for (;;)
			pause();
	}
	ck_assert_int_eq(read(ends[0], &pid, sizeof(pid)), sizeof(pid));
	pfd.fd = (int)syscall(SYS_pidfd_open, pid, 0);
	ck_assert_int_ge(pfd.fd, 0);
	ck_assert_int_eq(poll(&pfd, 1, 0), 0);
	ck_assert_int_eq(kill(harness, SIGKILL), 0);
	ck_assert_int_eq(waitpid(harness, NULL, 0), harness);
	ck_assert_int_eq(poll(&pfd, 1, SURELY_MS), 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("player");
	TCase *tcase = tcase_create("player");
	int skip = need_for("check_player", NEED_NAMESPACES);

	if (skip)
		return skip;
	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, start, stop);
	tcase_add_test(tcase, calls);
	tcase_add_test(tcase, begin_and_finish);
	tcase_add_test(tcase, interrupted);
	tcase_add_test(tcase, not_in_time);
	tcase_add_test(tcase, exits);
	tcase_add_test(tcase, exits_while_blocked);
	tcase_add_loop_test(tcase, killed, 0, COUNT(deadly));
	tcase_add_test(tcase, dies_unexpectedly);
	tcase_add_test(tcase, lives_on);
	tcase_add_test(tcase, stopped);
	tcase_add_test(tcase, lost);
	tcase_add_test(tcase, no_descriptors_inherited);
	tcase_add_test(tcase, enters);
	tcase_add_test(tcase, cannot_enter);
	tcase_add_test(tcase, spent);
	tcase_add_test(tcase, dies_with_the_harness);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
