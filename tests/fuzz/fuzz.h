/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the fuzz targets share: a file to put the input into, and an output
 * that nobody reads. A target is LLVMFuzzerTestOneInput(); what it must not do
 * is crash, leak, hang, or break a promise, which is checked by must().
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include "tests/packets.h"

#include <fcntl.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/** fuzz_write() - the input as a file, new or replaced */
static inline void fuzz_write(const char *path, const void *data, size_t size)
{
	int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);

	must(fd >= 0);
	must(size == 0 || write(fd, data, size) == (ssize_t)size);
	close(fd);
}

/** fuzz_file() - the same in memory; its name */
static inline const char *fuzz_file(const void *data, size_t size)
{
	static char path[32];
	static int fd = -1;

	if (fd < 0) {
		fd = memfd_create("input", MFD_CLOEXEC);
		must(fd >= 0);
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	}
	must(ftruncate(fd, 0) == 0);
	must(size == 0 || pwrite(fd, data, size, 0) == (ssize_t)size);
	return path;
}

/** fuzz_text() - the input as a string, to be freed */
static inline char *fuzz_text(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	must(text);
	if (size)
		memcpy(text, data, size);
	text[size] = '\0';
	return text;
}

/** fuzz_sink() - a stream that takes everything */
static inline FILE *fuzz_sink(void)
{
	static FILE *sink;

	if (!sink)
		sink = fopen("/dev/null", "we");
	must(sink);
	return sink;
}

#endif
