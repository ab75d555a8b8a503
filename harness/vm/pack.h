/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a kernel under test starts with: this very program, the libraries it
 * is linked to, modules, golden traces, and the words to run it with.
 */
#ifndef HARNESS_VM_PACK_H
#define HARNESS_VM_PACK_H

#include "harness/vm/modules.h"

/**
 * struct pack_file - one more file
 * @from: where it lies here
 * @to: where it is to lie there, from the root on, without a slash in front
 */
struct pack_file {
	const char *from, *to;
};

/**
 * struct pack - what goes in beside the program
 * @expected: folder of golden traces, or NULL
 * @file, @files: further files, in folders that are two deep at most
 * @modules: to be loaded, in this order
 * @words: for `lastack`, from the command on, ended by NULL
 */
struct pack {
	const char *expected;
	const struct pack_file *file;
	size_t files;
	const struct modules *modules;
	char *const *words;
};

/**
 * pack_initramfs() - write it as a cpio archive that no folder has
 *
 * Return: a descriptor of it, not closed on exec; -1 with a line.
 */
int pack_initramfs(const struct pack *pack, struct error *err);

#endif
