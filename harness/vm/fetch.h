/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HARNESS_VM_FETCH_H
#define HARNESS_VM_FETCH_H

#include "base/error.h"

#include <stddef.h>

/**
 * kernel_fetch() - have contrib/get-kernel fetch a kernel, or find it kept
 * @name: "debian:6.12"
 * @path: receives where the image lies
 *
 * Return: 0, or -1 with a line; the script's own words went to standard error.
 */
int kernel_fetch(const char *name, char *path, size_t size,
		 struct error *err);

#endif
