/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Looking for features of the kernel, and for what its console says.
 */
#include "harness/vm/lacks.h"
#include "base/error.h"
#include "harness/net/tcpstate.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static bool can_close(int fd)
{
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static bool has_net(void)
{
	/* Netlink comes with it, whatever else there is. */
	return can_close(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, 0));
}

static bool has_inet(void)
{
	return can_close(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
}

static bool has_unix(void)
{
	return can_close(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
}

/* Who may not have such a socket can not say that there are none. */
static bool has_packet(void)
{
	return can_close(socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0)) ||
	       errno != EAFNOSUPPORT;
}

static bool has_diag(void)
{
	struct error err;
	struct tcpstate *ts = tcpstate_open(&err);

	tcpstate_close(ts);
	return ts;
}

static bool has_epoll(void)
{
	return can_close(epoll_create1(EPOLL_CLOEXEC));
}

static bool has_sysctl(void)
{
	return !access("/proc/sys/net", F_OK);
}

static bool has_tun(void)
{
	return can_close(open("/dev/net/tun", O_RDWR | O_CLOEXEC)) ||
	       errno == EACCES || errno == EPERM;
}

/* A namespace of a process that ends at once. */
static bool has_namespace(int kind)
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		_exit(unshare(kind) && errno == EINVAL);
	if (pid < 0)
		return true;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return !WIFEXITED(status) || !WEXITSTATUS(status);
}

static bool has_net_ns(void)
{
	return has_namespace(CLONE_NEWNET);
}

static bool has_pid_ns(void)
{
	return has_namespace(CLONE_NEWPID);
}

static const struct {
	const char *option;
	bool (*is_there)(void);
} options[] = {
	{"CONFIG_NET", has_net},
	{"CONFIG_INET", has_inet},
	{"CONFIG_UNIX", has_unix},
	{"CONFIG_PACKET", has_packet},
	{"CONFIG_INET_DIAG", has_diag},
	{"CONFIG_TUN", has_tun},
	{"CONFIG_NET_NS", has_net_ns},
	{"CONFIG_PID_NS", has_pid_ns},
	{"CONFIG_SYSCTL", has_sysctl},
	{"CONFIG_EPOLL", has_epoll},
};

void lacks_add(char *text, size_t size, const char *option)
{
	size_t used = strlen(text);

	snprintf(text + used, size - used, "%s%s", used ? ", " : "", option);
}

void lacks_find(char *text, size_t size)
{
	size_t i;

	*text = '\0';
	for (i = 0; i < sizeof(options) / sizeof(*options); i++)
		if (!options[i].is_there())
			lacks_add(text, size, options[i].option);
}

const char *lacks_said(const char *console)
{
	static const struct {
		const char *words, *option;
	} panics[] = {
		/* init/do_mounts.c: without an initramfs it looks for a disk. */
		{"Unable to mount root fs", "CONFIG_BLK_DEV_INITRD"},
		/* init/main.c, of rdinit=; ENOEXEC is 8. */
		{"init /lastack failed (error -8)", "CONFIG_BINFMT_ELF"},
		/* arch/um/drivers/chan_kern.c: con=null, ssl=null */
		{"channel type which is configured out", "CONFIG_NULL_CHAN"},
	};
	size_t i;

	for (i = 0; i < sizeof(panics) / sizeof(*panics); i++)
		if (strstr(console, panics[i].words))
			return panics[i].option;
	return NULL;
}
