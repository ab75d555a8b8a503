/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Addresses as text, and comparing them.
 */
#include "pcap/segment.h"
#include "tests/suite.h"

#include <check.h>
#include <string.h>
#include <sys/socket.h>

START_TEST(address_has_text)
{
	struct address a = { AF_INET, 80, { 127, 0, 0, 1 } };
	char buf[ADDRESS_TEXT];

	ck_assert_str_eq(address_text(&a, buf, sizeof(buf)), "127.0.0.1:80");
	a = (struct address){ AF_INET6, 65535, { [15] = 1 } };
	ck_assert_str_eq(address_text(&a, buf, sizeof(buf)), "[::1]:65535");
	a = (struct address){ 0 };
	ck_assert_str_eq(address_text(&a, buf, sizeof(buf)), "-");
	memset(a.bytes, 0xfe, 16);
	a.family = AF_INET6;
	a.port = 10000;
	address_text(&a, buf, sizeof(buf));
	ck_assert_str_eq(buf,
			 "[fefe:fefe:fefe:fefe:fefe:fefe:fefe:fefe]:10000");
}
END_TEST

START_TEST(address_differs_in_each_part)
{
	struct address a = { AF_INET, 80, { 127, 0, 0, 1 } }, b = a;

	ck_assert(address_equal(&a, &b));
	ck_assert_int_eq(address_compare(&a, &b), 0);
	b.port = 81;
	ck_assert(!address_equal(&a, &b));
	ck_assert_int_lt(address_compare(&a, &b), 0);
	ck_assert_int_gt(address_compare(&b, &a), 0);
	b = a;
	b.bytes[3] = 2;
	ck_assert(!address_equal(&a, &b));
	ck_assert_int_lt(address_compare(&a, &b), 0);
	b = a;
	b.family = AF_INET6;
	ck_assert(!address_equal(&a, &b));
	ck_assert_int_lt(address_compare(&a, &b), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("address");
	TCase *tc = tcase_create("address");

	tcase_add_test(tc, address_has_text);
	tcase_add_test(tc, address_differs_in_each_part);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
