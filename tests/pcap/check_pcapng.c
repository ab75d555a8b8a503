/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pcapng in either byte order: interfaces that differ, sections, clocks, and
 * every kind of block.
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
		"        server > client  S.   ack 1 "
		"[cut: 6 octets of the header]\n"
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
	ng_interface(&f, _i, 107, 65535, NULL);
	for (int i = 0; i < 4; i++) {
		p = segment_of(i);
		ng_packet(&f, _i, 0, 0, &p, p.size);
	}
	check_four(&f);
	ng_packet(&f, _i, 1, 0, &p, p.size);
	ck_assert_int_eq(decode_file(&f), 0);
	ck_assert_ptr_nonnull(strstr(decoded.out, "\n# 1 packet not looked "
					"into: 1 link type 107 (FRELAY)\n"));
	file_close(&f);
}
END_TEST

/* As a pcap of it: what nobody can decode is an error. */
START_TEST(only_a_link_type_that_is_unknown)
{
	struct capture_file f = file_new();
	struct packet p = segment_of(0);

	ng_section(&f, _i);
	ng_interface(&f, _i, 107, 65535, NULL);
	ck_assert_int_eq(decode_file(&f), 0);
	ck_assert_str_eq(decoded.out, "# no packets\n");
	ng_packet(&f, _i, 0, 0, &p, p.size);
	ck_assert_int_eq(decode_file(&f), 2);
	ck_assert_ptr_nonnull(strstr(decoded.errors,
			"cannot decode link type 107 (FRELAY)\n"));
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
		{ 28, UINT64_MAX, 1 },
		{ 38, UINT64_MAX, 0 },
		{ 39, UINT64_MAX, 0 },
		{ 127, UINT64_MAX, 0 },
		{ 0x80, 1700000000, 1700000000000000000 },
		{ 0x80 | 1, 3, 1500000000 },
		{ 0x80 | 10, 1700000000ULL << 10 | 512, 1700000000500000000 },
		{ 0x80 | 32, 1700000000ULL << 32 | 1U << 31,
		  1700000000500000000 },
		{ 0x80 | 34, UINT64_MAX, 1073741823999999999 },
		{ 0x80 | 63, UINT64_MAX, 1999999999 },
		{ 0x80 | 64, UINT64_MAX, 999999999 },
		{ 0x80 | 64, 1ULL << 63, 500000000 },
		{ 0x80 | 65, 1ULL << 63, 250000000 },
		{ 0x80 | 90, UINT64_MAX, 14 },
		{ 0xff, UINT64_MAX, 0 },
		{ 0x80, UINT64_MAX, 0 },
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
	tcase_add_loop_test(tc, from_a_pipe, 0, 2);
	tcase_add_loop_test(tc, keeping_several_link_types, 0, 2);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
