/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What tests need of a machine, beside what configure asks for. A test declares
 * it; where it is not to be had the test is left out, in one line that says why
 * and what to do. Scripts ask the program tests/needs, which is made of this.
 */
#ifndef TESTS_NEEDS_H
#define TESTS_NEEDS_H

#include "harness/net/tun.h"
#include "harness/stage/userns.h"
#include "tests/alone.h"

#include <errno.h>
#include <grp.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/prctl.h>

/* What automake, and `make check` here, take as "skipped". */
#define EXIT_SKIP 77

enum need {
	/* network namespaces, as root or in a user namespace */
	NEED_NAMESPACES = 1 << 0,
	/* user namespaces, as an ordinary user has them */
	NEED_USERNS = 1 << 1,
	/* to be root, and able to become somebody else */
	NEED_ROOT = 1 << 2,
	/* TUN devices */
	NEED_TUN = 1 << 3,
	/* mounts that nobody else sees */
	NEED_MOUNTS = 1 << 4,
};

/** need_ordinary() - become an ordinary user for good, if root */
static inline bool need_ordinary(void)
{
	if (geteuid())
		return true;
	/* An ordinary user's process has been exec'ed by that user. */
	return !setgroups(0, NULL) && !setresgid(65534, 65534, 65534) &&
	       !setresuid(65534, 65534, 65534) &&
	       !prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
}

static inline bool need_have_userns(void)
{
	return need_ordinary() && alone_as_root() &&
	       !unshare(CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET);
}

static inline bool need_have_root(void)
{
	return geteuid() == 0 && need_ordinary();
}

static inline bool need_have_mounts(void)
{
	if (unshare(CLONE_NEWNS) &&
	    (!alone_as_root() || unshare(CLONE_NEWNS)))
		return false;
	return !mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
}

/* Return: 0, or the errno of what failed, in a process that ends with it. */
static inline int need_try(bool (*have)(void))
{
	pid_t child = fork();
	int status = 1;

	if (child == 0) {
		errno = EPERM;
		_exit(have() ? 0 : errno);
	}
	if (child < 0 || waitpid(child, &status, 0) != child ||
	    !WIFEXITED(status))
		return ECHILD;
	return WEXITSTATUS(status);
}

/**
 * need_unmet() - what is missing of @needs, and what to do
 *
 * Return: a line without a newline, of the first one; NULL if all is there.
 */
static inline const char *need_unmet(unsigned needs)
{
	static struct error why;
	int error;

	if (needs & NEED_NAMESPACES && (error = need_try(alone_enter)) != 0) {
		userns_forbidden(error, &why);
		return why.text;
	}
	if (needs & NEED_MOUNTS && (error = need_try(need_have_mounts)) != 0) {
		if (error == EINVAL)
			return "needs mounts of its own: bind the root of this "
			       "chroot on itself (mount --bind DIR DIR)";
		userns_forbidden(error, &why);
		return why.text;
	}
	if (needs & NEED_ROOT && need_try(need_have_root))
		return "needs root: run it as root (sudo)";
	if (needs & NEED_USERNS && (error = need_try(need_have_userns)) != 0) {
		userns_forbidden(error, &why);
		return why.text;
	}
	if (needs & NEED_TUN)
		return tun_missing();
	return NULL;
}

/**
 * need_for() - for main(): whether a test can be made here
 * @test: its name
 * @needs: enum need
 *
 * A build server (CI is set) must have namespaces, so that nothing hides there.
 *
 * Return: 0, or the exit status of a test that is left out; it has been said.
 */
static inline int need_for(const char *test, unsigned needs)
{
	const char *ci = getenv("CI");
	bool must = ci && *ci && need_try(alone_enter);
	const char *why = need_unmet(needs);

	if (!why)
		return 0;
	printf("%s: %s: %s\n", test,
	       must ? "FAILED, for CI is set" : "skipped", why);
	return must ? EXIT_FAILURE : EXIT_SKIP;
}

/** need_met() - as need_for(), of a part of a test; true if it can be made */
static inline bool need_met(const char *part, unsigned needs)
{
	const char *why = need_unmet(needs);

	if (why)
		printf("left out: %s: %s\n", part, why);
	return !why;
}

#endif
