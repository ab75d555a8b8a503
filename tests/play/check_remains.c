/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a play leaves is closed, whatever link it was played on.
 */
#include "harness/play/cable.h"
#include "harness/play/remains.h"
#include "harness/stage/stage.h"
#include "tests/alone.h"
#include "tests/needs.h"
#include "tests/suite.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static struct error err;

static void enter(void)
{
	ck_assert(alone_enter());
	ck_assert_msg(!stage_enter(&err), "%s", err.text);
}

static unsigned open_files(void)
{
	DIR *dir = opendir("/proc/self/fd");
	unsigned n = 0;

	ck_assert_ptr_nonnull(dir);
	while (readdir(dir))
		n++;
	closedir(dir);
	return n;
}

static struct play leave(bool loopback)
{
	struct play p = {.network = {-1, -1}};
	int end, fd[2];

	p.table = conversations_new(SERVER_PORT);
	trace_add(&p.trace, "%s", "a line");
	for (end = 0; end < (loopback ? 1 : 2); end++) {
		p.capture[end] = capture_open_live("lo", &err);
		p.tcpstate[end] = tcpstate_open(&err);
		ck_assert_msg(p.capture[end] && p.tcpstate[end], "%s",
			      err.text);
	}
	if (loopback) {
		p.capture[1] = p.capture[0];
		p.tcpstate[1] = p.tcpstate[0];
		return p;
	}
	for (end = 0; end < 2; end++) {
		p.network[end] = open("/proc/self/ns/net",
				      O_RDONLY | O_CLOEXEC);
		fd[end] = open("/dev/null", O_RDWR | O_CLOEXEC);
	}
	p.cable = cable_new(fd);
	return p;
}

START_TEST(all_closed)
{
	unsigned before = open_files(), times;

	for (times = 0; times < 9; times++) {
		struct play p = leave(_i);

		ck_assert_uint_gt(open_files(), before);
		remains_clear(&p);
		/* More at once than there is room for, then one by one. */
		if (times >= 6) {
			remains_wait();
			ck_assert_uint_eq(open_files(), before);
		}
	}
	remains_wait();
	ck_assert_uint_eq(open_files(), before);
	/* There need not be any. */
	remains_wait();
}
END_TEST

/* A play that had not come far. */
START_TEST(hardly_anything)
{
	struct play p = {.network = {-1, -1}};
	unsigned before = open_files();

	p.table = conversations_new(SERVER_PORT);
	remains_clear(&p);
	remains_wait();
	ck_assert_uint_eq(open_files(), before);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("remains");
	TCase *tcase = tcase_create("remains");
	int skip = need_for("check_remains", NEED_NAMESPACES);

	if (skip)
		return skip;
	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, enter, NULL);
	tcase_add_loop_test(tcase, all_closed, 0, 2);
	tcase_add_test(tcase, hardly_anything);
	return suite_run(suite);
}
