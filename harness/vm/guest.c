/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Setting up a booted machine, and running lastack in it.
 */
#include "harness/vm/guest.h"
#include "harness/stage/initial.h"
#include "harness/vm/lacks.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define MAX_WORDS 16384

static int port = -1;
static char lacks[LACKS_TEXT];

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

/* All of them at once: whoever has to build it again wants to do it once. */
static void give_up_options(void) __attribute__((noreturn));
static void give_up_options(void)
{
	char text[LACKS_TEXT + 64];

	snprintf(text, sizeof(text), LACKS_WORDS "%s", lacks);
	fprintf(stderr, "lastack: %s\n", text);
	if (port >= 0)
		send_line("{\"type\":\"trouble\",\"text\":\"%s\"}\n", text, 0);
	end_machine();
}

static void mount_all(void)
{
	static const struct {
		const char *type, *at, *option;
	} mounts[] = {{"devtmpfs", "/dev", "CONFIG_DEVTMPFS"},
		      {"proc", "/proc", "CONFIG_PROC_FS"},
		      {"sysfs", "/sys", "CONFIG_SYSFS"},
		      {"tmpfs", "/tmp", "CONFIG_TMPFS"}};
	size_t i;

	for (i = 0; i < sizeof(mounts) / sizeof(*mounts); i++) {
		if (!mount(mounts[i].type, mounts[i].at, mounts[i].type, 0,
			   NULL) || errno == EBUSY)
			continue;
		if (errno != ENODEV)
			give_up(mounts[i].at);
		lacks_add(lacks, sizeof(lacks), mounts[i].option);
	}
}

static bool is_uml(void)
{
	FILE *in = fopen("/proc/cpuinfo", "re");
	char line[256];
	bool found = false;

	while (in && !found && fgets(line, sizeof(line), in))
		found = strstr(line, "User Mode Linux");
	if (in)
		fclose(in);
	return found;
}

/* Of the second port nobody hears then, but of the console. */
static void give_up_port(void) __attribute__((noreturn));
static void give_up_port(void)
{
	bool first = !access("/dev/ttyS0", F_OK);

	close(port);
	port = -1;
	lacks_add(lacks, sizeof(lacks),
		  is_uml() ? (first ? "CONFIG_NULL_CHAN" : "CONFIG_SSL") :
		  first	   ? "CONFIG_SERIAL_8250_RUNTIME_UARTS=2" :
			     "CONFIG_SERIAL_8250");
	give_up_options();
}

/* As it comes: a newline must stay one octet. */
static void open_port(void)
{
	struct termios t;

	/* Without a devtmpfs it can still be heard, and no other device that
	 * has no node is taken for one that the kernel lacks. */
	if (strstr(lacks, "CONFIG_DEVTMPFS")) {
		mkdir("/dev/net", 0755);
		mknod("/dev/net/tun", S_IFCHR | 0600, makedev(10, 200));
		mknod("/dev/ttyS1", S_IFCHR | 0600, makedev(4, 65));
	}
	port = open("/dev/ttyS1", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (port < 0 || tcgetattr(port, &t))
		give_up_port();
	cfmakeraw(&t);
	cfsetspeed(&t, B115200);
	tcsetattr(port, TCSANOW, &t);
}

static void load_module(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool loaded = fd >= 0 && (!syscall(SYS_finit_module, fd, "", 0) ||
				  errno == EEXIST);

	if (!loaded && errno != ENOSYS)
		give_up(path);
	if (!loaded && !strstr(lacks, "CONFIG_MODULES"))
		lacks_add(lacks, sizeof(lacks), "CONFIG_MODULES");
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
}

static void check_options(void)
{
	char more[LACKS_TEXT];

	lacks_find(more, sizeof(more));
	if (*more)
		lacks_add(lacks, sizeof(lacks), more);
	if (*lacks)
		give_up_options();
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
	check_options();
	setenv(INITIAL_VARIABLE, "1", 1);
	/* Timers are coarse until a second after boot. */
	sleep(1);
	send_line("{\"type\":\"exit\",\"about\":\"%s\",\"status\":%d}\n",
		  "lastack", run_lastack());
	end_machine();
}
