/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How much CPU time and memory `lastack decode` takes, beside `tcpdump -nn -r`
 * on the same capture: 10^7 packets in 200,000 connections, of which 1,000 are
 * open at a time, and again with all of them open at once.
 *
 *	bench_decode [PACKETS CONNECTIONS]
 *
 * Both read the capture, a file without a name in $TMPDIR, as their standard
 * input, and write to /dev/null. It runs $LASTACK (./lastack if it is not set)
 * and fails when decode takes more than tcpdump, or more than WANTED_MB.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#define WANTED_MB 200.0

#define DEFAULT_PACKETS	    "10000000"
#define DEFAULT_CONNECTIONS "200000"
#define OCTETS_A_PACKET	    100

struct cost {
	double cpu, mb;
	int status;
};

static int complain(const char *what)
{
	fprintf(stderr, "bench_decode: %s: %s\n", what, strerror(errno));
	return 2;
}

static double seconds_of(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

/* Runs a program from @in to @out and waits for it. */
static struct cost run(char *const *argv, int in, int out)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	struct cost cost = { .status = -1 };
	struct rusage usage;
	pid_t child;

	if (null < 0 || (in >= 0 && lseek(in, 0, SEEK_SET) < 0))
		return cost;
	child = fork();
	if (child == 0) {
		dup2(in < 0 ? null : in, STDIN_FILENO);
		dup2(out < 0 ? null : out, STDOUT_FILENO);
		/* tcpdump says there what it reads */
		if (out < 0)
			dup2(null, STDERR_FILENO);
		execvp(argv[0], argv);
		_exit(127);
	}
	close(null);
	if (child < 0 || wait4(child, &cost.status, 0, &usage) != child)
		return cost;
	cost.cpu = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
	cost.mb = (double)usage.ru_maxrss / 1024;
	return cost;
}

static int new_file(const char *packets)
{
	const char *folder = getenv("TMPDIR");
	struct statvfs space;
	double need = strtod(packets, NULL) * OCTETS_A_PACKET;
	int fd;

	if (!folder || !*folder)
		folder = "/var/tmp";
	if (statvfs(folder, &space) == 0 &&
	    (double)space.f_bavail * (double)space.f_frsize < need) {
		errno = ENOSPC;
		return -1;
	}
	fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	return fd;
}

static void put(const char *what, const struct cost *cost, const char *packets)
{
	printf("%-24s %7.2f s %7.0f ns a packet %6.0f MB\n", what, cost->cpu,
	       cost->cpu * 1e9 / strtod(packets, NULL), cost->mb);
}

static int bench(const char *make, const char *lastack, char *packets,
		 char *connections, char *open_at_once)
{
	char *maker[] = { (char *)make, packets, connections, open_at_once,
			  NULL };
	char *decode[] = { (char *)lastack, "decode", "-", NULL };
	char *tcpdump[] = { "tcpdump", "-nn", "-r", "-", NULL };
	struct cost made, ours, theirs;
	int fd = new_file(packets), failed = 0;

	if (fd < 0)
		return complain("a file for the capture");
	made = run(maker, -1, fd);
	if (made.status) {
		close(fd);
		errno = EIO;
		return complain(make);
	}
	printf("%s packets, %s connections, %s of them open at a time:\n",
	       packets, connections, open_at_once);
	fflush(stdout);
	ours = run(decode, fd, -1);
	theirs = run(tcpdump, fd, -1);
	close(fd);
	put("lastack decode", &ours, packets);
	if (theirs.status)
		puts("tcpdump                  not installed, or failed");
	else
		put("tcpdump -nn -r", &theirs, packets);
	if (ours.status || theirs.status)
		failed = 2;
	else if (ours.cpu > theirs.cpu || ours.mb > WANTED_MB)
		failed = 1;
	if (failed == 1)
		printf("wanted: no more CPU time than tcpdump, and %.0f MB\n",
		       WANTED_MB);
	return failed;
}

int main(int argc, char **argv)
{
	static char few[] = "1000";
	char *packets = argc > 2 ? argv[1] : DEFAULT_PACKETS;
	char *connections = argc > 2 ? argv[2] : DEFAULT_CONNECTIONS;
	const char *lastack = getenv("LASTACK");
	char make[4096];
	int narrow, broad;

	/* beside this program */
	snprintf(make, sizeof(make), "%.*smany_connections",
		 (int)(strrchr(argv[0], '/') ?
			       strrchr(argv[0], '/') + 1 - argv[0] : 0),
		 argv[0]);
	if (!lastack)
		lastack = "./lastack";
	narrow = bench(make, lastack, packets, connections, few);
	if (narrow == 2)
		return 2;
	broad = bench(make, lastack, packets, connections, connections);
	return narrow > broad ? narrow : broad;
}
