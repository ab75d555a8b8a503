/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One connection, in everything that it is captured in: whatever stands around
 * it, the trace is the same.
 */
#include "tests/captures.h"
#include "tests/pcap/encapsulations.h"
#include "tests/suite.h"

static void check_story(int which, bool big)
{
	struct capture_file f =
		ordered_pcap(big, encapsulations[which].linktype);
	bool ipv6 = encapsulations[which].ipv6;
	struct packet inner[STORY_PACKETS];
	size_t count = story_packets(inner, ipv6);
	int status;

	for (size_t i = 0; i < count; i++) {
		struct packet p = { 0 };

		encapsulations[which].wrap(&p, &inner[i]);
		ordered_record(&f, big, &p, p.size);
	}
	status = decode_file(&f);
	ck_assert_msg(status == 0 &&
			      strcmp(decoded.out, story_text(ipv6)) == 0,
		      "%s, %s endian: %d\n%s%s", encapsulations[which].name,
		      big ? "big" : "little", status, decoded.out,
		      decoded.errors);
	file_close(&f);
}

/*
 * libpcap turns the attributes of NFLOG, and families of NULL, of a file in
 * the other byte order: both orders of both are read in either file.
 */
START_TEST(the_story_is_the_same)
{
	check_story(_i, false);
	check_story(_i, true);
}
END_TEST

/* Cut anywhere, a packet gives a segment that is marked or is counted. */
START_TEST(every_truncation)
{
	struct packet inner[STORY_PACKETS], p = { 0 };
	struct segment seg;
	struct passed why;
	size_t count = story_packets(inner, encapsulations[_i].ipv6);
	/* files and libpcap number this one in two ways */
	int linktype = encapsulations[_i].linktype == FILE_RAW ?
			       12 :
			       (int)encapsulations[_i].linktype;

	encapsulations[_i].wrap(&p, &inner[count - 1]);
	for (size_t n = 0; n < p.size; n++) {
		for (int whole = 0; whole < 2; whole++) {
			uint8_t *exact = malloc(n ? n : 1);
			enum decode_result r;

			must(exact);
			memcpy(exact, p.data, n);
			r = segment_decode_why(linktype, exact, n,
					       whole ? p.size : n, &seg, &why);
			free(exact);
			if (r == DECODE_TCP && n < p.size - 24)
				ck_assert(seg.cut.header || seg.cut.packet);
		}
	}
	ck_assert_int_eq(segment_decode(linktype, p.data, p.size, p.size,
					&seg), DECODE_TCP);
	ck_assert_uint_eq(seg.cut.packet, 0);
	ck_assert_uint_eq(seg.cut.header, 0);
}
END_TEST

static void check_passed(const struct packet *p, const char *what)
{
	struct capture_file f = ordered_pcap(false, FILE_ETHERNET);
	char line[128];

	snprintf(line, sizeof(line), "# 1 packet not looked into: 1 %s\n",
		 what);
	ordered_record(&f, false, p, p->size);
	ck_assert_int_eq(decode_file(&f), 0);
	ck_assert_str_eq(decoded.out, line);
	file_close(&f);
}

START_TEST(too_deep)
{
	struct packet inner[STORY_PACKETS], p = { 0 };

	story_packets(inner, false);
	wrap_vlan_tags(&p, &inner[0], 0x8100, 40);
	check_passed(&p, "nested too deep");
	/* a packet that holds itself holds nothing */
	p.size = 0;
	put_ethernet(&p, 0x0800);
	for (int i = 0; i < 50; i++)
		wrap_outer4(&p, 20 * (size_t)(49 - i), 4);
	check_passed(&p, "nested too deep");
}
END_TEST

static struct packet with_type(unsigned type)
{
	struct packet p = { 0 };

	put_ethernet(&p, type);
	put_zeros(&p, 46);
	return p;
}

static struct packet with_protocol(unsigned protocol)
{
	struct packet p = { 0 };

	put_ethernet(&p, 0x0800);
	put_ipv4(&p, 20, 60, 0, protocol);
	put_zeros(&p, 40);
	return p;
}

START_TEST(what_is_not_looked_into_has_a_name)
{
	static const uint8_t stp[] = { 0x42, 0x42, 3 };
	struct packet inner[STORY_PACKETS], p = with_type(0x0806);

	check_passed(&p, "ARP");
	p = with_type(0x88cc);
	check_passed(&p, "LLDP");
	p = with_type(0x4242);
	check_passed(&p, "EtherType 0x4242");
	p = with_type(46);
	memcpy(p.data + 14, stp, sizeof(stp));
	check_passed(&p, "STP");
	p = with_protocol(17);
	check_passed(&p, "UDP");
	p = with_protocol(1);
	check_passed(&p, "ICMP");
	p = with_protocol(253);
	check_passed(&p, "IP protocol 253");
	/* the port of a tunnel, and none in it */
	p = with_protocol(17);
	memcpy(p.data + 34, (uint8_t[]){ 0, 53, 0x12, 0xb5, 0, 40 }, 6);
	check_passed(&p, "UDP");
	/* a fragment of a tunnel may hold a segment, and may not */
	p.size = 0;
	story_packets(inner, false);
	put_ethernet(&p, 0x0800);
	wrap_ip_in_ipv4(&p, &inner[0]);
	p.data[14 + 6] = 0x20;
	check_passed(&p, "fragment");
	p = with_type(0x8864);
	memcpy(p.data + 14, (uint8_t[]){ 0x11, 0, 0, 1, 0, 8, 0xc0, 0x21 }, 8);
	check_passed(&p, "LCP");
}
END_TEST

/* Frame control, and for QoS its control field, of a frame of 802.11. */
static void check_frame(unsigned control, unsigned qos, const char *what)
{
	struct capture_file f = ordered_pcap(false, 105);
	struct packet p = { 0 };

	put16(&p, control);
	put_zeros(&p, 22);
	put8(&p, qos);
	put_zeros(&p, 40);
	ordered_record(&f, false, &p, p.size);
	ck_assert_int_eq(decode_file(&f), 0);
	ck_assert_msg(strstr(decoded.out, what) != NULL, "%s", decoded.out);
	file_close(&f);
}

START_TEST(frames_of_wifi)
{
	check_frame(0x8000, 0, "1 802.11 without data\n"); /* a beacon */
	check_frame(0xd400, 0, "1 802.11 without data\n"); /* an ACK */
	check_frame(0x4801, 0, "1 802.11 without data\n");
	check_frame(0x0841, 0, "1 encrypted 802.11\n");
	check_frame(0x8801, 0x80, "1 802.11 A-MSDU\n");
	check_frame(0x8801, 0, "1 LLC SAP 0x00\n");
	check_frame(0x0901, 0, "1 malformed\n");
}
END_TEST

/* 802.3's length ends a packet before IP does: it was cut. */
START_TEST(a_length_below_that_of_ip)
{
	struct packet inner[STORY_PACKETS], p = { 0 };
	struct segment seg;

	story_packets(inner, false);
	wrap_snap(&p, &inner[3]);
	p.data[13] -= 5;
	ck_assert_int_eq(segment_decode(1, p.data, p.size, p.size, &seg),
			 DECODE_TCP);
	ck_assert_uint_eq(seg.length, 8);
	ck_assert_uint_eq(seg.cut.packet, 5);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("encapsulations");
	TCase *tc = tcase_create("encapsulations");

	tcase_add_loop_test(tc, the_story_is_the_same, 0,
			    (int)encapsulations_count());
	tcase_add_loop_test(tc, every_truncation, 0,
			    (int)encapsulations_count());
	tcase_add_test(tc, too_deep);
	tcase_add_test(tc, frames_of_wifi);
	tcase_add_test(tc, a_length_below_that_of_ip);
	tcase_add_test(tc, what_is_not_looked_into_has_a_name);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
