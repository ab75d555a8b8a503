/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Commands that take -k: the same on several kernels.
 */
#ifndef HARNESS_RUN_EACH_KERNEL_H
#define HARNESS_RUN_EACH_KERNEL_H

#include "harness/vm/boot.h"

#include <stdbool.h>
#include <stddef.h>

/**
 * kernel_run - what is done on a kernel
 * @arg: the command's own
 * @kernel: "host", or as struct boot has it
 * @record: folder of its record, or NULL
 * @caught: set to SIGINT, SIGTERM or SIGHUP if one came meanwhile, else to 0
 *
 * Return: an exit status.
 */
typedef int kernel_run(void *arg, const char *kernel, const char *record,
		       int *caught);

/**
 * one_kernel() - do it on one
 *
 * Return: the exit status; it does not return when a signal was caught, but
 * dies of it.
 */
int one_kernel(const char *kernel, const char *record, kernel_run *run,
	       void *arg);

/**
 * each_kernel() - do it on several, each in a process of its own
 *
 * As many at once as there are CPUs and memory for; what they say comes one
 * after the other, in the order of their names.
 *
 * @kernel: their names
 * @n: how many
 * @record: folder with a folder for each in it, or NULL
 * @headings: print the name of each
 * @virtual_time: a kernel takes one CPU then, and two otherwise
 * @at_once: how many at once; 0: see above
 * @run: what to do
 * @arg: for @run
 *
 * Return: the worst exit status; as one_kernel() when a signal was caught.
 */
int each_kernel(const char *const *kernel, size_t n, const char *record,
		bool headings, bool virtual_time, size_t at_once,
		kernel_run *run, void *arg);

/** kernel_name() - what a folder for it is called: "debian-6.1", "bzImage" */
void kernel_name(const char *kernel, char *name, size_t size);

/** kernel_tell_accelerator() - on standard error, what a kernel runs on */
void kernel_tell_accelerator(const struct boot *b);

/** kernel_facts() - what a kernel runs on, added to the facts it has sent */
void kernel_facts(const struct boot *b, json_t *facts);

/**
 * kernel_machines() - how many machines are to share the work on a kernel
 * @kernels: that are to be booted, several of them at once
 * @worth: more than so many are not worth their boot
 *
 * In virtual time a kernel has one CPU, so it takes several machines to use all
 * of this one's; several kernels do so by themselves.
 */
unsigned kernel_machines(const struct boot *b, size_t kernels, size_t worth);

/**
 * kernel_keep_console() - write what it said to RECORD/console.log
 * @trouble: filled when it cannot, unless there is some already
 */
void kernel_keep_console(const struct boot *b, const char *record,
			 struct error *trouble);

#endif
