/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The model against tests/rfc9293.tsv: every state, every event, as section
 * 3.10 of RFC 9293 has it. Each row is tried at several initial sequence
 * numbers, so that every comparison is made across 2^32 and across 2^31.
 */
#include "harness/model/rfc9293.h"
#include "harness/model/sequence.h"
#include "pcap/segment.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WINDOW	   1000 /* offered to the peer, and by the peer */
#define MAX_WINDOW 2000 /* that the peer ever offered */
#define SENT	   10	/* octets that were sent and acknowledged */
#define RECEIVED   20
#define NEW_ISS	   777777

/* What a row is tried with. */
struct setting {
	uint32_t iss, irs;
	bool passive, newer;
};

/* A row that is being tried: what is there, and what happens. */
struct trial {
	struct tcb tcb;
	struct event event;
};

static char row_text[512];

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

#define BUILD(name_) static void name_(struct trial *t)
#define SEGMENT(name_, flags_, ...)                                            \
	BUILD(name_)                                                           \
	{                                                                      \
		struct event_segment *seg = &t->event.seg;                     \
									       \
		arrives(t, flags_);                                            \
		(void)seg;                                                     \
		__VA_ARGS__;                                                   \
	}

#define CALL(name_, kind_)                                                     \
	BUILD(name_)                                                           \
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
	data(t);
	t->tcb.peer_fin = true;
}

BUILD(fin_twice)
{
	fin_again(t);
	t->tcb.peer_fin = true;
}

BUILD(fin_twice_acknowledged)
{
	ack_good(t);
	t->tcb.snd_una--;
}

typedef void build_fn(struct trial *);

/* The rows' events, and how each of them can come about. */
static const struct {
	const char *name;
	build_fn *build[4];
} events[] = {
	{"OPEN-active", {open_active}},
	{"OPEN-passive", {open_passive}},
	{"SEND", {send_data}},
	{"RECEIVE", {receive}},
	{"CLOSE", {close_call}},
	{"ABORT", {abort_call}},
	{"STATUS", {status}},
	{"TMO user", {tmo_user}},
	{"TMO retransmission", {tmo_retransmission}},
	{"TMO time-wait", {tmo_time_wait}},
	{"SEG RST (any)", {rst_any, rst_no_ack}},
	{"SEG no-RST, ACK on", {ack_on, data}},
	{"SEG no-RST, ACK off", {ack_off, syn_alone, fin_alone}},
	{"SEG ACK on, no RST (any SYN/FIN/data)", {ack_on, data, fin}},
	{"SEG SYN, ACK off, no RST", {syn_alone}},
	{"SEG none of SYN/ACK/RST", {fin_alone}},
	{"SEG ACK =<ISS or >SND.NXT, no RST", {bad_ack_low, bad_ack_high}},
	{"SEG ACK =<ISS or >SND.NXT, RST on",
	 {bad_ack_rst, bad_ack_rst_high}},
	{"SEG RST, ACK acceptable", {rst_good_ack}},
	{"SEG RST, ACK off", {rst_no_ack}},
	{"SEG SYN, ACK acceptable", {syn_good_ack}},
	{"SEG SYN, ACK acceptable, +FIN", {syn_fin_good_ack}},
	{"SEG SYN, ACK off", {syn_no_ack}},
	{"SEG ACK acceptable, no SYN/RST", {good_ack_alone}},
	{"SEG none of SYN/RST/ACK (incl. FIN, data)",
	 {fin_alone, no_ack_data}},
	{"SEG seq unacceptable, no RST, no SYN",
	 {old_probe, old_data, far_data}},
	{"SEG RST exact (SEQ=RCV.NXT)", {rst_exact}},
	{"SEG RST in window, not exact", {rst_inside, rst_right_edge}},
	{"SEG RST out of window", {rst_left, rst_right}},
	{"SEG SYN (ACK off) in window", {syn_inside}},
	{"SEG SYN (ACK off) out of window", {syn_outside}},
	{"SEG SYN,ACK", {syn_ack_again}},
	{"SEG seq ok, ACK off, no SYN/RST", {no_ack_data, no_ack_fin}},
	{"SEG ACK SND.UNA < SEG.ACK =< SND.NXT", {ack_good}},
	{"SEG ACK =< SND.UNA", {ack_low, ack_old}},
	{"SEG ACK > SND.NXT", {ack_high, ack_half_circle}},
	{"SEG ACK new, not covering our FIN", {ack_new}},
	{"SEG ACK covering our FIN", {ack_good}},
	{"SEG ACK old/duplicate within MAX.SND.WND",
	 {ack_low, ack_old, ack_old_edge}},
	{"SEG ACK < SND.UNA-MAX.SND.WND", {ack_too_old}},
	{"SEG ACK old/duplicate or = SND.NXT, LEN 0, SEQ=RCV.NXT",
	 {ack_good, ack_old}},
	{"SEG data in order", {data}},
	{"SEG data in order with acceptable ACK", {data}},
	{"SEG data out of order in window", {data_ahead}},
	{"SEG data out of order in window, acceptable ACK", {data_ahead}},
	{"SEG data partly old", {data_partly_old}},
	{"SEG data after FIN", {data}},
	{"SEG data after FIN, SEQ=RCV.NXT", {data}},
	{"SEG data old (before FIN)", {old_data_before_fin}},
	{"SEG FIN in order", {fin, fin_with_data}},
	{"SEG FIN in order, acceptable ACK", {fin, fin_with_data}},
	{"SEG FIN in order, our FIN not yet ACKed", {fin, fin_with_data}},
	{"SEG FIN in order, ACKs our FIN", {fin_acks_ours}},
	{"SEG FIN in order (new SEQ=RCV.NXT)", {fin}},
	{"SEG FIN in order (new)", {fin}},
	{"SEG FIN out of order in window", {fin_ahead}},
	{"SEG FIN out of order in window, acceptable ACK", {fin_ahead}},
	{"SEG FIN duplicate", {fin_again}},
	{"SEG FIN duplicate (SEQ=RCV.NXT-1)", {fin_again}},
	{NULL, {NULL}},
};

/* What stands for an event where the row says "n/a". */
static const struct {
	const char *name;
	build_fn *build;
} impossible[] = {
	{"SEG data after FIN", data_behind_fin},
	{"SEG FIN duplicate", fin_twice},
	{"SEG ACK covering our FIN", fin_twice_acknowledged},
	{"TMO user", tmo_user},
	{"TMO retransmission", tmo_retransmission},
	{"TMO time-wait", tmo_time_wait},
	{NULL, NULL},
};

/* --- what a row says of the reply --------------------------------------- */

struct wanted {
	bool none, any_ack, challenge, data, front;
	bool has_ack;
	uint32_t seq, ack;
	uint16_t flags;
};

/* SND.NXT is that before the event, RCV.NXT that behind it. */
static uint32_t value(const char *s, size_t length, const struct trial *t,
		      const struct outcome *o)
{
	const struct event_segment *seg = &t->event.seg;
	char name[32];

	snprintf(name, sizeof(name), "%.*s", (int)length, s);
	if (!strcmp(name, "0"))
		return 0;
	if (!strcmp(name, "ISS"))
		return t->tcb.state == RFC_SYN_SENT ||
				       t->tcb.state == RFC_SYN_RECEIVED ?
			       t->tcb.iss :
			       NEW_ISS;
	if (!strcmp(name, "SND.NXT"))
		return t->tcb.snd_nxt;
	if (!strcmp(name, "RCV.NXT"))
		return o->tcb.rcv_nxt;
	if (!strcmp(name, "SEG.ACK"))
		return seg->ack;
	if (!strcmp(name, "SEG.SEQ+SEG.LEN"))
		return seg->seq + seg->length + !!(seg->flags & SEG_SYN) +
		       !!(seg->flags & SEG_FIN);
	ck_abort_msg("%s: value \"%s\"", row_text, name);
	return 0;
}

static uint16_t control(const char *s, size_t length)
{
	uint16_t flags = 0;
	char names[32], *save, *name;

	snprintf(names, sizeof(names), "%.*s", (int)length, s);
	for (name = strtok_r(names, ",", &save); name;
	     name = strtok_r(NULL, ",", &save)) {
		if (!strcmp(name, "SYN"))
			flags |= SEG_SYN;
		else if (!strcmp(name, "ACK"))
			flags |= SEG_ACK;
		else if (!strcmp(name, "FIN"))
			flags |= SEG_FIN;
		else if (!strcmp(name, "RST"))
			flags |= SEG_RST;
		else
			ck_abort_msg("%s: control \"%s\"", row_text, name);
	}
	return flags;
}

static void read_template(struct wanted *w, const char *s,
			  const struct trial *t, const struct outcome *o)
{
	while (*s == '<') {
		size_t length = strcspn(s, ">");

		ck_assert_msg(s[length] == '>', "%s: template", row_text);
		if (!strncmp(s, "<SEQ=", 5)) {
			w->seq = value(s + 5, length - 5, t, o);
		} else if (!strncmp(s, "<ACK=", 5)) {
			w->ack = value(s + 5, length - 5, t, o);
			w->has_ack = true;
		} else if (!strncmp(s, "<CTL=", 5)) {
			w->flags = control(s + 5, length - 5);
		} else {
			ck_abort_msg("%s: template %s", row_text, s);
		}
		s += length + 1;
	}
	ck_assert_msg(w->flags != 0 && (*s == '\0' || *s == ' '),
		      "%s: template", row_text);
}

/* "A (passive) / B (active)", "X A ; else B": which one is meant. */
static const char *alternative(const char *text, const struct setting *s)
{
	static char chosen[256];
	const char *cut = strstr(text, " (passive) / ");
	const char *other = strstr(text, "; else ");
	const char *either = strstr(text, " or ");

	if (cut) {
		if (s->passive)
			snprintf(chosen, sizeof(chosen), "%.*s",
				 (int)(cut - text), text);
		else
			snprintf(chosen, sizeof(chosen), "%.*s",
				 (int)strcspn(cut + 13, "("), cut + 13);
		if (chosen[strlen(chosen) - 1] == ' ')
			chosen[strlen(chosen) - 1] = '\0';
		return chosen;
	}
	if (other)
		return s->newer && strchr(text, '<') < other ?
			       strchr(text, '<') :
			       other + 7;
	if (either && *text != '<') {
		snprintf(chosen, sizeof(chosen), "%.*s",
			 (int)(either - text), text);
		return s->newer ? chosen : either + 4;
	}
	return text;
}

static struct wanted read_reply(const char *text, const struct trial *t,
				const struct outcome *o,
				const struct setting *s)
{
	struct wanted w = {.none = false};

	text = alternative(text, s);
	if (!strcmp(text, "none")) {
		w.none = true;
		return w;
	}
	if (!strncmp(text, "ACK", 3)) {
		w.any_ack = true;
		return w;
	}
	if (!strncmp(text, "data segment", 12)) {
		w.data = true;
		return w;
	}
	if (!strncmp(text, "front of retransmission", 23)) {
		w.front = true;
		return w;
	}
	w.challenge = !strncmp(text, "C:", 2);
	read_template(&w, text + (w.challenge ? 2 : 0), t, o);
	return w;
}

/* Return: NULL when the outcome is what the row says, else what differs. */
static const char *compare_reply(const struct wanted *w,
				 const struct trial *t,
				 const struct outcome *o)
{
	const struct reply *r = &o->reply[0];

	if (w->none)
		return o->n ? "a reply" : NULL;
	if (o->n != 1)
		return "not just one reply";
	if (w->any_ack)
		return r->flags != SEG_ACK || r->ack != o->tcb.rcv_nxt ||
				       r->seq != t->tcb.snd_nxt || r->length ?
			       "no ACK" :
			       NULL;
	if (w->data)
		return r->flags != SEG_ACK || r->seq != t->tcb.snd_nxt ||
				       r->ack != t->tcb.rcv_nxt ||
				       r->length != t->event.octets ?
			       "no data" :
			       NULL;
	if (w->front)
		return r->seq != t->tcb.snd_una || r->ack != t->tcb.rcv_nxt ||
				       r->length != 2 ?
			       "not the front of the queue" :
			       NULL;
	if (r->flags != w->flags)
		return "flags";
	if (r->seq != w->seq)
		return "sequence number";
	if (w->has_ack && r->ack != w->ack)
		return "acknowledgment number";
	if (r->length)
		return "data";
	if (w->challenge != (r->strength == REPLY_CHALLENGE))
		return "challenge or not";
	return NULL;
}

/* --- the rows ----------------------------------------------------------- */

static enum rfc_state state_named(const char *name)
{
	int state;

	for (state = 0; state < RFC_STATES; state++)
		if (!strcmp(name, rfc9293_state_name(state)))
			return state;
	ck_abort_msg("%s: state \"%s\"", row_text, name);
	return RFC_STATES;
}

static void prepare(struct trial *t, const struct setting *s,
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

/* Both kinds of row need data that are not acknowledged. */
static bool wants_outstanding(const char *event)
{
	return strstr(event, "not covering") || strstr(event, "=< SND.NXT") ||
	       !strcmp(event, "TMO retransmission");
}

static unsigned try_row(char *const column[4], const struct setting *s)
{
	enum rfc_state state = state_named(column[0]);
	bool outstanding = wants_outstanding(column[1]);
	unsigned tried = 0;
	size_t i, k;

	for (i = 0; events[i].name; i++)
		if (!strcmp(events[i].name, column[1]))
			break;
	ck_assert_msg(events[i].name, "%s: no such event", row_text);
	for (k = 0; k < 4 && events[i].build[k]; k++) {
		struct trial t;
		struct outcome o;
		struct wanted w;
		const char *differs;

		prepare(&t, s, state, outstanding, events[i].build[k]);
		ck_assert_msg(rfc9293_possible(&t.tcb), "%s: block %zu",
			      row_text, k);
		rfc9293_event(&t.tcb, &t.event, &o);
		ck_assert_msg(!o.impossible, "%s: impossible", row_text);
		w = read_reply(column[2], &t, &o, s);
		differs = compare_reply(&w, &t, &o);
		ck_assert_msg(!differs, "%s: form %zu, ISS %#x: %s (%s)",
			      row_text, k, s->iss, differs, o.why);
		ck_assert_msg(o.tcb.state ==
				      state_named(alternative(column[3], s)),
			      "%s: form %zu: %s", row_text, k,
			      rfc9293_state_name(o.tcb.state));
		ck_assert_msg(rfc9293_possible(&o.tcb),
			      "%s: form %zu: next block", row_text, k);
		tried++;
	}
	return tried;
}

static void try_impossible(char *const column[4], const struct setting *s)
{
	struct outcome o;
	struct trial t;
	size_t i;

	for (i = 0; impossible[i].name; i++)
		if (!strcmp(impossible[i].name, column[1]))
			break;
	ck_assert_msg(impossible[i].name, "%s: no such event", row_text);
	prepare(&t, s, state_named(column[0]), false, impossible[i].build);
	rfc9293_event(&t.tcb, &t.event, &o);
	ck_assert_msg(o.impossible, "%s: possible", row_text);
}

/* The row says so itself when it has two sides. */
static bool concerns(char *const column[4], const struct setting *s)
{
	bool time_wait_syn = !strcmp(column[0], "TIME-WAIT") &&
			     strstr(column[1], "SYN (ACK off)");

	/* RFC 6191 outside the window has a test of its own. */
	return !s->newer ||
	       (time_wait_syn && strstr(column[3], "SYN-RECEIVED"));
}

static FILE *open_rows(void)
{
	const char *srcdir = getenv("srcdir");
	char path[4096];
	FILE *in;

	snprintf(path, sizeof(path), "%s/tests/rfc9293.tsv",
		 srcdir ? srcdir : ".");
	in = fopen(path, "re");
	ck_assert_msg(in != NULL, "%s", path);
	return in;
}

static unsigned walk(const struct setting *s)
{
	char *line = NULL, *column[4], *rest;
	unsigned rows = 0;
	size_t room = 0;
	FILE *in = open_rows();
	int i;

	/* the heading */
	ck_assert(getline(&line, &room, in) > 0);
	while (getline(&line, &room, in) > 0) {
		line[strcspn(line, "\n")] = '\0';
		snprintf(row_text, sizeof(row_text), "%s", line);
		rest = line;
		for (i = 0; i < 4; i++)
			column[i] = strsep(&rest, "\t");
		ck_assert_msg(column[3] && !rest, "%s: columns", row_text);
		rows++;
		if (!concerns(column, s))
			continue;
		if (!strcmp(column[2], "n/a"))
			try_impossible(column, s);
		else
			ck_assert_uint_gt(try_row(column, s), 0);
	}
	free(line);
	fclose(in);
	return rows;
}

START_TEST(every_row)
{
	static const uint32_t numbers[] = {
		1000,		       0xffffffff, 0xfffffff4,
		0x7fffffff, 0x80000000, 0,
	};
	const size_t n = sizeof(numbers) / sizeof(*numbers);
	size_t i;

	for (i = 0; i < 4 * n; i++) {
		struct setting s = {
			.iss = numbers[i / 4],
			.irs = numbers[n - 1 - i / 4] - 15,
			.passive = i & 1,
			.newer = i & 2,
		};

		ck_assert_uint_eq(walk(&s), 263);
	}
}
END_TEST

/* --- what the table has no room for -------------------------------------- */

static const struct setting plain = {.iss = 100, .irs = 900};

static struct outcome happen(const struct trial *t)
{
	struct outcome o;

	rfc9293_event(&t->tcb, &t->event, &o);
	ck_assert(!o.impossible);
	return o;
}

START_TEST(comparison_fails)
{
	struct wanted w = {.flags = SEG_ACK, .seq = 1, .ack = 2,
			   .has_ack = true};
	struct trial t = {.event = {.kind = EVENT_STATUS}};
	struct outcome o = {.n = 1};

	o.reply[0] = (struct reply){.flags = SEG_ACK, .seq = 1, .ack = 2};
	ck_assert_ptr_null(compare_reply(&w, &t, &o));
	o.reply[0].seq = 3;
	ck_assert_str_eq(compare_reply(&w, &t, &o), "sequence number");
	o.reply[0].seq = 1;
	o.reply[0].ack = 3;
	ck_assert_str_eq(compare_reply(&w, &t, &o), "acknowledgment number");
	o.reply[0].ack = 2;
	o.reply[0].strength = REPLY_CHALLENGE;
	ck_assert_str_eq(compare_reply(&w, &t, &o), "challenge or not");
	o.reply[0].flags = SEG_RST;
	ck_assert_str_eq(compare_reply(&w, &t, &o), "flags");
	o.n = 0;
	ck_assert_ptr_nonnull(compare_reply(&w, &t, &o));
	w.none = true;
	ck_assert_ptr_null(compare_reply(&w, &t, &o));
	o.n = 1;
	ck_assert_str_eq(compare_reply(&w, &t, &o), "a reply");
}
END_TEST

START_TEST(newer_syn_by_timestamp_alone)
{
	struct setting s = {.iss = 100, .irs = 900, .newer = true};
	struct outcome o;
	struct trial t;

	prepare(&t, &s, RFC_TIME_WAIT, false, syn_outside);
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

	prepare(&t, &plain, RFC_ESTABLISHED, false, syn_ack_inside);
	o = happen(&t);
	ck_assert_int_eq(o.tcb.state, RFC_ESTABLISHED);
	ck_assert_int_eq(o.reply[0].strength, REPLY_CHALLENGE);
}
END_TEST

START_TEST(rfc1337_keeps_time_wait)
{
	struct outcome o;
	struct trial t;

	prepare(&t, &plain, RFC_TIME_WAIT, false, rst_exact);
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

	prepare(&t, &plain, RFC_TIME_WAIT, false, fin_again);
	o = happen(&t);
	ck_assert(o.signals & SIGNAL_RESTART_2MSL);
	prepare(&t, &plain, RFC_TIME_WAIT, false, old_probe);
	o = happen(&t);
	ck_assert(!(o.signals & SIGNAL_RESTART_2MSL));
}
END_TEST

START_TEST(half_duplex_close_resets)
{
	struct outcome o;
	struct trial t;

	prepare(&t, &plain, RFC_FIN_WAIT_2, false, data);
	t.tcb.no_reading = true;
	o = happen(&t);
	ck_assert_int_eq(o.tcb.state, RFC_CLOSED);
	ck_assert_uint_eq(o.n, 1);
	ck_assert_uint_eq(o.reply[0].flags, SEG_RST);
	ck_assert_uint_eq(o.reply[0].seq, t.event.seg.ack);
	/* A FIN alone is no data. */
	prepare(&t, &plain, RFC_FIN_WAIT_2, false, fin);
	t.tcb.no_reading = true;
	o = happen(&t);
	ck_assert_int_eq(o.tcb.state, RFC_TIME_WAIT);
}
END_TEST

START_TEST(gap_holds_the_fin)
{
	struct outcome o;
	struct trial t;

	prepare(&t, &plain, RFC_ESTABLISHED, false, fin_ahead);
	o = happen(&t);
	ck_assert_int_eq(o.tcb.state, RFC_ESTABLISHED);
	ck_assert_uint_eq(o.tcb.n_held, 1);
	/* Once more: it is held only once. */
	t.tcb = o.tcb;
	o = happen(&t);
	ck_assert_uint_eq(o.tcb.n_held, 1);
	t.tcb = o.tcb;
	data(&t);
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

	prepare(&t, &plain, RFC_FIN_WAIT_1, false, fin_ahead);
	first = t.tcb.rcv_nxt;
	t.event.seg.seq = first + 10;
	t.tcb = happen(&t).tcb;
	data_ahead(&t);
	t.tcb = happen(&t).tcb;
	ck_assert_uint_eq(t.tcb.n_held, 2);
	ck_assert_uint_eq(t.tcb.rcv_nxt, first);
	data(&t);
	o = happen(&t);
	ck_assert_uint_eq(o.tcb.rcv_nxt, first + 11);
	ck_assert_int_eq(o.tcb.state, RFC_CLOSING);
}
END_TEST

START_TEST(fin_waits_for_queued_data)
{
	struct outcome o;
	struct trial t;

	prepare(&t, &plain, RFC_ESTABLISHED, false, close_call);
	t.tcb.snd_wnd = 0;
	t.tcb.queued = 7;
	o = happen(&t);
	/* "In any case, enter FIN-WAIT-1 state." */
	ck_assert_int_eq(o.tcb.state, RFC_FIN_WAIT_1);
	ck_assert_uint_eq(o.n, 0);
	ck_assert(o.tcb.fin_due && !o.tcb.fin_sent);
	/* A window: data, and then the FIN. */
	t.tcb = o.tcb;
	ack_low(&t);
	o = happen(&t);
	ck_assert_uint_eq(o.n, 2);
	ck_assert_uint_eq(o.reply[0].length, 7);
	ck_assert_uint_eq(o.reply[1].flags, SEG_FIN | SEG_ACK);
	ck_assert_uint_eq(o.reply[1].seq, t.tcb.snd_nxt + 7);
	ck_assert(o.tcb.fin_sent && !o.tcb.fin_due);
	ck_assert_int_eq(o.tcb.state, RFC_FIN_WAIT_1);
	/* The data alone are acknowledged, then the FIN. */
	t.tcb = o.tcb;
	ack_good(&t);
	t.event.seg.ack--;
	t.tcb = happen(&t).tcb;
	ck_assert_int_eq(t.tcb.state, RFC_FIN_WAIT_1);
	ack_good(&t);
	ck_assert_int_eq(happen(&t).tcb.state, RFC_FIN_WAIT_2);
}
END_TEST

START_TEST(close_in_syn_received_waits_for_data)
{
	struct outcome o;
	struct trial t;

	prepare(&t, &plain, RFC_SYN_RECEIVED, false, close_call);
	t.tcb.queued = 7;
	o = happen(&t);
	ck_assert_int_eq(o.tcb.state, RFC_SYN_RECEIVED);
	ck_assert_uint_eq(o.n, 0);
	t.tcb = o.tcb;
	ack_good(&t);
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
	prepare(&t, &plain, RFC_ESTABLISHED, true, data);
	t.tcb.rcv_wnd = 0;
	t.event.seg.ack = t.tcb.snd_nxt;
	o = happen(&t);
	ck_assert_uint_eq(o.tcb.rcv_nxt, t.tcb.rcv_nxt);
	ck_assert_uint_eq(o.tcb.snd_una, t.tcb.snd_nxt);
	ck_assert_uint_eq(o.n, 1);
	ck_assert_uint_eq(o.reply[0].flags, SEG_ACK);
	/* Without an octet it asks for no answer. */
	prepare(&t, &plain, RFC_ESTABLISHED, true, ack_good);
	t.tcb.rcv_wnd = 0;
	o = happen(&t);
	ck_assert_uint_eq(o.tcb.snd_una, t.tcb.snd_nxt);
	ck_assert_uint_eq(o.n, 0);
	/* and a RST is taken. */
	prepare(&t, &plain, RFC_ESTABLISHED, false, rst_exact);
	t.tcb.rcv_wnd = 0;
	ck_assert_int_eq(happen(&t).tcb.state, RFC_CLOSED);
}
END_TEST

START_TEST(fin_is_sent_again)
{
	struct outcome o;
	struct trial t;

	prepare(&t, &plain, RFC_LAST_ACK, false, tmo_retransmission);
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
		{RFC_CLOSED, send_data, SIGNAL_NO_CONNECTION},
		{RFC_LISTEN, close_call, SIGNAL_CLOSING},
		{RFC_SYN_SENT, rst_good_ack, SIGNAL_RESET},
		{RFC_SYN_SENT, open_active, SIGNAL_EXISTS},
		{RFC_SYN_SENT, syn_good_ack, SIGNAL_ESTABLISHED},
		{RFC_SYN_RECEIVED, rst_exact, SIGNAL_REFUSED},
		{RFC_ESTABLISHED, rst_exact, SIGNAL_RESET},
		{RFC_ESTABLISHED, fin, SIGNAL_CLOSING},
		{RFC_ESTABLISHED, fin_with_data, SIGNAL_CLOSING | SIGNAL_DATA},
		{RFC_ESTABLISHED, data, SIGNAL_DATA},
		{RFC_ESTABLISHED, ack_good, 0},
		{RFC_CLOSE_WAIT, rst_exact, SIGNAL_RESET},
		{RFC_CLOSING, rst_exact, 0},
		{RFC_LAST_ACK, rst_exact, 0},
		{RFC_FIN_WAIT_1, send_data, SIGNAL_CLOSING},
		{RFC_ESTABLISHED, tmo_user, SIGNAL_TIMED_OUT},
		{RFC_TIME_WAIT, receive, SIGNAL_CLOSING},
	};
	size_t i;

	for (i = 0; i < sizeof(told) / sizeof(*told); i++) {
		struct trial t;

		prepare(&t, &plain, told[i].state, false, told[i].build);
		ck_assert_msg(happen(&t).signals == told[i].signals,
			      "%zu: %#x", i, happen(&t).signals);
	}
}
END_TEST

START_TEST(passive_without_remote_cannot_send)
{
	struct outcome o;
	struct trial t;

	prepare(&t, &plain, RFC_LISTEN, false, send_data);
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
	Suite *s = suite_create("rfc9293");
	TCase *tc = tcase_create("table");
	SRunner *sr;
	int failed;

	tcase_add_test(tc, every_row);
	tcase_add_test(tc, comparison_fails);
	suite_add_tcase(s, tc);
	tc = tcase_create("beside it");
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
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
