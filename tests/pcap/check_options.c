/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Decoding TCP options.
 */
#include "pcap/segment.h"
#include "tests/packets.h"
#include "tests/suite.h"

#include <check.h>
#include <pcap/dlt.h>

static struct tcp_options options_of(const uint8_t *options, size_t length)
{
	struct packet p = { 0 };
	struct segment seg;

	put_ipv4(&p, 20, (unsigned)(40 + length), 0, 6);
	put_tcp(&p, SEG_SYN, 1, 0, options, length);
	ck_assert_int_eq(segment_decode(DLT_RAW, p.data, p.size, p.size, &seg),
			 DECODE_TCP);
	ck_assert_uint_eq(seg.length, 0);
	return seg.options;
}

START_TEST(options_of_a_syn)
{
	static const uint8_t syn[] = { 2, 4, 5, 180, 4, 2, 8, 10, 0, 0, 1, 0,
				       0, 0, 0, 2, 1, 3, 3, 7 };
	struct tcp_options o = options_of(syn, sizeof(syn));

	ck_assert_uint_eq(o.mss, 1460);
	ck_assert(o.sack_permitted);
	ck_assert(o.has_timestamps);
	ck_assert_uint_eq(o.ts_value, 256);
	ck_assert_uint_eq(o.ts_echo, 2);
	ck_assert_int_eq(o.window_scale, 7);
	ck_assert_uint_eq(o.sack_blocks, 0);
	ck_assert(!o.malformed);
}
END_TEST

START_TEST(options_sack_blocks)
{
	uint8_t sack[36] = { 1, 1, 5, 34 };
	struct tcp_options o;

	for (unsigned i = 0; i < 8; i++)
		sack[4 + 4 * i + 3] = (uint8_t)(10 + i);
	o = options_of(sack, sizeof(sack));
	ck_assert_uint_eq(o.sack_blocks, 4);
	for (unsigned i = 0; i < 4; i++) {
		ck_assert_uint_eq(o.sack[i].left, 10 + 2 * i);
		ck_assert_uint_eq(o.sack[i].right, 11 + 2 * i);
	}
	ck_assert(!o.malformed);
}
END_TEST

START_TEST(options_unknown_and_end)
{
	static const uint8_t unknown[] = { 254, 6, 1, 2, 3, 4, 2, 4, 1, 0,
					   1, 1 };
	static const uint8_t end[] = { 1, 0, 2, 4, 1, 0, 0, 0 };
	struct tcp_options o = options_of(unknown, sizeof(unknown));

	ck_assert_uint_eq(o.mss, 256);
	ck_assert(!o.malformed);
	/* what follows the end is padding, whatever it looks like */
	o = options_of(end, sizeof(end));
	ck_assert_uint_eq(o.mss, 0);
	ck_assert(!o.malformed);
}
END_TEST

START_TEST(options_with_bad_lengths)
{
	static const uint8_t bad[][8] = {
		{ 2, 0, 1, 1, 1, 1, 1, 1 },   { 2, 1, 1, 1, 1, 1, 1, 1 },
		{ 2, 3, 1, 1, 1, 1, 1, 1 },   { 2, 9, 1, 1, 1, 1, 1, 1 },
		{ 3, 4, 1, 1, 1, 1, 1, 1 },   { 4, 3, 1, 1, 1, 1, 1, 1 },
		{ 5, 2, 1, 1, 1, 1, 1, 1 },   { 5, 8, 1, 1, 1, 1, 1, 1 },
		{ 8, 8, 1, 1, 1, 1, 1, 1 },   { 99, 0, 1, 1, 1, 1, 1, 1 },
		{ 1, 1, 1, 1, 1, 1, 1, 2 },
	};
	static const uint8_t rest[] = { 3, 2, 2, 4, 1, 0, 1, 1 };
	struct tcp_options o;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		o = options_of(bad[i], sizeof(bad[i]));
		ck_assert(o.malformed);
		ck_assert_uint_eq(o.mss, 0);
		ck_assert_int_eq(o.window_scale, -1);
		ck_assert(!o.sack_permitted && !o.has_timestamps);
		ck_assert_uint_eq(o.sack_blocks, 0);
	}
	/* a length that is wrong but can be skipped leaves the others valid */
	o = options_of(rest, sizeof(rest));
	ck_assert(o.malformed);
	ck_assert_uint_eq(o.mss, 256);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("TCP options");
	TCase *tc = tcase_create("TCP options");

	tcase_add_test(tc, options_of_a_syn);
	tcase_add_test(tc, options_sack_blocks);
	tcase_add_test(tc, options_unknown_and_end);
	tcase_add_test(tc, options_with_bad_lengths);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
