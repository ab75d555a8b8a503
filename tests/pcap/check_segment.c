/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Decoding packets into segments.
 */
#include "pcap/segment.h"
#include "tests/packets.h"
#include "tests/suite.h"

#include <check.h>
#include <pcap/dlt.h>
#include <sys/socket.h>

static struct segment seg;

static enum decode_result decode_part(int linktype, const struct packet *p,
				      size_t captured, size_t wire)
{
	return segment_decode(linktype, p->data, captured, wire, &seg);
}

static enum decode_result decode(int linktype, const struct packet *p)
{
	return decode_part(linktype, p, p->size, p->size);
}

START_TEST(span_counts_syn_and_fin)
{
	struct segment s = { .length = 5 };

	ck_assert_uint_eq(segment_span(&s), 5);
	s.flags = SEG_SYN | SEG_ACK;
	ck_assert_uint_eq(segment_span(&s), 6);
	s.flags = SEG_SYN | SEG_FIN | SEG_RST;
	ck_assert_uint_eq(segment_span(&s), 7);
}
END_TEST

START_TEST(every_field)
{
	struct packet p = tcp_packet(0x1ff, 0xfffffffe, 0x80000001, 3);
	uint8_t source[16] = { 127, 0, 0, 1 };

	ck_assert_int_eq(decode(DLT_EN10MB, &p), DECODE_TCP);
	ck_assert_uint_eq(seg.src.family, AF_INET);
	ck_assert_uint_eq(seg.src.port, 40000);
	ck_assert_mem_eq(seg.src.bytes, source, 16);
	ck_assert_uint_eq(seg.dst.port, 80);
	ck_assert_uint_eq(seg.dst.bytes[3], 2);
	ck_assert_uint_eq(seg.seq, 0xfffffffe);
	ck_assert_uint_eq(seg.ack, 0x80000001);
	ck_assert_uint_eq(seg.length, 3);
	ck_assert_uint_eq(seg.flags, 0x1ff);
	ck_assert_uint_eq(seg.window, 512);
	ck_assert_uint_eq(seg.urgent, 7);
	ck_assert_int_eq(seg.options.window_scale, -1);
}
END_TEST

START_TEST(each_flag_has_its_bit)
{
	for (unsigned bit = 1; bit <= SEG_AE; bit <<= 1) {
		struct packet p = tcp_packet(bit, 1, 1, 0);

		ck_assert_int_eq(decode(DLT_EN10MB, &p), DECODE_TCP);
		ck_assert_uint_eq(seg.flags, bit);
	}
	/* the three bits between are reserved, and no flags of ours */
	struct packet p = tcp_packet(0xe00 | SEG_SYN, 1, 1, 0);

	ck_assert_int_eq(decode(DLT_EN10MB, &p), DECODE_TCP);
	ck_assert_uint_eq(seg.flags, SEG_SYN);
}
END_TEST

START_TEST(padding_is_no_payload)
{
	struct packet p = tcp_packet(SEG_ACK, 1, 1, 0);

	put_zeros(&p, 60 - p.size);
	ck_assert_int_eq(decode(DLT_EN10MB, &p), DECODE_TCP);
	ck_assert_uint_eq(seg.length, 0);
	p.size = 0;
	put_ethernet(&p, 0x86dd);
	put_ipv6(&p, 21, 6);
	put_tcp(&p, SEG_ACK, 9, 1, NULL, 0);
	put_zeros(&p, 10);
	ck_assert_int_eq(decode(DLT_EN10MB, &p), DECODE_TCP);
	ck_assert_uint_eq(seg.length, 1);
}
END_TEST

START_TEST(vlan_tags_stack)
{
	struct packet p = { 0 };

	put_ethernet(&p, 0x88a8);
	put16(&p, 5);
	put16(&p, 0x8100);
	put16(&p, 6);
	put16(&p, 0x0800);
	put_ipv4(&p, 20, 41, 0, 6);
	put_tcp(&p, SEG_ACK, 9, 1, NULL, 0);
	put8(&p, 'x');
	ck_assert_int_eq(decode(DLT_EN10MB, &p), DECODE_TCP);
	ck_assert_uint_eq(seg.length, 1);
	ck_assert_uint_eq(seg.seq, 9);
}
END_TEST

START_TEST(ipv4_options_are_walked)
{
	struct packet p = { 0 };

	put_ipv4(&p, 28, 28 + 20 + 2, 0x4000, 6);
	put_zeros(&p, 8);
	put_tcp(&p, SEG_ACK, 9, 1, NULL, 0);
	put_zeros(&p, 2);
	ck_assert_int_eq(decode(DLT_RAW, &p), DECODE_TCP);
	ck_assert_uint_eq(seg.seq, 9);
	ck_assert_uint_eq(seg.length, 2);
}
END_TEST

static struct packet behind(const uint8_t *header, size_t size, bool ipv6)
{
	struct packet p = { 0 };

	put(&p, header, size);
	if (ipv6)
		put_ipv6(&p, 20, 6);
	else
		put_ipv4(&p, 20, 40, 0, 6);
	put_tcp(&p, SEG_ACK, 9, 1, NULL, 0);
	return p;
}

START_TEST(link_types)
{
	static const struct {
		int linktype;
		uint8_t header[20];
		size_t size;
		bool ipv6;
	} links[] = {
		{ DLT_EN10MB, { [12] = 0x08 }, 14, false },
		{ DLT_EN10MB, { [12] = 0x86, 0xdd }, 14, true },
		{ DLT_LINUX_SLL, { [14] = 0x08 }, 16, false },
		{ DLT_LINUX_SLL, { [14] = 0x86, 0xdd }, 16, true },
		{ DLT_LINUX_SLL2, { 0x08 }, 20, false },
		{ DLT_LINUX_SLL2, { 0x86, 0xdd }, 20, true },
		{ DLT_NULL, { 2 }, 4, false },
		{ DLT_NULL, { 0, 0, 0, 2 }, 4, false },
		{ DLT_NULL, { 10 }, 4, true },
		{ DLT_NULL, { 0, 0, 0, 24 }, 4, true },
		{ DLT_LOOP, { 0, 0, 0, 2 }, 4, false },
		{ DLT_LOOP, { 0, 0, 0, 28 }, 4, true },
		{ DLT_LOOP, { 0, 0, 0, 30 }, 4, true },
		{ DLT_RAW, { 0 }, 0, false },
		{ DLT_RAW, { 0 }, 0, true },
		{ 14, { 0 }, 0, true },
		{ DLT_IPV4, { 0 }, 0, false },
		{ DLT_IPV6, { 0 }, 0, true },
	};

	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
		struct packet p = behind(links[i].header, links[i].size,
					 links[i].ipv6);

		ck_assert(segment_linktype_known(links[i].linktype));
		ck_assert_int_eq(decode(links[i].linktype, &p), DECODE_TCP);
		ck_assert_uint_eq(seg.src.family,
				  links[i].ipv6 ? AF_INET6 : AF_INET);
		ck_assert_uint_eq(seg.seq, 9);
		ck_assert_uint_eq(seg.length, 0);
	}
}
END_TEST

START_TEST(link_types_that_are_none)
{
	struct packet p = tcp_packet(SEG_ACK, 1, 1, 0);
	uint8_t strange[4] = { 0, 0, 0, 99 };

	ck_assert(!segment_linktype_known(DLT_FRELAY));
	ck_assert_int_eq(decode(DLT_FRELAY, &p), DECODE_OTHER);
	p = behind(strange, 4, false);
	ck_assert_int_eq(decode(DLT_NULL, &p), DECODE_OTHER);
	/* what the link layer announces and what is there must agree */
	p = behind(NULL, 0, true);
	ck_assert_int_eq(decode(DLT_IPV4, &p), DECODE_MALFORMED);
	p = behind(NULL, 0, false);
	ck_assert_int_eq(decode(DLT_IPV6, &p), DECODE_MALFORMED);
	p.data[0] = 0x55;
	ck_assert_int_eq(decode(DLT_RAW, &p), DECODE_MALFORMED);
}
END_TEST

START_TEST(other_protocols)
{
	struct packet p = { 0 };

	put_ethernet(&p, 0x0806);
	put_zeros(&p, 28);
	ck_assert_int_eq(decode(DLT_EN10MB, &p), DECODE_OTHER);
	p.size = 0;
	put_ipv4(&p, 20, 28, 0, 17);
	put_zeros(&p, 8);
	ck_assert_int_eq(decode(DLT_RAW, &p), DECODE_OTHER);
	p.size = 0;
	put_ipv6(&p, 8, 58);
	put_zeros(&p, 8);
	ck_assert_int_eq(decode(DLT_RAW, &p), DECODE_OTHER);
	/* encrypted, and nothing at all */
	p.data[6] = 50;
	ck_assert_int_eq(decode(DLT_RAW, &p), DECODE_OTHER);
	p.data[6] = 59;
	ck_assert_int_eq(decode(DLT_RAW, &p), DECODE_OTHER);
}
END_TEST

START_TEST(ipv4_fragments)
{
	struct packet p = tcp_packet(SEG_ACK, 1, 1, 8);
	uint8_t *field = p.data + 14 + 6;

	field[0] = 0x20;
	ck_assert_int_eq(decode(DLT_EN10MB, &p), DECODE_FRAGMENT);
	field[0] = 0x00;
	field[1] = 0x03;
	ck_assert_int_eq(decode(DLT_EN10MB, &p), DECODE_FRAGMENT);
	p.data[14 + 9] = 17;
	ck_assert_int_eq(decode(DLT_EN10MB, &p), DECODE_OTHER);
	p.data[14 + 9] = 6;
	field[0] = 0x40;
	field[1] = 0x00;
	ck_assert_int_eq(decode(DLT_EN10MB, &p), DECODE_TCP);
}
END_TEST

static struct packet ipv6_fragment(unsigned next, unsigned field)
{
	struct packet p = { 0 };

	put_ipv6(&p, 28, 44);
	put8(&p, next);
	put8(&p, 0);
	put16(&p, field);
	put32(&p, 77);
	put_tcp(&p, SEG_ACK, 9, 1, NULL, 0);
	return p;
}

START_TEST(ipv6_fragments)
{
	struct packet p = ipv6_fragment(6, 1);

	ck_assert_int_eq(decode(DLT_RAW, &p), DECODE_FRAGMENT);
	p = ipv6_fragment(6, 8);
	ck_assert_int_eq(decode(DLT_RAW, &p), DECODE_FRAGMENT);
	p = ipv6_fragment(60, 8);
	ck_assert_int_eq(decode(DLT_RAW, &p), DECODE_FRAGMENT);
	p = ipv6_fragment(17, 8);
	ck_assert_int_eq(decode(DLT_RAW, &p), DECODE_OTHER);
	/* neither offset nor more to come: whole */
	p = ipv6_fragment(6, 0);
	ck_assert_int_eq(decode(DLT_RAW, &p), DECODE_TCP);
	ck_assert_uint_eq(seg.seq, 9);
	ck_assert_uint_eq(seg.length, 0);
}
END_TEST

START_TEST(ipv6_extension_headers)
{
	struct packet p = extended_packet(4);

	ck_assert_int_eq(decode(DLT_RAW, &p), DECODE_TCP);
	ck_assert_uint_eq(seg.src.family, AF_INET6);
	ck_assert_uint_eq(seg.src.bytes[15], 1);
	ck_assert_uint_eq(seg.dst.bytes[15], 2);
	ck_assert_uint_eq(seg.seq, 9);
	ck_assert_uint_eq(seg.length, 4);
	/* a header that is longer than the packet */
	p.data[40 + 1] = 255;
	ck_assert_int_eq(decode(DLT_RAW, &p), DECODE_MALFORMED);
}
END_TEST

START_TEST(length_zero_is_the_wire)
{
	struct packet p = { 0 };
	size_t wire;

	put_ethernet(&p, 0x0800);
	put_ipv4(&p, 20, 0, 0, 6);
	put_tcp(&p, SEG_ACK, 9, 1, NULL, 0);
	wire = p.size + 100000;
	ck_assert_int_eq(decode_part(DLT_EN10MB, &p, p.size, wire),
			 DECODE_TCP);
	ck_assert_uint_eq(seg.length, 100000);

	/* with the jumbo option in a hop-by-hop header, and without */
	p.size = 0;
	put_ipv6(&p, 0, 0);
	put32(&p, 0x0600c204);
	put32(&p, 8 + 20 + 100000);
	put_tcp(&p, SEG_ACK, 9, 1, NULL, 0);
	wire = p.size + 100000;
	ck_assert_int_eq(decode_part(DLT_RAW, &p, p.size, wire),
			 DECODE_TCP);
	ck_assert_uint_eq(seg.length, 100000);
	p.size = 0;
	put_ipv6(&p, 0, 6);
	put_tcp(&p, SEG_ACK, 9, 1, NULL, 0);
	wire = p.size + 70000;
	ck_assert_int_eq(decode_part(DLT_RAW, &p, p.size, wire),
			 DECODE_TCP);
	ck_assert_uint_eq(seg.length, 70000);
}
END_TEST

START_TEST(payload_need_not_be_captured)
{
	struct packet p = tcp_packet(SEG_ACK, 9, 1, 1400);

	ck_assert_int_eq(decode_part(DLT_EN10MB, &p, 54, p.size),
			 DECODE_TCP);
	ck_assert_uint_eq(seg.length, 1400);
	/* a wire length below what was captured is no news */
	ck_assert_int_eq(decode_part(DLT_EN10MB, &p, p.size, 3),
			 DECODE_TCP);
	ck_assert_uint_eq(seg.length, 1400);
}
END_TEST

/* The valid packet with one octet changed. */
static enum decode_result spoilt(size_t at, uint8_t value)
{
	/* an acknowledgment number that could be taken for a data offset */
	struct packet p = tcp_packet(SEG_ACK, 1, 0x50000000, 4);

	p.data[at] = value;
	return decode(DLT_EN10MB, &p);
}

START_TEST(headers_that_contradict_themselves)
{
	ck_assert_int_eq(spoilt(14, 0x45), DECODE_TCP);
	ck_assert_int_eq(spoilt(14, 0x65), DECODE_MALFORMED);
	ck_assert_int_eq(spoilt(14, 0x44), DECODE_MALFORMED);
	/* an IP header longer than the packet */
	ck_assert_int_eq(spoilt(14, 0x4f), DECODE_MALFORMED);
	/* total length: below the header, below TCP's */
	ck_assert_int_eq(spoilt(17, 19), DECODE_MALFORMED);
	ck_assert_int_eq(spoilt(17, 39), DECODE_MALFORMED);
	/* data offset: below 20, beyond the packet */
	ck_assert_int_eq(spoilt(46, 0x40), DECODE_MALFORMED);
	ck_assert_int_eq(spoilt(46, 0x70), DECODE_MALFORMED);
	ck_assert_int_eq(spoilt(46, 0x60), DECODE_TCP);
}
END_TEST

/* A frame that was cut before it was captured: IP says what there was. */
START_TEST(packets_beyond_their_frame)
{
	struct packet p = tcp_packet(SEG_ACK, 1, 1, 1460);

	ck_assert_int_eq(decode_part(DLT_EN10MB, &p, 154, 154), DECODE_TCP);
	ck_assert_uint_eq(seg.length, 1460);
	ck_assert_uint_eq(seg.cut.packet, 1360);
	ck_assert_uint_eq(seg.cut.header, 0);
	/* a snapshot length that leaves the headers whole cuts nothing */
	ck_assert_int_eq(decode_part(DLT_EN10MB, &p, 154, 1514), DECODE_TCP);
	ck_assert_uint_eq(seg.length, 1460);
	ck_assert_uint_eq(seg.cut.packet, 0);
	p.size = 0;
	put_ipv6(&p, 30, 6);
	put_tcp(&p, SEG_ACK, 9, 1, NULL, 0);
	ck_assert_int_eq(decode(DLT_RAW, &p), DECODE_TCP);
	ck_assert_uint_eq(seg.length, 10);
	ck_assert_uint_eq(seg.cut.packet, 10);
}
END_TEST

/* Of the headers, what is there is used. */
START_TEST(headers_that_were_not_captured)
{
	static const uint8_t options[12] = { 2, 4, 5, 180, 3, 3, 7, 1,
					     4, 2, 1, 1 };
	struct packet p = { 0 };

	put_ipv4(&p, 20, 52 + 5, 0, 6);
	put_tcp(&p, SEG_ACK, 9, 77, options, 12);
	put_zeros(&p, 5);
	ck_assert_int_eq(decode_part(DLT_RAW, &p, 47, p.size), DECODE_TCP);
	ck_assert_uint_eq(seg.cut.header, 5);
	ck_assert_uint_eq(seg.options.mss, 1460);
	ck_assert_int_eq(seg.options.window_scale, 7);
	ck_assert(!seg.options.sack_permitted);
	/* in the middle of an option, and of its kind and length */
	for (size_t n = 45; n < 47; n++) {
		ck_assert_int_eq(decode_part(DLT_RAW, &p, n, p.size),
				 DECODE_TCP);
		ck_assert_uint_eq(seg.options.mss, 1460);
		ck_assert_int_eq(seg.options.window_scale, -1);
		ck_assert(!seg.options.malformed);
	}
	ck_assert_int_eq(decode_part(DLT_RAW, &p, 34, p.size), DECODE_TCP);
	ck_assert_uint_eq(seg.cut.header, 18);
	ck_assert_uint_eq(seg.seq, 9);
	ck_assert_uint_eq(seg.ack, 77);
	ck_assert_uint_eq(seg.flags, SEG_ACK);
	ck_assert_uint_eq(seg.length, 5);
	ck_assert_uint_eq(seg.window, 0);
	/* without the flags there is no segment */
	ck_assert_int_eq(decode_part(DLT_RAW, &p, 33, p.size),
			 DECODE_TRUNCATED);
	/* and an option that lies does so wherever the capture ends */
	p.data[41] = 13;
	ck_assert_int_eq(decode_part(DLT_RAW, &p, 47, p.size), DECODE_TCP);
	ck_assert(seg.options.malformed);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, span_counts_syn_and_fin);
	tcase_add_test(tc, every_field);
	tcase_add_test(tc, each_flag_has_its_bit);
	tcase_add_test(tc, padding_is_no_payload);
	tcase_add_test(tc, vlan_tags_stack);
	tcase_add_test(tc, ipv4_options_are_walked);
	tcase_add_test(tc, link_types);
	tcase_add_test(tc, link_types_that_are_none);
	tcase_add_test(tc, other_protocols);
	tcase_add_test(tc, ipv4_fragments);
	tcase_add_test(tc, ipv6_fragments);
	tcase_add_test(tc, ipv6_extension_headers);
	tcase_add_test(tc, length_zero_is_the_wire);
	tcase_add_test(tc, payload_need_not_be_captured);
	tcase_add_test(tc, headers_that_contradict_themselves);
	tcase_add_test(tc, packets_beyond_their_frame);
	tcase_add_test(tc, headers_that_were_not_captured);
}

int main(void)
{
	Suite *suite = suite_create("segment");
	TCase *tc = tcase_create("decode");

	add_tests(tc);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
