/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Getting a kernel of a distribution, by contrib/get-kernel.
 */
#include "harness/vm/fetch.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef LASTACK_LIBEXEC_DIR
#define LASTACK_LIBEXEC_DIR "/usr/local/libexec/lastack"
#endif

static const char *find_script(void)
{
	static const char *const places[] = {
		"contrib/get-kernel", "../contrib/get-kernel",
		"../libexec/lastack/get-kernel"};
	static char path[PATH_MAX + 32];
	char self[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);
	size_t i;

	self[length < 0 ? 0 : length] = '\0';
	for (i = 0; i < sizeof(places) / sizeof(*places); i++) {
		char *slash = strrchr(self, '/');

		snprintf(path, sizeof(path), "%.*s/%s",
			 slash ? (int)(slash - self) : 0, self, places[i]);
		if (!access(path, X_OK))
			return path;
	}
	return LASTACK_LIBEXEC_DIR "/get-kernel";
}

int kernel_fetch(const char *name, char *path, size_t size, struct error *err)
{
	const char *script = find_script();
	int ends[2], status;
	pid_t pid;
	FILE *in;

	if (pipe(ends) || (pid = fork()) < 0)
		return error_errno(err, "%s", script);
	if (pid == 0) {
		dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		close(ends[1]);
		execl(script, script, name, NULL);
		_exit(127);
	}
	close(ends[1]);
	in = fdopen(ends[0], "r");
	if (!in || !fgets(path, (int)size, in))
		*path = '\0';
	if (in)
		fclose(in);
	path[strcspn(path, "\n")] = '\0';
	if (waitpid(pid, &status, 0) == pid && status == 0 && *path)
		return 0;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		return error_set(err, "%s: cannot be started", script);
	return error_set(err, "%s: could not be fetched", name);
}
