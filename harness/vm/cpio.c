/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writing a cpio archive.
 */
#include "harness/vm/cpio.h"

#include <limits.h>
#include <string.h>
#include <sys/stat.h>

static void put(struct cpio *c, const void *data, size_t size)
{
	if (size)
		fwrite(data, 1, size, c->out);
	c->written += size;
}

static void align(struct cpio *c)
{
	static const char zeros[4];

	put(c, zeros, -c->written % 4);
}

static void entry(struct cpio *c, const char *path, unsigned mode,
		  unsigned major, unsigned minor, const void *data,
		  size_t size)
{
	char head[6 + 13 * 8 + 1];

	/* Owner root, one link, time 0: the same files are the same archive. */
	snprintf(head, sizeof(head),
		 "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x",
		 c->inode++, mode, 0U, 0U, 1U, 0U, (unsigned)size, 0U, 0U,
		 major, minor, (unsigned)strlen(path) + 1, 0U);
	put(c, head, sizeof(head) - 1);
	put(c, path, strlen(path) + 1);
	align(c);
	put(c, data, size);
	align(c);
}

void cpio_file(struct cpio *c, const char *path, unsigned mode,
	       const void *data, size_t size)
{
	entry(c, path, S_IFREG | mode, 0, 0, data, size);
}

/* A folder that is there already is no fault to the kernel. */
void cpio_folder(struct cpio *c, const char *path)
{
	char part[PATH_MAX];
	const char *slash;

	for (slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
		snprintf(part, sizeof(part), "%.*s", (int)(slash - path), path);
		if (*part)
			entry(c, part, S_IFDIR | 0755, 0, 0, NULL, 0);
	}
	entry(c, path, S_IFDIR | 0755, 0, 0, NULL, 0);
}

void cpio_device(struct cpio *c, const char *path, unsigned major,
		 unsigned minor)
{
	entry(c, path, S_IFCHR | 0600, major, minor, NULL, 0);
}

void cpio_end(struct cpio *c)
{
	entry(c, "TRAILER!!!", 0, 0, 0, NULL, 0);
}
