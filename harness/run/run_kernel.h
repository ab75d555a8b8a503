/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HARNESS_RUN_RUN_KERNEL_H
#define HARNESS_RUN_RUN_KERNEL_H

#include "harness/run/running.h"
#include "harness/vm/boot.h"

/**
 * run_kernel() - boot a kernel and play there
 * @a: how; its kernels are not looked at
 * @kernel: "/path/vmlinuz", with ":modules=DIR" behind it or not, or
 *          "debian:VERSION"
 * @record: folder of the record, or NULL
 * @caught: SIGINT, SIGTERM or SIGHUP if one came meanwhile, else 0
 *
 * Return: an exit status; STATUS_BROKEN with the last lines of the console
 * when the kernel did not come to an end.
 */
int run_kernel(const struct run_arguments *a, const char *kernel,
	       const char *record, int *caught);

#endif
