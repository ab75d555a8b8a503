/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Asking this machine for what a variant needs.
 */
#include "harness/play/needs.h"
#include "harness/stage/initial.h"
#include "harness/stage/stage.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static bool has_ipv6(void)
{
	int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return false;
	close(fd);
	return stage_has("net.ipv6.conf.lo.disable_ipv6");
}

/*
 * There are several programs called nc; only one says this of itself. In a
 * kernel under test there is no shell to ask it for us.
 */
static bool has_netcat(void)
{
	char line[128];
	bool found = false;
	int ends[2];
	pid_t pid;
	FILE *help;

	if (pipe2(ends, O_CLOEXEC))
		return false;
	pid = fork();
	if (pid == 0) {
		dup2(ends[1], STDOUT_FILENO);
		dup2(ends[1], STDERR_FILENO);
		execlp("nc", "nc", "-h", NULL);
		_exit(127);
	}
	close(ends[1]);
	help = fdopen(ends[0], "re");
	while (help && fgets(line, sizeof(line), help))
		found = found || strstr(line, "OpenBSD");
	if (help)
		fclose(help);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	return found;
}

/* Asked to destroy what is not there, a kernel that can says so. */
static bool has_destroy(struct tcpstate *ts)
{
	struct address nobody = {.family = AF_INET, .port = 1};
	int refusal;

	inet_pton(AF_INET, "127.0.0.1", nobody.bytes);
	return !tcpstate_destroy(ts, &nobody, &nobody, &refusal, NULL) &&
	       refusal != EOPNOTSUPP;
}

const char *needs_missing(const struct test_case *tc, const struct variant *v,
			  struct tcpstate *ts)
{
	if (v->family == AF_INET6 && !has_ipv6())
		return "needs IPv6 in the kernel: CONFIG_IPV6, and no "
		       "ipv6.disable=1";
	if (tc->needs & NEED_NETCAT && !has_netcat())
		return "needs nc of OpenBSD: install netcat-openbsd (Debian, "
		       "Ubuntu) or netcat (Fedora)";
	if (tc->needs & NEED_ORPHANS && !initial_has(INITIAL_MAX_ORPHANS))
		return "needs the initial network namespace, to set "
		       INITIAL_MAX_ORPHANS ": play it in a kernel of its "
		       "own (-k)";
	if (tc->needs & NEED_DESTROY && !has_destroy(ts))
		return "needs SOCK_DESTROY: a kernel with "
		       "CONFIG_INET_DIAG_DESTROY";
	if (tc->needs & NEED_COOKIES && !stage_has("net.ipv4.tcp_syncookies"))
		return "needs SYN cookies: a kernel with CONFIG_SYN_COOKIES";
	if (tc->needs & NEED_MIGRATE && !stage_has("net.ipv4.tcp_migrate_req"))
		return "needs net.ipv4.tcp_migrate_req: a kernel from 5.14 on";
	return NULL;
}

const char *needs_text(unsigned needs)
{
	static const struct {
		unsigned bit;
		const char *name;
	} names[] = {
		{NEED_NETCAT, "nc of netcat-openbsd"},
		{NEED_ORPHANS, "initial network namespace"},
		{NEED_DESTROY, "SOCK_DESTROY"},
		{NEED_COOKIES, "SYN cookies"},
		{NEED_MIGRATE, "tcp_migrate_req"},
	};
	static char text[128];
	size_t i, used = 0;

	text[0] = '\0';
	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (needs & names[i].bit)
			used += (size_t)snprintf(text + used,
						 sizeof(text) - used, "%s%s",
						 used ? ", " : "",
						 names[i].name);
	return text;
}
