/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One connection, in everything that it is captured in: whatever stands around
 * it, the trace is the same.
 */
#include "tests/captures.h"
#include "tests/suite.h"

static const char story4[] =
	"# client 127.0.0.1:40000, server 127.0.0.2:80\n"
	"        client > server  S\n"
	"        server > client  S.   ack 1\n"
	"        client > server  .    ack 1\n"
	"        client > server  P.   1:9 ack 1\n"
	"        server > client  F.   1 ack 9\n"
	"        client > server  F.   9 ack 2\n"
	"        server > client  .    ack 10\n";

/* Only the client's SYN and its data: put_ipv6() knows one direction. */
static const char story6[] =
	"# client [::1]:40000, server [::2]:80\n"
	"        client > server  S\n"
	"        client > server  P.   1:9 ack 1\n";

/* Puts the IP packet @inner into @p, with what belongs around it. */
typedef void wrapper(struct packet *p, const struct packet *inner);

static void put_all(struct packet *p, const struct packet *inner)
{
	put(p, inner->data, inner->size);
}

static void bare(struct packet *p, const struct packet *inner)
{
	put_all(p, inner);
}

static void ethernet(struct packet *p, const struct packet *inner)
{
	put_ethernet(p, inner->data[0] >> 4 == 4 ? 0x0800 : 0x86dd);
	put_all(p, inner);
	put_zeros(p, p->size < 60 ? 60 - p->size : 0);
}

static void vlan_tags(struct packet *p, const struct packet *inner,
		      unsigned type, unsigned count)
{
	put_ethernet(p, type);
	for (unsigned i = 1; i <= count; i++) {
		put16(p, i);
		put16(p, i == count ? 0x0800 : 0x8100);
	}
	put_all(p, inner);
}

static void vlan(struct packet *p, const struct packet *inner)
{
	vlan_tags(p, inner, 0x8100, 1);
}

static void vlan_in_vlan(struct packet *p, const struct packet *inner)
{
	vlan_tags(p, inner, 0x88a8, 2);
}

static void vlan_9100(struct packet *p, const struct packet *inner)
{
	vlan_tags(p, inner, 0x9100, 2);
}

static void vlan_24_times(struct packet *p, const struct packet *inner)
{
	vlan_tags(p, inner, 0x88a8, 24);
}

/* With padding behind it: 802.3's length is what counts. */
static void snap(struct packet *p, const struct packet *inner)
{
	put_ethernet(p, (unsigned)inner->size + 8);
	put(p, (uint8_t[]){ 0xaa, 0xaa, 3, 0, 0, 0, 8, 0 }, 8);
	put_all(p, inner);
	put_zeros(p, 10);
}

static void llc(struct packet *p, const struct packet *inner)
{
	put_ethernet(p, (unsigned)inner->size + 3);
	put(p, (uint8_t[]){ 6, 6, 3 }, 3);
	put_all(p, inner);
}

static void snap_in_vlan(struct packet *p, const struct packet *inner)
{
	put_ethernet(p, 0x8100);
	put16(p, 7);
	put16(p, (unsigned)inner->size + 8);
	put(p, (uint8_t[]){ 0xaa, 0xaa, 3, 0, 0, 0xf8, 8, 0 }, 8);
	put_all(p, inner);
}

static void session(struct packet *p, const struct packet *inner)
{
	put(p, (uint8_t[]){ 0x11, 0, 0, 1 }, 4);
	put16(p, (unsigned)inner->size + 2);
	put16(p, inner->data[0] >> 4 == 4 ? 0x0021 : 0x0057);
	put_all(p, inner);
	put_zeros(p, 6);
}

static void pppoe(struct packet *p, const struct packet *inner)
{
	put_ethernet(p, 0x8864);
	session(p, inner);
}

static void ppp(struct packet *p, const struct packet *inner)
{
	put32(p, 0xff030021);
	put_all(p, inner);
}

static void ppp_compressed(struct packet *p, const struct packet *inner)
{
	put8(p, 0x21);
	put_all(p, inner);
}

static void ppp_without_address(struct packet *p, const struct packet *inner)
{
	put16(p, 0x0021);
	put_all(p, inner);
}

static void ppp_mpls(struct packet *p, const struct packet *inner)
{
	put32(p, 0xff030281);
	put32(p, 0x00010140);
	put_all(p, inner);
}

static void cisco(struct packet *p, const struct packet *inner)
{
	put32(p, 0x0f000800);
	put_all(p, inner);
}

static void mpls(struct packet *p, const struct packet *inner)
{
	put_ethernet(p, 0x8847);
	put32(p, 0x00010040);
	put32(p, 0x00011140);
	put_all(p, inner);
}

/* A pseudowire: control word, then Ethernet. */
static void mpls_ethernet(struct packet *p, const struct packet *inner)
{
	put_ethernet(p, 0x8848);
	put32(p, 0x00010140);
	put32(p, 0);
	ethernet(p, inner);
}

/* An outer IPv4 header of other addresses, for @size octets of @protocol. */
static void outer4(struct packet *p, size_t size, unsigned protocol)
{
	size_t at = p->size;

	put_ipv4(p, 20, 20 + (unsigned)size, 0, protocol);
	memcpy(p->data + at + 12, (uint8_t[]){ 10, 0, 0, 1, 10, 0, 0, 2 }, 8);
}

static void outer6(struct packet *p, size_t size, unsigned next)
{
	size_t at = p->size;

	put_ipv6(p, (unsigned)size, next);
	p->data[at + 8] = p->data[at + 24] = 0xfd;
}

static void ip_in_ipv4(struct packet *p, const struct packet *inner)
{
	outer4(p, inner->size, inner->data[0] >> 4 == 4 ? 4 : 41);
	put_all(p, inner);
}

static void ip_in_ipv6(struct packet *p, const struct packet *inner)
{
	outer6(p, inner->size, inner->data[0] >> 4 == 4 ? 4 : 41);
	put_all(p, inner);
}

static void authenticated(struct packet *p, const struct packet *inner)
{
	put(p, inner->data, 20);
	p->data[2] = (uint8_t)((inner->size + 24) >> 8);
	p->data[3] = (uint8_t)(inner->size + 24);
	p->data[9] = 51;
	put16(p, 6 << 8 | 4);
	put_zeros(p, 22);
	put(p, inner->data + 20, inner->size - 20);
}

static void mpls_in_ip(struct packet *p, const struct packet *inner)
{
	outer4(p, inner->size + 4, 137);
	put32(p, 0x00010140);
	put_all(p, inner);
}

static void gre(struct packet *p, const struct packet *inner)
{
	outer4(p, inner->size + 4, 47);
	put32(p, 0x0800);
	put_all(p, inner);
}

/* Checksum, key and sequence number, over IPv6. */
static void gre_with_all(struct packet *p, const struct packet *inner)
{
	outer6(p, inner->size + 16, 47);
	put32(p, 0xb0000800);
	put_zeros(p, 12);
	put_all(p, inner);
}

/* RFC 1701: a source route of 8 octets, and the entry that ends it. */
static void gre_routing(struct packet *p, const struct packet *inner)
{
	outer4(p, inner->size + 24, 47);
	put32(p, 0x40000800);
	put_zeros(p, 4);
	put32(p, 0x08000008);
	put_zeros(p, 8);
	put_zeros(p, 4);
	put_all(p, inner);
}

static void gre_ethernet(struct packet *p, const struct packet *inner)
{
	struct packet frame = { 0 };

	ethernet(&frame, inner);
	outer4(p, frame.size + 8, 47);
	put32(p, 0x20006558);
	put_zeros(p, 4);
	put_all(p, &frame);
}

static void gre_pptp(struct packet *p, const struct packet *inner)
{
	outer4(p, inner->size + 18, 47);
	put32(p, 0x3081880b);
	put_zeros(p, 12);
	put16(p, 0x0021);
	put_all(p, inner);
}

static void erspan(struct packet *p, const struct packet *inner)
{
	struct packet frame = { 0 };

	ethernet(&frame, inner);
	outer4(p, frame.size + 16, 47);
	put32(p, 0x100088be);
	put_zeros(p, 4);
	put32(p, 0x10010000);
	put_zeros(p, 4);
	put_all(p, &frame);
}

static void put_udp(struct packet *p, size_t size, unsigned port)
{
	outer4(p, size + 8, 17);
	put16(p, 5000);
	put16(p, port);
	put16(p, (unsigned)size + 8);
	put16(p, 0);
}

static void vxlan_on(struct packet *p, const struct packet *inner,
		     unsigned port)
{
	struct packet frame = { 0 };

	ethernet(&frame, inner);
	put_udp(p, frame.size + 8, port);
	put32(p, 0x08000000);
	put32(p, 0x00000700);
	put_all(p, &frame);
}

static void vxlan(struct packet *p, const struct packet *inner)
{
	vxlan_on(p, inner, 4789);
}

static void vxlan_linux(struct packet *p, const struct packet *inner)
{
	vxlan_on(p, inner, 8472);
}

/* With 8 octets of options. */
static void geneve(struct packet *p, const struct packet *inner)
{
	struct packet frame = { 0 };

	ethernet(&frame, inner);
	put_udp(p, frame.size + 16, 6081);
	put32(p, 0x02006558);
	put32(p, 0x00000700);
	put_zeros(p, 8);
	put_all(p, &frame);
}

static void geneve_ip(struct packet *p, const struct packet *inner)
{
	put_udp(p, inner->size + 8, 6081);
	put32(p, 0x0000 << 16 | 0x86dd);
	put32(p, 0x00000700);
	put_all(p, inner);
}

static void deep(struct packet *p, const struct packet *inner)
{
	struct packet one = { 0 }, two = { 0 };

	vxlan(&one, inner);
	gre_ethernet(&two, &one);
	pppoe(p, &two);
}

/* With a packet header and a mark in front of the payload. */
static void nflog(struct packet *p, const struct packet *inner, bool big)
{
	put(p, (uint8_t[]){ 2, 0, 0, 5 }, 4);
	order16(p, big, 8);
	order16(p, big, 1);
	put32(p, inner->data[0] >> 4 == 4 ? 0x08000100 : 0x86dd0100);
	order16(p, big, 5);
	order16(p, big, 10);
	put32(p, 0);
	order16(p, big, (unsigned)inner->size + 4);
	order16(p, big, 9);
	put_all(p, inner);
	pad4(p);
}

static void nflog_little(struct packet *p, const struct packet *inner)
{
	nflog(p, inner, false);
}

static void nflog_big(struct packet *p, const struct packet *inner)
{
	nflog(p, inner, true);
}

static void cooked(struct packet *p, const struct packet *inner)
{
	put_zeros(p, 14);
	put16(p, 0x0800);
	put_all(p, inner);
}

static void cooked_llc(struct packet *p, const struct packet *inner)
{
	put_zeros(p, 14);
	put16(p, 4);
	put(p, (uint8_t[]){ 0xaa, 0xaa, 3, 0, 0, 0, 8, 0 }, 8);
	put_all(p, inner);
}

static void cooked_2(struct packet *p, const struct packet *inner)
{
	put16(p, 0x0800);
	put_zeros(p, 18);
	put_all(p, inner);
}

static void null_little(struct packet *p, const struct packet *inner)
{
	put32(p, inner->data[0] >> 4 == 4 ? 0x02000000 : 0x1e000000);
	put_all(p, inner);
}

static void null_big(struct packet *p, const struct packet *inner)
{
	put32(p, inner->data[0] >> 4 == 4 ? 2 : 24);
	put_all(p, inner);
}

static const struct {
	const char *name;
	wrapper *wrap;
	uint32_t linktype; /* as files number it */
	bool ipv6;
} encapsulations[] = {
	{ "Ethernet", ethernet, 1, false },
	{ "Ethernet, IPv6", ethernet, 1, true },
	{ "802.1Q", vlan, 1, false },
	{ "802.1ad", vlan_in_vlan, 1, false },
	{ "0x9100", vlan_9100, 1, false },
	{ "24 tags", vlan_24_times, 1, false },
	{ "SNAP", snap, 1, false },
	{ "LLC", llc, 1, false },
	{ "SNAP in a VLAN", snap_in_vlan, 1, false },
	{ "PPPoE", pppoe, 1, false },
	{ "PPPoE, IPv6", pppoe, 1, true },
	{ "MPLS", mpls, 1, false },
	{ "MPLS, IPv6", mpls, 1, true },
	{ "MPLS, Ethernet", mpls_ethernet, 1, false },
	{ "PPP", ppp, 9, false },
	{ "PPP, compressed", ppp_compressed, 9, false },
	{ "PPP, no address", ppp_without_address, 9, false },
	{ "PPP, MPLS", ppp_mpls, 9, false },
	{ "PPP, serial", ppp, 50, false },
	{ "Cisco HDLC on PPP", cisco, 50, false },
	{ "Cisco HDLC", cisco, 104, false },
	{ "PPP, Ethernet", session, 51, false },
	{ "IPv4 in IPv4", ip_in_ipv4, 101, false },
	{ "IPv6 in IPv4", ip_in_ipv4, 101, true },
	{ "IPv4 in IPv6", ip_in_ipv6, 101, false },
	{ "IPv6 in IPv6", ip_in_ipv6, 101, true },
	{ "AH", authenticated, 101, false },
	{ "MPLS in IP", mpls_in_ip, 101, false },
	{ "GRE", gre, 101, false },
	{ "GRE, all fields", gre_with_all, 101, false },
	{ "GRE, routing", gre_routing, 101, false },
	{ "GRE, Ethernet", gre_ethernet, 101, false },
	{ "GRE, PPTP", gre_pptp, 101, false },
	{ "ERSPAN", erspan, 101, false },
	{ "VXLAN", vxlan, 101, false },
	{ "VXLAN on 8472", vxlan_linux, 101, true },
	{ "GENEVE", geneve, 101, false },
	{ "GENEVE, IPv6", geneve_ip, 101, true },
	{ "VXLAN in GRE in PPPoE", deep, 1, false },
	{ "NFLOG, little endian", nflog_little, 239, false },
	{ "NFLOG, big endian", nflog_big, 239, false },
	{ "NFLOG, IPv6", nflog_little, 239, true },
	{ "SLL", cooked, 113, false },
	{ "SLL, LLC", cooked_llc, 113, false },
	{ "SLL2", cooked_2, 276, false },
	{ "NULL, little endian", null_little, 0, false },
	{ "NULL, big endian", null_big, 0, false },
	{ "NULL, IPv6", null_little, 0, true },
	{ "LOOP", null_big, 108, false },
	{ "LOOP, IPv6", null_big, 108, true },
	{ "RAW", bare, 101, false },
	{ "RAW, IPv6", bare, 101, true },
	{ "IPV4", bare, 228, false },
	{ "IPV6", bare, 229, true },
};

static struct packet segment6(unsigned flags, uint32_t seq, uint32_t ack,
			      unsigned payload)
{
	struct packet p = { 0 };

	put_ipv6(&p, 20 + payload, 6);
	put_tcp(&p, flags, seq, ack, NULL, 0);
	put_zeros(&p, payload);
	return p;
}

/* The IP packets of a story; returns how many. */
static size_t make_story(struct packet *to, bool ipv6)
{
	if (ipv6) {
		to[0] = segment6(SEG_SYN, 1000, 0, 0);
		to[1] = segment6(SEG_PSH | SEG_ACK, 1001, 5001, 8);
		return 2;
	}
	to[0] = tcp_packet(SEG_SYN, 1000, 0, 0);
	to[1] = reply_packet(SEG_SYN | SEG_ACK, 5000, 1001, 0);
	to[2] = tcp_packet(SEG_ACK, 1001, 5001, 0);
	to[3] = tcp_packet(SEG_PSH | SEG_ACK, 1001, 5001, 8);
	to[4] = reply_packet(SEG_FIN | SEG_ACK, 5001, 1009, 0);
	to[5] = tcp_packet(SEG_FIN | SEG_ACK, 1009, 5002, 0);
	to[6] = reply_packet(SEG_ACK, 5002, 1010, 0);
	for (int i = 0; i < 7; i++)
		to[i] = rest_of(&to[i], 14);
	return 7;
}

static void check_story(int which, bool big)
{
	struct capture_file f =
		ordered_pcap(big, encapsulations[which].linktype);
	bool ipv6 = encapsulations[which].ipv6;
	struct packet inner[7];
	size_t count = make_story(inner, ipv6);
	int status;

	for (size_t i = 0; i < count; i++) {
		struct packet p = { 0 };

		encapsulations[which].wrap(&p, &inner[i]);
		ordered_record(&f, big, &p, p.size);
	}
	status = decode_file(&f);
	ck_assert_msg(status == 0 &&
			      strcmp(decoded.out, ipv6 ? story6 : story4) == 0,
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
	struct packet inner[7], p = { 0 };
	struct segment seg;
	struct passed why;
	size_t count = make_story(inner, encapsulations[_i].ipv6);
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
	struct packet inner[7], p = { 0 };

	make_story(inner, false);
	vlan_tags(&p, &inner[0], 0x8100, 40);
	check_passed(&p, "nested too deep");
	/* a packet that holds itself holds nothing */
	p.size = 0;
	put_ethernet(&p, 0x0800);
	for (int i = 0; i < 50; i++)
		outer4(&p, 20 * (size_t)(49 - i), 4);
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
	struct packet inner[7], p = with_type(0x0806);

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
	make_story(inner, false);
	put_ethernet(&p, 0x0800);
	ip_in_ipv4(&p, &inner[0]);
	p.data[14 + 6] = 0x20;
	check_passed(&p, "fragment");
	p = with_type(0x8864);
	memcpy(p.data + 14, (uint8_t[]){ 0x11, 0, 0, 1, 0, 8, 0xc0, 0x21 }, 8);
	check_passed(&p, "LCP");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("encapsulations");
	TCase *tc = tcase_create("encapsulations");

	tcase_add_loop_test(tc, the_story_is_the_same, 0,
			    COUNT(encapsulations));
	tcase_add_loop_test(tc, every_truncation, 0, COUNT(encapsulations));
	tcase_add_test(tc, too_deep);
	tcase_add_test(tc, what_is_not_looked_into_has_a_name);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
