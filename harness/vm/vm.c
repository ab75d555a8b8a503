/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starting a virtual machine, and ending it.
 */
#include "harness/vm/vm.h"
#include "base/memory.h"
#include "harness/vm/machine.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* One who died before the parent-death signal was asked for reads no more. */
static bool reader_is_gone(int out)
{
	struct pollfd pfd = {.fd = out};

	return poll(&pfd, 1, 0) == 1;
}

static void live(const struct machine *machine, const struct vm *vm,
		 const struct vm_setup *setup, int out)
{
	sigset_t none;

	/* Ctrl-C is for lastack alone; its end is the machine's, too. */
	setsid();
	close(vm->out);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (reader_is_gone(out))
		_exit(127);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	machine->become(vm, setup, out);
	_exit(127);
}

int vm_start(struct vm *vm, const struct vm_setup *setup, struct error *err)
{
	const struct machine *machine =
		setup->image->uml ? &machine_uml : &machine_qemu;
	int ends[2];

	if (machine->check(setup, err))
		return -1;
	vm->console = memfd_create("console", 0);
	vm->errors = memfd_create("errors", MFD_CLOEXEC);
	if (vm->console < 0 || vm->errors < 0 || pipe2(ends, O_CLOEXEC))
		return error_errno(err, "%s", setup->image->path);
	vm->out = ends[0];
	fflush(NULL);
	vm->pid = machine->fork(err);
	if (vm->pid == 0)
		live(machine, vm, setup, ends[1]);
	close(ends[1]);
	return vm->pid < 0 ? -1 : 0;
}

bool vm_wait(const struct vm *vm, double seconds)
{
	struct pollfd pfd = {
		.fd = (int)syscall(SYS_pidfd_open, vm->pid, 0),
		.events = POLLIN,
	};
	bool ended = pfd.fd >= 0 && poll(&pfd, 1, (int)(seconds * 1000)) == 1;

	close(pfd.fd);
	return ended;
}

void vm_stop(struct vm *vm)
{
	kill(vm->pid, SIGKILL);
	while (waitpid(vm->pid, NULL, 0) < 0 && errno == EINTR)
		;
	close(vm->out);
	vm->out = -1;
}

char *vm_text(int fd)
{
	struct stat st;
	char *text;
	ssize_t got;

	if (fstat(fd, &st))
		st.st_size = 0;
	text = memory_new(1, (size_t)st.st_size + 1);
	got = pread(fd, text, (size_t)st.st_size, 0);
	text[got > 0 ? got : 0] = '\0';
	return text;
}

void vm_close(struct vm *vm)
{
	close(vm->console);
	close(vm->errors);
}
