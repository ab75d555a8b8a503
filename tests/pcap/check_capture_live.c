/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Captures of a real loopback interface, in a network namespace of the test's
 * own. Where the machine allows no namespace, nothing is tested, and the exit
 * status is the one that says so to automake.
 */
#include "pcap/capture.h"
#include "tests/alone.h"
#include "tests/needs.h"
#include "tests/packets.h"
#include "tests/suite.h"

#include <arpa/inet.h>
#include <check.h>
#include <dlfcn.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

static struct error err;
static struct segment seg;

/*
 * In the place of libpcap's own, whose header has another pcap_file() than
 * tests/packets.h: refuses when a test wants it to.
 */
#define PCAP_ERROR_TSTAMP_PRECISION_NOTSUP -12
struct pcap;
int pcap_set_tstamp_precision(struct pcap *pcap, int precision);
static bool refuse_settings;

int pcap_set_tstamp_precision(struct pcap *pcap, int precision)
{
	int (*real)(struct pcap *, int);

	if (refuse_settings)
		return PCAP_ERROR_TSTAMP_PRECISION_NOTSUP;
	*(void **)&real = dlsym(RTLD_NEXT, "pcap_set_tstamp_precision");
	ck_assert_ptr_nonnull(real);
	return real(pcap, precision);
}

static void loopback_up(void)
{
	struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(ioctl(fd, SIOCSIFFLAGS, &request), 0);
	close(fd);
}

static struct capture *capture_loopback(void)
{
	struct capture *cap;

	ck_assert(alone_enter());
	loopback_up();
	cap = capture_open_live("lo", &err);
	ck_assert_msg(cap != NULL, "%s", err.text);
	ck_assert_int_ge(capture_fd(cap), 0);
	return cap;
}

static struct sockaddr_in loopback(uint16_t port)
{
	return (struct sockaddr_in){
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
}

/* A connection that is refused is two segments. */
static void be_refused(uint16_t port)
{
	struct sockaddr_in to = loopback(port);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	ck_assert_int_eq(connect(fd, (struct sockaddr *)&to, sizeof(to)), -1);
	close(fd);
}

static bool readable(const struct capture *cap, int timeout)
{
	struct pollfd p = { capture_fd(cap), POLLIN, 0 };

	return poll(&p, 1, timeout) == 1;
}

START_TEST(sees_each_segment_once)
{
	struct capture *cap = capture_loopback();
	struct capture_counts counts;
	int64_t first;

	ck_assert_int_eq(capture_next(cap, &seg, &err), 0);
	ck_assert(!readable(cap, 0));
	be_refused(81);
	ck_assert(readable(cap, 5000));
	ck_assert_int_eq(capture_next(cap, &seg, &err), 1);
	ck_assert_uint_eq(seg.flags, SEG_SYN);
	ck_assert_uint_eq(seg.dst.port, 81);
	ck_assert_uint_gt(seg.options.mss, 0);
	first = seg.time_ns;
	ck_assert_int_gt(first, INT64_C(1500000000) * 1000000000);
	ck_assert_int_eq(capture_next(cap, &seg, &err), 1);
	ck_assert_uint_eq(seg.flags, SEG_RST | SEG_ACK);
	ck_assert_uint_eq(seg.src.port, 81);
	ck_assert_int_ge(seg.time_ns, first);
	ck_assert_int_eq(capture_next(cap, &seg, &err), 0);
	ck_assert(!readable(cap, 0));
	capture_counts(cap, &counts);
	ck_assert_uint_eq(counts.packets, 2);
	ck_assert_uint_eq(counts.segments, 2);
	ck_assert_uint_eq(counts.dropped, 0);
	capture_close(cap);
}
END_TEST

START_TEST(saves_what_it_saw)
{
	struct capture *cap = capture_loopback(), *again;
	struct capture_file f = file_new();
	struct segment seen[2];

	/* nothing seen is a file too */
	ck_assert_int_eq(capture_save(cap, f.path, &err), 0);
	again = capture_open_file(f.path, &err);
	ck_assert_ptr_nonnull(again);
	ck_assert_int_eq(capture_next(again, &seg, &err), 0);
	capture_close(again);

	be_refused(82);
	ck_assert(readable(cap, 5000));
	for (int i = 0; i < 2; i++)
		ck_assert_int_eq(capture_next(cap, &seen[i], &err), 1);
	ck_assert_int_eq(capture_save(cap, f.path, &err), 0);
	again = capture_open_file(f.path, &err);
	ck_assert_ptr_nonnull(again);
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(capture_next(again, &seg, &err), 1);
		ck_assert_int_eq(seg.time_ns, seen[i].time_ns);
		ck_assert_uint_eq(seg.seq, seen[i].seq);
		ck_assert_uint_eq(seg.flags, seen[i].flags);
		ck_assert(address_equal(&seg.src, &seen[i].src));
	}
	ck_assert_int_eq(capture_next(again, &seg, &err), 0);
	capture_close(again);
	capture_close(cap);
	file_close(&f);
}
END_TEST

START_TEST(tells_what_it_lost)
{
	struct capture *cap = capture_loopback();
	struct sockaddr_in to = loopback(83);
	int in = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int out = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct capture_counts counts;

	/* someone listens, so that no ICMP answers */
	ck_assert_int_eq(bind(in, (struct sockaddr *)&to, sizeof(to)), 0);
	for (int i = 0; i < 1000; i++)
		sendto(out, "x", 1, 0, (struct sockaddr *)&to, sizeof(to));
	ck_assert_int_eq(capture_next(cap, &seg, &err), 0);
	capture_counts(cap, &counts);
	ck_assert_uint_eq(capture_passed(cap)->total, 1000);
	ck_assert_uint_eq(counts.dropped, 0);
	for (int i = 0; i < 10000; i++)
		sendto(out, "x", 1, 0, (struct sockaddr *)&to, sizeof(to));
	ck_assert_int_eq(capture_next(cap, &seg, &err), 0);
	capture_counts(cap, &counts);
	ck_assert_uint_gt(counts.dropped, 0);
	ck_assert_uint_eq(capture_passed(cap)->total + counts.dropped,
			  11000);
	close(in);
	close(out);
	capture_close(cap);
}
END_TEST

START_TEST(cannot_open)
{
	ck_assert(alone_enter());
	ck_assert_ptr_null(capture_open_live("lo", &err));
	ck_assert_ptr_nonnull(strstr(err.text, "lo"));
	ck_assert_ptr_nonnull(strstr(err.text, "not up"));
	ck_assert_ptr_null(capture_open_live("nosuch0", &err));
	ck_assert_ptr_nonnull(strstr(err.text, "nosuch0: "));
	ck_assert_ptr_null(strchr(err.text, '\n'));
}
END_TEST

START_TEST(cannot_be_set)
{
	ck_assert(alone_enter());
	loopback_up();
	refuse_settings = true;
	ck_assert_ptr_null(capture_open_live("lo", &err));
	ck_assert_str_eq(err.text, "capture on lo: That device doesn't support "
				   "that time stamp precision");
}
END_TEST

START_TEST(cannot_open_without_privilege)
{
	/* a user namespace gives rights in it, and none over this network */
	ck_assert(alone_enter());
	loopback_up();
	ck_assert_int_eq(unshare(CLONE_NEWUSER), 0);
	ck_assert_ptr_null(capture_open_live("lo", &err));
	ck_assert_msg(strstr(err.text, "CAP_NET_RAW") != NULL, "%s", err.text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("capture, live");
	TCase *tc = tcase_create("capture, live");
	int skip = need_for("check_capture_live", NEED_NAMESPACES);

	if (skip)
		return skip;
	tcase_add_test(tc, sees_each_segment_once);
	tcase_add_test(tc, saves_what_it_saw);
	tcase_add_test(tc, tells_what_it_lost);
	tcase_add_test(tc, cannot_open);
	tcase_add_test(tc, cannot_be_set);
	if (need_met("check_capture_live, without privileges", NEED_USERNS))
		tcase_add_test(tc, cannot_open_without_privilege);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
