/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pcapng in either byte order: interfaces that differ, sections, clocks, every
 * kind of block, and files that are damaged.
 */
#include "pcap/capture.h"
#include "tests/captures.h"
#include "tests/suite.h"

#include <fcntl.h>
#include <pcap/dlt.h>

static struct error err;

static const char four_segments[] =
	"# client 127.0.0.1:40000, server 127.0.0.2:80\n"
	"        client > server  S\n"
	"        server > client  S.   ack 1\n"
	"        client > server  .    ack 1\n"
	"        server > client  F.   1 ack 1\n";

static struct packet segment_of(int which)
{
	switch (which) {
	case 0:
		return tcp_packet(SEG_SYN, 1000, 0, 0);
	case 1:
		return reply_packet(SEG_SYN | SEG_ACK, 5000, 1001, 0);
	case 2:
		return tcp_packet(SEG_ACK, 1001, 5001, 0);
	default:
		return reply_packet(SEG_FIN | SEG_ACK, 5001, 1001, 0);
	}
}

static void check_four(const struct capture_file *f)
{
	ck_assert_msg(decode_file(f) == 0, "%s", decoded.errors);
	ck_assert_str_eq(decoded.out, four_segments);
}

/* Packets of Ethernet and of loopback, in turns. */
START_TEST(interfaces_of_several_link_types)
{
	struct capture_file f = file_new();

	ng_section(&f, _i);
	ng_interface(&f, _i, FILE_ETHERNET, 65535, NULL);
	ng_interface(&f, _i, FILE_RAW, 65535, NULL);
	for (int i = 0; i < 4; i++) {
		struct packet p = segment_of(i), raw = rest_of(&p, 14);

		ng_packet(&f, _i, i & 1, (uint64_t)i, i & 1 ? &raw : &p,
			  i & 1 ? raw.size : p.size);
	}
	check_four(&f);
	file_close(&f);
}
END_TEST

START_TEST(interfaces_of_several_snapshot_lengths)
{
	struct capture_file f = file_new();

	ng_section(&f, _i);
	ng_interface(&f, _i, FILE_ETHERNET, 65535, NULL);
	ng_interface(&f, _i, FILE_ETHERNET, 48, NULL);
	ng_interface(&f, _i, FILE_ETHERNET, 0, NULL);
	for (int i = 0; i < 3; i++) {
		struct packet p = segment_of(i);

		if (i == 1)
			p.size = 48;
		ng_packet(&f, _i, (uint32_t)i, 0, &p, 54);
	}
	ck_assert_int_eq(decode_file(&f), 0);
	ck_assert_str_eq(decoded.out,
		"# client 127.0.0.1:40000, server 127.0.0.2:80\n"
		"        client > server  S\n"
		"        server > client  S.   ack 1 [cut: 6 octets of the header]\n"
		"        client > server  .    ack 1\n");
	file_close(&f);
}
END_TEST

/* One of a link type that nobody can decode is no trouble while it rests. */
START_TEST(an_interface_that_is_not_used)
{
	struct capture_file f = file_new();
	struct packet p = segment_of(0);

	ng_section(&f, _i);
	ng_interface(&f, _i, FILE_ETHERNET, 65535, NULL);
	ng_interface(&f, _i, 105, 65535, NULL);
	for (int i = 0; i < 4; i++) {
		p = segment_of(i);
		ng_packet(&f, _i, 0, 0, &p, p.size);
	}
	check_four(&f);
	ng_packet(&f, _i, 1, 0, &p, p.size);
	ck_assert_int_eq(decode_file(&f), 0);
	ck_assert_ptr_nonnull(strstr(decoded.out, "\n# 1 packet not looked "
					"into: 1 link type 105 (IEEE802_11)\n"));
	file_close(&f);
}
END_TEST

/* As a pcap of it: what nobody can decode is an error. */
START_TEST(only_a_link_type_that_is_unknown)
{
	struct capture_file f = file_new();
	struct packet p = segment_of(0);

	ng_section(&f, _i);
	ng_interface(&f, _i, 105, 65535, NULL);
	ck_assert_int_eq(decode_file(&f), 0);
	ck_assert_str_eq(decoded.out, "# no packets\n");
	ng_packet(&f, _i, 0, 0, &p, p.size);
	ck_assert_int_eq(decode_file(&f), 2);
	ck_assert_ptr_nonnull(strstr(decoded.errors,
			"cannot decode link type 105 (IEEE802_11)\n"));
	file_close(&f);
}
END_TEST

/* Each has interfaces, and a byte order, of its own. */
START_TEST(sections)
{
	struct capture_file f = file_new();
	struct packet p;

	for (int i = 0; i < 4; i++) {
		bool big = (i & 1) != _i;

		p = segment_of(i);
		if (i & 1)
			p = rest_of(&p, 14);
		ng_section(&f, big);
		ng_interface(&f, big, i & 1 ? FILE_RAW : FILE_ETHERNET, 0,
			     NULL);
		ng_packet(&f, big, 0, 0, &p, p.size);
	}
	check_four(&f);
	file_close(&f);
}
END_TEST

START_TEST(all_kinds_of_blocks)
{
	struct capture_file f = file_new();
	struct packet p = segment_of(0), body = { 0 };

	ng_section(&f, _i);
	/* statistics, custom, one of a later day */
	put_zeros(&body, 12);
	ng_block(&f, _i, 5, &body);
	ng_interface(&f, _i, FILE_ETHERNET, 0, NULL);
	ng_block(&f, _i, 0x40000bad, &body);
	ng_packet(&f, _i, 0, 0, &p, p.size);
	body.size = 0;
	p = segment_of(1);
	order32(&body, _i, (uint32_t)p.size);
	put(&body, p.data, p.size);
	pad4(&body);
	ng_block(&f, _i, NG_SIMPLE, &body);
	body.size = 0;
	ng_block(&f, _i, 0x80000001, &body);
	p = segment_of(2);
	order16(&body, _i, 0);
	order16(&body, _i, 77);
	order64(&body, _i, 0);
	order32(&body, _i, (uint32_t)p.size);
	order32(&body, _i, (uint32_t)p.size);
	put(&body, p.data, p.size);
	pad4(&body);
	ng_block(&f, _i, NG_OLD, &body);
	p = segment_of(3);
	ng_packet(&f, _i, 0, 0, &p, p.size);
	check_four(&f);
	file_close(&f);
}
END_TEST

/* Its length is that on the wire: the snapshot length cuts it. */
START_TEST(simple_packets_are_cut_by_the_interface)
{
	struct capture_file f = file_new();
	struct packet p = tcp_packet(SEG_ACK, 1, 1, 100), body = { 0 };
	struct capture *cap;
	struct frame frame;

	ng_section(&f, _i);
	ng_interface(&f, _i, FILE_ETHERNET, 60, NULL);
	order32(&body, _i, (uint32_t)p.size);
	put(&body, p.data, 60);
	ng_block(&f, _i, NG_SIMPLE, &body);
	cap = capture_open_file(f.path, &err);
	ck_assert_ptr_nonnull(cap);
	ck_assert_int_eq(capture_next_frame(cap, &frame, &err), 1);
	ck_assert_uint_eq(frame.captured, 60);
	ck_assert_uint_eq(frame.length, 154);
	ck_assert_int_eq(frame.linktype, DLT_EN10MB);
	ck_assert_mem_eq(frame.data, p.data, 60);
	ck_assert_int_eq(capture_next_frame(cap, &frame, &err), 0);
	capture_close(cap);
	file_close(&f);
}
END_TEST

/* The time of a packet at @ticks of a clock like this. */
static int64_t time_of(bool big, int resolution, const int64_t *offset,
		       uint64_t ticks)
{
	struct capture_file f = file_new();
	struct packet p = segment_of(0), options = { 0 };
	struct capture *cap;
	struct segment seg;

	/* a name, which is none of our business */
	order16(&options, big, 2);
	order16(&options, big, 3);
	put(&options, "lo\0", 4);
	if (resolution >= 0) {
		order16(&options, big, 9);
		order16(&options, big, 1);
		put8(&options, (unsigned)resolution);
		put_zeros(&options, 3);
	}
	if (offset) {
		order16(&options, big, 14);
		order16(&options, big, 8);
		order64(&options, big, (uint64_t)*offset);
	}
	put_zeros(&options, 4);
	ng_section(&f, big);
	ng_interface(&f, big, FILE_ETHERNET, 0, &options);
	ng_packet(&f, big, 0, ticks, &p, p.size);
	cap = capture_open_file(f.path, &err);
	ck_assert_ptr_nonnull(cap);
	ck_assert_int_eq(capture_next(cap, &seg, &err), 1);
	capture_close(cap);
	file_close(&f);
	return seg.time_ns;
}

START_TEST(clocks)
{
	static const struct {
		int resolution;
		uint64_t ticks;
		int64_t ns;
	} clocks[] = {
		{ -1, 1700000000123456, 1700000000123456000 },
		{ 6, 1700000000123456, 1700000000123456000 },
		{ 9, 1700000000123456789, 1700000000123456789 },
		{ 3, 1700000000123, 1700000000123000000 },
		{ 0, 1700000000, 1700000000000000000 },
		{ 12, 1700000000123456789, 1700000000123456 },
		{ 19, UINT64_MAX, 1844674407 },
		{ 38, UINT64_MAX, 0 },
		{ 39, UINT64_MAX, 0 },
		{ 127, UINT64_MAX, 0 },
		{ 0x80, 1700000000, 1700000000000000000 },
		{ 0x80 | 1, 3, 1500000000 },
		{ 0x80 | 10, 1700000000ULL << 10 | 512, 1700000000500000000 },
		{ 0x80 | 32, 1700000000ULL << 32 | 1U << 31,
		  1700000000500000000 },
		{ 0xff, UINT64_MAX, 0 },
		/* what no clock shows is no time */
		{ 6, UINT64_MAX, 0 },
		{ 9, UINT64_MAX, 0 },
		{ 0, UINT64_MAX, 0 },
	};
	int64_t offset;

	for (size_t i = 0; i < COUNT(clocks); i++)
		ck_assert_int_eq(time_of(_i, clocks[i].resolution, NULL,
					 clocks[i].ticks), clocks[i].ns);
	offset = 1700000000;
	ck_assert_int_eq(time_of(_i, 9, &offset, 5), 1700000000000000005);
	offset = -1;
	ck_assert_int_eq(time_of(_i, 6, &offset, 3000000), 2000000000);
	offset = INT64_MAX;
	ck_assert_int_eq(time_of(_i, 6, &offset, 1), 0);
	offset = INT64_MIN;
	ck_assert_int_eq(time_of(_i, 6, &offset, 1), 0);
}
END_TEST

/* Section (28 octets), interface (20), three packets (88 each). */
static struct capture_file three_packets(bool big)
{
	struct capture_file f = file_new();

	ng_section(&f, big);
	ng_interface(&f, big, FILE_ETHERNET, 0, NULL);
	for (int i = 0; i < 3; i++) {
		struct packet p = segment_of(i);

		ng_packet(&f, big, 0, 0, &p, p.size);
	}
	return f;
}

#define FIRST_PACKET 48
#define PACKET_BLOCK 88

/* Cut anywhere, a file gives what came before, and says where it ends. */
START_TEST(every_truncation)
{
	struct capture_file f = three_packets(_i);
	int whole = FIRST_PACKET + 3 * PACKET_BLOCK;
	char words[64];

	for (int size = whole - 1; size >= FIRST_PACKET; size--) {
		int packets = (size - FIRST_PACKET) / PACKET_BLOCK;
		int at = FIRST_PACKET + packets * PACKET_BLOCK;
		struct capture *cap;
		struct segment seg;

		must(ftruncate(f.fd, size) == 0);
		cap = capture_open_file(f.path, &err);
		ck_assert_ptr_nonnull(cap);
		for (int i = 0; i < packets; i++)
			ck_assert_int_eq(capture_next(cap, &seg, &err), 1);
		if (size == at) {
			ck_assert_int_eq(capture_next(cap, &seg, &err), 0);
		} else {
			ck_assert_int_eq(capture_next(cap, &seg, &err), -1);
			snprintf(words, sizeof(words),
				 "after packet %d, at octet %d: truncated",
				 packets, at);
			ck_assert_msg(strstr(err.text, words) != NULL, "%s",
				      err.text);
			ck_assert_ptr_nonnull(strstr(err.text, f.path));
		}
		capture_close(cap);
	}
	for (int size = 27; size > 0; size--) {
		must(ftruncate(f.fd, size) == 0);
		ck_assert_ptr_null(capture_open_file(f.path, &err));
		ck_assert_ptr_nonnull(strstr(err.text, "truncated"));
	}
	file_close(&f);
}
END_TEST

/* A number is overwritten; the packets before it are read, and no more. */
static void check_damage(bool big, long at, uint32_t value, int packets,
			 const char *what)
{
	struct capture_file f = three_packets(big);
	struct packet p = { 0 };
	struct capture *cap;
	struct segment seg;

	order32(&p, big, value);
	must(pwrite(f.fd, p.data, 4, at) == 4);
	cap = capture_open_file(f.path, &err);
	for (int i = 0; i < packets; i++)
		ck_assert_int_eq(capture_next(cap, &seg, &err), 1);
	if (cap)
		ck_assert_int_eq(capture_next(cap, &seg, &err), -1);
	ck_assert_msg(strstr(err.text, what) != NULL, "%s", err.text);
	ck_assert_msg(strstr(err.text, "at octet ") != NULL, "%s", err.text);
	capture_close(cap);
	file_close(&f);
}

START_TEST(lengths_that_lie)
{
	long second = FIRST_PACKET + PACKET_BLOCK;

	/* of a section */
	check_damage(_i, 4, 24, 0, "impossible length");
	check_damage(_i, 4, 29, 0, "impossible length");
	check_damage(_i, 4, 32, 0, "lengths differ");
	check_damage(_i, 4, UINT32_MAX - 3, 0, "truncated");
	check_damage(_i, 8, 0x12345678, 0, "magic number");
	check_damage(_i, 24, 32, 0, "lengths differ");
	/* of an interface */
	check_damage(_i, 32, 12, 0, "lengths differ");
	check_damage(_i, 32, 8, 0, "impossible length");
	/* of a packet's block */
	check_damage(_i, second + 4, 0, 1, "impossible length");
	check_damage(_i, second + 4, 11, 1, "impossible length");
	check_damage(_i, second + 4, 90, 1, "impossible length");
	check_damage(_i, second + 4, 84, 1, "lengths differ");
	check_damage(_i, second + 4, UINT32_MAX - 3, 1, "more than 16 MiB");
	check_damage(_i, second + 4, 16 << 20, 1, "truncated");
	check_damage(_i, second + 84, 84, 1, "lengths differ");
	/* of its packet, and the interface it is said to be of */
	check_damage(_i, second + 20, 57, 1, "longer than its block");
	check_damage(_i, second + 20, UINT32_MAX, 1, "longer than its block");
	check_damage(_i, second + 8, 1, 1, "not described");
	check_damage(_i, second + 8, UINT32_MAX, 1, "not described");
}
END_TEST

static void check_refused(struct capture_file *f, const char *what)
{
	ck_assert_int_eq(decode_file(f), 2);
	ck_assert_msg(strstr(decoded.errors, what) != NULL, "%s",
		      decoded.errors);
	file_close(f);
}

START_TEST(blocks_that_make_no_sense)
{
	struct capture_file f = file_new();
	struct packet p = { 0 };

	ng_interface(&f, _i, FILE_ETHERNET, 0, NULL);
	check_refused(&f, "unknown file format");
	f = file_new();
	file_put(&f, "\n\n\n", 3);
	check_refused(&f, "truncated");
	f = file_new();
	file_put(&f, "\nText, not a capture.\n", 22);
	check_refused(&f, "unknown file format");
	/* no interface at all */
	f = file_new();
	ng_section(&f, _i);
	put_zeros(&p, 20);
	ng_block(&f, _i, NG_SIMPLE, &p);
	check_refused(&f, "at octet 28: a packet without an interface");
	f = file_new();
	ng_section(&f, _i);
	ng_block(&f, _i, NG_PACKET, &p);
	check_refused(&f, "not described");
	/* too short for what they are */
	for (uint32_t type = NG_INTERFACE; type <= NG_PACKET; type++) {
		f = file_new();
		ng_section(&f, _i);
		p.size = 0;
		ng_block(&f, _i, type, &p);
		if (type == 4 || type == 5) {
			ck_assert_int_eq(decode_file(&f), 0);
			file_close(&f);
		} else {
			check_refused(&f, "too short");
		}
	}
	/* a packet of an interface of the section before */
	f = three_packets(_i);
	ng_section(&f, _i);
	p = segment_of(0);
	ng_packet(&f, _i, 0, 0, &p, p.size);
	check_refused(&f, "after packet 3, at octet 340: a packet of an "
			  "interface that is not described");
	/* version 2 */
	f = file_new();
	p.size = 0;
	order32(&p, _i, 0x1a2b3c4d);
	order32(&p, _i, _i ? 2 << 16 : 2);
	order64(&p, _i, UINT64_MAX);
	ng_block(&f, _i, 0x0a0d0d0a, &p);
	check_refused(&f, "a version of pcapng that is not 1");
}
END_TEST

static void check_options(bool big, unsigned code, unsigned length,
			  size_t there, const char *what)
{
	struct capture_file f = file_new();
	struct packet options = { 0 };

	order16(&options, big, code);
	order16(&options, big, length);
	put_zeros(&options, there);
	ng_section(&f, big);
	ng_interface(&f, big, FILE_ETHERNET, 0, &options);
	check_refused(&f, what);
}

START_TEST(options_that_lie)
{
	check_options(_i, 2, 9, 8, "an option is longer than its block");
	check_options(_i, 2, 65535, 8, "an option is longer than its block");
	check_options(_i, 9, 2, 4, "if_tsresol");
	check_options(_i, 9, 0, 0, "if_tsresol");
	check_options(_i, 14, 4, 4, "if_tsoffset");
}
END_TEST

/* One octet at a time: nothing may be sought, nothing comes at once. */
START_TEST(from_a_pipe)
{
	struct capture_file f = three_packets(_i);
	struct packet p = segment_of(3);
	int ends[2];
	pid_t child;
	char octet;

	ng_packet(&f, _i, 0, 0, &p, p.size);
	must(pipe2(ends, O_CLOEXEC) == 0);
	child = fork();
	must(child >= 0);
	if (child == 0) {
		for (off_t at = 0; pread(f.fd, &octet, 1, at) == 1; at++)
			must(write(ends[1], &octet, 1) == 1);
		_exit(0);
	}
	close(ends[1]);
	ck_assert_msg(decode_from(ends[0], "-") == 0, "%s", decoded.errors);
	ck_assert_str_eq(decoded.out, four_segments);
	must(waitpid(child, NULL, 0) == child);
	close(ends[0]);
	file_close(&f);
}
END_TEST

/* Packets of two link types cannot lie in one pcap file. */
START_TEST(keeping_several_link_types)
{
	struct capture_file f = file_new(), saved = file_new();
	struct packet p = segment_of(0), raw = rest_of(&p, 14);
	struct segment seg;
	struct capture *cap;

	ng_section(&f, _i);
	ng_interface(&f, _i, FILE_ETHERNET, 0, NULL);
	ng_interface(&f, _i, FILE_RAW, 0, NULL);
	ng_packet(&f, _i, 1, 5, &raw, raw.size);
	ng_packet(&f, _i, 0, 6, &p, p.size);
	cap = capture_open_file(f.path, &err);
	ck_assert_ptr_nonnull(cap);
	capture_keep(cap, true);
	ck_assert_int_eq(capture_next(cap, &seg, &err), 1);
	ck_assert_int_eq(capture_save(cap, saved.path, &err), 0);
	ck_assert_int_eq(capture_next(cap, &seg, &err), -1);
	ck_assert_ptr_nonnull(strstr(err.text, "several link types"));
	capture_close(cap);
	cap = capture_open_file(saved.path, &err);
	ck_assert_ptr_nonnull(cap);
	ck_assert_int_eq(capture_next(cap, &seg, &err), 1);
	ck_assert_int_eq(seg.time_ns, 5000);
	ck_assert_int_eq(capture_next(cap, &seg, &err), 0);
	capture_close(cap);
	file_close(&f);
	file_close(&saved);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pcapng");
	TCase *tc = tcase_create("either byte order");

	tcase_add_loop_test(tc, interfaces_of_several_link_types, 0, 2);
	tcase_add_loop_test(tc, interfaces_of_several_snapshot_lengths, 0, 2);
	tcase_add_loop_test(tc, an_interface_that_is_not_used, 0, 2);
	tcase_add_loop_test(tc, only_a_link_type_that_is_unknown, 0, 2);
	tcase_add_loop_test(tc, sections, 0, 2);
	tcase_add_loop_test(tc, all_kinds_of_blocks, 0, 2);
	tcase_add_loop_test(tc, simple_packets_are_cut_by_the_interface, 0, 2);
	tcase_add_loop_test(tc, clocks, 0, 2);
	tcase_add_loop_test(tc, every_truncation, 0, 2);
	tcase_add_loop_test(tc, lengths_that_lie, 0, 2);
	tcase_add_loop_test(tc, blocks_that_make_no_sense, 0, 2);
	tcase_add_loop_test(tc, options_that_lie, 0, 2);
	tcase_add_loop_test(tc, from_a_pipe, 0, 2);
	tcase_add_loop_test(tc, keeping_several_link_types, 0, 2);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
