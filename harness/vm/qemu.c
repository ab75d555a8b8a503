/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The command line of QEMU.
 */
#include "harness/vm/machine.h"
#include "harness/vm/program.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char program[] = "qemu-system-x86_64";

/*
 * No mitigations, no zeroed pages, no audit: they cost an emulated CPU dear and
 * change nothing of TCP. earlyprintk: of an image that cannot even unpack
 * itself the console says so. panic=-1: a panic restarts at once, which ends QEMU
 * (-no-reboot); to be out of memory is one, or some process would be missing.
 */
static const char kernel_words[] =
	"earlyprintk=ttyS0 console=ttyS0 panic=-1 oops=panic "
	"sysctl.vm.panic_on_oom=1 "
	"mitigations=off nokaslr init_on_alloc=0 audit=0 apparmor=0 "
	"cgroup_disable=memory "
	"rdinit=/lastack LD_LIBRARY_PATH=/lib/lastack";

/*
 * The wider its registers, the slower a CPU is emulated; so it has no more than
 * this program was built for.
 */
#ifdef __AVX2__
static const char emulated_cpu[] = "max";
#else
static const char emulated_cpu[] = "Nehalem";
#endif

static void become_qemu(const struct vm *vm, const struct vm_setup *setup,
			int out)
{
	char initrd[64], console[96], append[2048];
	const char *cpu = setup->kvm ? "host" : emulated_cpu;
	const char *accel = setup->kvm ? "kvm" :
			    setup->virtual_time ? "tcg,thread=single" :
						  "tcg,thread=multi";
	const char *words[] = {
		program, "-nodefaults", "-no-user-config", "-no-reboot",
		"-display", "none", "-monitor", "none", "-machine", "pc",
		"-accel", accel, "-cpu", cpu, "-m", "1G",
		"-smp", setup->virtual_time ? "1" : "2",
		"-kernel", setup->image->path, "-initrd", initrd,
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
	execvp(program, (char *const *)words);
	_exit(127);
}

static int check(const struct vm_setup *setup, struct error *err)
{
	char path[PATH_MAX];

	(void)setup;
	if (program_find(program, path, sizeof(path)))
		return 0;
	return error_set(err, "%s is not installed (Debian, Ubuntu: apt "
			 "install qemu-system-x86; Fedora: dnf install "
			 "qemu-system-x86-core)", program);
}

static pid_t fork_plainly(struct error *err)
{
	pid_t pid = fork();

	if (pid < 0)
		error_errno(err, "%s", program);
	return pid;
}

const struct machine machine_qemu = {
	.check = check,
	.fork = fork_plainly,
	.become = become_qemu,
};
