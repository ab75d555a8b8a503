/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel image: whether it is one, and which.
 */
#ifndef HARNESS_IMAGE_H
#define HARNESS_IMAGE_H

#include "base/error.h"

#include <limits.h>

/**
 * struct image - a kernel that can be booted
 * @path: of the file
 * @release: as uname -r will say, "6.1.0-56-cloud-amd64"
 * @modules: its folder of modules, or "" when there is none to be found
 */
struct image {
	char path[PATH_MAX];
	char release[128];
	char modules[PATH_MAX];
};

/**
 * image_open() - look at a kernel image, and for its modules
 * @text: "/path/vmlinuz" or "/path/vmlinuz:modules=DIR"
 *
 * The modules are looked for beside the image, in lib/modules beside its
 * folder and above it, and in /lib/modules; DIR is the folder that holds
 * kernel/, or one that leads to it by VERSION or lib/modules/VERSION.
 * Image format: Documentation/arch/x86/boot.rst.
 *
 * Return: 0, or -1 with a line that says what the file is instead.
 */
int image_open(struct image *image, const char *text, struct error *err);

#endif
