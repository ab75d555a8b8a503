/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the folder of goldens is.
 */
#include "harness/judge/expected.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef LASTACK_EXPECTED_DIR
#define LASTACK_EXPECTED_DIR "/usr/local/share/lastack/expected"
#endif

static bool is_folder(const char *path)
{
	struct stat st;

	if (stat(path, &st))
		return false;
	if (S_ISDIR(st.st_mode))
		return true;
	errno = ENOTDIR;
	return false;
}

static const char *beside_program(void)
{
	static const char *const places[] = {
		"expected", "../expected", "../share/lastack/expected"};
	static char path[PATH_MAX];
	char self[PATH_MAX], place[PATH_MAX + 32];
	ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);
	char *slash;
	size_t i;

	if (length < 0)
		return NULL;
	self[length] = '\0';
	slash = strrchr(self, '/');
	slash[1] = '\0';
	for (i = 0; i < sizeof(places) / sizeof(*places); i++) {
		snprintf(place, sizeof(place), "%s%s", self, places[i]);
		/* Who reads a message wants to know where it is. */
		if (is_folder(place) && realpath(place, path))
			return path;
	}
	return NULL;
}

const char *expected_dir(const char *named, struct error *err)
{
	const char *path = named ? named : getenv("LASTACK_EXPECTED");

	if (path) {
		if (is_folder(path))
			return path;
		error_errno(err, "golden traces: %s", path);
		return NULL;
	}
	path = beside_program();
	if (path)
		return path;
	if (is_folder(LASTACK_EXPECTED_DIR))
		return LASTACK_EXPECTED_DIR;
	error_set(err, "golden traces: there is no folder %s (see --expected)",
		  LASTACK_EXPECTED_DIR);
	return NULL;
}
