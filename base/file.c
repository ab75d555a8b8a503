/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whole files, read with a limit.
 */
#include "base/file.h"
#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Opening a FIFO would wait for its writer, so a look comes first. */
static int open_regular(const char *path, struct error *err)
{
	struct stat st;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0 || fstat(fd, &st)) {
		error_errno(err, "%s", path);
		if (fd >= 0)
			close(fd);
		return -1;
	}
	if (S_ISREG(st.st_mode))
		return fd;
	close(fd);
	error_set(err, "%s: not a regular file", path);
	errno = EINVAL;
	return -1;
}

static char *load(int fd, const char *path, size_t limit, size_t *size,
		  struct error *err)
{
	size_t room = 4096, used = 0;
	char *data = memory_new(1, room);
	ssize_t got;

	while ((got = read(fd, data + used, room - used - 1)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			error_errno(err, "%s", path);
			free(data);
			return NULL;
		}
		used += (size_t)got;
		if (used > limit) {
			free(data);
			error_set(err, "%s: more than %zu octets", path, limit);
			errno = EFBIG;
			return NULL;
		}
		if (used + 1 == room) {
			room *= 2;
			data = realloc(data, room);
			if (!data)
				memory_none();
		}
	}
	data[used] = '\0';
	if (size)
		*size = used;
	return data;
}

char *file_load(const char *path, size_t limit, size_t *size, struct error *err)
{
	int fd = STDIN_FILENO, kept;
	char *data;

	if (strcmp(path, "-") == 0)
		return load(fd, "standard input", limit, size, err);
	fd = open_regular(path, err);
	if (fd < 0)
		return NULL;
	data = load(fd, path, limit, size, err);
	kept = errno;
	close(fd);
	errno = kept;
	return data;
}
