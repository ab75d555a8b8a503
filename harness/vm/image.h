/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel image: whether it is one, and which.
 */
#ifndef HARNESS_VM_IMAGE_H
#define HARNESS_VM_IMAGE_H

#include "base/error.h"

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

/**
 * struct image - a kernel that can be booted
 * @path: of the file
 * @release: as uname -r will say, "6.1.0-56-cloud-amd64"
 * @modules: its folder of modules, or "" when there is none to be found
 * @uml: it is User Mode Linux: a program, which needs no machine around it
 * @time_travel: and was built with virtual time
 * @objects: it counts which of its lines run (contrib/build-uml --coverage), and
 *           was built in this folder; "" when it does not
 */
struct image {
	char path[PATH_MAX];
	char release[128];
	char modules[PATH_MAX];
	bool uml;
	bool time_travel;
	char objects[PATH_MAX];
};

/**
 * image_open() - look at a kernel image, and for its modules
 * @text: "/path/vmlinuz" or "/path/vmlinuz:modules=DIR"; "/path/linux" for UML
 *
 * The modules are looked for beside the image, in lib/modules beside its
 * folder and above it, and in /lib/modules; DIR is the folder that holds
 * kernel/, or one that leads to it by VERSION or lib/modules/VERSION.
 * Image format: Documentation/arch/x86/boot.rst.
 *
 * Return: 0, or -1 with a line that says what the file is instead.
 */
int image_open(struct image *image, const char *text, struct error *err);

/**
 * image_read_elf() - for image_open(): a file that begins as ELF files do
 * @image: its path is known; the rest of it is filled
 * @data, @size: all of the file
 *
 * Return: 0 when it is a UML kernel for this machine, or -1 with a line that
 * says what it is instead.
 */
int image_read_elf(struct image *image, const char *data, size_t size,
		   struct error *err);

#endif
