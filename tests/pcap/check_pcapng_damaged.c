/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pcapng files that are cut off, or whose numbers lie: what came before is
 * read, and the error says where it ends.
 */
#include "pcap/capture.h"
#include "tests/captures.h"
#include "tests/suite.h"

static struct error err;

#define FIRST_PACKET 48
#define PACKET_BLOCK 88

/* Cut anywhere, a file gives what came before, and says where it ends. */
START_TEST(every_truncation)
{
	struct capture_file f = three_packets(_i);
	int whole = FIRST_PACKET + 3 * PACKET_BLOCK;
	char words[64];

	for (int size = whole - 1; size >= FIRST_PACKET; size--) {
		int packets = (size - FIRST_PACKET) / PACKET_BLOCK;
		int at = FIRST_PACKET + packets * PACKET_BLOCK;
		struct capture *cap;
		struct segment seg;

		must(ftruncate(f.fd, size) == 0);
		cap = capture_open_file(f.path, &err);
		ck_assert_ptr_nonnull(cap);
		for (int i = 0; i < packets; i++)
			ck_assert_int_eq(capture_next(cap, &seg, &err), 1);
		if (size == at) {
			ck_assert_int_eq(capture_next(cap, &seg, &err), 0);
		} else {
			ck_assert_int_eq(capture_next(cap, &seg, &err), -1);
			snprintf(words, sizeof(words),
				 "after packet %d, at octet %d: truncated",
				 packets, at);
			ck_assert_msg(strstr(err.text, words) != NULL, "%s",
				      err.text);
			ck_assert_ptr_nonnull(strstr(err.text, f.path));
		}
		capture_close(cap);
	}
	for (int size = 27; size > 0; size--) {
		must(ftruncate(f.fd, size) == 0);
		ck_assert_ptr_null(capture_open_file(f.path, &err));
		ck_assert_ptr_nonnull(strstr(err.text, "truncated"));
	}
	file_close(&f);
}
END_TEST

/* A number is overwritten; the packets before it are read, and no more. */
static void check_damage(bool big, long at, uint32_t value, int packets,
			 const char *what)
{
	struct capture_file f = three_packets(big);
	struct packet p = { 0 };
	struct capture *cap;
	struct segment seg;

	order32(&p, big, value);
	must(pwrite(f.fd, p.data, 4, at) == 4);
	cap = capture_open_file(f.path, &err);
	for (int i = 0; i < packets; i++)
		ck_assert_int_eq(capture_next(cap, &seg, &err), 1);
	if (cap)
		ck_assert_int_eq(capture_next(cap, &seg, &err), -1);
	ck_assert_msg(strstr(err.text, what) != NULL, "%s", err.text);
	ck_assert_msg(strstr(err.text, "at octet ") != NULL, "%s", err.text);
	capture_close(cap);
	file_close(&f);
}

START_TEST(lengths_that_lie)
{
	long second = FIRST_PACKET + PACKET_BLOCK;

	/* of a section */
	check_damage(_i, 4, 24, 0, "impossible length");
	check_damage(_i, 4, 29, 0, "impossible length");
	check_damage(_i, 4, 32, 0, "lengths differ");
	check_damage(_i, 4, UINT32_MAX - 3, 0, "truncated");
	check_damage(_i, 8, 0x12345678, 0, "magic number");
	check_damage(_i, 24, 32, 0, "lengths differ");
	/* of an interface */
	check_damage(_i, 32, 12, 0, "lengths differ");
	check_damage(_i, 32, 8, 0, "impossible length");
	/* of a packet's block */
	check_damage(_i, second + 4, 0, 1, "impossible length");
	check_damage(_i, second + 4, 11, 1, "impossible length");
	check_damage(_i, second + 4, 90, 1, "impossible length");
	check_damage(_i, second + 4, 84, 1, "lengths differ");
	check_damage(_i, second + 4, UINT32_MAX - 3, 1, "more than 16 MiB");
	check_damage(_i, second + 4, 16 << 20, 1, "truncated");
	check_damage(_i, second + 84, 84, 1, "lengths differ");
	/* of its packet, and the interface it is said to be of */
	check_damage(_i, second + 20, 57, 1, "longer than its block");
	check_damage(_i, second + 20, UINT32_MAX, 1, "longer than its block");
	check_damage(_i, second + 8, 1, 1, "not described");
	check_damage(_i, second + 8, UINT32_MAX, 1, "not described");
}
END_TEST

static void check_refused(struct capture_file *f, const char *what)
{
	ck_assert_int_eq(decode_file(f), 2);
	ck_assert_msg(strstr(decoded.errors, what) != NULL, "%s",
		      decoded.errors);
	file_close(f);
}

START_TEST(blocks_that_make_no_sense)
{
	struct capture_file f = file_new();
	struct packet p = { 0 };

	ng_interface(&f, _i, FILE_ETHERNET, 0, NULL);
	check_refused(&f, "unknown file format");
	f = file_new();
	file_put(&f, "\n\n\n", 3);
	check_refused(&f, "truncated");
	f = file_new();
	file_put(&f, "\nText, not a capture.\n", 22);
	check_refused(&f, "unknown file format");
	/* no interface at all */
	f = file_new();
	ng_section(&f, _i);
	put_zeros(&p, 20);
	ng_block(&f, _i, NG_SIMPLE, &p);
	check_refused(&f, "at octet 28: a packet without an interface");
	f = file_new();
	ng_section(&f, _i);
	ng_block(&f, _i, NG_PACKET, &p);
	check_refused(&f, "not described");
	/* too short for what they are */
	for (uint32_t type = NG_INTERFACE; type <= NG_PACKET; type++) {
		f = file_new();
		ng_section(&f, _i);
		p.size = 0;
		ng_block(&f, _i, type, &p);
		if (type == 4 || type == 5) {
			ck_assert_int_eq(decode_file(&f), 0);
			file_close(&f);
		} else {
			check_refused(&f, "too short");
		}
	}
	/* a packet of an interface of the section before */
	f = three_packets(_i);
	ng_section(&f, _i);
	p = segment_of(0);
	ng_packet(&f, _i, 0, 0, &p, p.size);
	check_refused(&f, "after packet 3, at octet 340: a packet of an "
			  "interface that is not described");
	/* version 2 */
	f = file_new();
	p.size = 0;
	order32(&p, _i, 0x1a2b3c4d);
	order32(&p, _i, _i ? 2 << 16 : 2);
	order64(&p, _i, UINT64_MAX);
	ng_block(&f, _i, 0x0a0d0d0a, &p);
	check_refused(&f, "a version of pcapng that is not 1");
}
END_TEST

static void check_options(bool big, unsigned code, unsigned length,
			  size_t there, const char *what)
{
	struct capture_file f = file_new();
	struct packet options = { 0 };

	order16(&options, big, code);
	order16(&options, big, length);
	put_zeros(&options, there);
	ng_section(&f, big);
	ng_interface(&f, big, FILE_ETHERNET, 0, &options);
	check_refused(&f, what);
}

START_TEST(options_that_lie)
{
	check_options(_i, 2, 9, 8, "an option is longer than its block");
	check_options(_i, 2, 65535, 8, "an option is longer than its block");
	check_options(_i, 9, 2, 4, "if_tsresol");
	check_options(_i, 9, 0, 0, "if_tsresol");
	check_options(_i, 14, 4, 4, "if_tsoffset");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pcapng, damaged");
	TCase *tc = tcase_create("either byte order");

	tcase_add_loop_test(tc, every_truncation, 0, 2);
	tcase_add_loop_test(tc, lengths_that_lie, 0, 2);
	tcase_add_loop_test(tc, blocks_that_make_no_sense, 0, 2);
	tcase_add_loop_test(tc, options_that_lie, 0, 2);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
