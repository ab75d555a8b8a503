/* SPDX-License-Identifier: BSD-2-Clause */
/* Captures from files and into files; check_capture_live.c has the rest. */
#include "pcap/capture.h"
#include "tests/packets.h"
#include "tests/suite.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <pcap/dlt.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

/* Link types as files number them. */
#define FILE_ETHERNET 1
#define FILE_RAW      101

static struct error err;
static struct segment seg;

static struct capture *open_good(const char *path)
{
	struct capture *cap = capture_open_file(path, &err);

	ck_assert_msg(cap != NULL, "%s", err.text);
	ck_assert_int_eq(capture_fd(cap), -1);
	return cap;
}

/* Opening fails with a line that names the file and says @why. */
static void open_bad(const char *path, const char *why)
{
	struct capture *cap;

	err.text[0] = '\0';
	cap = capture_open_file(path, &err);
	ck_assert_ptr_null(cap);
	ck_assert_ptr_nonnull(strstr(err.text, path));
	ck_assert_msg(strstr(err.text, why) != NULL, "%s", err.text);
	ck_assert_ptr_null(strchr(err.text, '\n'));
	/* nobody has to ask */
	ck_assert_ptr_null(capture_open_file(path, NULL));
}

static struct capture_file two_packets(uint32_t magic)
{
	struct capture_file f = pcap_file(magic, FILE_ETHERNET);
	struct packet p = tcp_packet(SEG_SYN, 1000, 0, 0);

	pcap_packet(&f, 1700000000, 123456, &p);
	p = tcp_packet(SEG_ACK, 1001, 77, 5);
	pcap_packet(&f, 1700000001, 999999, &p);
	return f;
}

static void check_two_packets(struct capture *cap, int64_t unit)
{
	ck_assert_int_eq(capture_next(cap, &seg, &err), 1);
	ck_assert_uint_eq(seg.flags, SEG_SYN);
	ck_assert_int_eq(seg.time_ns,
			 1700000000 * INT64_C(1000000000) + 123456 * unit);
	ck_assert_int_eq(capture_next(cap, &seg, &err), 1);
	ck_assert_uint_eq(seg.length, 5);
	ck_assert_int_eq(seg.time_ns,
			 1700000001 * INT64_C(1000000000) + 999999 * unit);
	ck_assert_int_eq(capture_next(cap, &seg, &err), 0);
	ck_assert_int_eq(capture_next(cap, &seg, &err), 0);
}

START_TEST(reads_microseconds)
{
	struct capture_file f = two_packets(PCAP_MICRO);
	struct capture *cap = open_good(f.path);

	check_two_packets(cap, 1000);
	capture_close(cap);
	file_close(&f);
}
END_TEST

START_TEST(reads_nanoseconds)
{
	struct capture_file f = two_packets(PCAP_NANO);
	struct capture *cap = open_good(f.path);

	check_two_packets(cap, 1);
	capture_close(cap);
	file_close(&f);
}
END_TEST

static void put_block(struct capture_file *f, uint32_t type, const void *body,
		      uint32_t size)
{
	uint32_t whole = 12 + size;

	file_put(f, &type, 4);
	file_put(f, &whole, 4);
	file_put(f, body, size);
	file_put(f, &whole, 4);
}

START_TEST(reads_pcapng)
{
	/* magic, version 1.0, a length that is not known; link type, snaplen */
	struct {
		uint32_t magic;
		uint16_t major, minor;
		uint32_t length[2];
	} section = { 0x1a2b3c4d, 1, 0, { UINT32_MAX, UINT32_MAX } };
	struct {
		uint16_t link, reserved;
		uint32_t snaplen;
	} interface = { FILE_ETHERNET, 0, 0 };
	struct packet p = tcp_packet(SEG_SYN, 1000, 0, 2);
	struct capture_file f = file_new();
	struct {
		uint32_t header[5];
		uint8_t data[56];
	} packet = { { 0, 0, 2000001, 56, 56 }, { 0 } };
	struct capture *cap;

	ck_assert_uint_eq(p.size, sizeof(packet.data));
	memcpy(packet.data, p.data, p.size);
	put_block(&f, 0x0a0d0d0a, &section, sizeof(section));
	put_block(&f, 1, &interface, sizeof(interface));
	put_block(&f, 6, &packet, sizeof(packet));
	cap = open_good(f.path);
	ck_assert_int_eq(capture_next(cap, &seg, &err), 1);
	ck_assert_uint_eq(seg.length, 2);
	ck_assert_int_eq(seg.time_ns, 2000001000);
	ck_assert_int_eq(capture_next(cap, &seg, &err), 0);
	capture_close(cap);
	/* a time beyond all reason is no reason to stop */
	packet.header[1] = packet.header[2] = UINT32_MAX;
	put_block(&f, 6, &packet, sizeof(packet));
	cap = open_good(f.path);
	ck_assert_int_eq(capture_next(cap, &seg, &err), 1);
	ck_assert_int_eq(capture_next(cap, &seg, &err), 1);
	capture_close(cap);
	file_close(&f);
}
END_TEST

static void check_kind(const struct passed_counts *passed, unsigned which,
		       enum passed_layer layer, uint32_t number,
		       unsigned long count)
{
	const struct passed_kind *kind = &passed->kinds[which];

	ck_assert_uint_lt(which, passed->used);
	ck_assert_int_eq(kind->what.layer, layer);
	ck_assert_uint_eq(kind->what.number, number);
	ck_assert_uint_eq(kind->count, count);
}

START_TEST(counts_what_it_passes_over)
{
	struct capture_file f = pcap_file(PCAP_NANO, FILE_ETHERNET);
	struct packet good = tcp_packet(SEG_SYN, 1, 0, 0), p = { 0 };
	const struct passed_counts *passed;
	struct capture_counts counts;
	struct capture *cap;

	put_ethernet(&p, 0x0806);
	pcap_packet(&f, 1, 0, &p);
	pcap_packet(&f, 1, 0, &p);
	p = good;
	p.data[20] = 0x20;
	pcap_packet(&f, 1, 0, &p);
	pcap_packet(&f, 1, 0, &p);
	pcap_packet(&f, 1, 0, &p);
	p = good;
	p.data[46] = 0;
	pcap_packet(&f, 1, 0, &p);
	pcap_packet(&f, 1, 0, &good);
	/* captured 47 of 54: all but TCP's flags */
	file_put(&f, (uint32_t[]){ 1, 0, 47, 54 }, 16);
	file_put(&f, good.data, 47);
	cap = open_good(f.path);
	ck_assert_int_eq(capture_next(cap, &seg, &err), 1);
	capture_counts(cap, &counts);
	ck_assert_uint_eq(counts.packets, 7);
	ck_assert_int_eq(capture_next(cap, &seg, &err), 0);
	capture_counts(cap, &counts);
	ck_assert_uint_eq(counts.packets, 8);
	ck_assert_uint_eq(counts.segments, 1);
	ck_assert_uint_eq(counts.dropped, 0);
	passed = capture_passed(cap);
	ck_assert_uint_eq(passed->total, 7);
	check_kind(passed, 0, PASSED_ETHERTYPE, 0x0806, 2);
	check_kind(passed, 1, PASSED_FRAGMENT, 0, 3);
	check_kind(passed, 2, PASSED_MALFORMED, 0, 1);
	check_kind(passed, 3, PASSED_TRUNCATED, 0, 1);
	capture_close(cap);
	file_close(&f);
}
END_TEST

/* Cut anywhere inside its second packet, a file still gives the first. */
START_TEST(truncated_in_the_middle)
{
	struct capture_file f = two_packets(PCAP_NANO);
	struct capture *cap;

	for (int cut = 1; cut < 16 + 59; cut++) {
		file_cut(&f, cut);
		cap = open_good(f.path);
		ck_assert_int_eq(capture_next(cap, &seg, &err), 1);
		err.text[0] = '\0';
		ck_assert_int_eq(capture_next(cap, &seg, &err), -1);
		ck_assert_ptr_nonnull(strstr(err.text, f.path));
		ck_assert_ptr_nonnull(strstr(err.text, "after packet 1, at octet 94: "));
		ck_assert_ptr_nonnull(strstr(err.text, "truncated"));
		capture_close(cap);
	}
	file_close(&f);
}
END_TEST

static void check_packed(const char *magic, const char *packer)
{
	struct capture_file f = file_new();
	char words[64];

	file_put(&f, magic, 4);
	file_put(&f, "and more of it", 14);
	snprintf(words, sizeof(words), "is compressed; unpack it first (%s -dc)",
		 packer);
	open_bad(f.path, words);
	file_close(&f);
}

START_TEST(cannot_open)
{
	struct capture_file f = file_new();
	uint8_t random[100];

	open_bad("no/such/file", strerror(ENOENT));
	open_bad("/", strerror(EISDIR));
	open_bad(f.path, "empty");
	file_put(&f, (uint32_t[]){ PCAP_NANO }, 3);
	open_bad(f.path, "truncated");
	file_close(&f);

	for (size_t i = 0; i < sizeof(random); i++)
		random[i] = (uint8_t)(37 * i + 11);
	f = file_new();
	file_put(&f, random, sizeof(random));
	open_bad(f.path, "unknown file format");
	file_close(&f);

	check_packed("\x1f\x8b\x08\x00", "gzip");
	check_packed("\xfd" "7zXZ", "xz");
	check_packed("\x28\xb5\x2f\xfd", "zstd");
	check_packed("BZh9", "bzip2");
	f = pcap_file(PCAP_MICRO, 107);
	open_bad(f.path, "link type 107 (FRELAY)");
	file_close(&f);
	f = pcap_file(PCAP_MICRO, 147);
	open_bad(f.path, "link type 147");
	file_close(&f);
}
END_TEST

START_TEST(standard_input)
{
	struct capture_file f = two_packets(PCAP_NANO);
	struct capture *cap;

	ck_assert_ptr_nonnull(freopen(f.path, "rb", stdin));
	cap = open_good("-");
	check_two_packets(cap, 1);
	capture_close(cap);
	ck_assert_ptr_null(capture_open_file("-", &err));
	ck_assert_str_eq(err.text, "standard input: empty file");
	file_close(&f);
}
END_TEST

/* What was looked at of a pipe, octet by octet, is put back. */
START_TEST(from_a_pipe)
{
	static const uint32_t magics[] = { PCAP_MICRO, PCAP_NANO };
	struct capture_file f = two_packets(magics[_i]);
	struct capture *cap;
	int ends[2];
	char octet;
	pid_t child;

	must(pipe2(ends, O_CLOEXEC) == 0);
	child = fork();
	must(child >= 0);
	if (child == 0) {
		for (off_t at = 0; pread(f.fd, &octet, 1, at) == 1; at++)
			must(write(ends[1], &octet, 1) == 1);
		_exit(0);
	}
	close(ends[1]);
	must(dup2(ends[0], STDIN_FILENO) >= 0);
	cap = open_good("-");
	check_two_packets(cap, _i ? 1 : 1000);
	capture_close(cap);
	must(waitpid(child, NULL, 0) == child);
	file_close(&f);
}
END_TEST

/* A capture with two packets kept, of link type RAW. */
static struct capture *kept_packets(void)
{
	struct capture_file f = pcap_file(PCAP_NANO, FILE_RAW);
	struct packet p = { 0 };
	struct capture *cap;

	put_ipv6(&p, 20, 6);
	put_tcp(&p, SEG_RST, 1, 0, NULL, 0);
	pcap_packet(&f, 1700000000, 999999999, &p);
	/* one that is not TCP is kept too */
	p.data[6] = 58;
	pcap_packet(&f, 1700000001, 1, &p);
	cap = open_good(f.path);
	capture_keep(cap, true);
	ck_assert_int_eq(capture_next(cap, &seg, &err), 1);
	ck_assert_int_eq(capture_next(cap, &seg, &err), 0);
	file_close(&f);
	return cap;
}

START_TEST(saves_what_it_read)
{
	struct capture *cap = kept_packets(), *again;
	struct capture_file f = file_new();
	struct capture_counts counts;
	uint32_t header[6];

	ck_assert_int_eq(capture_save(cap, f.path, &err), 0);
	ck_assert_int_eq(pread(f.fd, header, sizeof(header), 0),
			 sizeof(header));
	ck_assert_uint_eq(header[0], PCAP_NANO);
	ck_assert_uint_eq(header[5], FILE_RAW);
	again = open_good(f.path);
	ck_assert_int_eq(capture_next(again, &seg, &err), 1);
	ck_assert_int_eq(seg.time_ns, INT64_C(1700000000999999999));
	ck_assert_uint_eq(seg.flags, SEG_RST);
	ck_assert_int_eq(capture_next(again, &seg, &err), 0);
	capture_counts(again, &counts);
	ck_assert_uint_eq(counts.packets, 2);
	capture_close(again);
	capture_close(cap);
	file_close(&f);
}
END_TEST

START_TEST(keeps_only_when_told)
{
	struct capture_file f = two_packets(PCAP_NANO), saved = file_new();
	struct capture *cap = open_good(f.path), *again;

	ck_assert_int_eq(capture_next(cap, &seg, &err), 1);
	capture_keep(cap, true);
	ck_assert_int_eq(capture_next(cap, &seg, &err), 1);
	ck_assert_int_eq(capture_save(cap, saved.path, &err), 0);
	again = open_good(saved.path);
	ck_assert_int_eq(capture_next(again, &seg, &err), 1);
	ck_assert_uint_eq(seg.length, 5);
	ck_assert_int_eq(capture_next(again, &seg, &err), 0);
	capture_close(again);
	capture_close(cap);
	file_close(&f);
	file_close(&saved);
}
END_TEST

static void save_bad(const struct capture *cap, const char *path,
		     const char *why)
{
	err.text[0] = '\0';
	ck_assert_int_eq(capture_save(cap, path, &err), -1);
	ck_assert_ptr_nonnull(strstr(err.text, path));
	ck_assert_msg(strstr(err.text, why) != NULL, "%s", err.text);
}

START_TEST(cannot_save)
{
	struct capture *cap = kept_packets();
	struct stat st;

	save_bad(cap, "no/such/folder/x.pcap", strerror(ENOENT));
	save_bad(cap, "/", strerror(EISDIR));
	save_bad(cap, "/dev/full", strerror(ENOSPC));
	ck_assert_int_eq(stat("/dev/full", &st), 0);
	ck_assert(S_ISCHR(st.st_mode));
	capture_close(cap);
}
END_TEST

/* A limit on the size of files is the disk that is full after @room octets. */
static void save_into(const struct capture *cap, rlim_t room)
{
	struct rlimit limit = { room, RLIM_INFINITY };
	char path[] = "check_capture_XXXXXX";
	int fd = mkstemp(path);

	ck_assert_int_ge(fd, 0);
	close(fd);
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	save_bad(cap, path, strerror(EFBIG));
	limit.rlim_cur = RLIM_INFINITY;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	ck_assert_int_eq(access(path, F_OK), -1);
}

START_TEST(partly_written_file_is_removed)
{
	struct capture_file f = pcap_file(PCAP_NANO, FILE_ETHERNET);
	struct packet p = tcp_packet(SEG_ACK, 1, 1, 1400);
	struct capture *cap;

	/* more than stdio holds back, so that writing fails early and late */
	for (int i = 0; i < 10; i++)
		pcap_packet(&f, 1, 0, &p);
	cap = open_good(f.path);
	capture_keep(cap, true);
	while (capture_next(cap, &seg, &err) == 1)
		;
	save_into(cap, 10);
	save_into(cap, 24);
	save_into(cap, 5000);
	save_into(cap, 24 + 10 * (16 + 1454) - 1);
	capture_close(cap);
	file_close(&f);
}
END_TEST

START_TEST(close_nothing)
{
	capture_close(NULL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("capture");
	TCase *tc = tcase_create("capture");

	tcase_add_test(tc, reads_microseconds);
	tcase_add_test(tc, reads_nanoseconds);
	tcase_add_test(tc, reads_pcapng);
	tcase_add_test(tc, counts_what_it_passes_over);
	tcase_add_test(tc, truncated_in_the_middle);
	tcase_add_test(tc, cannot_open);
	tcase_add_test(tc, standard_input);
	tcase_add_loop_test(tc, from_a_pipe, 0, 2);
	tcase_add_test(tc, saves_what_it_read);
	tcase_add_test(tc, keeps_only_when_told);
	tcase_add_test(tc, cannot_save);
	tcase_add_test(tc, partly_written_file_is_removed);
	tcase_add_test(tc, close_nothing);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
