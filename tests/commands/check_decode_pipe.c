/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The command on a pipe from a capture that still runs, and how that can end.
 */
#include "harness/commands/decode.h"
#include "tests/packets.h"
#include "tests/suite.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

#define FILE_ETHERNET 1

static char out[4096], errors[4096];
static int status; /* as from wait() */

static void read_all(int fd, char *text, size_t size)
{
	ssize_t n = pread(fd, text, size - 1, 0);

	ck_assert_int_ge(n, 0);
	text[n] = '\0';
}

static void check_status(int expected)
{
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), expected);
}

/* The command at work on a pipe, and what it printed so far. */
struct at_work {
	pid_t child;
	int in, out, errors;
};

static struct at_work begin_work(void)
{
	struct at_work w = { .out = memfd_create("out", 0),
			     .errors = memfd_create("errors", 0) };
	int ends[2];

	ck_assert_int_eq(pipe2(ends, O_CLOEXEC), 0);
	w.in = ends[1];
	fflush(NULL);
	w.child = fork();
	ck_assert_int_ge(w.child, 0);
	if (w.child == 0) {
		char *argv[] = { "decode", "-", NULL };

		must(dup2(ends[0], STDIN_FILENO) >= 0);
		must(dup2(w.out, STDOUT_FILENO) >= 0);
		must(dup2(w.errors, STDERR_FILENO) >= 0);
		close(ends[1]);
		exit(command_decode(2, argv));
	}
	close(ends[0]);
	return w;
}

static void feed(struct at_work *w, struct capture_file *f, long from, long n)
{
	static uint8_t octets[4096];
	ssize_t got = pread(f->fd, octets, (size_t)n, from);

	ck_assert_int_gt(got, 0);
	ck_assert_int_eq(write(w->in, octets, (size_t)got), got);
}

/* Waits until @words are printed; the test's time limit is that of waiting. */
static void wait_for(struct at_work *w, const char *words)
{
	do {
		usleep(10000);
		read_all(w->out, out, sizeof(out));
	} while (!strstr(out, words));
}

static void end_work(struct at_work *w)
{
	close(w->in);
	ck_assert_int_eq(waitpid(w->child, &status, 0), w->child);
	read_all(w->out, out, sizeof(out));
	read_all(w->errors, errors, sizeof(errors));
	close(w->out);
	close(w->errors);
}

/* A conversation that is refused, and one that is open. */
static struct capture_file refused_and_open(void)
{
	struct capture_file f = pcap_file(PCAP_NANO, FILE_ETHERNET);
	struct packet p = tcp_packet(SEG_SYN, 1000, 0, 0);

	pcap_packet(&f, 100, 0, &p);
	memcpy(p.data + 34, (uint8_t[]){ 160, 0 }, 2);
	pcap_packet(&f, 100, 0, &p);
	p = reply_packet(SEG_RST | SEG_ACK, 0, 1001, 0);
	pcap_packet(&f, 100, 0, &p);
	return f;
}

#define REFUSED                                             \
	"# client 127.0.0.1:40000, server 127.0.0.2:80\n"   \
	"        client > server  S\n"                      \
	"        server > client  R.   0 ack 1\n"
#define OPEN                                                      \
	"\n# client#2 127.0.0.1:40960, server#2 127.0.0.2:80\n"   \
	"        client#2 > server#2  S\n"

/* While the capture still runs. */
START_TEST(printed_when_it_is_over)
{
	struct capture_file f = refused_and_open();
	struct at_work w = begin_work();

	feed(&w, &f, 0, 4096);
	wait_for(&w, REFUSED);
	ck_assert_str_eq(out, REFUSED);
	end_work(&w);
	check_status(0);
	ck_assert_str_eq(out, REFUSED OPEN);
	ck_assert_str_eq(errors, "");
	file_close(&f);
}
END_TEST

/* In the middle of a packet: what was read before is printed. */
START_TEST(interrupted)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	static const char *const words[] = { "SIGINT", "SIGTERM", "SIGHUP" };
	struct capture_file f = refused_and_open();
	struct at_work w;
	long size = ftell(f.out);
	struct packet p = tcp_packet(SEG_ACK, 1001, 1, 0);

	pcap_packet(&f, 100, 0, &p);
	w = begin_work();
	feed(&w, &f, 0, size + 20);
	wait_for(&w, REFUSED);
	ck_assert_int_eq(kill(w.child, signals[_i]), 0);
	ck_assert_int_eq(waitpid(w.child, &status, 0), w.child);
	check_status(128 + signals[_i]);
	read_all(w.out, out, sizeof(out));
	ck_assert_str_eq(out, REFUSED OPEN);
	read_all(w.errors, errors, sizeof(errors));
	ck_assert_ptr_nonnull(strstr(errors, words[_i]));
	ck_assert_ptr_nonnull(strstr(errors, "after packet 3"));
	ck_assert_ptr_eq(strchr(errors, '\n') + 1, errors + strlen(errors));
	close(w.in);
	close(w.out);
	close(w.errors);
	file_close(&f);
}
END_TEST

/* The pipe ends in the middle of a packet. */
START_TEST(pipe_that_breaks)
{
	struct capture_file f = refused_and_open();
	struct at_work w = begin_work();

	feed(&w, &f, 0, ftell(f.out) - 5);
	end_work(&w);
	check_status(2);
	ck_assert_ptr_nonnull(strstr(errors, "after packet 2"));
	ck_assert_str_eq(out,
		"# client 127.0.0.1:40000, server 127.0.0.2:80\n"
		"        client > server  S\n" OPEN);
	file_close(&f);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("decode pipe");
	TCase *tc = tcase_create("decode pipe");

	tcase_add_test(tc, printed_when_it_is_over);
	tcase_add_loop_test(tc, interrupted, 0, 3);
	tcase_add_test(tc, pipe_that_breaks);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
