/* SPDX-License-Identifier: BSD-2-Clause */
#include "harness/vm/qemu.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char program[] = "qemu-system-x86_64";

/*
 * No mitigations: they cost an emulated CPU dear and change nothing of TCP.
 * panic=-1: a panic restarts at once, which ends QEMU (-no-reboot).
 */
static const char kernel_words[] =
	"console=ttyS0 panic=-1 oops=panic mitigations=off nokaslr "
	"rdinit=/lastack LD_LIBRARY_PATH=/lib/lastack";

static void become_qemu(const struct vm *vm, const struct vm_setup *setup,
			int out)
{
	char initrd[64], console[96], append[2048];
	const char *cpu = setup->kvm ? "host" : "max";
	const char *accel = setup->kvm ? "kvm" :
			    setup->virtual_time ? "tcg,thread=single" :
						  "tcg,thread=multi";
	const char *words[] = {
		program, "-nodefaults", "-no-user-config", "-no-reboot",
		"-display", "none", "-monitor", "none", "-machine", "pc",
		"-accel", accel, "-cpu", cpu, "-m", "1G",
		"-smp", setup->virtual_time ? "1" : "2",
		"-kernel", setup->kernel, "-initrd", initrd,
		"-append", append, "-chardev", console,
		"-chardev", "stdio,id=results,signal=off",
		"-serial", "chardev:console", "-serial", "chardev:results",
		setup->virtual_time ? "-icount" : NULL,
		"shift=1,sleep=off", NULL};
	int null = open("/dev/null", O_RDONLY);

	snprintf(initrd, sizeof(initrd), "/proc/self/fd/%d", setup->initramfs);
	snprintf(console, sizeof(console),
		 "file,id=console,path=/proc/self/fd/%d", vm->console);
	snprintf(append, sizeof(append), "%s %s -- guest", kernel_words,
		 setup->append);
	dup2(null, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(vm->errors, STDERR_FILENO);
	close(out);
	execvp(program, (char *const *)words);
	_exit(127);
}

static bool is_installed(void)
{
	const char *at = getenv("PATH");
	char path[4096];

	while (at && *at) {
		size_t length = strcspn(at, ":");

		snprintf(path, sizeof(path), "%.*s/%s", (int)length, at,
			 program);
		if (!access(path, X_OK))
			return true;
		at += length + (at[length] == ':');
	}
	return false;
}

int vm_start(struct vm *vm, const struct vm_setup *setup, struct error *err)
{
	pid_t parent = getpid();
	int ends[2];
	sigset_t none;

	if (!is_installed())
		return error_set(err, "%s is not installed (Debian, Ubuntu: "
				 "apt install qemu-system-x86; Fedora: dnf "
				 "install qemu-system-x86-core)", program);
	vm->console = memfd_create("console", 0);
	vm->errors = memfd_create("errors", MFD_CLOEXEC);
	if (vm->console < 0 || vm->errors < 0 || pipe2(ends, O_CLOEXEC))
		return error_errno(err, "%s", program);
	vm->out = ends[0];
	fflush(NULL);
	vm->pid = fork();
	if (vm->pid < 0)
		return error_errno(err, "%s", program);
	if (vm->pid == 0) {
		/* Ctrl-C is for lastack alone; its end is QEMU's, too. */
		setsid();
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent)
			_exit(127);
		sigemptyset(&none);
		sigprocmask(SIG_SETMASK, &none, NULL);
		become_qemu(vm, setup, ends[1]);
	}
	close(ends[1]);
	return 0;
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
	text = malloc((size_t)st.st_size + 1);
	if (!text)
		abort();
	got = pread(fd, text, (size_t)st.st_size, 0);
	text[got > 0 ? got : 0] = '\0';
	return text;
}

void vm_close(struct vm *vm)
{
	close(vm->console);
	close(vm->errors);
}
