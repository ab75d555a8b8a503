/* SPDX-License-Identifier: BSD-2-Clause */
#include "harness/commands/each_kernel.h"
#include "harness/commands/commands.h"
#include "harness/report/record.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static void die_of(int sig)
{
	/* As a shell expects of a program that was interrupted. */
	signal(sig, SIG_DFL);
	raise(sig);
}

int one_kernel(const char *kernel, const char *record, kernel_run *run,
	       void *arg)
{
	int caught = 0, status = run(arg, kernel, record, &caught);

	if (caught)
		die_of(caught);
	return status;
}

/* In a process of its own: a house takes in the one that makes it. */
static int run_apart(const char *kernel, const char *folder, kernel_run *run,
		     void *arg)
{
	char *record = NULL;
	char name[256];
	pid_t pid;
	int status;

	kernel_name(kernel, name, sizeof(name));
	if (folder && asprintf(&record, "%s/%s", folder, name) < 0)
		abort();
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		int caught = 0;

		prctl(PR_SET_PDEATHSIG, SIGTERM);
		status = run(arg, kernel, record, &caught);
		fflush(NULL);
		if (caught)
			die_of(caught);
		_exit(status);
	}
	free(record);
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return STATUS_BROKEN;
	if (!WIFSIGNALED(status))
		return WEXITSTATUS(status);
	die_of(WTERMSIG(status));
	return STATUS_BROKEN;
}

/* Broken outweighs failed, failed passed, and passed skipped. */
static int worse(int a, int b)
{
	static const int order[] = {STATUS_BROKEN, STATUS_FAILED, STATUS_GOOD};
	size_t i;

	for (i = 0; i < sizeof(order) / sizeof(*order); i++)
		if (a == order[i] || b == order[i])
			return order[i];
	return a;
}

int each_kernel(const char *const *kernel, size_t n, const char *record,
		bool headings, kernel_run *run, void *arg)
{
	int status = 77;
	size_t i;

	for (i = 0; i < n; i++) {
		if (headings)
			printf("%s== %s ==\n", i ? "\n" : "", kernel[i]);
		status = worse(status, run_apart(kernel[i], record, run, arg));
	}
	return status;
}

void kernel_name(const char *kernel, char *name, size_t size)
{
	const char *end = strstr(kernel, ":modules=");
	size_t i, length = end ? (size_t)(end - kernel) : strlen(kernel);
	const char *from = memrchr(kernel, '/', length);

	from = from ? from + 1 : kernel;
	snprintf(name, size, "%.*s", (int)(kernel + length - from), from);
	for (i = 0; name[i]; i++)
		if (name[i] == ':')
			name[i] = '-';
}

void kernel_tell_accelerator(const struct boot *b)
{
	const char *with = b->image.uml ? "" : "QEMU with ";
	const char *how = "";

	if (b->virtual_time)
		how = ", in virtual time";
	else if (!strcmp(b->on, "TCG"))
		how = " (there is no KVM that works): many times slower than "
		      "the hardware";
	fprintf(stderr, "lastack: %s: %s%s%s\n", b->image.release, with, b->on,
		how);
}

void kernel_keep_console(const struct boot *b, const char *record)
{
	char *console = boot_console(b);
	struct error err;
	char path[4096];

	snprintf(path, sizeof(path), "%s/console.log", record);
	if (file_replace(path, console, &err))
		complain(&err);
	free(console);
}
