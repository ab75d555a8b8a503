/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Running a command on one kernel or on several, each in a process.
 */
#include "harness/run/each_kernel.h"
#include "base/file.h"
#include "base/memory.h"
#include "harness/judge/verdict.h"
#include "harness/run/side_by_side.h"
#include "harness/run/status.h"
#include "harness/stage/stage.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

/* One kernel's run, in a process of its own: a house takes in the one that
 * makes it. */
struct lone_run {
	const char *kernel;
	char *record;
	kernel_run *run;
	void *arg;
};

static int run_alone(void *arg)
{
	struct lone_run *one = arg;

	return one_kernel(one->kernel, one->record, one->run, one->arg);
}

static void print_heading(const struct side *side)
{
	static bool again;

	printf("%s== %s ==\n", again ? "\n" : "", side->name);
	again = true;
}

static long gigabytes_available(void)
{
	FILE *in = fopen("/proc/meminfo", "re");
	char line[128];
	long kilobytes = 0;

	while (in && fgets(line, sizeof(line), in))
		if (sscanf(line, "MemAvailable: %ld", &kilobytes) == 1)
			break;
	if (in)
		fclose(in);
	return kilobytes >> 20;
}

/* Each takes up to a gigabyte, and one CPU or two. */
static size_t kernels_at_once(bool virtual_time)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN) / (virtual_time ? 1 : 2);
	long memory = gigabytes_available();
	long n = cpus < memory ? cpus : memory;

	return n > 1 ? (size_t)n : 1;
}

static int side_status(const struct side *side)
{
	if (WIFEXITED(side->status))
		return WEXITSTATUS(side->status);
	fprintf(stderr, "lastack: %s: its process died of signal %d\n",
		side->name, WTERMSIG(side->status));
	return STATUS_BROKEN;
}

int each_kernel(const char *const *kernel, size_t n, const char *record,
		bool headings, bool virtual_time, size_t at_once,
		kernel_run *run, void *arg)
{
	struct lone_run one[n];
	struct side side[n];
	int status = 77, caught;
	char name[256];
	size_t i;

	memset(side, 0, sizeof(side));
	for (i = 0; i < n; i++) {
		one[i] = (struct lone_run){.kernel = kernel[i], .run = run,
					   .arg = arg};
		kernel_name(kernel[i], name, sizeof(name));
		if (record &&
		    asprintf(&one[i].record, "%s/%s", record, name) < 0)
			memory_none();
		side[i].name = kernel[i];
		/* On this machine real time is what counts. */
		side[i].alone = !strcmp(kernel[i], "host");
		side[i].run = run_alone;
		side[i].arg = &one[i];
	}
	caught = side_by_side(side, n, at_once ? at_once :
						 kernels_at_once(virtual_time),
			      headings ? print_heading : NULL);
	for (i = 0; i < n && !caught; i++)
		status = status_worse(status, side_status(&side[i]));
	for (i = 0; i < n; i++)
		free(one[i].record);
	if (caught)
		die_of(caught);
	return output_status(status);
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

void kernel_facts(const struct boot *b, json_t *facts)
{
	json_object_set_new(facts, "accelerator", json_string(b->on));
	json_object_set_new(facts, "virtual_time",
			    json_boolean(b->virtual_time));
}

unsigned kernel_machines(const struct boot *b, size_t kernels, size_t worth)
{
	size_t most = stage_cpus();

	if (!b->virtual_time || kernels > 1 || worth < 1)
		return 1;
	most = most < BOOT_MACHINES ? most : BOOT_MACHINES;
	return (unsigned)(worth < most ? worth : most);
}

void kernel_keep_console(const struct boot *b, const char *record,
			 struct error *trouble)
{
	char *console = boot_console(b);
	struct error err;
	char path[4096];

	snprintf(path, sizeof(path), "%s/console.log", record);
	if (file_replace(path, console, &err) && !*trouble->text)
		*trouble = err;
	free(console);
}
