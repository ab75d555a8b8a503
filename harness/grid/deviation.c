/* SPDX-License-Identifier: BSD-2-Clause */
#include "harness/grid/deviation.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <string.h>

/* What every rule is given, by short names: a rule should read as one. */
#define RULE(name) \
	static bool name(const struct station *s, const struct cell *c, \
			 const struct opinion *o)
#define UNUSED (void)s, (void)c, (void)o

static bool in(const struct station *s, enum rfc_state state)
{
	return s->rfc == state;
}

static bool is_mini(const struct station *s)
{
	return !strcmp(s->name, "FIN_WAIT2-orphan");
}

/* A request that no socket stands for yet. */
static bool is_request(const struct station *s)
{
	return in(s, RFC_SYN_RECEIVED) && !station_accepts(s);
}

static bool crossed(const struct station *s)
{
	return in(s, RFC_SYN_RECEIVED) && station_accepts(s);
}

static bool after_fin(const struct station *s)
{
	return in(s, RFC_CLOSE_WAIT) || in(s, RFC_CLOSING) ||
	       in(s, RFC_LAST_ACK);
}

static bool silent(const struct reaction *r)
{
	return !r->n;
}

static bool answers(const struct reaction *r, uint16_t flags)
{
	return r->n == 1 && r->reply[0].flags == flags;
}

static bool gone(const struct reaction *r)
{
	return r->state == TCP_CLOSE || r->state == TCP_LISTEN;
}

static bool stays(const struct station *s, const struct reaction *r)
{
	return r->state ==
	       (s->state == TCP_CLOSE ? station_gone(s) : s->state);
}

RULE(no_flags)
{
	UNUSED;
	return !(c->flags & (SEG_ACK | SEG_SYN | SEG_RST)) &&
	       !silent(&o->rfc) && silent(&o->kernel) &&
	       stays(s, &o->kernel);
}

RULE(listen_syn_fin)
{
	UNUSED;
	return in(s, RFC_LISTEN) && c->flags & SEG_FIN && silent(&o->kernel) &&
	       stays(s, &o->kernel);
}

RULE(time_wait_syn_fin)
{
	UNUSED;
	return in(s, RFC_TIME_WAIT) && c->flags & SEG_SYN &&
	       c->flags & SEG_FIN && gone(&o->kernel);
}

RULE(syn_ack_text)
{
	UNUSED;
	return in(s, RFC_SYN_SENT) && c->flags & SEG_SYN &&
	       c->flags & SEG_ACK && o->kernel.state == TCP_ESTABLISHED;
}

RULE(syn_sent_refused)
{
	UNUSED;
	return in(s, RFC_SYN_SENT) && o->kernel.error == ECONNREFUSED;
}

RULE(close_wait_epipe)
{
	UNUSED;
	return in(s, RFC_CLOSE_WAIT) && gone(&o->rfc) &&
	       o->kernel.error == EPIPE;
}

RULE(crossed_reset)
{
	UNUSED;
	return crossed(s) && o->rfc.error == ECONNREFUSED &&
	       o->kernel.error == ECONNRESET;
}

RULE(reset_on_fin)
{
	UNUSED;
	return after_fin(s) && c->flags & SEG_RST &&
	       c->seq == GRID_SEQ_LEFT && gone(&o->kernel);
}

RULE(mini_reset)
{
	UNUSED;
	return is_mini(s) && c->flags & SEG_RST && gone(&o->kernel);
}

RULE(mini_answers_reset)
{
	UNUSED;
	return is_mini(s) && c->flags & SEG_RST &&
	       answers(&o->kernel, SEG_ACK);
}

RULE(mini_syn)
{
	UNUSED;
	return is_mini(s) && c->flags & SEG_SYN;
}

RULE(mini_data)
{
	UNUSED;
	return is_mini(s) && gone(&o->kernel) &&
	       answers(&o->kernel, SEG_RST);
}

RULE(mini_ack)
{
	UNUSED;
	return is_mini(s) && c->flags & SEG_ACK;
}

RULE(time_wait_reset)
{
	UNUSED;
	return in(s, RFC_TIME_WAIT) && c->flags & SEG_RST &&
	       silent(&o->kernel) &&
	       stays(s, &o->kernel);
}

RULE(time_wait_ack)
{
	UNUSED;
	return in(s, RFC_TIME_WAIT) && c->flags & SEG_ACK &&
	       silent(&o->kernel) &&
	       stays(s, &o->kernel);
}

RULE(time_wait_answers)
{
	UNUSED;
	return in(s, RFC_TIME_WAIT) && silent(&o->rfc) &&
	       answers(&o->kernel, SEG_ACK);
}

RULE(request_syn)
{
	UNUSED;
	return is_request(s) && c->flags & SEG_SYN && gone(&o->kernel) &&
	       o->kernel.n == 1;
}

RULE(request_repeats)
{
	UNUSED;
	return is_request(s) && answers(&o->kernel, SEG_SYN | SEG_ACK);
}

RULE(bad_ack_first)
{
	UNUSED;
	return in(s, RFC_SYN_RECEIVED) && answers(&o->kernel, SEG_RST) &&
	       stays(s, &o->kernel);
}

RULE(request_syn_ack)
{
	UNUSED;
	return is_request(s) && c->flags & SEG_SYN && c->flags & SEG_ACK &&
	       c->seq == GRID_SEQ_LEFT && answers(&o->kernel, SEG_ACK);
}

RULE(crossed_old_ack)
{
	UNUSED;
	return crossed(s) && c->ack == GRID_ACK_UNA &&
	       o->kernel.state != TCP_SYN_RECV && !gone(&o->kernel);
}

RULE(crossed_syn_ack)
{
	UNUSED;
	return crossed(s) && c->flags & SEG_SYN &&
	       o->kernel.state == TCP_ESTABLISHED;
}

RULE(old_octet)
{
	UNUSED;
	return c->seq == GRID_SEQ_LEFT && c->length == 1 &&
	       answers(&o->rfc, SEG_RST) && gone(&o->rfc) &&
	       !gone(&o->kernel);
}

RULE(orphan_gap)
{
	UNUSED;
	return in(s, RFC_FIN_WAIT_1) && answers(&o->kernel, SEG_RST) &&
	       gone(&o->kernel) && !gone(&o->rfc);
}

RULE(text_over_fin)
{
	UNUSED;
	return after_fin(s) && c->seq == GRID_SEQ_LEFT && c->length > 1 &&
	       answers(&o->kernel, SEG_RST) && gone(&o->kernel);
}

RULE(octet_for_fin)
{
	UNUSED;
	return after_fin(s) && c->seq == GRID_SEQ_LEFT && c->length == 1 &&
	       c->flags & SEG_FIN && answers(&o->kernel, SEG_ACK) &&
	       o->kernel.reply[0].ack_kind == NUMBER_SEG_END;
}

RULE(second_fin)
{
	UNUSED;
	return after_fin(s) && c->flags & SEG_FIN && !c->length &&
	       (c->seq == GRID_SEQ_EXACT || c->seq == GRID_SEQ_INSIDE) &&
	       silent(&o->kernel);
}

RULE(old_ack)
{
	UNUSED;
	return c->flags & SEG_ACK && !(c->flags & (SEG_RST | SEG_SYN)) &&
	       c->ack == GRID_ACK_BEFORE && answers(&o->kernel, SEG_ACK) &&
	       stays(s, &o->kernel);
}

RULE(reset_of_request)
{
	bool bad_ack = c->flags & SEG_ACK && c->ack != GRID_ACK_NXT;
	bool near = c->seq >= GRID_SEQ_LEFT && c->seq <= GRID_SEQ_EDGE;

	return is_request(s) && c->flags & SEG_RST && silent(&o->kernel) &&
	       near && (gone(&o->kernel) || bad_ack);
}

RULE(unsent_ack)
{
	return in(s, RFC_ESTABLISHED) && c->flags & SEG_ACK &&
	       c->ack == GRID_ACK_UNSENT && answers(&o->rfc, SEG_ACK) &&
	       silent(&o->kernel) && stays(s, &o->kernel);
}

RULE(loose_reset)
{
	UNUSED;
	return c->flags & SEG_RST && silent(&o->rfc) && stays(s, &o->rfc) &&
	       (c->seq == GRID_SEQ_LEFT || c->seq == GRID_SEQ_EDGE) &&
	       answers(&o->kernel, SEG_ACK);
}

RULE(loose_sequence)
{
	UNUSED;
	return c->flags & SEG_ACK && !(c->flags & (SEG_RST | SEG_SYN)) &&
	       (c->seq == GRID_SEQ_LEFT || c->seq == GRID_SEQ_EDGE) &&
	       answers(&o->rfc, SEG_ACK) && stays(s, &o->rfc);
}

static const struct deviation table[] = {
	{"no_ack_bit", "A segment without ACK, SYN and RST is dropped in "
	 "silence, whatever its sequence number.",
	 "3.10.7.4 answers an unacceptable one in its first step, before the "
	 "fifth looks for the ACK bit. No TCP sends such segments.",
	 "tcp_rcv_established(), tcp_rcv_state_process()", no_flags},
	{"syn_fin_in_listen", "LISTEN drops a SYN that has FIN beside it.",
	 "3.10.7.2 takes the SYN and leaves the FIN for later. Scanners send "
	 "this, nobody else does.",
	 "tcp_rcv_state_process()", listen_syn_fin},
	{"syn_fin_ends_time_wait", "SYN with FIN and a newer sequence number "
	 "ends TIME_WAIT, and opens nothing.",
	 "The SYN is taken for a new connection and TIME_WAIT is given up; "
	 "then the listener drops it for its FIN.",
	 "tcp_timewait_state_process(), tcp_rcv_state_process()",
	 time_wait_syn_fin},
	{"text_on_syn_ack", "Data and FIN on a SYN,ACK are not taken.",
	 "3.10.7.3 goes on with them in the sixth step. They will be sent "
	 "again.",
	 "tcp_rcv_synsent_state_process()", syn_ack_text},
	{"refused_in_syn_sent", "RST in SYN_SENT is ECONNREFUSED.",
	 "3.10.7.3 says \"connection reset\"; POSIX has ECONNREFUSED for "
	 "connect().",
	 "tcp_reset()", syn_sent_refused},
	{"epipe_in_close_wait", "RST in CLOSE_WAIT is EPIPE.",
	 "3.10.7.4 says \"connection reset\" in this state as well.",
	 "tcp_reset()", close_wait_epipe},
	{"reset_of_crossed_open", "RST after crossed SYNs is ECONNRESET.",
	 "3.10.7.4 says \"connection refused\" after an active OPEN.",
	 "tcp_reset()", crossed_reset},
	{"reset_on_the_fin", "After the peer's FIN, a RST with the FIN's own "
	 "number ends the connection.",
	 "RFC 5961 3.2 asks for RCV.NXT. Some peers send the RST that follows "
	 "their FIN with the FIN's number.",
	 "tcp_reset_check()", reset_on_fin},
	{"mini_socket_reset", "FIN_WAIT2 (orphan): any RST in the window ends "
	 "it, exact or not.",
	 "RFC 5961 3.2 wants a challenge ACK. The mini-socket is not hardened.",
	 "tcp_timewait_state_process()", mini_reset},
	{"mini_socket_answers_reset", "FIN_WAIT2 (orphan): a RST outside the "
	 "window is answered with an ACK.",
	 "3.10.7.4, first step: such a RST is dropped.",
	 "tcp_timewait_state_process()", mini_answers_reset},
	{"mini_socket_syn", "FIN_WAIT2 (orphan): a SYN in the window gets RST "
	 "and ends it; an old one is dropped or processed.",
	 "RFC 5961 4.2 wants a challenge ACK.",
	 "tcp_timewait_state_process()", mini_syn},
	{"mini_socket_data", "FIN_WAIT2 (orphan): whatever has data, or a FIN "
	 "behind a gap, gets RST and ends it, whatever it acknowledges.",
	 "SHLD-3 allows RST for new data; the fifth step would have answered "
	 "an impossible acknowledgment first, and SHLD-31 would keep the FIN.",
	 "tcp_timewait_state_process()", mini_data},
	{"mini_socket_ack", "FIN_WAIT2 (orphan): the acknowledgment number is "
	 "not looked at.",
	 "RFC 5961 5.2 wants an ACK for one that is impossible.",
	 "tcp_timewait_state_process()", mini_ack},
	{"time_wait_ignores_reset", "TIME_WAIT: a RST in the window that is "
	 "not exact is dropped in silence.",
	 "RFC 5961 3.2 wants a challenge ACK. Either is safe.",
	 "tcp_timewait_state_process()", time_wait_reset},
	{"time_wait_ack", "TIME_WAIT: the acknowledgment number is not looked "
	 "at; an empty segment at RCV.NXT is never answered.",
	 "RFC 5961 5.2 wants an ACK for one that is impossible.",
	 "tcp_timewait_state_process()", time_wait_ack},
	{"time_wait_answers", "TIME_WAIT: data and what lies behind RCV.NXT "
	 "are answered with an ACK, the ACK bit set or not.",
	 "3.10.7.4 drops what has no ACK bit, and says nothing of an answer "
	 "to text behind the peer's FIN.",
	 "tcp_timewait_state_process()", time_wait_answers},
	{"request_syn", "SYN_RCVD (request): a SYN in the window gets RST and "
	 "ends it.",
	 "3.10.7.4, fourth step: back to LISTEN, without an answer.",
	 "tcp_check_req()", request_syn},
	{"request_repeats_syn_ack", "SYN_RCVD (request): the SYN once more, "
	 "with data or FIN even, is answered with the SYN,ACK once more.",
	 "The first step says ACK, which the peer could do nothing with.",
	 "tcp_check_req()", request_repeats},
	{"request_syn_ack", "SYN_RCVD (request): a SYN,ACK with the SYN's own "
	 "number is answered with an ACK.",
	 "3.10.7.4, fourth step: with data it reaches into the window, and a "
	 "SYN there leads back to LISTEN.",
	 "tcp_check_req()", request_syn_ack},
	{"crossed_old_ack", "SYN_RCVD (crossed): an ACK of SND.UNA, which does "
	 "not acknowledge the SYN, establishes.",
	 "3.10.7.4, fifth step: SND.UNA < SEG.ACK is required, else RST.",
	 "tcp_rcv_state_process(), tcp_ack()", crossed_old_ack},
	{"crossed_syn_ack", "SYN_RCVD (crossed): the peer's SYN,ACK "
	 "establishes.",
	 "Figure 7 of the RFC shows it so; the first step answers with an ACK, "
	 "and then the peer's ACK establishes.",
	 "tcp_validate_incoming()", crossed_syn_ack},
	{"bad_ack_first", "SYN_RCVD: a bad acknowledgment gets RST before the "
	 "sequence number is judged.",
	 "By the order of 3.10.7.4 an unacceptable sequence number is "
	 "answered with an ACK; 3.5.2 (group 2) speaks for the RST.",
	 "tcp_check_req(), tcp_rcv_state_process()", bad_ack_first},
	{"old_octet_is_no_data", "After close(), an octet that was received "
	 "before is not new data: no RST.",
	 "SHLD-3 speaks of new data; the model does not tell old octets "
	 "apart here.",
	 "tcp_rcv_state_process()", old_octet},
	{"orphan_gap", "FIN_WAIT1 (orphan): data or FIN behind RCV.NXT gets "
	 "RST and ends it, also right of the window.",
	 "SHLD-3 allows RST for new data; what lies behind a gap could be kept "
	 "(SHLD-31), and what lies outside gets an ACK.",
	 "tcp_rcv_state_process()", orphan_gap},
	{"text_over_fin", "After the peer's FIN, data that begins with the "
	 "FIN's own number gets RST and ends the connection.",
	 "3.10.7.4, seventh step: \"should not occur\", ignored.",
	 "tcp_rcv_state_process()", text_over_fin},
	{"octet_in_place_of_fin", "After the peer's FIN, an octet with the "
	 "FIN's own number and another FIN behind it are taken.",
	 "Nothing may be received after the FIN: the octet can be read and "
	 "RCV.NXT moves on.",
	 "tcp_data_queue()", octet_for_fin},
	{"second_fin", "After the peer's FIN, another one behind it is dropped "
	 "in silence.",
	 "The eighth step, by the letter, acknowledges it.",
	 "tcp_rcv_state_process(), tcp_data_queue()", second_fin},
	{"old_ack", "An acknowledgment older than all that was ever sent is "
	 "answered with a challenge ACK, and the segment is dropped.",
	 "RFC 5961 5.2 takes it when it lies less than MAX.SND.WND back; Linux "
	 "takes no more than was acknowledged so far.",
	 "tcp_ack()", old_ack},
	{"loose_sequence_reset", "A RST that ends at RCV.NXT, or stands at the "
	 "right edge, is answered with a challenge ACK.",
	 "The first step drops it. The sequence test of Linux is wider: by one "
	 "on the left, and what begins at the right edge still passes.",
	 "tcp_sequence()", loose_reset},
	{"loose_sequence", "A segment that ends at RCV.NXT, or stands at the "
	 "right edge, has its acknowledgment processed.",
	 "The first step answers it with an ACK and drops it; see "
	 "loose_sequence_reset.",
	 "tcp_sequence()", loose_sequence},
	/* Of older kernels alone. */
	{"reset_of_request", "SYN_RCVD (request): any RST in the window ends "
	 "it, unless its ACK is bad: such a RST, an exact one too, is dropped.",
	 "3.10.7.4, second step, looks at RST before ACK, and challenges one "
	 "that is not exact (RFC 5961 3.2). Mended by \"tcp: challenge ACK for "
	 "non-exact RST in SYN-RECEIVED\".",
	 "tcp_check_req()", reset_of_request},
	{"unsent_ack", "ESTABLISHED: an ACK of what was never sent is dropped "
	 "in silence.",
	 "3.10.7.4, fifth step, answers it with an ACK. Mended by \"tcp: send a "
	 "challenge ACK on SEG.ACK > SND.NXT\".",
	 "tcp_ack()", unsent_ack},
	{.name = NULL},
};

const struct deviation *deviations(void)
{
	return table;
}

unsigned deviation_count(void)
{
	return sizeof(table) / sizeof(*table) - 1;
}

unsigned deviation_of(const struct station *station, const struct cell *cell,
		      const struct opinion *opinion)
{
	unsigned i;

	for (i = 0; table[i].name; i++)
		if (table[i].is(station, cell, opinion))
			break;
	return i;
}
