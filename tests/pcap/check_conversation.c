/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Placing segments in a conversation.
 */
#include "tests/lines.h"
#include "tests/suite.h"

static struct conversations *table;

static void set_up(void)
{
	table = conversations_new(0);
	ck_assert_ptr_nonnull(table);
}

static void tear_down(void)
{
	conversations_free(table);
}

/* A table that knows the server's port, instead of the one of set_up(). */
static void server_port(uint16_t port)
{
	conversations_free(table);
	table = conversations_new(port);
	ck_assert_ptr_nonnull(table);
}

static void handshake(uint32_t client, uint32_t server)
{
	place(table, C, S, SYN, client, 0, 0);
	place(table, S, C, SYN_ACK, server, client + 1, 0);
	place(table, C, S, ACK, client + 1, server + 1, 0);
}

START_TEST(whole_story)
{
	SEES("client > server  S", C, S, SYN, 1000, 0, 0);
	SEES("server > client  S.   ack 1", S, C, SYN_ACK, 5000, 1001, 0);
	SEES("client > server  .    ack 1", C, S, ACK, 1001, 5001, 0);
	SEES("client > server  P.   1:3 ack 1", C, S, DATA, 1001, 5001, 2);
	SEES("server > client  .    ack 3", S, C, ACK, 5001, 1003, 0);
	SEES("server > client  P.   1:11 ack 3", S, C, DATA, 5001, 1003, 10);
	SEES("client > server  F.   3 ack 11", C, S, FIN, 1003, 5011, 0);
	SEES("server > client  F.   11 ack 4", S, C, FIN, 5011, 1004, 0);
	SEES("client > server  .    ack 12", C, S, ACK, 1004, 5012, 0);
	ck_assert_uint_eq(conversations_count(table), 1);
	ck_assert(conversations_get(table, 1)->fin[END_CLIENT]);
	ck_assert(conversations_get(table, 1)->fin[END_SERVER]);
	ck_assert(!conversations_get(table, 1)->reset);
}
END_TEST

START_TEST(numbers_wrap_on_the_wire_only)
{
	SEES("client > server  S", C, S, SYN, 0xffffffff, 0, 0);
	SEES("server > client  S.   ack 1", S, C, SYN_ACK, 0xfffffffe, 0, 0);
	SEES("client > server  P.   1:11 ack 1", C, S, DATA, 0, 0xffffffff,
	     10);
	SEES("server > client  P.   1:6 ack 11", S, C, DATA, 0xffffffff, 10,
	     5);
	SEES("client > server  .    ack 6", C, S, ACK, 10, 4, 0);
}
END_TEST

START_TEST(numbers_count_on_beyond_32_bits)
{
	uint32_t seq = 1001;

	handshake(1000, 5000);
	for (int i = 0; i < 5; i++) {
		place(table, C, S, DATA, seq, 5001, 1000000000);
		seq += 1000000000;
	}
	SEES("client > server  P.   5000000001:5000000002 ack 1", C, S, DATA,
	     seq, 5001, 1);
	SEES("server > client  .    ack 5000000002", S, C, ACK, 5001, seq + 1,
	     0);
	/* what was sent before, and is sent again */
	SEES("client > server  P.   4000000001:5000000001 ack 1", C, S, DATA,
	     seq - 1000000000, 5001, 1000000000);
}
END_TEST

START_TEST(joined_in_the_middle)
{
	SEES("client > server  P.   1:101 ack 1", C, S, DATA, 70000, 9000, 100);
	SEES("server > client  .    ack 101", S, C, ACK, 9000, 70100, 0);
	SEES("server > client  P.   1:3 ack 101", S, C, DATA, 9000, 70100, 2);
	SEES("client > server  F.   101 ack 3", C, S, FIN, 70100, 9002, 0);
	ck_assert(!placed.seq_absolute && !placed.ack_absolute);
}
END_TEST

START_TEST(joined_before_its_syn)
{
	/* no ACK, so nothing is known of the other end before it speaks */
	SEES("client > server  P    1:6", C, S, SEG_PSH, 70000, 0, 5);
	ck_assert(!placed.conv->base_known[END_SERVER]);
	SEES("server > client  S.   ack 6", S, C, SYN_ACK, 100, 70005, 0);
	SEES("client > server  .    ack 1", C, S, ACK, 70005, 101, 0);
	/* a SYN is a better base than a guess */
	SEES("client > server  S", C, S, SYN, 69989, 0, 0);
	SEES("client > server  .    ack 1", C, S, ACK, 70005, 101, 0);
	SEES("client > server  P.   16:19 ack 1", C, S, DATA, 70005, 101, 3);
	/* there is one SYN only */
	SEES("client > server  S    -10", C, S, SYN, 69979, 0, 0);
}
END_TEST

START_TEST(syn_again_is_the_same)
{
	SEES("client > server  S", C, S, SYN, 1000, 0, 0);
	SEES("client > server  S", C, S, SYN, 1000, 0, 0);
	SEES("server > client  S.   ack 1", S, C, SYN_ACK, 5000, 1001, 0);
	SEES("server > client  S.   ack 1", S, C, SYN_ACK, 5000, 1001, 0);
	ck_assert_uint_eq(conversations_count(table), 1);
}
END_TEST

START_TEST(syn_of_its_own_in_an_open_one)
{
	handshake(1000, 5000);
	SEES("client > server  S    500", C, S, SYN, 1500, 0, 0);
	SEES("server > client  .    ack 1", S, C, ACK, 5001, 1001, 0);
	/* and the sender's next number is what it was */
	SEES("client > server  .    ack 1", C, S, ACK, 1001, 5001, 0);
	SEES("client > server  S    -10", C, S, SYN, 990, 0, 0);
	ck_assert_uint_eq(conversations_count(table), 1);
}
END_TEST

START_TEST(anew_after_reset)
{
	handshake(1000, 5000);
	SEES("server > client  R.   1 ack 1", S, C, RST_ACK, 5001, 1001, 0);
	SEES("client#2 > server#2  S", C, S, SYN, 900, 0, 0);
	SEES("server#2 > client#2  S.   ack 1", S, C, SYN_ACK, 77, 901, 0);
	ck_assert_uint_eq(conversations_count(table), 2);
}
END_TEST

START_TEST(not_anew_after_reset_with_the_same_syn)
{
	SEES("client > server  S", C, S, SYN, 1000, 0, 0);
	SEES("server > client  R.   0 ack 7", S, C, RST_ACK, 0, 1007, 0);
	SEES("client > server  S", C, S, SYN, 1000, 0, 0);
	ck_assert_uint_eq(conversations_count(table), 1);
}
END_TEST

START_TEST(anew_after_both_fins_only)
{
	handshake(1000, 5000);
	place(table, C, S, FIN, 1001, 5001, 0);
	place(table, S, C, ACK, 5001, 1002, 0);
	SEES("client > server  S    8000", C, S, SYN, 9000, 0, 0);
	place(table, S, C, FIN, 5001, 1002, 0);
	SEES("client#2 > server#2  S", C, S, SYN, 9000, 0, 0);
	SEES("client#2 > server#2  S", C, S, SYN, 9000, 0, 0);
}
END_TEST

START_TEST(anew_from_the_other_end)
{
	handshake(1000, 5000);
	place(table, C, S, RST, 1001, 0, 0);
	/* who was the server before sends the SYN now */
	SEES("client#2 > server#2  S", S, C, SYN, 900, 0, 0);
	SEES("server#2 > client#2  S.   ack 1", C, S, SYN_ACK, 5, 901, 0);
}
END_TEST

START_TEST(time_wait_answers_for_the_old_one)
{
	handshake(1000, 5000);
	place(table, C, S, FIN, 1001, 5001, 0);
	place(table, S, C, FIN, 5001, 1002, 0);
	place(table, C, S, ACK, 1002, 5002, 0);
	SEES("client#2 > server#2  S", S, C, SYN, 30, 0, 0);
	SEES("client > server  .    ack 2", C, S, ACK, 1002, 5002, 0);
	SEES("server > client  R    2", S, C, RST, 5002, 0, 0);
	SEES("server > client  F.   1 ack 2", S, C, FIN, 5001, 1002, 0);
	/* while the new one goes its way */
	SEES("server#2 > client#2  S.   ack 1", C, S, SYN_ACK, 7, 31, 0);
	SEES("client#2 > server#2  .    ack 1", S, C, ACK, 31, 8, 0);
	SEES("server#2 > client#2  P.   1:3 ack 1", C, S, DATA, 8, 31, 2);
}
END_TEST

START_TEST(new_one_first_where_both_fit)
{
	handshake(1000, 5000);
	place(table, C, S, FIN, 1001, 5001, 0);
	place(table, S, C, FIN, 5001, 1002, 0);
	/* begins so that its numbers are those at which the old one ended */
	handshake(1001, 5001);
	SEES("client#2 > server#2  .    ack 1", C, S, ACK, 1002, 5002, 0);
	SEES("server#2 > client#2  R    1", S, C, RST, 5002, 0, 0);
}
END_TEST

START_TEST(old_one_only_where_all_fits)
{
	handshake(1000, 5000);
	place(table, C, S, FIN, 1001, 5001, 0);
	place(table, S, C, FIN, 5001, 1002, 0);
	SEES("client#2 > server#2  S", S, C, SYN, 30, 0, 0);
	SEES("server#2 > client#2  .    ack 1", C, S, ACK, 1002, 31, 0);
}
END_TEST

START_TEST(old_one_not_where_its_numbers_are_unknown)
{
	place(table, C, S, SYN, 1000, 0, 0);
	place(table, S, C, RST_ACK, 0, 1001, 0);
	SEES("client#2 > server#2  S", C, S, SYN, 2000, 0, 0);
	SEES("server#2 > client#2  R    0", S, C, RST, 0, 0, 0);
}
END_TEST

START_TEST(syn_ack_anew_after_reset)
{
	place(table, C, S, SYN, 1000, 0, 0);
	place(table, S, C, SYN_ACK, 5000, 1001, 0);
	SEES("server > client  S.   20 ack 1", S, C, SYN_ACK, 5020, 1001, 0);
	SEES("client > server  R    1", C, S, RST, 1001, 0, 0);
	SEES("client > server  S", C, S, SYN, 1000, 0, 0);
	SEES("server > client  S.   ack 1", S, C, SYN_ACK, 6000, 1001, 0);
	SEES("client > server  .    ack 1", C, S, ACK, 1001, 6001, 0);
	ck_assert_uint_eq(conversations_count(table), 1);
}
END_TEST

START_TEST(refused)
{
	SEES("client > server  S", C, S, SYN, 0x80000000, 0, 0);
	SEES("server > client  R.   0 ack 1", S, C, RST_ACK, 0, 0x80000001, 0);
	ck_assert(!placed.seq_absolute);
	ck_assert(!placed.conv->base_known[END_SERVER]);
	ck_assert(placed.conv->reset);
}
END_TEST

START_TEST(reset_with_zero_in_a_known_one)
{
	/* an answer to a segment without ACK, when the socket is gone */
	handshake(1000, 5000);
	SEES("server > client  R.   0 ack 2", S, C, RST_ACK, 0, 1002, 0);
	/* only with ACK; else 0 is a number like any other */
	SEES("server > client  R    -5000", S, C, RST, 0, 0, 0);
}
END_TEST

START_TEST(reset_whose_next_is_zero)
{
	handshake(1000, 0xffffffff);
	SEES("server > client  R.   1 ack 1", S, C, RST_ACK, 0, 1001, 0);
}
END_TEST

START_TEST(reset_without_base)
{
	SEES("client > server  S", C, S, SYN, 1000, 0, 0);
	SEES("server > client  R.   4000000000 ack 1", S, C, RST_ACK,
	     4000000000, 1001, 0);
	ck_assert(placed.seq_absolute && !placed.ack_absolute);
	/* and it is no base for what comes after it */
	SEES("server > client  S.   ack 1", S, C, SYN_ACK, 5000, 1001, 0);
}
END_TEST

START_TEST(reset_first_of_all)
{
	SEES("client > server  R.   7 ack 4000000000", C, S, RST_ACK, 7,
	     4000000000, 0);
	ck_assert(placed.seq_absolute && placed.ack_absolute);
	SEES("client#2 > server#2  S", C, S, SYN, 8, 0, 0);
}
END_TEST

START_TEST(reset_does_not_move_its_sender)
{
	handshake(1000, 5000);
	SEES("client > server  R    101", C, S, RST, 1101, 0, 0);
	SEES("client > server  .    ack 1", C, S, ACK, 1001, 5001, 0);
	/* nor does one with a text in it, as RFC 9293 3.5.3 allows */
	SEES("client > server  R    101:106", C, S, RST, 1101, 0, 5);
	SEES("client > server  .    ack 1", C, S, ACK, 1001, 5001, 0);
}
END_TEST

START_TEST(crossed_syns)
{
	SEES("client > server  S", C, S, SYN, 1000, 0, 0);
	SEES("server > client  S", S, C, SYN, 5000, 0, 0);
	SEES("client > server  S.   ack 1", C, S, SYN_ACK, 1000, 5001, 0);
	SEES("server > client  S.   ack 1", S, C, SYN_ACK, 5000, 1001, 0);
	ck_assert_uint_eq(conversations_count(table), 1);
}
END_TEST

START_TEST(connected_to_itself)
{
	SEES("client > client  S", C, C, SYN, 1000, 0, 0);
	SEES("client > client  S.   ack 1", C, C, SYN_ACK, 1000, 1001, 0);
	SEES("client > client  P.   1:4 ack 1", C, C, DATA, 1001, 1001, 3);
	SEES("client > client  .    ack 4", C, C, ACK, 1004, 1004, 0);
	SEES("client > client  F.   4 ack 4", C, C, FIN, 1004, 1004, 0);
	SEES("client > client  .    ack 5", C, C, ACK, 1005, 1005, 0);
	/* one FIN is not both */
	SEES("client > client  S    999000", C, C, SYN, 1000000, 0, 0);
	SEES("client > client  R.   5 ack 5", C, C, RST_ACK, 1005, 1005, 0);
	SEES("client#2 > client#2  S", C, C, SYN, 1000000, 0, 0);
}
END_TEST

START_TEST(who_is_the_client)
{
	SEES("server > client  S.   ack 1", S, C, SYN_ACK, 5, 1, 0);
	/* the SYN knows better than the port */
	SEES("client#2 > server#2  S", S, 41000, SYN, 5, 1, 0);
	SEES("server#3 > client#3  S.   ack 1", 42000, S, SYN_ACK, 5, 1, 0);
}
END_TEST

START_TEST(who_is_the_client_without_a_syn)
{
	SEES("server > client  .    ack 1", S, C, ACK, 5, 1, 0);
	SEES("client#2 > server#2  F.   1 ack 1", 42000, S, FIN, 5, 1, 0);
	SEES("server#3 > client#3  P.   1:4 ack 1", 8080, 50000, DATA, 5, 1, 3);
	SEES("server#4 > client#4  R    5", S, 43000, RST, 5, 0, 0);
	/* equal ports say nothing; this one is connected to itself */
	SEES("client#5 > client#5  .    ack 1", 179, 179, ACK, 5, 5, 0);
}
END_TEST

START_TEST(a_syn_that_comes_late_knows_the_client)
{
	SEES("client > server  .    ack 1", C, S, ACK, 1001, 5001, 0);
	SEES("server > client  P.   1:3 ack 1", S, C, DATA, 5001, 1001, 2);
	ck_assert(!placed.conv->swapped);
	SEES("client > server  S", S, C, SYN, 5000, 0, 0);
	ck_assert(placed.conv->swapped);
	SEES("server > client  S.   ack 1", C, S, SYN_ACK, 1000, 5001, 0);
	SEES("client > server  P.   1:3 ack 1", S, C, DATA, 5001, 1001, 2);
	SEES("server > client  .    ack 3", C, S, ACK, 1001, 5003, 0);
	ck_assert_uint_eq(conversations_count(table), 1);
}
END_TEST

START_TEST(who_is_the_client_by_port)
{
	server_port(S);
	SEES("server > client  .    ack 1", S, C, ACK, 5, 1, 0);
	SEES("server#2 > client#2  S", S, 41000, SYN, 5, 0, 0);
	SEES("server#3 > client#3  S.   ack 1", 80, 42000, SYN_ACK, 5, 1, 0);
	/* where the port does not tell, the SYN does */
	SEES("client#4 > server#4  S", 81, 43000, SYN, 5, 0, 0);
	SEES("server#4 > client#4  S.   ack 1", 43000, 81, SYN_ACK, 9, 6, 0);
	SEES("client#5 > client#5  S", S, S, SYN, 5, 0, 0);
}
END_TEST

START_TEST(odd_numbers_are_shown)
{
	handshake(1000, 5000);
	place(table, C, S, DATA, 1001, 5001, 4);
	SEES("client > server  .    4 ack 1", C, S, ACK, 1004, 5001, 0);
	ck_assert(placed.odd_seq);
	SEES("client > server  .    ack 1", C, S, ACK, 1005, 5001, 0);
	ck_assert(!placed.odd_seq);
	SEES("client > server  .    6 ack 1", C, S, ACK, 1006, 5001, 0);
	SEES("client > server  .    ack 1", C, S, ACK, 1005, 5001, 0);
	SEES("server > client  .    -9 ack 5", S, C, ACK, 4991, 1005, 0);
	/* data sent again is not odd, and does not move its sender back */
	SEES("client > server  P.   1:3 ack 1", C, S, DATA, 1001, 5001, 2);
	ck_assert(!placed.odd_seq);
	SEES("client > server  .    ack 1", C, S, ACK, 1005, 5001, 0);
}
END_TEST

START_TEST(several_at_once)
{
	struct conversation *second;

	SEES("client > server  S", C, S, SYN, 1000, 0, 0);
	SEES("client#2 > server#2  S", C + 1, S, SYN, 9000, 0, 0);
	SEES("server > client  S.   ack 1", S, C, SYN_ACK, 5000, 1001, 0);
	SEES("server#2 > client#2  S.   ack 1", S, C + 1, SYN_ACK, 6000, 9001,
	     0);
	ck_assert_uint_eq(conversations_count(table), 2);
	second = conversations_get(table, 2);
	ck_assert_ptr_eq(second, placed.conv);
	ck_assert_uint_eq(second->end[END_CLIENT].port, C + 1);
	ck_assert_uint_eq(second->end[END_SERVER].port, S);
	ck_assert_uint_eq(second->base[END_CLIENT], 9000);
	ck_assert_uint_eq(second->next[END_CLIENT], 9001);
	ck_assert_ptr_null(conversations_get(table, 0));
	ck_assert_ptr_null(conversations_get(table, 3));
}
END_TEST

START_TEST(very_many)
{
	for (int i = 0; i < 20000; i++)
		place(table, 1 + i, 60000 + i % 3, SYN, 1000, 0, 0);
	ck_assert_uint_eq(conversations_count(table), 20000);
	SEES("server#20000 > client#20000  S.   ack 1", 60000 + 19999 % 3,
	     20000, SYN_ACK, 5, 1001, 0);
	SEES("server > client  S.   ack 1", 60000, 1, SYN_ACK, 5, 1001, 0);
	ck_assert_uint_eq(conversations_count(table), 20000);
}
END_TEST

static void add_tests(TCase *tc)
{
	tcase_add_test(tc, whole_story);
	tcase_add_test(tc, numbers_wrap_on_the_wire_only);
	tcase_add_test(tc, numbers_count_on_beyond_32_bits);
	tcase_add_test(tc, joined_in_the_middle);
	tcase_add_test(tc, joined_before_its_syn);
	tcase_add_test(tc, syn_again_is_the_same);
	tcase_add_test(tc, syn_of_its_own_in_an_open_one);
	tcase_add_test(tc, anew_after_reset);
	tcase_add_test(tc, not_anew_after_reset_with_the_same_syn);
	tcase_add_test(tc, anew_after_both_fins_only);
	tcase_add_test(tc, anew_from_the_other_end);
	tcase_add_test(tc, time_wait_answers_for_the_old_one);
	tcase_add_test(tc, new_one_first_where_both_fit);
	tcase_add_test(tc, old_one_only_where_all_fits);
	tcase_add_test(tc, old_one_not_where_its_numbers_are_unknown);
	tcase_add_test(tc, syn_ack_anew_after_reset);
	tcase_add_test(tc, refused);
	tcase_add_test(tc, reset_with_zero_in_a_known_one);
	tcase_add_test(tc, reset_whose_next_is_zero);
	tcase_add_test(tc, reset_without_base);
	tcase_add_test(tc, reset_first_of_all);
	tcase_add_test(tc, reset_does_not_move_its_sender);
	tcase_add_test(tc, crossed_syns);
	tcase_add_test(tc, connected_to_itself);
	tcase_add_test(tc, who_is_the_client);
	tcase_add_test(tc, who_is_the_client_without_a_syn);
	tcase_add_test(tc, a_syn_that_comes_late_knows_the_client);
	tcase_add_test(tc, who_is_the_client_by_port);
	tcase_add_test(tc, odd_numbers_are_shown);
	tcase_add_test(tc, several_at_once);
	tcase_add_test(tc, very_many);
}

int main(void)
{
	Suite *suite = suite_create("conversation");
	TCase *tc = tcase_create("conversation");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	add_tests(tc);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
