/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The command as its user meets it: what it prints, where, and its exit
 * status; each time in a process of its own.
 */
#include "harness/commands/decode.h"
#include "tests/packets.h"
#include "tests/suite.h"

#include <check.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

#define FILE_ETHERNET 1

/* What the last run left behind. */
static char out[8192], errors[4096];
static int status; /* as from wait() */

static void read_all(int fd, char *text, size_t size)
{
	ssize_t n = pread(fd, text, size - 1, 0);

	ck_assert_int_ge(n, 0);
	text[n] = '\0';
}

/* Runs the command with standard output on @to and standard input on @from. */
static void run_on(int to, const char *from, char *const *args)
{
	int error_fd = memfd_create("errors", 0);
	char *argv[8] = { "decode" };
	int argc = 1;
	pid_t child;

	while (*args)
		argv[argc++] = *args++;
	fflush(NULL);
	child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0) {
		must(dup2(to, STDOUT_FILENO) >= 0);
		must(dup2(error_fd, STDERR_FILENO) >= 0);
		must(freopen(from, "rb", stdin) != NULL);
		exit(command_decode(argc, argv));
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	read_all(error_fd, errors, sizeof(errors));
	close(error_fd);
}

#define ARGS(...) ((char *[]){ __VA_ARGS__, NULL })

static void run(char *const *args)
{
	int fd = memfd_create("out", 0);

	run_on(fd, "/dev/null", args);
	read_all(fd, out, sizeof(out));
	close(fd);
}

static void check_status(int expected)
{
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), expected);
}

/* One line on standard error, with these words in it, and status 2. */
static void check_trouble(const char *who, const char *what)
{
	char *end = strchr(errors, '\n');

	check_status(2);
	ck_assert_msg(strstr(errors, who) && strstr(errors, what), "%s",
		      errors);
	ck_assert_ptr_nonnull(end);
	ck_assert_str_eq(end, "\n");
}

/* The second conversation begins before the first one goes on. */
static struct capture_file two_conversations(void)
{
	static const uint8_t other_port[2] = { 160, 0 };
	struct capture_file f = pcap_file(PCAP_NANO, FILE_ETHERNET);
	struct packet p = tcp_packet(SEG_SYN, 1000, 0, 0);

	pcap_packet(&f, 100, 0, &p);
	memcpy(p.data + 34, other_port, 2);
	pcap_packet(&f, 100, 250000000, &p);
	p = reply_packet(SEG_SYN | SEG_ACK, 5000, 1001, 0);
	pcap_packet(&f, 101, 1500, &p);
	p = tcp_packet(SEG_ACK | SEG_PSH | SEG_URG, 1001, 5001, 2);
	pcap_packet(&f, 99, 999000000, &p);
	return f;
}

START_TEST(conversations_one_after_the_other)
{
	struct capture_file f = two_conversations();

	run(ARGS(f.path));
	check_status(0);
	ck_assert_str_eq(errors, "");
	ck_assert_str_eq(out,
		"# client 127.0.0.1:40000, server 127.0.0.2:80\n"
		"        client > server  S\n"
		"        server > client  S.   ack 1\n"
		"        client > server  P.U  1:3 ack 1\n"
		"\n"
		"# client#2 127.0.0.1:40960, server#2 127.0.0.2:80\n"
		"        client#2 > server#2  S\n");
	file_close(&f);
}
END_TEST

START_TEST(shows_what_is_asked_for)
{
	struct capture_file f = two_conversations();

	run(ARGS("--show=window,urgent", "-t", f.path));
	check_status(0);
	ck_assert_str_eq(out,
		"# client 127.0.0.1:40000, server 127.0.0.2:80\n"
		"     0.000000  client > server  S    win 512\n"
		"     1.000001  server > client  S.   ack 1 win 512\n"
		"    -0.001000  client > server  P.U  1:3 ack 1 win 512 urg 7\n"
		"\n"
		"# client#2 127.0.0.1:40960, server#2 127.0.0.2:80\n"
		"     0.000000  client#2 > server#2  S    win 512\n");
	file_close(&f);
}
END_TEST

START_TEST(shows_options)
{
	static const uint8_t options[] = { 2, 4, 5, 180, 3, 3, 7, 0 };
	struct capture_file f = pcap_file(PCAP_MICRO, FILE_ETHERNET);
	struct packet p = { 0 };

	put_ethernet(&p, 0x86dd);
	put_ipv6(&p, 28, 6);
	put_tcp(&p, SEG_SYN, 1, 0, options, sizeof(options));
	pcap_packet(&f, 1, 0, &p);
	run(ARGS("-s", "options", f.path));
	check_status(0);
	ck_assert_str_eq(out,
		"# client [::1]:40000, server [::2]:80\n"
		"        client > server  S    <mss 1460,wscale 7>\n");
	file_close(&f);
}
END_TEST

START_TEST(connected_to_itself)
{
	struct capture_file f = pcap_file(PCAP_MICRO, FILE_ETHERNET);
	struct packet p = tcp_packet(SEG_SYN, 1000, 0, 0);

	p.data[14 + 19] = 1;
	memcpy(p.data + 36, p.data + 34, 2);
	pcap_packet(&f, 1, 0, &p);
	run(ARGS(f.path));
	check_status(0);
	ck_assert_str_eq(out, "# client 127.0.0.1:40000, connected to itself\n"
			      "        client > client  S\n");
	file_close(&f);
}
END_TEST

START_TEST(tells_what_it_leaves_out)
{
	struct capture_file f = pcap_file(PCAP_NANO, FILE_ETHERNET);
	struct packet p = { 0 };

	run(ARGS(f.path));
	check_status(0);
	ck_assert_str_eq(out, "# no packets\n");
	put_ethernet(&p, 0x0806);
	pcap_packet(&f, 1, 0, &p);
	p = tcp_packet(SEG_ACK, 1, 1, 0);
	p.data[20] = 0x20;
	pcap_packet(&f, 1, 0, &p);
	run(ARGS(f.path));
	check_status(0);
	ck_assert_str_eq(out, "# 2 packets not looked into: 1 ARP, "
			      "1 fragment\n");
	p.data[20] = 0;
	pcap_packet(&f, 1, 0, &p);
	run(ARGS(f.path));
	check_status(0);
	ck_assert_str_eq(out,
		"# client 127.0.0.1:40000, server 127.0.0.2:80\n"
		"        client > server  .    ack 1\n"
		"\n"
		"# 2 packets not looked into: 1 ARP, 1 fragment\n");
	file_close(&f);
}
END_TEST

START_TEST(standard_input)
{
	struct capture_file f = two_conversations();
	int fd = memfd_create("out", 0);

	run_on(fd, f.path, ARGS("-"));
	check_status(0);
	read_all(fd, out, sizeof(out));
	ck_assert_ptr_nonnull(strstr(out, "client > server  P.U  1:3 ack 1\n"));
	run_on(fd, "/dev/null", ARGS("-"));
	check_trouble("standard input", "empty");
	close(fd);
	file_close(&f);
}
END_TEST

START_TEST(truncated_file)
{
	struct capture_file f = two_conversations();

	file_cut(&f, 1);
	run(ARGS(f.path));
	check_trouble(f.path, "after packet 3, at octet 234: truncated");
	ck_assert_str_eq(out,
		"# client 127.0.0.1:40000, server 127.0.0.2:80\n"
		"        client > server  S\n"
		"        server > client  S.   ack 1\n"
		"\n"
		"# client#2 127.0.0.1:40960, server#2 127.0.0.2:80\n"
		"        client#2 > server#2  S\n");
	file_close(&f);
}
END_TEST

static void refuses(const char *path, const char *why)
{
	run(ARGS((char *)path));
	check_trouble(path, why);
	ck_assert_str_eq(out, "");
}

START_TEST(files_that_are_none)
{
	struct capture_file f = file_new();

	refuses("no/such/file", "No such file");
	refuses("/", "Is a directory");
	refuses(f.path, "empty");
	file_put(&f, "a file of text, which is no capture\n", 36);
	refuses(f.path, "unknown file format");
	file_close(&f);
	f = pcap_file(PCAP_NANO, 107);
	refuses(f.path, "link type 107");
	file_close(&f);
}
END_TEST

START_TEST(usage)
{
	run(ARGS("--nonsense", "x"));
	check_status(2);
	ck_assert_ptr_nonnull(strstr(errors, "nonsense"));
	run(ARGS("--show=windows", "x"));
	check_status(2);
	ck_assert_ptr_nonnull(strstr(errors, "'windows'"));
	run(ARGS("--show=window=1", "x"));
	check_status(2);
	ck_assert_ptr_nonnull(strstr(errors, "'window=1'"));
	run(ARGS("--show=", "x"));
	check_status(2);
	ck_assert_ptr_nonnull(strstr(errors, "--show what?"));
	run(ARGS("--time"));
	check_status(2);
	ck_assert_ptr_nonnull(strstr(errors, "file"));
	run(ARGS("x", "y"));
	check_status(2);
	ck_assert_str_eq(out, "");
	run(ARGS("--help"));
	check_status(0);
	ck_assert_str_eq(errors, "");
	ck_assert_ptr_nonnull(strstr(out, "lastack decode"));
}
END_TEST

/* With SIGPIPE as it comes, and where a parent has it ignored. */
START_TEST(nobody_listens)
{
	struct capture_file f = two_conversations();
	int ends[2];

	ck_assert_int_eq(pipe2(ends, O_CLOEXEC), 0);
	close(ends[0]);
	signal(SIGPIPE, _i ? SIG_IGN : SIG_DFL);
	run_on(ends[1], "/dev/null", ARGS(f.path));
	ck_assert_str_eq(errors, "");
	if (_i)
		check_status(2);
	else
		ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE);
	close(ends[1]);
	file_close(&f);
}
END_TEST

START_TEST(disk_is_full)
{
	struct capture_file f = two_conversations();
	struct packet p = tcp_packet(SEG_ACK, 1, 1, 3);
	int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);

	ck_assert_int_ge(fd, 0);
	run_on(fd, "/dev/null", ARGS(f.path));
	check_trouble("standard output", "No space left");
	/* more than one buffer of it */
	for (int i = 0; i < 5000; i++)
		pcap_packet(&f, 102, 0, &p);
	run_on(fd, "/dev/null", ARGS(f.path));
	check_trouble("standard output", "No space left");
	close(fd);
	file_close(&f);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("decode");
	TCase *tc = tcase_create("decode");

	tcase_add_test(tc, conversations_one_after_the_other);
	tcase_add_test(tc, shows_what_is_asked_for);
	tcase_add_test(tc, shows_options);
	tcase_add_test(tc, connected_to_itself);
	tcase_add_test(tc, tells_what_it_leaves_out);
	tcase_add_test(tc, standard_input);
	tcase_add_test(tc, truncated_file);
	tcase_add_test(tc, files_that_are_none);
	tcase_add_test(tc, usage);
	tcase_add_loop_test(tc, nobody_listens, 0, 2);
	tcase_add_test(tc, disk_is_full);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
