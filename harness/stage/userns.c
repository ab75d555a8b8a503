/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Making a user namespace, and mapping this user into it.
 */
#include "harness/stage/userns.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int read_number(const char *path, long *number)
{
	FILE *f = fopen(path, "re");
	int ret = -1;

	if (f) {
		ret = fscanf(f, "%ld", number) == 1 ? 0 : -1;
		fclose(f);
	}
	return ret;
}

/*
 * There, nobody may make user namespaces. A chroot shows by a root that is no
 * mount point; one whose root is bound on itself does not show.
 */
static bool in_chroot(void)
{
	FILE *f = fopen("/proc/self/mountinfo", "re");
	char *line = NULL, point[3];
	bool found = !f;
	size_t room = 0;

	while (!found && getline(&line, &room, f) > 0)
		found = sscanf(line, "%*s %*s %*s %*s %2s", point) == 1 &&
			strcmp(point, "/") == 0;
	free(line);
	if (f)
		fclose(f);
	return !found;
}

int userns_forbidden(int error, struct error *err)
{
	static const char sudo[] = "run it as root (sudo)";
	long n;

	if (error == EINVAL)
		return error_set(err, "this kernel was built without "
				 "CONFIG_USER_NS, CONFIG_PID_NS or "
				 "CONFIG_NET_NS: without the first, %s", sudo);
	if (!read_number("/proc/sys/user/max_user_namespaces", &n) && n == 0)
		return error_set(err, "user namespaces are forbidden here "
				 "(sysctl user.max_user_namespaces is 0): %s, "
				 "or raise that sysctl", sudo);
	if (!read_number("/proc/sys/kernel/unprivileged_userns_clone", &n) &&
	    n == 0)
		return error_set(err, "user namespaces are forbidden here "
				 "(sysctl kernel.unprivileged_userns_clone is "
				 "0): %s, or set that sysctl to 1", sudo);
	if (!read_number("/proc/sys/kernel/"
			 "apparmor_restrict_unprivileged_userns", &n) &&
	    n == 1)
		return error_set(err, "AppArmor forbids user namespaces "
				 "(sysctl kernel.apparmor_restrict_"
				 "unprivileged_userns is 1): %s, or set that "
				 "sysctl to 0", sudo);
	if (error == EPERM && in_chroot())
		return error_set(err, "no user namespaces can be made in a "
				 "chroot: %s, or enter it with pivot_root as "
				 "containers do", sudo);
	return error_set(err, "no namespaces to be had (%s): %s, or in a "
			 "container allow CAP_SYS_ADMIN, CAP_NET_ADMIN and "
			 "CAP_NET_RAW", strerror(error), sudo);
}

static int write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t written;

	if (fd < 0)
		return -1;
	written = write(fd, text, strlen(text));
	close(fd);
	return written < 0 ? -1 : 0;
}

int userns_map(uid_t uid, gid_t gid)
{
	char map[64];

	snprintf(map, sizeof(map), "0 %u 1", (unsigned)uid);
	if (write_text("/proc/self/uid_map", map))
		return -1;
	/* Without this an ordinary user may not map its group. */
	if (write_text("/proc/self/setgroups", "deny"))
		return -1;
	snprintf(map, sizeof(map), "0 %u 1", (unsigned)gid);
	return write_text("/proc/self/gid_map", map);
}
