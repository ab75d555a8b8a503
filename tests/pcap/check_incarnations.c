/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * When a SYN begins a new conversation, and what ends one: at once
 * (conversations_place()), and with a look ahead (conversations_sort()).
 */
#include "tests/lines.h"
#include "tests/suite.h"

#include <string.h>

static struct conversations *table;
static char story[4096];

static void set_up(void)
{
	table = conversations_new(0);
	ck_assert_ptr_nonnull(table);
	*story = '\0';
}

static void tear_down(void)
{
	conversations_free(table);
}

static int take(struct placed *p, void *arg)
{
	(void)arg;
	strcat(story, line_of(p, 0));
	strcat(story, "\n");
	return 0;
}

static const struct tcp_options scaled = { .window_scale = 7 };

static void sort_it(int from, int to, unsigned flags, uint32_t seq,
		    uint32_t ack, uint32_t length)
{
	struct segment seg = segment(from, to, flags, seq, ack, length);

	seg.window = 1000;
	ck_assert_int_eq(conversations_sort(table, &seg, take, NULL), 0);
}

static void settle_all(void)
{
	struct conversation *conv = NULL;

	while ((conv = conversations_next(table, conv)))
		ck_assert_int_eq(conversations_settle(table, conv, take, NULL),
				 0);
}

/* What was placed since this was asked last. */
#define PLACED(lines)                             \
	do {                                      \
		ck_assert_str_eq(story, lines);   \
		*story = '\0';                    \
	} while (0)

static void established(void)
{
	sort_it(C, S, SYN, 1000, 0, 0);
	sort_it(S, C, SYN_ACK, 5000, 1001, 0);
	sort_it(C, S, ACK, 1001, 5001, 0);
	PLACED("client > server  S\n"
	       "server > client  S.   ack 1\n"
	       "client > server  .    ack 1\n");
}

START_TEST(reused_without_fin)
{
	established();
	sort_it(C, S, SYN, 900000, 0, 0);
	sort_it(C, S, SYN, 900000, 0, 0);
	PLACED("");
	sort_it(S, C, SYN_ACK, 700000, 900001, 0);
	PLACED("client#2 > server#2  S\n"
	       "client#2 > server#2  S\n"
	       "server#2 > client#2  S.   ack 1\n");
	/* what comes late has the old one's numbers */
	sort_it(S, C, ACK, 5001, 1001, 0);
	PLACED("server > client  .    ack 1\n");
}
END_TEST

START_TEST(reused_by_the_other_end)
{
	established();
	sort_it(S, C, SYN, 900000, 0, 0);
	sort_it(C, S, SYN_ACK, 700000, 900001, 0);
	PLACED("client#2 > server#2  S\n"
	       "server#2 > client#2  S.   ack 1\n");
}
END_TEST

START_TEST(reused_and_refused)
{
	established();
	sort_it(C, S, SYN, 900000, 0, 0);
	sort_it(S, C, RST_ACK, 0, 900001, 0);
	PLACED("client#2 > server#2  S\n"
	       "server#2 > client#2  R.   0 ack 1\n");
}
END_TEST

START_TEST(reused_with_data_on_the_syn)
{
	established();
	sort_it(C, S, SYN, 900000, 0, 10);
	sort_it(S, C, SYN_ACK, 700000, 900011, 0);
	PLACED("client#2 > server#2  S    0:10\n"
	       "server#2 > client#2  S.   ack 11\n");
	sort_it(C, S, SYN, 990000, 0, 10);
	sort_it(S, C, SYN_ACK, 800000, 990001, 0);
	PLACED("client#3 > server#3  S    0:10\n"
	       "server#3 > client#3  S.   ack 1\n");
}
END_TEST

START_TEST(reused_seen_from_one_side)
{
	sort_it(C, S, SYN, 1000, 0, 0);
	sort_it(C, S, ACK, 1001, 5001, 0);
	sort_it(C, S, FIN, 1001, 5001, 0);
	*story = '\0';
	sort_it(C, S, SYN, 900000, 0, 0);
	PLACED("");
	sort_it(C, S, ACK, 900001, 700001, 0);
	PLACED("client#2 > server#2  S\n"
	       "client#2 > server#2  .    ack 1\n");
	/* the same of a server: its SYN,ACKs only */
	sort_it(S, C + 1, SYN_ACK, 5000, 1001, 0);
	sort_it(S, C + 1, DATA, 5001, 1001, 5);
	*story = '\0';
	sort_it(S, C + 1, SYN_ACK, 800000, 300001, 0);
	PLACED("");
	sort_it(S, C + 1, DATA, 800001, 300001, 5);
	PLACED("server#4 > client#4  S.   ack 1\n"
	       "server#4 > client#4  P.   1:6 ack 1\n");
}
END_TEST

START_TEST(reused_and_nothing_more)
{
	established();
	sort_it(C, S, SYN, 900000, 0, 0);
	settle_all();
	PLACED("client#2 > server#2  S\n");
	/* nearby it may be anything, but not behind a FIN */
	sort_it(C + 1, S, SYN, 1000, 0, 0);
	sort_it(S, C + 1, SYN_ACK, 5000, 1001, 0);
	sort_it(C + 1, S, ACK, 1001, 5001, 0);
	*story = '\0';
	sort_it(C + 1, S, SYN, 1500, 0, 0);
	settle_all();
	PLACED("client#3 > server#3  S    500\n");
	sort_it(C + 1, S, FIN, 1001, 5001, 0);
	sort_it(C + 1, S, SYN, 2000, 0, 0);
	settle_all();
	PLACED("client#3 > server#3  F.   1 ack 1\n"
	       "client#4 > server#4  S\n");
}
END_TEST

START_TEST(reused_many_times)
{
	for (uint32_t i = 0; i < 3; i++) {
		sort_it(C, S, SYN, 1000 + i * 1000000, 0, 0);
		sort_it(S, C, SYN_ACK, 5000 + i * 1000000,
			1001 + i * 1000000, 0);
	}
	/* only the client's */
	for (uint32_t i = 3; i < 6; i++)
		sort_it(C, S, SYN, 1000 + i * 1000000, 0, 0);
	settle_all();
	PLACED("client > server  S\n"
	       "server > client  S.   ack 1\n"
	       "client#2 > server#2  S\n"
	       "server#2 > client#2  S.   ack 1\n"
	       "client#3 > server#3  S\n"
	       "server#3 > client#3  S.   ack 1\n"
	       "client#4 > server#4  S\n"
	       "client#5 > server#5  S\n"
	       "client#6 > server#6  S\n");
	ck_assert_uint_eq(conversations_count(table), 6);
}
END_TEST

START_TEST(answers_find_their_syn)
{
	sort_it(C, S, SYN, 1000, 0, 0);
	sort_it(C, S, SYN, 2000000, 0, 0);
	sort_it(C, S, SYN, 3000000, 0, 0);
	PLACED("client > server  S\n"
	       "client#2 > server#2  S\n"
	       "client#3 > server#3  S\n");
	sort_it(S, C, SYN_ACK, 5000, 1001, 0);
	sort_it(S, C, RST_ACK, 0, 2000001, 0);
	sort_it(S, C, SYN_ACK, 7000, 3000001, 0);
	/* seen on a second interface */
	sort_it(C, S, SYN, 1000, 0, 0);
	sort_it(S, C, SYN_ACK, 5000, 1001, 0);
	PLACED("server > client  S.   ack 1\n"
	       "server#2 > client#2  R.   0 ack 1\n"
	       "server#3 > client#3  S.   ack 1\n"
	       "client > server  S\n"
	       "server > client  S.   ack 1\n");
}
END_TEST

START_TEST(stray_syn)
{
	established();
	sort_it(C, S, SYN, 3333333, 0, 0);
	PLACED("");
	sort_it(S, C, ACK, 5001, 1001, 0);
	PLACED("client > server  S    3332333\n"
	       "server > client  .    ack 1\n");
	/* its sender goes on before it is answered */
	sort_it(C, S, SYN, 4444444, 0, 0);
	sort_it(S, C, DATA, 5001, 1001, 5);
	PLACED("");
	sort_it(C, S, DATA, 1001, 5001, 8);
	PLACED("client > server  S    4443444\n"
	       "server > client  P.   1:6 ack 1\n"
	       "client > server  P.   1:9 ack 1\n");
	ck_assert_uint_eq(conversations_count(table), 1);
}
END_TEST

START_TEST(half_open_is_found_out)
{
	established();
	sort_it(C, S, SYN, 900000, 0, 0);
	sort_it(S, C, ACK, 5001, 1001, 0);
	sort_it(C, S, RST, 1001, 0, 0);
	sort_it(C, S, SYN, 900000, 0, 0);
	sort_it(S, C, SYN_ACK, 700000, 900001, 0);
	PLACED("client > server  S    899000\n"
	       "server > client  .    ack 1\n"
	       "client > server  R    1\n"
	       "client#2 > server#2  S\n"
	       "server#2 > client#2  S.   ack 1\n");
}
END_TEST

/* An ACK that was on its way looks like a challenge ACK. */
START_TEST(taken_for_stray_and_answered)
{
	established();
	sort_it(C, S, SYN, 900000, 0, 0);
	sort_it(S, C, ACK, 5001, 1001, 0);
	sort_it(S, C, SYN_ACK, 700000, 900001, 0);
	sort_it(C, S, ACK, 900001, 700001, 0);
	PLACED("client > server  S    899000\n"
	       "server > client  .    ack 1\n"
	       "server#2 > client#2  S.   ack 1\n"
	       "client#2 > server#2  .    ack 1\n");
}
END_TEST

START_TEST(nothing_waits_for_ever)
{
	established();
	sort_it(C, S, SYN, 900000, 0, 0);
	for (int i = 0; i < 7; i++)
		sort_it(S, C, DATA, 5001, 1001, 5);
	PLACED("");
	sort_it(S, C, DATA, 5001, 1001, 5);
	ck_assert_ptr_nonnull(strstr(story, "client#2 > server#2  S\n"));
	settle_all();
	ck_assert_uint_eq(conversations_count(table), 2);
}
END_TEST

/* Whether a SYN far away is another conversation's, after this RST. */
static unsigned conversations_after(uint32_t seq, unsigned flags, uint32_t ack)
{
	sort_it(C, S, DATA, 1001, 5001, 8);
	sort_it(S, C, ACK, 5001, 1009, 0);
	sort_it(C, S, flags, seq, ack, 0);
	/* nothing that is in doubt: it can be placed at once */
	place(table, C, S, SYN, 3333333, 0, 0);
	return conversations_count(table);
}

START_TEST(reset_at_the_number_expected)
{
	established();
	ck_assert_uint_eq(conversations_after(1009, RST, 0), 2);
}
END_TEST

START_TEST(reset_in_the_window)
{
	established();
	ck_assert_uint_eq(conversations_after(1509, RST, 0), 2);
}
END_TEST

START_TEST(reset_in_the_window_is_challenged)
{
	established();
	sort_it(C, S, RST, 1500, 0, 0);
	ck_assert(conversation_over(conversations_get(table, 1)));
	sort_it(S, C, ACK, 5001, 1001, 0);
	ck_assert(!conversation_over(conversations_get(table, 1)));
	ck_assert_uint_eq(conversations_after(900000, RST, 0), 1);
}
END_TEST

START_TEST(reset_out_of_the_window)
{
	established();
	ck_assert_uint_eq(conversations_after(_i ? 2009 : 1000, RST, 0), 1);
}
END_TEST

START_TEST(reset_in_a_scaled_window)
{
	struct segment seg = segment(C, S, SYN, 1000, 0, 0);

	seg.options = scaled;
	ck_assert_int_eq(conversations_sort(table, &seg, take, NULL), 0);
	seg = segment(S, C, SYN_ACK, 5000, 1001, 0);
	seg.options = scaled;
	ck_assert_int_eq(conversations_sort(table, &seg, take, NULL), 0);
	ck_assert_uint_eq(conversations_after(1009 + 127999, RST, 0), 2);
}
END_TEST

START_TEST(reset_of_a_syn)
{
	/* only one that acknowledges it */
	sort_it(C, S, SYN, 1000, 0, 0);
	sort_it(S, C, RST_ACK, 0, 1002, 0);
	ck_assert(!conversation_over(conversations_get(table, 1)));
	sort_it(S, C, RST, 0, 0, 0);
	ck_assert(!conversation_over(conversations_get(table, 1)));
	sort_it(S, C, RST_ACK, 0, 1001, 0);
	ck_assert(conversation_over(conversations_get(table, 1)));
	/* which is tried again, and works */
	sort_it(C, S, SYN, 1000, 0, 0);
	sort_it(S, C, SYN_ACK, 5000, 1001, 0);
	ck_assert(!conversation_over(conversations_get(table, 1)));
}
END_TEST

START_TEST(same_number_again)
{
	established();
	sort_it(C, S, FIN, 1001, 5001, 0);
	sort_it(C, S, SYN, 1000, 0, 0);
	ck_assert_uint_eq(conversations_count(table), 1);
	sort_it(S, C, FIN, 5001, 1002, 0);
	sort_it(C, S, ACK, 1002, 5002, 0);
	ck_assert(conversation_over(conversations_get(table, 1)));
	sort_it(C, S, SYN, 1000, 0, 0);
	ck_assert_uint_eq(conversations_count(table), 2);
	sort_it(S, C, SYN_ACK, 5000, 1001, 0);
	sort_it(C, S, ACK, 1001, 5001, 0);
	sort_it(C, S, RST, 1001, 0, 0);
	sort_it(C, S, SYN, 1000, 0, 0);
	ck_assert_uint_eq(conversations_count(table), 3);
}
END_TEST

START_TEST(syn_ack_that_is_acknowledged)
{
	sort_it(C, S, SYN, 1000, 0, 0);
	sort_it(S, C, SYN_ACK, 5000, 1001, 0);
	sort_it(S, C, SYN_ACK, 900000, 1001, 0);
	sort_it(C, S, ACK, 1001, 900001, 0);
	sort_it(S, C, DATA, 900001, 1001, 5);
	PLACED("client > server  S\n"
	       "server > client  S.   ack 1\n"
	       "server > client  S.   895000 ack 1\n"
	       "client > server  .    ack 1\n"
	       "server > client  P.   1:6 ack 1\n");
}
END_TEST

START_TEST(fin_out_of_the_window)
{
	established();
	sort_it(C, S, FIN, 900000, 5001, 0);
	ck_assert(!conversations_get(table, 1)->fin[END_CLIENT]);
	sort_it(C, S, FIN, 1001, 5001, 0);
	ck_assert(conversations_get(table, 1)->fin[END_CLIENT]);
}
END_TEST

START_TEST(over_when_both_fins_are_acknowledged)
{
	struct conversation *conv;

	established();
	conv = conversations_get(table, 1);
	sort_it(C, S, FIN, 1001, 5001, 3);
	sort_it(S, C, ACK, 5001, 1004, 0);
	sort_it(S, C, FIN, 5001, 1004, 0);
	sort_it(C, S, ACK, 1005, 5002, 0);
	ck_assert(!conversation_over(conv));
	sort_it(S, C, ACK, 5002, 1005, 0);
	ck_assert(conversation_over(conv));
}
END_TEST

START_TEST(forgotten)
{
	established();
	sort_it(C, S, SYN, 900000, 0, 0);
	sort_it(S, C, SYN_ACK, 700000, 900001, 0);
	sort_it(C, S, SYN, 3900000, 0, 0);
	conversations_forget(table, conversations_get(table, 1));
	ck_assert_ptr_null(conversations_get(table, 1));
	ck_assert_ptr_null(
		conversation_older(conversations_get(table, 2)));
	conversations_forget(table, conversations_get(table, 2));
	ck_assert_ptr_null(conversations_next(table, NULL));
	*story = '\0';
	sort_it(C, S, ACK, 900001, 700001, 0);
	PLACED("client#3 > server#3  .    ack 1\n");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("incarnations");
	TCase *tc = tcase_create("incarnations");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, reused_without_fin);
	tcase_add_test(tc, reused_by_the_other_end);
	tcase_add_test(tc, reused_and_refused);
	tcase_add_test(tc, reused_with_data_on_the_syn);
	tcase_add_test(tc, reused_seen_from_one_side);
	tcase_add_test(tc, reused_and_nothing_more);
	tcase_add_test(tc, reused_many_times);
	tcase_add_test(tc, answers_find_their_syn);
	tcase_add_test(tc, stray_syn);
	tcase_add_test(tc, half_open_is_found_out);
	tcase_add_test(tc, taken_for_stray_and_answered);
	tcase_add_test(tc, nothing_waits_for_ever);
	tcase_add_test(tc, reset_at_the_number_expected);
	tcase_add_test(tc, reset_in_the_window);
	tcase_add_test(tc, reset_in_the_window_is_challenged);
	tcase_add_loop_test(tc, reset_out_of_the_window, 0, 2);
	tcase_add_test(tc, reset_in_a_scaled_window);
	tcase_add_test(tc, reset_of_a_syn);
	tcase_add_test(tc, same_number_again);
	tcase_add_test(tc, syn_ack_that_is_acknowledged);
	tcase_add_test(tc, fin_out_of_the_window);
	tcase_add_test(tc, over_when_both_fins_are_acknowledged);
	tcase_add_test(tc, forgotten);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
