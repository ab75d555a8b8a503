/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the table of RFC 9293's events has no room for: gaps, queues, windows,
 * signals, and what RFC 1337 and RFC 6191 add.
 */
#include "tests/referee/rfc9293_trial.h"
#include "tests/suite.h"

#include <check.h>
#include <stdlib.h>

static const struct setting plain = {.iss = 100, .irs = 900};

static struct outcome happen(const struct trial *t)
{
	struct outcome o;

	rfc9293_event(&t->tcb, &t->event, &o);
	ck_assert(!o.impossible);
	return o;
}

START_TEST(newer_syn_by_timestamp_alone)
{
	struct setting s = {.iss = 100, .irs = 900, .newer = true};
	struct outcome o;
	struct trial t;

	trial_prepare(&t, &s, RFC_TIME_WAIT, false, trial_syn_outside);
	o = happen(&t);
	ck_assert_int_eq(o.tcb.state, RFC_SYN_RECEIVED);
	ck_assert_uint_eq(o.n, 1);
	ck_assert_uint_eq(o.reply[0].flags, SEG_SYN | SEG_ACK);
	ck_assert_uint_eq(o.reply[0].seq, NEW_ISS);
	ck_assert_uint_eq(o.reply[0].ack, t.event.seg.seq + 1);
}
END_TEST

START_TEST(syn_ack_inside_the_window)
{
	struct outcome o;
	struct trial t;

	trial_prepare(&t, &plain, RFC_ESTABLISHED, false, trial_syn_ack_inside);
	o = happen(&t);
	ck_assert_int_eq(o.tcb.state, RFC_ESTABLISHED);
	ck_assert_int_eq(o.reply[0].strength, REPLY_CHALLENGE);
}
END_TEST

START_TEST(rfc1337_keeps_time_wait)
{
	struct outcome o;
	struct trial t;

	trial_prepare(&t, &plain, RFC_TIME_WAIT, false, trial_rst_exact);
	t.tcb.ignore_reset = true;
	o = happen(&t);
	ck_assert_int_eq(o.tcb.state, RFC_TIME_WAIT);
	ck_assert_uint_eq(o.n, 0);
}
END_TEST

START_TEST(fin_again_restarts_time_wait)
{
	struct outcome o;
	struct trial t;

	trial_prepare(&t, &plain, RFC_TIME_WAIT, false, trial_fin_again);
	o = happen(&t);
	ck_assert(o.signals & SIGNAL_RESTART_2MSL);
	trial_prepare(&t, &plain, RFC_TIME_WAIT, false, trial_old_probe);
	o = happen(&t);
	ck_assert(!(o.signals & SIGNAL_RESTART_2MSL));
}
END_TEST

START_TEST(half_duplex_close_resets)
{
	struct outcome o;
	struct trial t;

	trial_prepare(&t, &plain, RFC_FIN_WAIT_2, false, trial_data);
	t.tcb.no_reading = true;
	o = happen(&t);
	ck_assert_int_eq(o.tcb.state, RFC_CLOSED);
	ck_assert_uint_eq(o.n, 1);
	ck_assert_uint_eq(o.reply[0].flags, SEG_RST);
	ck_assert_uint_eq(o.reply[0].seq, t.event.seg.ack);
	/* A FIN alone is no data. */
	trial_prepare(&t, &plain, RFC_FIN_WAIT_2, false, trial_fin);
	t.tcb.no_reading = true;
	o = happen(&t);
	ck_assert_int_eq(o.tcb.state, RFC_TIME_WAIT);
}
END_TEST

START_TEST(gap_holds_the_fin)
{
	struct outcome o;
	struct trial t;

	trial_prepare(&t, &plain, RFC_ESTABLISHED, false, trial_fin_ahead);
	o = happen(&t);
	ck_assert_int_eq(o.tcb.state, RFC_ESTABLISHED);
	ck_assert_uint_eq(o.tcb.n_held, 1);
	/* Once more: it is held only once. */
	t.tcb = o.tcb;
	o = happen(&t);
	ck_assert_uint_eq(o.tcb.n_held, 1);
	t.tcb = o.tcb;
	trial_data(&t);
	o = happen(&t);
	ck_assert_int_eq(o.tcb.state, RFC_CLOSE_WAIT);
	ck_assert_uint_eq(o.tcb.n_held, 0);
	ck_assert_uint_eq(o.tcb.rcv_nxt, t.tcb.rcv_nxt + 6);
	ck_assert_uint_eq(o.n, 1);
	ck_assert_uint_eq(o.reply[0].ack, o.tcb.rcv_nxt);
}
END_TEST

START_TEST(gap_of_two_pieces)
{
	struct outcome o;
	struct trial t;
	uint32_t first;

	trial_prepare(&t, &plain, RFC_FIN_WAIT_1, false, trial_fin_ahead);
	first = t.tcb.rcv_nxt;
	t.event.seg.seq = first + 10;
	t.tcb = happen(&t).tcb;
	trial_data_ahead(&t);
	t.tcb = happen(&t).tcb;
	ck_assert_uint_eq(t.tcb.n_held, 2);
	ck_assert_uint_eq(t.tcb.rcv_nxt, first);
	trial_data(&t);
	o = happen(&t);
	ck_assert_uint_eq(o.tcb.rcv_nxt, first + 11);
	ck_assert_int_eq(o.tcb.state, RFC_CLOSING);
}
END_TEST

START_TEST(fin_waits_for_queued_data)
{
	struct outcome o;
	struct trial t;

	trial_prepare(&t, &plain, RFC_ESTABLISHED, false, trial_close_call);
	t.tcb.snd_wnd = 0;
	t.tcb.queued = 7;
	o = happen(&t);
	/* "In any case, enter FIN-WAIT-1 state." */
	ck_assert_int_eq(o.tcb.state, RFC_FIN_WAIT_1);
	ck_assert_uint_eq(o.n, 0);
	ck_assert(o.tcb.fin_due && !o.tcb.fin_sent);
	/* A window: data, and then the FIN. */
	t.tcb = o.tcb;
	trial_ack_low(&t);
	o = happen(&t);
	ck_assert_uint_eq(o.n, 2);
	ck_assert_uint_eq(o.reply[0].length, 7);
	ck_assert_uint_eq(o.reply[1].flags, SEG_FIN | SEG_ACK);
	ck_assert_uint_eq(o.reply[1].seq, t.tcb.snd_nxt + 7);
	ck_assert(o.tcb.fin_sent && !o.tcb.fin_due);
	ck_assert_int_eq(o.tcb.state, RFC_FIN_WAIT_1);
	/* The data alone are acknowledged, then the FIN. */
	t.tcb = o.tcb;
	trial_ack_good(&t);
	t.event.seg.ack--;
	t.tcb = happen(&t).tcb;
	ck_assert_int_eq(t.tcb.state, RFC_FIN_WAIT_1);
	trial_ack_good(&t);
	ck_assert_int_eq(happen(&t).tcb.state, RFC_FIN_WAIT_2);
}
END_TEST

START_TEST(close_in_syn_received_waits_for_data)
{
	struct outcome o;
	struct trial t;

	trial_prepare(&t, &plain, RFC_SYN_RECEIVED, false, trial_close_call);
	t.tcb.queued = 7;
	o = happen(&t);
	ck_assert_int_eq(o.tcb.state, RFC_SYN_RECEIVED);
	ck_assert_uint_eq(o.n, 0);
	t.tcb = o.tcb;
	trial_ack_good(&t);
	o = happen(&t);
	ck_assert_int_eq(o.tcb.state, RFC_FIN_WAIT_1);
	ck_assert_uint_eq(o.n, 2);
	ck_assert_uint_eq(o.reply[0].length, 7);
	ck_assert_uint_eq(o.reply[1].flags, SEG_FIN | SEG_ACK);
}
END_TEST

START_TEST(zero_window)
{
	struct outcome o;
	struct trial t;

	/* The octet is not taken, but its ACK is (MUST-66). */
	trial_prepare(&t, &plain, RFC_ESTABLISHED, true, trial_data);
	t.tcb.rcv_wnd = 0;
	t.event.seg.ack = t.tcb.snd_nxt;
	o = happen(&t);
	ck_assert_uint_eq(o.tcb.rcv_nxt, t.tcb.rcv_nxt);
	ck_assert_uint_eq(o.tcb.snd_una, t.tcb.snd_nxt);
	ck_assert_uint_eq(o.n, 1);
	ck_assert_uint_eq(o.reply[0].flags, SEG_ACK);
	/* Without an octet it asks for no answer. */
	trial_prepare(&t, &plain, RFC_ESTABLISHED, true, trial_ack_good);
	t.tcb.rcv_wnd = 0;
	o = happen(&t);
	ck_assert_uint_eq(o.tcb.snd_una, t.tcb.snd_nxt);
	ck_assert_uint_eq(o.n, 0);
	/* and a RST is taken. */
	trial_prepare(&t, &plain, RFC_ESTABLISHED, false, trial_rst_exact);
	t.tcb.rcv_wnd = 0;
	ck_assert_int_eq(happen(&t).tcb.state, RFC_CLOSED);
}
END_TEST

START_TEST(fin_is_sent_again)
{
	struct outcome o;
	struct trial t;

	trial_prepare(&t, &plain, RFC_LAST_ACK, false,
		      trial_tmo_retransmission);
	o = happen(&t);
	ck_assert_uint_eq(o.n, 1);
	ck_assert_uint_eq(o.reply[0].flags, SEG_FIN | SEG_ACK);
	ck_assert_uint_eq(o.reply[0].seq, t.tcb.snd_una);
	ck_assert_uint_eq(o.reply[0].length, 0);
}
END_TEST

START_TEST(signals)
{
	static const struct {
		enum rfc_state state;
		build_fn *build;
		unsigned signals;
	} told[] = {
		{RFC_CLOSED, trial_send_data, SIGNAL_NO_CONNECTION},
		{RFC_LISTEN, trial_close_call, SIGNAL_CLOSING},
		{RFC_SYN_SENT, trial_rst_good_ack, SIGNAL_RESET},
		{RFC_SYN_SENT, trial_open_active, SIGNAL_EXISTS},
		{RFC_SYN_SENT, trial_syn_good_ack, SIGNAL_ESTABLISHED},
		{RFC_SYN_RECEIVED, trial_rst_exact, SIGNAL_REFUSED},
		{RFC_ESTABLISHED, trial_rst_exact, SIGNAL_RESET},
		{RFC_ESTABLISHED, trial_fin, SIGNAL_CLOSING},
		{RFC_ESTABLISHED, trial_fin_with_data,
		 SIGNAL_CLOSING | SIGNAL_DATA},
		{RFC_ESTABLISHED, trial_data, SIGNAL_DATA},
		{RFC_ESTABLISHED, trial_ack_good, 0},
		{RFC_CLOSE_WAIT, trial_rst_exact, SIGNAL_RESET},
		{RFC_CLOSING, trial_rst_exact, 0},
		{RFC_LAST_ACK, trial_rst_exact, 0},
		{RFC_FIN_WAIT_1, trial_send_data, SIGNAL_CLOSING},
		{RFC_ESTABLISHED, trial_tmo_user, SIGNAL_TIMED_OUT},
		{RFC_TIME_WAIT, trial_receive, SIGNAL_CLOSING},
	};
	size_t i;

	for (i = 0; i < sizeof(told) / sizeof(*told); i++) {
		struct trial t;

		trial_prepare(&t, &plain, told[i].state, false, told[i].build);
		ck_assert_msg(happen(&t).signals == told[i].signals,
			      "%zu: %#x", i, happen(&t).signals);
	}
}
END_TEST

START_TEST(passive_without_remote_cannot_send)
{
	struct outcome o;
	struct trial t;

	trial_prepare(&t, &plain, RFC_LISTEN, false, trial_send_data);
	t.tcb.remote_known = false;
	o = happen(&t);
	ck_assert_int_eq(o.tcb.state, RFC_LISTEN);
	ck_assert_uint_eq(o.n, 0);
	ck_assert_uint_eq(o.signals, SIGNAL_UNSPECIFIED);
}
END_TEST

START_TEST(readings_are_nine)
{
	size_t n = 0;

	while (rfc9293_readings[n].where) {
		ck_assert_ptr_nonnull(rfc9293_readings[n].conflict);
		ck_assert_ptr_nonnull(rfc9293_readings[n].taken);
		n++;
	}
	ck_assert_uint_eq(n, 9);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("rfc9293 beside the table");
	TCase *tc = tcase_create("beside it");

	tcase_add_test(tc, newer_syn_by_timestamp_alone);
	tcase_add_test(tc, syn_ack_inside_the_window);
	tcase_add_test(tc, rfc1337_keeps_time_wait);
	tcase_add_test(tc, fin_again_restarts_time_wait);
	tcase_add_test(tc, half_duplex_close_resets);
	tcase_add_test(tc, gap_holds_the_fin);
	tcase_add_test(tc, gap_of_two_pieces);
	tcase_add_test(tc, fin_waits_for_queued_data);
	tcase_add_test(tc, close_in_syn_received_waits_for_data);
	tcase_add_test(tc, zero_window);
	tcase_add_test(tc, fin_is_sent_again);
	tcase_add_test(tc, signals);
	tcase_add_test(tc, passive_without_remote_cannot_send);
	tcase_add_test(tc, readings_are_nine);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
