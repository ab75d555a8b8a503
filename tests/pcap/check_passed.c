/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Counting and naming what is passed over.
 */
#include "pcap/passed.h"
#include "tests/suite.h"

#include <string.h>

static void check_text(const struct passed_counts *counts, const char *text)
{
	char *put = NULL;
	size_t size;
	FILE *out = open_memstream(&put, &size);

	ck_assert_ptr_nonnull(out);
	passed_put(out, counts);
	fclose(out);
	ck_assert_str_eq(put, text);
	free(put);
}

static void count(struct passed_counts *counts, enum passed_layer layer,
		  uint32_t number, int times)
{
	while (times--)
		passed_count(counts, (struct passed){ layer, number });
}

START_TEST(nothing_is_no_line)
{
	struct passed_counts counts = { 0 };

	check_text(&counts, "");
}
END_TEST

START_TEST(the_most_frequent_comes_first)
{
	struct passed_counts counts = { 0 };

	count(&counts, PASSED_FRAGMENT, 0, 1);
	check_text(&counts, "1 packet not looked into: 1 fragment");
	count(&counts, PASSED_ETHERTYPE, 0x0806, 2);
	count(&counts, PASSED_PROTOCOL, 17, 9);
	check_text(&counts, "12 packets not looked into: 9 UDP, 2 ARP, "
			    "1 fragment");
	/* among equals, the one that came first */
	count(&counts, PASSED_FRAGMENT, 0, 1);
	check_text(&counts, "13 packets not looked into: 9 UDP, 2 fragments, "
			    "2 ARP");
}
END_TEST

START_TEST(every_layer_has_its_numbers)
{
	struct passed_counts counts = { 0 };

	count(&counts, PASSED_LINKTYPE, 107, 1);
	count(&counts, PASSED_FAMILY, 7, 1);
	count(&counts, PASSED_ETHERTYPE, 6, 1);
	count(&counts, PASSED_LLC, 6, 1);
	count(&counts, PASSED_WIFI, WIFI_NO_DATA, 1);
	count(&counts, PASSED_WIFI, WIFI_ENCRYPTED, 1);
	count(&counts, PASSED_WIFI, WIFI_SEVERAL, 1);
	count(&counts, PASSED_PPP, 6, 1);
	count(&counts, PASSED_PROTOCOL, 6, 1);
	count(&counts, PASSED_MPLS, 0, 1);
	count(&counts, PASSED_DEEP, 0, 1);
	count(&counts, PASSED_TRUNCATED, 0, 1);
	count(&counts, PASSED_MALFORMED, 0, 1);
	check_text(&counts,
		   "13 packets not looked into: 1 link type 107 (FRELAY), "
		   "1 address family 7, 1 EtherType 0x0006, 1 LLC SAP 0x06, "
		   "1 802.11 without data, 1 encrypted 802.11, "
		   "1 802.11 A-MSDU, "
		   "1 PPP protocol 0x0006, 1 IP protocol 6, "
		   "1 MPLS without IP, 1 nested too deep, "
		   "1 cut off in the headers, 1 malformed");
}
END_TEST

/* Whoever sends all EtherTypes there are is counted, and not stored. */
START_TEST(kinds_are_bounded)
{
	struct passed_counts counts = { 0 };
	unsigned long sum = 0;

	for (uint32_t type = 0; type < 65536; type++)
		count(&counts, PASSED_ETHERTYPE, type, 1);
	ck_assert_uint_eq(counts.total, 65536);
	ck_assert_uint_eq(counts.used, PASSED_KINDS);
	for (unsigned i = 0; i < counts.used; i++)
		sum += counts.kinds[i].count;
	ck_assert_uint_eq(sum, counts.total);
	ck_assert_int_eq(counts.kinds[PASSED_KINDS - 1].what.layer,
			 PASSED_OTHER);
	/* those that have a place keep it */
	count(&counts, PASSED_ETHERTYPE, 0, 1);
	ck_assert_uint_eq(counts.kinds[0].count, 2);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("passed over");
	TCase *tc = tcase_create("counts");

	tcase_add_test(tc, nothing_is_no_line);
	tcase_add_test(tc, the_most_frequent_comes_first);
	tcase_add_test(tc, every_layer_has_its_numbers);
	tcase_add_test(tc, kinds_are_bounded);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
