/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Modules of a kernel: finding and unpacking those that lastack needs.
 */
#ifndef HARNESS_VM_MODULES_H
#define HARNESS_VM_MODULES_H

#include "base/error.h"

#include <stddef.h>

/**
 * struct modules - what must be loaded, in this order
 * @name: "tcp_diag", what it depends on standing before it
 * @data, @size: the module itself, unpacked
 */
struct modules {
	struct module {
		char name[64];
		char *data;
		size_t size;
	} list[32];
	size_t n;
};

/**
 * modules_gather() - the modules lastack needs, and what they depend on
 * @m: filled; to be cleared in any case
 * @dir: the kernel's folder of modules
 *
 * A module that modules.builtin lists needs no loading. Dependencies are read
 * from the modules themselves, so no modules.dep is needed. Those that end in
 * .xz, .zst or .gz are unpacked with the program of that name.
 *
 * Return: 0, or -1 with a line that names the module.
 */
int modules_gather(struct modules *m, const char *dir, struct error *err);

void modules_clear(struct modules *m);

#endif
