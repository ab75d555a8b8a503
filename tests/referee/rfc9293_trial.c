/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How the events of RFC 9293's table come about.
 */
#include "tests/referee/rfc9293_trial.h"

#include <string.h>

static bool has_fin_of_peer(enum rfc_state state)
{
	return state == RFC_CLOSE_WAIT || state == RFC_CLOSING ||
	       state == RFC_LAST_ACK || state == RFC_TIME_WAIT;
}

static bool has_sent_fin(enum rfc_state state)
{
	return state == RFC_FIN_WAIT_1 || state == RFC_FIN_WAIT_2 ||
	       state == RFC_CLOSING || state == RFC_LAST_ACK ||
	       state == RFC_TIME_WAIT;
}

static bool fin_acknowledged(enum rfc_state state)
{
	return state == RFC_FIN_WAIT_2 || state == RFC_TIME_WAIT;
}

/*
 * A connection in @state. @outstanding: two octets before any FIN are not
 * acknowledged, so that an ACK can be new and not cover the FIN.
 */
static struct tcb in_state(enum rfc_state state, const struct setting *s,
			   bool outstanding)
{
	struct tcb tcb = {.state = state, .rcv_wnd = WINDOW};

	if (state == RFC_CLOSED)
		return tcb;
	tcb.passive = state == RFC_LISTEN || s->passive;
	tcb.remote_known = true;
	if (state == RFC_LISTEN)
		return tcb;
	tcb.iss = s->iss;
	tcb.snd_una = s->iss;
	tcb.snd_nxt = s->iss + 1;
	if (state == RFC_SYN_SENT)
		return tcb;
	tcb.irs = s->irs;
	tcb.rcv_nxt = s->irs + 1;
	tcb.snd_wnd = WINDOW;
	tcb.max_snd_wnd = MAX_WINDOW;
	tcb.snd_wl1 = s->irs;
	tcb.snd_wl2 = s->iss;
	if (state == RFC_SYN_RECEIVED)
		return tcb;
	tcb.snd_una = s->iss + 1 + SENT;
	tcb.snd_nxt = tcb.snd_una + (outstanding ? 2 : 0);
	tcb.rcv_nxt = s->irs + 1 + RECEIVED;
	if (has_fin_of_peer(state)) {
		tcb.peer_fin = true;
		tcb.rcv_nxt++;
	}
	if (has_sent_fin(state)) {
		tcb.fin_sent = true;
		tcb.snd_nxt++;
	}
	if (fin_acknowledged(state))
		tcb.snd_una = tcb.snd_nxt;
	return tcb;
}

/* A segment as a faultless peer would send it next, with @flags. */
static void arrives(struct trial *t, uint16_t flags)
{
	t->event.kind = EVENT_SEGMENT;
	t->event.seg = (struct event_segment){
		.seq = t->tcb.rcv_nxt,
		.ack = flags & SEG_ACK ? t->tcb.snd_una : 0,
		.wnd = WINDOW,
		.flags = flags,
	};
	if (t->tcb.state == RFC_SYN_RECEIVED && flags & SEG_ACK)
		t->event.seg.ack = t->tcb.snd_nxt;
}

#define BUILD(name_) void trial_##name_(struct trial *t)
#define SEGMENT(name_, flags_, ...)                                            \
	void trial_##name_(struct trial *t)                                    \
	{                                                                      \
		struct event_segment *seg = &t->event.seg;                     \
									       \
		arrives(t, flags_);                                            \
		(void)seg;                                                     \
		__VA_ARGS__;                                                   \
	}

#define CALL(name_, kind_)                                                     \
	void trial_##name_(struct trial *t)                                    \
	{                                                                      \
		t->event.kind = kind_;                                         \
	}

CALL(open_active, EVENT_OPEN_ACTIVE)
CALL(open_passive, EVENT_OPEN_PASSIVE)
CALL(send_data, EVENT_SEND)
CALL(receive, EVENT_RECEIVE)
CALL(close_call, EVENT_CLOSE)
CALL(abort_call, EVENT_ABORT)
CALL(status, EVENT_STATUS)
CALL(tmo_user, EVENT_USER_TIMEOUT)
CALL(tmo_time_wait, EVENT_TIME_WAIT_TIMEOUT)
CALL(tmo_retransmission, EVENT_RETRANSMISSION_TIMEOUT)

/* CLOSED, LISTEN */
SEGMENT(rst_any, SEG_RST | SEG_ACK, seg->seq = 99)
SEGMENT(ack_on, SEG_SYN | SEG_ACK, seg->seq = 99; seg->ack = 4711)
SEGMENT(ack_off, SEG_SYN | SEG_FIN, seg->seq = 99; seg->length = 7)
SEGMENT(syn_alone, SEG_SYN, seg->seq = 99)
SEGMENT(fin_alone, SEG_FIN, seg->seq = 99; seg->length = 3)

/* SYN-SENT: nothing is known of the peer's numbers. */
SEGMENT(bad_ack_low, SEG_ACK | SEG_SYN, seg->ack = t->tcb.iss)
SEGMENT(bad_ack_high, SEG_ACK, seg->ack = t->tcb.snd_nxt + 1)
SEGMENT(bad_ack_rst, SEG_ACK | SEG_RST, seg->ack = t->tcb.iss)
SEGMENT(bad_ack_rst_high, SEG_ACK | SEG_RST, seg->ack = t->tcb.snd_nxt + 1)
SEGMENT(rst_good_ack, SEG_ACK | SEG_RST, seg->ack = t->tcb.snd_nxt)
SEGMENT(rst_no_ack, SEG_RST)
SEGMENT(syn_good_ack, SEG_SYN | SEG_ACK, seg->seq = 5000;
	seg->ack = t->tcb.snd_nxt)
SEGMENT(syn_fin_good_ack, SEG_SYN | SEG_ACK | SEG_FIN, seg->seq = 5000;
	seg->ack = t->tcb.snd_nxt)
SEGMENT(syn_no_ack, SEG_SYN, seg->seq = 5000)
SEGMENT(good_ack_alone, SEG_ACK, seg->ack = t->tcb.snd_nxt)

/* SYN-RECEIVED and behind it */
SEGMENT(old_probe, SEG_ACK, seg->seq--)
SEGMENT(old_data, SEG_ACK, seg->seq -= 5; seg->length = 5)
SEGMENT(old_data_before_fin, SEG_ACK, seg->seq -= 6; seg->length = 5)
SEGMENT(far_data, SEG_ACK, seg->seq += WINDOW; seg->length = 5)
SEGMENT(rst_exact, SEG_RST)
SEGMENT(rst_inside, SEG_RST, seg->seq++)
SEGMENT(rst_right_edge, SEG_RST, seg->seq += WINDOW - 1)
SEGMENT(rst_left, SEG_RST, seg->seq--)
SEGMENT(rst_right, SEG_RST, seg->seq += WINDOW)
SEGMENT(syn_inside, SEG_SYN, seg->seq += 5)
SEGMENT(syn_outside, SEG_SYN, seg->seq -= 5)
SEGMENT(syn_ack_again, SEG_SYN | SEG_ACK, seg->seq = t->tcb.irs)
SEGMENT(syn_ack_inside, SEG_SYN | SEG_ACK, seg->seq += 5)
SEGMENT(no_ack_data, 0, seg->length = 5)
SEGMENT(no_ack_fin, SEG_FIN)
SEGMENT(ack_good, SEG_ACK, seg->ack = t->tcb.snd_nxt)
SEGMENT(ack_low, SEG_ACK, seg->ack = t->tcb.snd_una)
SEGMENT(ack_high, SEG_ACK, seg->ack = t->tcb.snd_nxt + 1)
SEGMENT(ack_half_circle, SEG_ACK, seg->ack = t->tcb.snd_nxt + 0x7fffffff)
SEGMENT(ack_new, SEG_ACK, seg->ack = t->tcb.snd_una + 1)
SEGMENT(ack_old, SEG_ACK, seg->ack = t->tcb.snd_una - 1)
SEGMENT(ack_old_edge, SEG_ACK, seg->ack = t->tcb.snd_una - MAX_WINDOW)
SEGMENT(ack_too_old, SEG_ACK, seg->ack = t->tcb.snd_una - MAX_WINDOW - 1)
SEGMENT(data, SEG_ACK | SEG_PSH, seg->length = 5)
SEGMENT(data_ahead, SEG_ACK, seg->seq += 5; seg->length = 5)
SEGMENT(data_partly_old, SEG_ACK, seg->seq -= 3; seg->length = 5)
SEGMENT(fin, SEG_ACK | SEG_FIN)
SEGMENT(fin_with_data, SEG_ACK | SEG_FIN, seg->length = 5)
SEGMENT(fin_ahead, SEG_ACK | SEG_FIN, seg->seq += 5)
SEGMENT(fin_acks_ours, SEG_ACK | SEG_FIN, seg->ack = t->tcb.snd_nxt)
SEGMENT(fin_again, SEG_ACK | SEG_FIN, seg->seq--)

/* Events that cannot be, told as control blocks that cannot be. */
BUILD(data_behind_fin)
{
	trial_data(t);
	t->tcb.peer_fin = true;
}

BUILD(fin_twice)
{
	trial_fin_again(t);
	t->tcb.peer_fin = true;
}

BUILD(fin_twice_acknowledged)
{
	trial_ack_good(t);
	t->tcb.snd_una--;
}

/* The rows' events, and how each of them can come about. */
const struct trial_event trial_events[] = {
	{"OPEN-active", {trial_open_active}},
	{"OPEN-passive", {trial_open_passive}},
	{"SEND", {trial_send_data}},
	{"RECEIVE", {trial_receive}},
	{"CLOSE", {trial_close_call}},
	{"ABORT", {trial_abort_call}},
	{"STATUS", {trial_status}},
	{"TMO user", {trial_tmo_user}},
	{"TMO retransmission", {trial_tmo_retransmission}},
	{"TMO time-wait", {trial_tmo_time_wait}},
	{"SEG RST (any)", {trial_rst_any, trial_rst_no_ack}},
	{"SEG no-RST, ACK on", {trial_ack_on, trial_data}},
	{"SEG no-RST, ACK off",
	 {trial_ack_off, trial_syn_alone, trial_fin_alone}},
	{"SEG ACK on, no RST (any SYN/FIN/data)",
	 {trial_ack_on, trial_data, trial_fin}},
	{"SEG SYN, ACK off, no RST", {trial_syn_alone}},
	{"SEG none of SYN/ACK/RST", {trial_fin_alone}},
	{"SEG ACK =<ISS or >SND.NXT, no RST",
	 {trial_bad_ack_low, trial_bad_ack_high}},
	{"SEG ACK =<ISS or >SND.NXT, RST on",
	 {trial_bad_ack_rst, trial_bad_ack_rst_high}},
	{"SEG RST, ACK acceptable", {trial_rst_good_ack}},
	{"SEG RST, ACK off", {trial_rst_no_ack}},
	{"SEG SYN, ACK acceptable", {trial_syn_good_ack}},
	{"SEG SYN, ACK acceptable, +FIN", {trial_syn_fin_good_ack}},
	{"SEG SYN, ACK off", {trial_syn_no_ack}},
	{"SEG ACK acceptable, no SYN/RST", {trial_good_ack_alone}},
	{"SEG none of SYN/RST/ACK (incl. FIN, data)",
	 {trial_fin_alone, trial_no_ack_data}},
	{"SEG seq unacceptable, no RST, no SYN",
	 {trial_old_probe, trial_old_data, trial_far_data}},
	{"SEG RST exact (SEQ=RCV.NXT)", {trial_rst_exact}},
	{"SEG RST in window, not exact",
	 {trial_rst_inside, trial_rst_right_edge}},
	{"SEG RST out of window", {trial_rst_left, trial_rst_right}},
	{"SEG SYN (ACK off) in window", {trial_syn_inside}},
	{"SEG SYN (ACK off) out of window", {trial_syn_outside}},
	{"SEG SYN,ACK", {trial_syn_ack_again}},
	{"SEG seq ok, ACK off, no SYN/RST",
	 {trial_no_ack_data, trial_no_ack_fin}},
	{"SEG ACK SND.UNA < SEG.ACK =< SND.NXT", {trial_ack_good}},
	{"SEG ACK =< SND.UNA", {trial_ack_low, trial_ack_old}},
	{"SEG ACK > SND.NXT", {trial_ack_high, trial_ack_half_circle}},
	{"SEG ACK new, not covering our FIN", {trial_ack_new}},
	{"SEG ACK covering our FIN", {trial_ack_good}},
	{"SEG ACK old/duplicate within MAX.SND.WND",
	 {trial_ack_low, trial_ack_old, trial_ack_old_edge}},
	{"SEG ACK < SND.UNA-MAX.SND.WND", {trial_ack_too_old}},
	{"SEG ACK old/duplicate or = SND.NXT, LEN 0, SEQ=RCV.NXT",
	 {trial_ack_good, trial_ack_old}},
	{"SEG data in order", {trial_data}},
	{"SEG data in order with acceptable ACK", {trial_data}},
	{"SEG data out of order in window", {trial_data_ahead}},
	{"SEG data out of order in window, acceptable ACK", {trial_data_ahead}},
	{"SEG data partly old", {trial_data_partly_old}},
	{"SEG data after FIN", {trial_data}},
	{"SEG data after FIN, SEQ=RCV.NXT", {trial_data}},
	{"SEG data old (before FIN)", {trial_old_data_before_fin}},
	{"SEG FIN in order", {trial_fin, trial_fin_with_data}},
	{"SEG FIN in order, acceptable ACK", {trial_fin, trial_fin_with_data}},
	{"SEG FIN in order, our FIN not yet ACKed",
	 {trial_fin, trial_fin_with_data}},
	{"SEG FIN in order, ACKs our FIN", {trial_fin_acks_ours}},
	{"SEG FIN in order (new SEQ=RCV.NXT)", {trial_fin}},
	{"SEG FIN in order (new)", {trial_fin}},
	{"SEG FIN out of order in window", {trial_fin_ahead}},
	{"SEG FIN out of order in window, acceptable ACK", {trial_fin_ahead}},
	{"SEG FIN duplicate", {trial_fin_again}},
	{"SEG FIN duplicate (SEQ=RCV.NXT-1)", {trial_fin_again}},
	{NULL, {NULL}},
};

/* What stands for an event where the row says "n/a". */
const struct trial_event trial_impossible[] = {
	{"SEG data after FIN", {trial_data_behind_fin}},
	{"SEG FIN duplicate", {trial_fin_twice}},
	{"SEG ACK covering our FIN", {trial_fin_twice_acknowledged}},
	{"TMO user", {trial_tmo_user}},
	{"TMO retransmission", {trial_tmo_retransmission}},
	{"TMO time-wait", {trial_tmo_time_wait}},
	{NULL, {NULL}},
};

void trial_prepare(struct trial *t, const struct setting *s,
		   enum rfc_state state, bool outstanding, build_fn *build)
{
	memset(t, 0, sizeof(*t));
	t->tcb = in_state(state, s, outstanding);
	t->event.octets = 100;
	t->event.iss = NEW_ISS;
	t->event.window = WINDOW;
	t->event.newer = s->newer;
	t->event.remote = true;
	build(t);
}
