/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Forged segments as they arrive on loopback, octet by octet.
 */
#include "harness/net/forge.h"
#include "harness/stage/stage.h"
#include "tests/alone.h"
#include "tests/needs.h"
#include "tests/suite.h"

#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <netinet/in.h>
#include <pcap/dlt.h>
#include <poll.h>
#include <sys/socket.h>

#define SURELY_MS 20000

static struct error err;
static uint8_t packet[2048];
static size_t size;
static int tap;

/* A connection that never was: ports that nobody has. */
static struct conversation conversation(int family)
{
	struct conversation conv = {
		.number = 1,
		.end = { { .family = (uint16_t)family, .port = 40000 },
			 { .family = (uint16_t)family, .port = 7777 } },
		.next = { 0x11223344, 0xfffffff0 },
	};
	int i;

	for (i = 0; i < 2; i++) {
		if (family == AF_INET)
			inet_pton(AF_INET, i ? "127.0.0.2" : "127.0.0.1",
				  conv.end[i].bytes);
		else
			inet_pton(AF_INET6, "::1", conv.end[i].bytes);
	}
	return conv;
}

static void set_up(void)
{
	ck_assert(alone_enter());
	ck_assert_msg(!stage_enter(&err), "%s", err.text);
	tap = socket(AF_PACKET, SOCK_DGRAM, htons(ETH_P_ALL));
	ck_assert_int_ge(tap, 0);
}

/* The next packet that bears TCP; lo may have others of its own. */
static void next_packet(void)
{
	struct pollfd pfd = { .fd = tap, .events = POLLIN };
	ssize_t got;

	do {
		ck_assert_int_eq(poll(&pfd, 1, SURELY_MS), 1);
		got = recv(tap, packet, sizeof(packet), 0);
		ck_assert_int_ge(got, 40);
		size = (size_t)got;
	} while (packet[*packet >> 4 == 4 ? 9 : 6] != IPPROTO_TCP);
}

/* RFC 1071: the sum over all octets, the checksum's own included, is ~0. */
static uint32_t add_up(uint32_t sum, const uint8_t *data, size_t octets)
{
	size_t i;

	for (i = 0; i < octets; i++)
		sum += i % 2 ? data[i] : (uint32_t)data[i] << 8;
	return sum;
}

static bool is_valid(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum == 0xffff;
}

static bool tcp_is_valid(void)
{
	bool is4 = *packet >> 4 == 4;
	size_t head = is4 ? 4 * (size_t)(*packet & 15) : 40;
	uint32_t sum = IPPROTO_TCP + (uint32_t)(size - head);

	if (is4 && !is_valid(add_up(0, packet, head)))
		return false;
	sum = add_up(sum, packet + (is4 ? 12 : 8), is4 ? 8 : 32);
	return is_valid(add_up(sum, packet + head, size - head));
}

static void expect_checksums(void)
{
	ck_assert(tcp_is_valid());
	/* A wrong one would have been found out. */
	packet[size - 1] ^= 1;
	ck_assert(!tcp_is_valid());
	packet[size - 1] ^= 1;
}

static const struct {
	int as;
	const char *letters;
	uint16_t flags;
	uint32_t seq;
} forged[] = {
	{ END_CLIENT, "R", SEG_RST, 1 },
	{ END_SERVER, "R", SEG_RST, 0 },
	{ END_CLIENT, "R.", SEG_RST | SEG_ACK, 0xffffffff },
	{ END_SERVER, "R.", SEG_RST | SEG_ACK, 0x80000000 },
	{ END_CLIENT, "S", SEG_SYN, 0x12345678 },
	{ END_SERVER, "S.", SEG_SYN | SEG_ACK, 4711 },
	{ END_CLIENT, "F.", SEG_FIN | SEG_ACK, 4711 },
	{ END_CLIENT, ".", SEG_ACK, 4711 },
	{ END_CLIENT, "P.", SEG_PSH | SEG_ACK, 4711 },
	{ END_CLIENT, "FSRP.U", SEG_FIN | SEG_SYN | SEG_RST | SEG_PSH |
				SEG_ACK | SEG_URG, 4711 },
	{ END_CLIENT, "", 0, 4711 },
};

static void expect_arrival(int family, int nth)
{
	struct conversation conv = conversation(family);
	int as = forged[nth].as;
	struct segment seg;
	int ret;

	ret = forge_inject(&conv, as, forged[nth].letters,
			   forged[nth].seq, &err);
	ck_assert_msg(ret == 0, "%s", err.text);
	next_packet();
	ck_assert_int_eq(segment_decode(DLT_RAW, packet, size, size, &seg),
			 DECODE_TCP);
	ck_assert(address_equal(&seg.src, &conv.end[as]));
	ck_assert(address_equal(&seg.dst, &conv.end[!as]));
	ck_assert_uint_eq(seg.flags, forged[nth].flags);
	ck_assert_uint_eq(seg.seq, forged[nth].seq);
	/* All that was seen from the other end, and nothing without ACK. */
	ck_assert_uint_eq(seg.ack, seg.flags & SEG_ACK ? conv.next[!as] : 0);
	ck_assert_uint_eq(seg.length, 0);
	expect_checksums();
}

START_TEST(ipv4)
{
	expect_arrival(AF_INET, _i);
}
END_TEST

START_TEST(ipv6)
{
	expect_arrival(AF_INET6, _i);
}
END_TEST

/* The kernel takes it for a segment: a SYN to a closed port is reset. */
START_TEST(is_answered)
{
	struct conversation conv = conversation(_i);
	struct segment seg;

	ck_assert_int_eq(forge_inject(&conv, END_CLIENT, "S", 4711, &err), 0);
	do {
		next_packet();
		ck_assert_int_eq(segment_decode(DLT_RAW, packet, size, size,
						&seg), DECODE_TCP);
	} while (seg.src.port != conv.end[END_SERVER].port);
	ck_assert_uint_eq(seg.flags, SEG_RST | SEG_ACK);
	ck_assert_uint_eq(seg.ack, 4712);
}
END_TEST

START_TEST(not_allowed)
{
	struct conversation conv = conversation(AF_INET);

	/* A user namespace without privileges over the network namespace. */
	ck_assert(alone_as_root());
	ck_assert_int_eq(forge_inject(&conv, END_CLIENT, "R", 1, &err), -1);
	ck_assert_ptr_nonnull(strstr(err.text, "libnet: "));
	ck_assert_ptr_null(strchr(err.text, '\n'));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("forge");
	TCase *tcase = tcase_create("forge");
	int skip = need_for("check_forge", NEED_NAMESPACES);

	if (skip)
		return skip;
	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, set_up, NULL);
	tcase_add_loop_test(tcase, ipv4, 0, COUNT(forged));
	tcase_add_loop_test(tcase, ipv6, 0, COUNT(forged));
	if (need_met("check_forge, without privileges", NEED_USERNS))
		tcase_add_test(tcase, not_allowed);
	tcase_add_loop_test(tcase, is_answered, AF_INET, AF_INET + 1);
	tcase_add_loop_test(tcase, is_answered, AF_INET6, AF_INET6 + 1);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
