/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What timestamps (RFC 7323) and fast open (RFC 7413) make of RFC 9293's events.
 */
#include "harness/referee/sequence.h"
#include "tests/referee/rfc9293_trial.h"
#include "tests/suite.h"

/* The peer's last timestamp: those of trials are made across 2^32. */
#define RECENT 5u

static const struct setting plain = {.iss = 100, .irs = 900};

static const enum rfc_state synchronized[] = {
	RFC_SYN_RECEIVED, RFC_ESTABLISHED, RFC_FIN_WAIT_1, RFC_FIN_WAIT_2,
	RFC_CLOSE_WAIT,	  RFC_CLOSING,	   RFC_LAST_ACK,   RFC_TIME_WAIT,
};

static struct outcome happen(const struct trial *t)
{
	struct outcome o;

	rfc9293_event(&t->tcb, &t->event, &o);
	ck_assert(!o.impossible);
	return o;
}

static struct outcome stamped(enum rfc_state state, build_fn *build,
			      uint32_t ts, struct trial *t)
{
	trial_prepare(t, &plain, state, false, build);
	t->tcb.timestamps = true;
	t->tcb.ts_recent = RECENT;
	t->event.last_ack = t->tcb.rcv_nxt;
	t->event.seg.has_ts = true;
	t->event.seg.ts = ts;
	return happen(t);
}

START_TEST(old_segments_are_answered_and_dropped)
{
	build_fn *const all[] = {trial_ack_good, trial_data, trial_fin,
				 trial_syn_ack_inside};
	struct outcome o;
	struct trial t;
	size_t i;

	for (i = 0; i < COUNT(all); i++) {
		o = stamped(synchronized[_i], all[i], RECENT - 10, &t);
		ck_assert_str_eq(o.why, "3.10.7.4 first step (RFC 7323 5.3 R1)");
		ck_assert_uint_eq(o.n, 1);
		ck_assert_uint_eq(o.reply[0].flags, SEG_ACK);
		ck_assert_uint_eq(o.reply[0].seq, t.tcb.snd_nxt);
		ck_assert_uint_eq(o.reply[0].ack, t.tcb.rcv_nxt);
		ck_assert_mem_eq(&o.tcb, &t.tcb, sizeof(o.tcb));
	}
}
END_TEST

START_TEST(old_reset_passes)
{
	struct trial t;
	struct outcome o = stamped(RFC_ESTABLISHED, trial_rst_exact,
				   RECENT - 10, &t);

	ck_assert_int_eq(o.tcb.state, RFC_CLOSED);
}
END_TEST

/* An equal one is not old; without the option, or its negotiation, none is. */
START_TEST(not_old)
{
	struct trial t;
	struct outcome o = stamped(RFC_ESTABLISHED, trial_fin, RECENT, &t);

	ck_assert_int_eq(o.tcb.state, RFC_CLOSE_WAIT);
	o = stamped(RFC_ESTABLISHED, trial_fin, RECENT - 10, &t);
	ck_assert_int_eq(o.tcb.state, RFC_ESTABLISHED);
	t.event.seg.has_ts = false;
	ck_assert_int_eq(happen(&t).tcb.state, RFC_CLOSE_WAIT);
	t.event.seg.has_ts = true;
	t.tcb.timestamps = false;
	ck_assert_int_eq(happen(&t).tcb.state, RFC_CLOSE_WAIT);
}
END_TEST

/* R3: "SEG.TSval >= TS.Recent and SEG.SEQ <= Last.ACK.sent" */
START_TEST(ts_recent_is_kept)
{
	struct trial t;
	struct outcome o = stamped(RFC_ESTABLISHED, trial_data, RECENT + 1, &t);

	ck_assert_uint_eq(o.tcb.ts_recent, RECENT + 1);
	t.event.last_ack--;
	ck_assert_uint_eq(happen(&t).tcb.ts_recent, RECENT);
	o = stamped(RFC_ESTABLISHED, trial_data_ahead, RECENT + 1, &t);
	ck_assert_uint_eq(o.tcb.ts_recent, RECENT);
}
END_TEST

static struct trial syn_with_text(void)
{
	struct trial t = {
		.tcb = {.state = RFC_LISTEN, .passive = true},
		.event = {
			.kind = EVENT_SEGMENT,
			.iss = NEW_ISS,
			.window = WINDOW,
			.seg = {.seq = 0xfffffffeu, .length = 10,
				.flags = SEG_SYN},
		},
	};

	return t;
}

START_TEST(syn_begins_ts_recent)
{
	struct trial t = syn_with_text();
	struct outcome o = happen(&t);

	ck_assert(!o.tcb.timestamps);
	t.event.seg.has_ts = true;
	t.event.seg.ts = 77;
	o = happen(&t);
	ck_assert(o.tcb.timestamps);
	ck_assert_uint_eq(o.tcb.ts_recent, 77);
}
END_TEST

START_TEST(text_beside_a_syn)
{
	struct trial t = syn_with_text();
	struct outcome o = happen(&t);

	ck_assert_uint_eq(o.reply[0].ack, t.event.seg.seq + 1);
	ck_assert(!o.tcb.fast_open);
	t.event.fast_open = true;
	o = happen(&t);
	ck_assert_int_eq(o.tcb.state, RFC_SYN_RECEIVED);
	ck_assert_uint_eq(o.n, 1);
	ck_assert_uint_eq(o.reply[0].flags, SEG_SYN | SEG_ACK);
	ck_assert_uint_eq(o.reply[0].ack, t.event.seg.seq + 11);
	ck_assert(o.tcb.fast_open);
}
END_TEST

/* 3.10.7.2: "queued for processing later" */
START_TEST(queued_text_is_processed)
{
	struct trial t = syn_with_text();
	struct outcome o = happen(&t);

	t.tcb = o.tcb;
	t.tcb.held[0].seq = t.tcb.rcv_nxt;
	t.tcb.held[0].length = 10;
	t.tcb.n_held = 1;
	t.event.seg = (struct event_segment){
		.seq = t.tcb.rcv_nxt,
		.ack = t.tcb.snd_nxt,
		.flags = SEG_ACK,
	};
	o = happen(&t);
	ck_assert_int_eq(o.tcb.state, RFC_ESTABLISHED);
	ck_assert_uint_eq(o.tcb.rcv_nxt, t.tcb.rcv_nxt + 10);
	ck_assert_uint_eq(o.tcb.n_held, 0);
	ck_assert_uint_eq(o.n, 1);
	ck_assert_uint_eq(o.reply[0].ack, o.tcb.rcv_nxt);
}
END_TEST

/* What stands beside our own SYN is acknowledged with it, or not. */
START_TEST(text_beside_our_syn)
{
	struct trial t = {
		.tcb = {
			.state = RFC_SYN_SENT,
			.iss = 100,
			.snd_una = 100,
			.snd_nxt = 111,
		},
		.event = {
			.kind = EVENT_SEGMENT,
			.seg = {.seq = 900, .ack = 111,
				.flags = SEG_SYN | SEG_ACK},
		},
	};
	struct outcome o = happen(&t);

	ck_assert_int_eq(o.tcb.state, RFC_ESTABLISHED);
	ck_assert_uint_eq(o.tcb.snd_una, 111);
	t.event.seg.ack = 101;
	o = happen(&t);
	ck_assert_int_eq(o.tcb.state, RFC_ESTABLISHED);
	ck_assert_uint_eq(o.tcb.snd_una, 101);
	t.event.seg.ack = 112;
	o = happen(&t);
	ck_assert_int_eq(o.tcb.state, RFC_SYN_SENT);
	ck_assert_uint_eq(o.reply[0].flags, SEG_RST);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("rfc9293 and options");
	TCase *tc = tcase_create("timestamps");

	tcase_add_loop_test(tc, old_segments_are_answered_and_dropped, 0,
			    (int)COUNT(synchronized));
	tcase_add_test(tc, old_reset_passes);
	tcase_add_test(tc, not_old);
	tcase_add_test(tc, ts_recent_is_kept);
	tcase_add_test(tc, syn_begins_ts_recent);
	suite_add_tcase(s, tc);
	tc = tcase_create("text beside a SYN");
	tcase_add_test(tc, text_beside_a_syn);
	tcase_add_test(tc, queued_text_is_processed);
	tcase_add_test(tc, text_beside_our_syn);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
