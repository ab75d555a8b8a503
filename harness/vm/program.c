/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finding a program in $PATH, and its libraries by ldd.
 */
#include "harness/vm/program.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool program_find(const char *name, char *path, size_t size)
{
	const char *at = getenv("PATH");

	while (at && *at) {
		size_t length = strcspn(at, ":");

		snprintf(path, size, "%.*s/%s", (int)length, at, name);
		if (!access(path, X_OK))
			return true;
		at += length + (at[length] == ':');
	}
	return false;
}

int program_libraries(const char *path, int (*each)(void *arg, const char *path),
		      void *arg)
{
	char command[PATH_MAX + 16], line[2 * PATH_MAX], library[PATH_MAX];
	int ret = 0;
	FILE *in;

	snprintf(command, sizeof(command), "ldd '%s' 2>/dev/null", path);
	in = popen(command, "re");
	/* "	libbsd.so.0 => /lib/x86_64-linux-gnu/libbsd.so.0 (0x00007f...)" */
	while (in && !ret && fgets(line, sizeof(line), in))
		if (sscanf(line, " %*s => %4095s (", library) == 1 &&
		    *library == '/')
			ret = each(arg, library);
	if (in)
		pclose(in);
	return ret;
}
