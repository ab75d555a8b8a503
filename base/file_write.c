/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writing files and their folders.
 */
#include "base/file.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int make_folders(const char *path)
{
	char folder[PATH_MAX];
	char *slash;

	if (snprintf(folder, sizeof(folder), "%s", path) >= PATH_MAX) {
		errno = ENAMETOOLONG;
		return -1;
	}
	for (slash = strchr(folder + 1, '/'); slash;
	     slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(folder, 0777) && errno != EEXIST)
			return -1;
		*slash = '/';
	}
	return 0;
}

int file_folder(const char *dir, struct error *err)
{
	char path[PATH_MAX];
	int fd;

	/* It would become "/". */
	if (!*dir)
		return error_set(err, "a folder without a name cannot be made");
	/* Its last name is that of a file, of which nothing is left. */
	if (snprintf(path, sizeof(path), "%s/.new.XXXXXX", dir) >= PATH_MAX) {
		errno = ENAMETOOLONG;
		return error_errno(err, "%s", dir);
	}
	if (make_folders(path))
		return error_errno(err, "%s", dir);
	fd = mkstemp(path);
	if (fd < 0)
		return error_errno(err, "%s", dir);
	close(fd);
	unlink(path);
	return 0;
}

int file_replace(const char *path, const char *text, struct error *err)
{
	return file_replace_octets(path, text, strlen(text), err);
}

int file_replace_octets(const char *path, const void *data, size_t size,
			struct error *err)
{
	char aside[PATH_MAX];
	FILE *out;
	int failed;

	if (make_folders(path) ||
	    snprintf(aside, sizeof(aside), "%s.new", path) >= PATH_MAX)
		return error_errno(err, "%s", path);
	out = fopen(aside, "we");
	if (!out)
		return error_errno(err, "%s", path);
	failed = fwrite(data, 1, size, out) != size || fflush(out);
	if (fclose(out) || failed || rename(aside, path)) {
		error_errno(err, "%s", path);
		unlink(aside);
		return -1;
	}
	return 0;
}
