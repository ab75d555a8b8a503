/* SPDX-License-Identifier: BSD-2-Clause */
#include "harness/vm/guest.h"
#include "base/error.h"
#include "harness/judge/tcpstate.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define MAX_WORDS 16384

static int port = -1;

static void send_line(const char *fmt, const char *text, int number)
{
	char line[1024];
	int length = snprintf(line, sizeof(line), fmt, text, number);

	if (write(port, line, (size_t)length) < 0)
		perror("second serial port");
}

static void end_machine(void) __attribute__((noreturn));
static void end_machine(void)
{
	if (port >= 0)
		tcdrain(port);
	sync();
	reboot(RB_POWER_OFF);
	reboot(RB_AUTOBOOT);
	/* An end of the first process is a panic, which ends it as well. */
	_exit(1);
}

static void give_up(const char *what) __attribute__((noreturn));
static void give_up(const char *what)
{
	char text[512];

	snprintf(text, sizeof(text), "%s: %s", what, strerror(errno));
	fprintf(stderr, "lastack: %s\n", text);
	if (port >= 0)
		send_line("{\"type\":\"trouble\",\"text\":\"%s\"}\n", text, 0);
	end_machine();
}

static void mount_all(void)
{
	static const struct {
		const char *type, *at;
	} mounts[] = {{"devtmpfs", "/dev"}, {"proc", "/proc"},
		      {"sysfs", "/sys"}, {"tmpfs", "/tmp"}};
	size_t i;

	for (i = 0; i < sizeof(mounts) / sizeof(*mounts); i++)
		if (mount(mounts[i].type, mounts[i].at, mounts[i].type, 0,
			  NULL) && errno != EBUSY)
			give_up(mounts[i].at);
}

/* As it comes: a newline must stay one octet. */
static void open_port(void)
{
	struct termios t;

	port = open("/dev/ttyS1", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (port < 0)
		give_up("/dev/ttyS1");
	if (tcgetattr(port, &t))
		give_up("/dev/ttyS1");
	cfmakeraw(&t);
	cfsetspeed(&t, B115200);
	tcsetattr(port, TCSANOW, &t);
}

static void load_module(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || (syscall(SYS_finit_module, fd, "", 0) &&
		       errno != EEXIST))
		give_up(path);
	close(fd);
}

/* Their names begin with a number: a module stands behind what it needs. */
static void load_modules(void)
{
	struct dirent **entry;
	char path[300];
	int i, n = scandir("/modules", &entry, NULL, alphasort);

	for (i = 0; i < n; i++) {
		if (*entry[i]->d_name == '.')
			continue;
		snprintf(path, sizeof(path), "/modules/%s", entry[i]->d_name);
		load_module(path);
	}
	mkdir("/dev/net", 0755);
	if (access("/dev/net/tun", F_OK))
		give_up("/dev/net/tun (CONFIG_TUN, or the module tun)");
}

static void check_diag(void)
{
	struct error err;
	struct tcpstate *ts = tcpstate_open(&err);

	if (!ts)
		give_up("CONFIG_INET_DIAG, or the module tcp_diag");
	tcpstate_close(ts);
}

static char **read_words(void)
{
	static char *words[MAX_WORDS + 2] = {"/lastack"};
	FILE *in = fopen("/words", "re");
	size_t size, n = 1;
	ssize_t length;

	if (!in)
		give_up("/words");
	for (; n <= MAX_WORDS; n++) {
		size = 0;
		length = getline(&words[n], &size, in);
		if (length <= 0)
			break;
		words[n][length - 1] = '\0';
	}
	words[n] = NULL;
	fclose(in);
	return words;
}

static int run_lastack(void)
{
	char **words = read_words();
	int status;
	pid_t pid = fork();

	if (pid < 0)
		give_up("fork");
	if (pid == 0) {
		dup2(port, STDOUT_FILENO);
		execv("/lastack", words);
		_exit(127);
	}
	/* Orphans of a run become children of the first process. */
	while (waitpid(-1, &status, 0) != pid)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) :
				   128 + WTERMSIG(status);
}

int command_guest(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	if (getpid() != 1) {
		fputs("lastack: only a kernel under test calls this\n",
		      stderr);
		return 2;
	}
	mount_all();
	open_port();
	load_modules();
	check_diag();
	/* Timers are coarse until a second after boot. */
	sleep(1);
	send_line("{\"type\":\"exit\",\"about\":\"%s\",\"status\":%d}\n",
		  "lastack", run_lastack());
	end_machine();
}
