/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Packets that libnet builds, read by the decoder of pcap/.
 */
#include "harness/net/packet.h"
#include "tests/suite.h"

#include <arpa/inet.h>
#include <pcap/dlt.h>
#include <string.h>

static uint8_t data[PACKET_MAX];
static struct error err;

static struct segment a_segment(int family)
{
	struct segment seg = {.seq = 0xfffffffe, .ack = 4711, .window = 512,
			      .flags = SEG_ACK | SEG_PSH, .length = 5};

	seg.src.family = seg.dst.family = (uint16_t)family;
	seg.src.port = 40000;
	seg.dst.port = 7777;
	inet_pton(family, family == AF_INET ? "192.0.2.1" : "2001:db8::1",
		  seg.src.bytes);
	inet_pton(family, family == AF_INET ? "192.0.2.2" : "2001:db8::2",
		  seg.dst.bytes);
	seg.options.window_scale = -1;
	return seg;
}

/* RFC 1071 over pseudo-header and segment: all ones when it is right. */
static unsigned checksum(const uint8_t *p, size_t size)
{
	bool v4 = p[0] >> 4 == 4;
	size_t header = v4 ? 20 : 40, i;
	unsigned sum = IPPROTO_TCP + (unsigned)(size - header);

	for (i = v4 ? 12 : 8; i < size; i++)
		sum += i & 1 ? p[i] : (unsigned)p[i] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

static struct segment built(const struct segment *seg)
{
	struct segment back;
	int size = packet_build(seg, data, &err);

	ck_assert_msg(size > 0, "%s", err.text);
	ck_assert_uint_eq(checksum(data, (size_t)size), 0xffff);
	ck_assert_int_eq(segment_decode(DLT_RAW, data, (size_t)size,
					(size_t)size, &back), DECODE_TCP);
	return back;
}

static const int families[] = {AF_INET, AF_INET6};

START_TEST(comes_back)
{
	struct segment seg = a_segment(families[_i]), back = built(&seg);

	ck_assert(address_equal(&seg.src, &back.src));
	ck_assert(address_equal(&seg.dst, &back.dst));
	ck_assert_uint_eq(back.seq, seg.seq);
	ck_assert_uint_eq(back.ack, seg.ack);
	ck_assert_uint_eq(back.flags, seg.flags);
	ck_assert_uint_eq(back.window, seg.window);
	ck_assert_uint_eq(back.length, seg.length);
	ck_assert(!back.options.has_timestamps);
	/* The next one has nothing of this one. */
	seg.length = 0;
	seg.flags = SEG_RST;
	back = built(&seg);
	ck_assert_uint_eq(back.length, 0);
	ck_assert_uint_eq(back.flags, SEG_RST);
}
END_TEST

START_TEST(options)
{
	struct segment seg = a_segment(families[_i]), back;

	seg.flags = SEG_SYN;
	seg.length = 0;
	seg.options = (struct tcp_options){.mss = 1000, .window_scale = 7,
					   .sack_permitted = true,
					   .has_timestamps = true,
					   .ts_value = 1, .ts_echo = 2};
	back = built(&seg);
	ck_assert(!back.options.malformed);
	ck_assert_uint_eq(back.options.mss, 1000);
	ck_assert_int_eq(back.options.window_scale, 7);
	ck_assert(back.options.sack_permitted);
	ck_assert(back.options.has_timestamps);
	ck_assert_uint_eq(back.options.ts_value, 1);
	ck_assert_uint_eq(back.options.ts_echo, 2);
	/* Options and payload together. */
	seg.length = 100;
	back = built(&seg);
	ck_assert_uint_eq(back.length, 100);
	ck_assert_uint_eq(back.options.mss, 1000);
}
END_TEST

/* RFC 2018 3: blocks, in the order in which they are given. */
START_TEST(sack)
{
	struct segment seg = a_segment(families[_i]), back;
	unsigned i;

	seg.options.has_timestamps = true;
	seg.options.sack_blocks = 3;
	for (i = 0; i < 4; i++) {
		seg.options.sack[i].left = 0xfffffff0 + 20 * i;
		seg.options.sack[i].right = 0xfffffff0 + 20 * i + 10;
	}
	back = built(&seg);
	ck_assert(!back.options.malformed);
	ck_assert(back.options.has_timestamps);
	ck_assert_uint_eq(back.options.sack_blocks, 3);
	for (i = 0; i < 3; i++) {
		ck_assert_uint_eq(back.options.sack[i].left,
				  seg.options.sack[i].left);
		ck_assert_uint_eq(back.options.sack[i].right,
				  seg.options.sack[i].right);
	}
	/* RFC 2018 3: with timestamps there is no room for a fourth. */
	seg.options.sack_blocks = 4;
	ck_assert_int_eq(packet_build(&seg, data, &err), -1);
	ck_assert_ptr_nonnull(strstr(err.text, "too many"));
	seg.options.has_timestamps = false;
	ck_assert_uint_eq(built(&seg).options.sack_blocks, 4);
}
END_TEST

START_TEST(payload)
{
	struct segment seg = a_segment(families[_i]);
	int size = packet_build_data(&seg, (const uint8_t *)"hello", data,
				     &err);

	ck_assert_int_gt(size, 5);
	ck_assert_uint_eq(checksum(data, (size_t)size), 0xffff);
	ck_assert_mem_eq(data + size - 5, "hello", 5);
}
END_TEST

START_TEST(urgent)
{
	struct segment seg = a_segment(families[_i]), back;

	seg.flags |= SEG_URG;
	seg.urgent = 3;
	back = built(&seg);
	ck_assert_uint_eq(back.flags, seg.flags);
	ck_assert_uint_eq(back.urgent, 3);
}
END_TEST

START_TEST(too_long)
{
	struct segment seg = a_segment(families[_i]);

	seg.length = PACKET_MAX;
	ck_assert_int_eq(packet_build(&seg, data, &err), -1);
	ck_assert_ptr_nonnull(strstr(err.text, "too long"));
}
END_TEST

START_TEST(unreachable)
{
	struct segment seg = a_segment(families[_i]);
	struct address router = seg.dst;
	uint8_t original[PACKET_MAX], packet[PACKET_MAX];
	bool v4 = families[_i] == AF_INET;
	size_t header = v4 ? 20 : 40;
	int size = packet_build(&seg, original, &err), whole;

	whole = packet_build_unreachable(&router, 3, original, (size_t)size,
					 packet, &err);
	ck_assert_msg(whole > 0, "%s", err.text);
	/* To whom it reports, and what: the packet as it was sent. */
	ck_assert_mem_eq(packet + (v4 ? 16 : 24), seg.src.bytes, v4 ? 4 : 16);
	ck_assert_uint_eq(packet[v4 ? 9 : 6],
			  v4 ? IPPROTO_ICMP : IPPROTO_ICMPV6);
	ck_assert_uint_eq(packet[header], v4 ? 3 : 1);
	ck_assert_uint_eq(packet[header + 1], v4 ? 3 : 4);
	ck_assert_mem_eq(packet + header + 8, original,
			 v4 ? 28 : (size_t)size);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("packet");
	TCase *tc = tcase_create("packet");

	tcase_add_loop_test(tc, comes_back, 0, 2);
	tcase_add_loop_test(tc, options, 0, 2);
	tcase_add_loop_test(tc, sack, 0, 2);
	tcase_add_loop_test(tc, payload, 0, 2);
	tcase_add_loop_test(tc, urgent, 0, 2);
	tcase_add_loop_test(tc, too_long, 0, 2);
	tcase_add_loop_test(tc, unreachable, 0, 2);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
