/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Addresses there and back.
 */
#include "harness/net/sockaddr.h"
#include "tests/suite.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

static struct address address_of(int family, const char *text)
{
	struct address a = {.family = (uint16_t)family, .port = 0x1234};

	ck_assert_int_eq(inet_pton(family, text, a.bytes), 1);
	return a;
}

static void there_and_back(const struct address *a)
{
	struct sockaddr_storage ss;
	struct address back;

	sockaddr_fill(a, &ss);
	back = sockaddr_address(&ss);
	ck_assert_int_eq(back.family, a->family);
	ck_assert_int_eq(back.port, a->port);
	ck_assert_mem_eq(back.bytes, a->bytes, sizeof(a->bytes));
}

START_TEST(ipv4)
{
	struct address a = address_of(AF_INET, "192.0.2.7");
	struct sockaddr_storage ss;
	const struct sockaddr_in *in = (const struct sockaddr_in *)&ss;

	ck_assert_uint_eq(sockaddr_fill(&a, &ss), sizeof(*in));
	ck_assert_int_eq(in->sin_family, AF_INET);
	ck_assert_uint_eq(in->sin_port, htons(0x1234));
	ck_assert_uint_eq(in->sin_addr.s_addr, htonl(0xc0000207));
	there_and_back(&a);
}
END_TEST

START_TEST(ipv6)
{
	struct address a = address_of(AF_INET6, "2001:db8::7");
	struct sockaddr_storage ss;
	const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)&ss;

	ck_assert_uint_eq(sockaddr_fill(&a, &ss), sizeof(*in6));
	ck_assert_int_eq(in6->sin6_family, AF_INET6);
	ck_assert_uint_eq(in6->sin6_port, htons(0x1234));
	ck_assert_mem_eq(&in6->sin6_addr, a.bytes, 16);
	there_and_back(&a);
}
END_TEST

START_TEST(mapped_is_ipv4_on_the_wire)
{
	struct address a = address_of(AF_INET6, "::ffff:192.0.2.7");
	struct address v4 = address_of(AF_INET, "192.0.2.7");
	struct sockaddr_storage ss;
	struct address back;

	sockaddr_fill(&a, &ss);
	back = sockaddr_address(&ss);
	ck_assert_int_eq(back.family, AF_INET);
	ck_assert_int_eq(back.port, 0x1234);
	ck_assert_mem_eq(back.bytes, v4.bytes, sizeof(v4.bytes));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("sockaddr");
	TCase *tc = tcase_create("sockaddr");

	tcase_add_test(tc, ipv4);
	tcase_add_test(tc, ipv6);
	tcase_add_test(tc, mapped_is_ipv4_on_the_wire);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
