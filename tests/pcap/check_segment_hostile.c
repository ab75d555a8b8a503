/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Packets that nobody would send: cut off, random, damaged. What is found is
 * less important here than that a sanitizer has nothing to say.
 */
#include "pcap/segment.h"
#include "tests/packets.h"
#include "tests/suite.h"

#include <check.h>
#include <pcap/dlt.h>

static struct segment seg;

/* In a block of its very size, so that a sanitizer sees each octet beyond. */
static enum decode_result decode_part(int linktype, const uint8_t *data,
				      size_t captured, size_t wire)
{
	uint8_t *exact = malloc(captured ? captured : 1);
	enum decode_result r;

	ck_assert_ptr_nonnull(exact);
	if (captured)
		memcpy(exact, data, captured);
	r = segment_decode(linktype, captured ? exact : exact + 1, captured,
			   wire, &seg);
	free(exact);
	return r;
}

/* The packets whose every beginning is tried. */
static struct packet sample(int which, int *linktype)
{
	static const uint8_t options[] = { 2, 4, 5, 180, 4, 2, 8, 10, 0, 0, 1,
					   0, 0, 0, 0, 2, 1, 3, 3, 7 };
	static const uint8_t sll[16] = { [14] = 0x08 };
	struct packet p = { 0 };

	*linktype = DLT_EN10MB;
	switch (which) {
	case 0:
		return tcp_packet(SEG_ACK, 1, 1, 0);
	case 1:
		put_ethernet(&p, 0x8100);
		put16(&p, 1);
		put16(&p, 0x0800);
		put_ipv4(&p, 24, 24 + 40, 0, 6);
		put_zeros(&p, 4);
		put_tcp(&p, SEG_SYN, 1, 0, options, 20);
		return p;
	case 2:
		*linktype = DLT_RAW;
		return extended_packet(0);
	default:
		*linktype = DLT_LINUX_SLL;
		put(&p, sll, sizeof(sll));
		put_ipv4(&p, 20, 40, 0, 6);
		put_tcp(&p, SEG_ACK, 9, 1, NULL, 0);
		return p;
	}
}

/* Where IP, and TCP without options, begin in the samples. */
static const size_t ip_at[] = { 14, 18, 0, 16 };
static const size_t tcp_at[] = { 34, 42, 112, 36 };

/*
 * Of a header that the capture cuts, what is there is used; of a frame that
 * was cut before it was captured, IP says so.
 */
START_TEST(every_truncation)
{
	int linktype;
	struct packet p = sample(_i, &linktype);
	size_t ip = ip_at[_i] + (_i == 2 ? 40 : 20);
	size_t header = p.size - tcp_at[_i];

	for (size_t n = 0; n < p.size; n++) {
		bool flags = n >= tcp_at[_i] + 14;

		ck_assert_int_eq(decode_part(linktype, p.data, n, p.size),
				 flags ? DECODE_TCP : DECODE_TRUNCATED);
		if (flags) {
			ck_assert_uint_eq(seg.cut.header, p.size - n);
			ck_assert_uint_eq(seg.cut.packet, 0);
			ck_assert(!seg.options.malformed);
		}
		ck_assert_int_eq(decode_part(linktype, p.data, n, n),
				 n < ip ? DECODE_MALFORMED :
				 flags	? DECODE_TCP :
					  DECODE_TRUNCATED);
		if (flags) {
			ck_assert_uint_eq(seg.cut.header,
					  header - (n - tcp_at[_i]));
			ck_assert_uint_eq(seg.cut.packet, p.size - n);
			ck_assert_uint_eq(seg.length, 0);
		}
	}
	ck_assert_int_eq(decode_part(linktype, p.data, p.size, p.size),
			 DECODE_TCP);
}
END_TEST

/* xorshift: the same octets on every machine. */
static uint32_t random_state;

static uint32_t next_random(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 17;
	random_state ^= random_state << 5;
	return random_state;
}

static const int linktypes[] = { DLT_EN10MB,	 DLT_RAW,  DLT_LINUX_SLL,
				 DLT_LINUX_SLL2, DLT_NULL, DLT_LOOP,
				 DLT_IPV4,	 DLT_IPV6 };

START_TEST(random_octets)
{
	uint8_t data[160];

	random_state = 793;
	for (int round = 0; round < 200000; round++) {
		uint32_t r = next_random();
		size_t size = r % sizeof(data);

		for (size_t i = 0; i < size; i++)
			data[i] = (uint8_t)next_random();
		decode_part(linktypes[r >> 16 & 7], data, size,
			    size + (r >> 24));
		ck_assert_uint_le(seg.options.sack_blocks, 4);
	}
}
END_TEST

/* Random octets rarely come past the first header; damaged packets do. */
START_TEST(damaged_packets)
{
	unsigned decoded = 0, refused = 0;
	enum decode_result r;

	random_state = 9293;
	for (int round = 0; round < 200000; round++) {
		int linktype;
		struct packet p = sample(round % 4, &linktype);
		unsigned damage = 1 + next_random() % 4;
		size_t size;

		while (damage--)
			p.data[next_random() % p.size] = (uint8_t)next_random();
		size = p.size - (next_random() % 8 ? 0 :
						     next_random() % p.size);
		r = decode_part(linktype, p.data, size, p.size);
		if (r == DECODE_TCP) {
			decoded++;
			ck_assert_uint_le(seg.length, p.size + seg.cut.packet);
		} else {
			refused++;
		}
	}
	ck_assert_uint_gt(decoded, 10000);
	ck_assert_uint_gt(refused, 10000);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("segment, hostile");
	TCase *tc = tcase_create("decode");

	tcase_add_loop_test(tc, every_truncation, 0, 4);
	tcase_add_test(tc, random_octets);
	tcase_add_test(tc, damaged_packets);
	tcase_set_timeout(tc, 60);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
