/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * User Mode Linux: the kernel is a program, and what runs in it are processes
 * of this machine that it traces. They outlive a kernel that is killed; so it
 * gets a PID namespace of its own, whose first process does nothing but wait
 * for it. The end of that one is the end of all, and it ends with lastack.
 *
 * The guest's memory is a file on a tmpfs, and UML leaves a folder behind:
 * both are on a tmpfs that nobody else sees, and that goes with the namespace.
 */
#include "harness/stage/userns.h"
#include "harness/vm/machine.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define UML_NAMESPACES (CLONE_NEWPID | CLONE_NEWNS)

/* What the private tmpfs lies upon; the kernel itself may lie below. */
#define PRIVATE "/tmp"

/* Set by fork_apart() in the child: of whom, if it needed a user namespace. */
static bool needs_map;
static uid_t uid;
static gid_t gid;

/* The CPU that lastack was on when it started the first one. */
static int home = -1;

static int check(const struct vm_setup *setup, struct error *err)
{
	if (!setup->virtual_time || setup->image->time_travel)
		return 0;
	return error_set(err, "%s: was built without virtual time "
			 "(CONFIG_UML_TIME_TRAVEL_SUPPORT); contrib/build-uml "
			 "builds one with it", setup->image->path);
}

static pid_t clone_into(int namespaces)
{
	return (pid_t)syscall(SYS_clone, namespaces | SIGCHLD, NULL, NULL, NULL,
			      0);
}

static pid_t fork_apart(struct error *err)
{
	pid_t pid;

	uid = geteuid();
	gid = getegid();
	if (home < 0)
		home = sched_getcpu();
	pid = clone_into(UML_NAMESPACES);
	if (pid < 0 && errno == EPERM) {
		needs_map = true;
		pid = clone_into(UML_NAMESPACES | CLONE_NEWUSER);
	}
	if (pid < 0)
		userns_forbidden(errno, err);
	return pid;
}

static void give_up(const struct vm *vm, const struct error *err)
{
	dprintf(vm->errors, "%s\n", err->text);
	_exit(127);
}

static void furnish(const struct vm *vm)
{
	struct error err;

	if ((needs_map && userns_map(uid, gid)) ||
	    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL)) {
		if (errno == EINVAL)
			error_set(&err, "UML needs mounts of its own: bind the "
				  "root of this chroot on itself (mount --bind "
				  "DIR DIR)");
		else
			userns_forbidden(errno, &err);
		give_up(vm, &err);
	}
	if (mount("tmpfs", PRIVATE, "tmpfs", MS_NOSUID | MS_NODEV, NULL)) {
		error_errno(&err, "a tmpfs on " PRIVATE " for UML");
		give_up(vm, &err);
	}
	/* Containers may forbid it, and then the one that is there will do. */
	mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
}

/*
 * A kernel that counts writes when it ends, to where it was built; by gcc's own
 * variables to below @counts, or to what goes with the namespace. The folder is
 * named by its descriptor, as the tmpfs may hide it.
 */
static void send_counts(const char *objects, int counts)
{
	char prefix[64] = PRIVATE, strip[16];
	unsigned depth = 0;

	for (; *objects; objects++)
		depth += *objects == '/';
	snprintf(strip, sizeof(strip), "%u", depth);
	if (counts >= 0)
		snprintf(prefix, sizeof(prefix), "/proc/self/fd/%d", counts);
	setenv("GCOV_PREFIX", prefix, 1);
	setenv("GCOV_PREFIX_STRIP", strip, 1);
}

/* The descriptors that UML is told of stay open; the others close on exec. */
static void become_linux(const struct vm *vm, const struct vm_setup *setup,
			 int kernel, int out)
{
	char initrd[64], results[64], self[64];
	/* Told to restart, UML would look for its first word. By seccomp it
	 * traces faster than by ptrace; older kernels ignore that word. */
	const char *words[32] = {
		"/nowhere/linux", "mem=512M", "con=null", "con0=null,fd:1",
		"ssl=null", results, "uml_dir=" PRIVATE "/", initrd,
		"console=tty0", "rdinit=/lastack", "oops=panic", "seccomp=auto",
		"LD_LIBRARY_PATH=/lib/lastack",
	};
	static const struct rlimit none;
	char *append = strdup(setup->append), *word, *rest;
	size_t n = 0;

	while (words[n])
		n++;
	for (word = strtok_r(append, " ", &rest); word && n < 28;
	     word = strtok_r(NULL, " ", &rest))
		words[n++] = word;
	if (setup->virtual_time)
		words[n++] = "time-travel=inf-cpu";
	words[n++] = "--";
	words[n++] = "guest";
	snprintf(initrd, sizeof(initrd), "initrd=/proc/self/fd/%d",
		 setup->initramfs);
	snprintf(results, sizeof(results), "ssl1=null,fd:%d", dup(out));
	snprintf(self, sizeof(self), "/proc/self/fd/%d", kernel);
	setenv("TMPDIR", PRIVATE, 1);
	/* A panic ends in abort(). */
	setrlimit(RLIMIT_CORE, &none);
	/* Or it would ask for that itself, by a path that may be hidden. */
	personality(ADDR_NO_RANDOMIZE);
	dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), STDIN_FILENO);
	dup2(vm->console, STDOUT_FILENO);
	dup2(vm->console, STDERR_FILENO);
	execv(self, (char *const *)words);
	dprintf(vm->errors, "%s: %s\n", setup->image->path, strerror(errno));
	_exit(127);
}

/*
 * The kernel and the processes in it take turns: at any time one of them runs.
 * On one CPU that takes half of the time it does across two. It is the next
 * one to lastack's own, and for others that run at the same time those behind.
 */
static void stay_on_one_cpu(unsigned nth)
{
	cpu_set_t allowed, one;
	int cpu = home;

	if (home < 0 || sched_getaffinity(0, sizeof(allowed), &allowed) ||
	    !CPU_COUNT(&allowed))
		return;
	for (nth++; nth; nth -= (unsigned)!!CPU_ISSET(cpu, &allowed))
		cpu = (cpu + 1) % CPU_SETSIZE;
	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	sched_setaffinity(0, sizeof(one), &one);
}

static void become_first(const struct vm *vm, const struct vm_setup *setup,
			 int out)
{
	/* Found before the tmpfs hides it, if it lies there. */
	int kernel = open(setup->image->path, O_RDONLY | O_CLOEXEC);
	int counts = setup->counts ? open(setup->counts, O_PATH) : -1;
	pid_t pid, gone;

	furnish(vm);
	stay_on_one_cpu(setup->nth);
	if (*setup->image->objects)
		send_counts(setup->image->objects, counts);
	pid = fork();
	if (pid == 0)
		become_linux(vm, setup, kernel, out);
	close(out);
	do
		gone = waitpid(-1, NULL, 0);
	while (gone != pid && (gone > 0 || errno == EINTR));
	_exit(0);
}

const struct machine machine_uml = {
	.check = check,
	.fork = fork_apart,
	.become = become_first,
};
