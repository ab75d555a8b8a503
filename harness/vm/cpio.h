/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A cpio archive in the "newc" form, which the kernel unpacks as its first
 * root folder (Documentation/driver-api/early-userspace/buffer-format.rst).
 */
#ifndef HARNESS_VM_CPIO_H
#define HARNESS_VM_CPIO_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/**
 * struct cpio - an archive being written
 * @out: where to; the caller opens, checks and closes it
 * @written: octets so far
 * @inode: of the next entry
 */
struct cpio {
	FILE *out;
	size_t written;
	uint32_t inode;
};

/**
 * cpio_file() - an ordinary file
 * @path: without a slash in front; folders on the way must have been added
 * @mode: permissions, as 0755
 */
void cpio_file(struct cpio *c, const char *path, unsigned mode,
	       const void *data, size_t size);

/** cpio_folder() - a folder, and before it those on the way, if not there */
void cpio_folder(struct cpio *c, const char *path);

/** cpio_device() - a character device */
void cpio_device(struct cpio *c, const char *path, unsigned major,
		 unsigned minor);

/** cpio_end() - the trailer; nothing may come behind it */
void cpio_end(struct cpio *c);

#endif
