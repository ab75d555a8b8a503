/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading the release and the version that uname() reports.
 */
#include "harness/judge/kernel_version.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static bool is_candidate(const char *rest)
{
	return (*rest == '-' || *rest == '~') && !strncmp(rest + 1, "rc", 2);
}

bool kernel_version_read(const char *text, struct kernel_version *v)
{
	int end = 0, third = 0;

	*v = (struct kernel_version){0};
	if (!isdigit((unsigned char)*text) ||
	    sscanf(text, "%d.%d%n", &v->major, &v->minor, &end) != 2)
		return false;
	if (text[end] == '.' && isdigit((unsigned char)text[end + 1]) &&
	    sscanf(text + end, ".%d%n", &v->patch, &third) == 1)
		end += third;
	if (is_candidate(text + end))
		v->patch--;
	return true;
}

const char *kernel_version_text(const char *release, const char *version)
{
	static const char debian[] = "Debian ";
	const char *at = strstr(version, debian);
	struct kernel_version v;

	if (at && kernel_version_read(at + sizeof(debian) - 1, &v))
		return at + sizeof(debian) - 1;
	return release;
}

bool kernel_version_had(const char *list, const char *kernel, char *which,
			size_t size)
{
	struct kernel_version v, had;
	size_t length;

	if (!kernel_version_read(kernel, &v))
		return false;
	for (; *list; list += length + strspn(list + length, " ")) {
		length = strcspn(list, " ");
		if (!kernel_version_read(list, &had) ||
		    had.major != v.major || had.minor != v.minor ||
		    had.patch > v.patch)
			continue;
		snprintf(which, size, "%.*s", (int)length, list);
		return true;
	}
	return false;
}
