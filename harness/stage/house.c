/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Entering the house.
 *
 * The calling process (the front) stays outside the PID namespace and only
 * waits: for the end of the first process inside, or for a signal to hand on.
 * The first process inside is that namespace's init. When the front dies, by
 * SIGKILL even, the init gets SIGKILL too (parent-death signal), and with it
 * the kernel ends every process inside; the namespaces go with the last one.
 */
#include "harness/stage/house.h"
#include "harness/stage/initial.h"
#include "harness/stage/stage.h"
#include "harness/stage/userns.h"

#include <errno.h>
#include <linux/capability.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define HOUSE_NAMESPACES (CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET)

static volatile sig_atomic_t asked_to_end;

/* Root in a container may make namespaces and yet not bring up a device. */
static bool has_capabilities(void)
{
	static const unsigned needed[] = {CAP_SYS_ADMIN, CAP_NET_ADMIN,
					  CAP_NET_RAW};
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
	size_t i;

	if (syscall(SYS_capget, &head, data))
		return false;
	for (i = 0; i < sizeof(needed) / sizeof(*needed); i++)
		if (!(data[CAP_TO_INDEX(needed[i])].effective &
		      CAP_TO_MASK(needed[i])))
			return false;
	return true;
}

static int make_namespaces(struct error *err)
{
	uid_t uid = geteuid();
	gid_t gid = getegid();

	errno = EPERM;
	if (has_capabilities() && unshare(HOUSE_NAMESPACES) == 0)
		return 0;
	if (errno == EINVAL)
		return error_set(err, "this kernel was built without "
				 "CONFIG_PID_NS or CONFIG_NET_NS");
	if (errno != EPERM)
		return error_errno(err, "making namespaces");
	if (unshare(CLONE_NEWUSER) || userns_map(uid, gid) ||
	    unshare(HOUSE_NAMESPACES))
		return userns_forbidden(errno, err);
	return 0;
}

static void on_end(int sig)
{
	asked_to_end = sig;
}

int house_interrupted(void)
{
	return asked_to_end;
}

/*
 * Both are comforts: what fails here costs speed or a nicer /proc, no more. In a
 * chroot whose root is no mount point "/" cannot be made private; then a mount
 * on /proc is others' to see, too, unless the one that it covers is.
 */
static void furnish(void)
{
	/* Small tables for the stages: cheap to make, cheap to walk. */
	stage_write("net.ipv4.tcp_child_ehash_entries", "128", NULL);
	if (!mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    !mount(NULL, "/proc", NULL, MS_PRIVATE, NULL))
		mount("proc", "/proc", "proc",
		      MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
}

/* A front that died before the parent-death signal was asked for. */
static bool is_gone(int pidfd)
{
	struct pollfd pfd = {.fd = pidfd, .events = POLLIN};

	return pidfd >= 0 && poll(&pfd, 1, 0) == 1;
}

static void live_inside(int (*inside)(void *), void *arg, int front)
{
	struct sigaction sa = {.sa_handler = on_end};
	sigset_t none;
	int status;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (is_gone(front))
		_exit(2);
	close(front);
	/* Away from the terminal's signals: the front hands them on. */
	setsid();
	sigaction(SIGTERM, &sa, NULL);
	signal(SIGINT, SIG_IGN);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	furnish();
	status = inside(arg);
	fflush(NULL);
	_exit(status);
}

/* What the parent wanted ignored (SIGHUP by nohup) stays so. */
static void block_endings(sigset_t *set, sigset_t *old)
{
	static const int endings[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction sa;
	size_t i;

	/* But an ignored SIGCHLD would never be heard. */
	signal(SIGCHLD, SIG_DFL);
	sigemptyset(set);
	sigaddset(set, SIGCHLD);
	for (i = 0; i < sizeof(endings) / sizeof(*endings); i++)
		if (!sigaction(endings[i], NULL, &sa) &&
		    sa.sa_handler != SIG_IGN)
			sigaddset(set, endings[i]);
	sigprocmask(SIG_BLOCK, set, old);
}

static int wait_outside(pid_t init, sigset_t *set, int *status, int *caught,
			struct error *err)
{
	int sig, ws;

	for (;;) {
		if (sigwait(set, &sig))
			continue;
		if (sig != SIGCHLD) {
			*caught = sig;
			kill(init, SIGTERM);
			continue;
		}
		if (waitpid(init, &ws, WNOHANG) == init)
			break;
	}
	if (!WIFEXITED(ws))
		return error_set(err, "the run was ended from outside (%s)",
				 strsignal(WTERMSIG(ws)));
	*status = WEXITSTATUS(ws);
	return 0;
}

int house_run(int (*inside)(void *arg), void *arg, int *status, int *caught,
	      struct error *err)
{
	sigset_t set, old;
	int front, ret;
	pid_t init;

	*caught = 0;
	initial_keep();
	if (make_namespaces(err))
		return -1;
	block_endings(&set, &old);
	fflush(NULL);
	front = (int)syscall(SYS_pidfd_open, getpid(), 0);
	init = fork();
	if (init < 0)
		return error_errno(err, "fork");
	if (init == 0)
		live_inside(inside, arg, front);
	close(front);
	ret = wait_outside(init, &set, status, caught, err);
	sigprocmask(SIG_SETMASK, &old, NULL);
	return ret;
}
