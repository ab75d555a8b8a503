/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests that need namespaces: how they get them, as root and as an ordinary
 * user. Where none can be had is for tests/needs.h to say.
 */
#ifndef TESTS_ALONE_H
#define TESTS_ALONE_H

#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static inline bool alone_write(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool done;

	if (fd < 0)
		return false;
	done = write(fd, text, strlen(text)) == (ssize_t)strlen(text);
	close(fd);
	return done;
}

/** alone_as_root() - a user namespace in which the caller is root */
static inline bool alone_as_root(void)
{
	char uids[32], gids[32];

	snprintf(uids, sizeof(uids), "0 %u 1", (unsigned)geteuid());
	snprintf(gids, sizeof(gids), "0 %u 1", (unsigned)getegid());
	return unshare(CLONE_NEWUSER) == 0 &&
	       alone_write("/proc/self/uid_map", uids) &&
	       alone_write("/proc/self/setgroups", "deny") &&
	       alone_write("/proc/self/gid_map", gids);
}

/**
 * alone_enter() - a network namespace of the caller's own, and the privileges
 * to make more of them
 */
static inline bool alone_enter(void)
{
	return unshare(CLONE_NEWNET) == 0 ||
	       (alone_as_root() && unshare(CLONE_NEWNET) == 0);
}

#endif
