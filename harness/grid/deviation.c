/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The table of deviations. What each is about stands in deviation_open.c,
 * deviation_data.c and deviation_timewait.c.
 */
#include "harness/grid/deviation_rule.h"

static const struct deviation table[] = {
	{"no_ack_bit", "A segment without ACK, SYN and RST is dropped in "
	 "silence, whatever its sequence number.",
	 "3.10.7.4 answers an unacceptable one in its first step, before the "
	 "fifth looks for the ACK bit. No TCP sends such segments.",
	 "tcp_rcv_established(), tcp_rcv_state_process()", deviation_no_flags},
	{"syn_fin_in_listen", "LISTEN drops a SYN that has FIN beside it.",
	 "3.10.7.2 takes the SYN and leaves the FIN for later. Scanners send "
	 "this, nobody else does.",
	 "tcp_rcv_state_process()", deviation_listen_syn_fin},
	{"syn_fin_ends_time_wait", "SYN with FIN and a newer sequence number "
	 "ends TIME_WAIT, and opens nothing.",
	 "The SYN is taken for a new connection and TIME_WAIT is given up; "
	 "then the listener drops it for its FIN.",
	 "tcp_timewait_state_process(), tcp_rcv_state_process()",
	 deviation_time_wait_syn_fin},
	{"text_on_syn_ack", "Data and FIN on a SYN,ACK are not taken.",
	 "3.10.7.3 goes on with them in the sixth step. They will be sent "
	 "again.",
	 "tcp_rcv_synsent_state_process()", deviation_syn_ack_text},
	{"refused_in_syn_sent", "RST in SYN_SENT is ECONNREFUSED.",
	 "3.10.7.3 says \"connection reset\"; POSIX has ECONNREFUSED for "
	 "connect().",
	 "tcp_reset()", deviation_syn_sent_refused},
	{"epipe_in_close_wait", "RST in CLOSE_WAIT is EPIPE.",
	 "3.10.7.4 says \"connection reset\" in this state as well.",
	 "tcp_reset()", deviation_close_wait_epipe},
	{"reset_of_crossed_open", "RST after crossed SYNs is ECONNRESET.",
	 "3.10.7.4 says \"connection refused\" after an active OPEN.",
	 "tcp_reset()", deviation_crossed_reset},
	{"reset_on_the_fin", "After the peer's FIN, a RST with the FIN's own "
	 "number ends the connection.",
	 "RFC 5961 3.2 asks for RCV.NXT. Some peers send the RST that follows "
	 "their FIN with the FIN's number.",
	 "tcp_reset_check()", deviation_reset_on_fin},
	{"mini_socket_reset", "FIN_WAIT2 (orphan): any RST in the window ends "
	 "it, exact or not.",
	 "RFC 5961 3.2 wants a challenge ACK. The mini-socket is not hardened.",
	 "tcp_timewait_state_process()", deviation_mini_reset},
	{"mini_socket_answers_reset", "FIN_WAIT2 (orphan): a RST outside the "
	 "window is answered with an ACK.",
	 "3.10.7.4, first step: such a RST is dropped.",
	 "tcp_timewait_state_process()", deviation_mini_answers_reset},
	{"mini_socket_syn", "FIN_WAIT2 (orphan): a SYN in the window gets RST "
	 "and ends it; an old one is dropped or processed.",
	 "RFC 5961 4.2 wants a challenge ACK.",
	 "tcp_timewait_state_process()", deviation_mini_syn},
	{"mini_socket_data", "FIN_WAIT2 (orphan): whatever has data, or a FIN "
	 "behind a gap, gets RST and ends it, whatever it acknowledges.",
	 "SHLD-3 allows RST for new data; the fifth step would have answered "
	 "an impossible acknowledgment first, and SHLD-31 would keep the FIN.",
	 "tcp_timewait_state_process()", deviation_mini_data},
	{"mini_socket_ack", "FIN_WAIT2 (orphan): the acknowledgment number is "
	 "not looked at.",
	 "RFC 5961 5.2 wants an ACK for one that is impossible.",
	 "tcp_timewait_state_process()", deviation_mini_ack},
	{"time_wait_ignores_reset", "TIME_WAIT: a RST in the window that is "
	 "not exact is dropped in silence.",
	 "RFC 5961 3.2 wants a challenge ACK. Either is safe.",
	 "tcp_timewait_state_process()", deviation_time_wait_reset},
	{"time_wait_ack", "TIME_WAIT: the acknowledgment number is not looked "
	 "at; an empty segment at RCV.NXT is never answered.",
	 "RFC 5961 5.2 wants an ACK for one that is impossible.",
	 "tcp_timewait_state_process()", deviation_time_wait_ack},
	{"time_wait_answers", "TIME_WAIT: data and what lies behind RCV.NXT "
	 "are answered with an ACK, the ACK bit set or not.",
	 "3.10.7.4 drops what has no ACK bit, and says nothing of an answer "
	 "to text behind the peer's FIN.",
	 "tcp_timewait_state_process()", deviation_time_wait_answers},
	{"request_syn", "SYN_RCVD (request): a SYN in the window gets RST and "
	 "ends it.",
	 "3.10.7.4, fourth step: back to LISTEN, without an answer.",
	 "tcp_check_req()", deviation_request_syn},
	{"request_repeats_syn_ack", "SYN_RCVD (request): the SYN once more, "
	 "with data or FIN even, is answered with the SYN,ACK once more.",
	 "The first step says ACK, which the peer could do nothing with.",
	 "tcp_check_req()", deviation_request_repeats},
	{"request_syn_ack", "SYN_RCVD (request): a SYN,ACK with the SYN's own "
	 "number is answered with an ACK.",
	 "3.10.7.4, fourth step: with data it reaches into the window, and a "
	 "SYN there leads back to LISTEN.",
	 "tcp_check_req()", deviation_request_syn_ack},
	{"crossed_old_ack", "SYN_RCVD (crossed): an ACK of SND.UNA, which does "
	 "not acknowledge the SYN, establishes.",
	 "3.10.7.4, fifth step: SND.UNA < SEG.ACK is required, else RST.",
	 "tcp_rcv_state_process(), tcp_ack()", deviation_crossed_old_ack},
	{"crossed_syn_ack", "SYN_RCVD (crossed): the peer's SYN,ACK "
	 "establishes.",
	 "Figure 7 of the RFC shows it so; the first step answers with an ACK, "
	 "and then the peer's ACK establishes.",
	 "tcp_validate_incoming()", deviation_crossed_syn_ack},
	{"bad_ack_first", "SYN_RCVD: a bad acknowledgment gets RST before the "
	 "sequence number is judged.",
	 "By the order of 3.10.7.4 an unacceptable sequence number is "
	 "answered with an ACK; 3.5.2 (group 2) speaks for the RST.",
	 "tcp_check_req(), tcp_rcv_state_process()", deviation_bad_ack_first},
	{"old_octet_is_no_data", "After close(), an octet that was received "
	 "before is not new data: no RST.",
	 "SHLD-3 speaks of new data; the model does not tell old octets "
	 "apart here.",
	 "tcp_rcv_state_process()", deviation_old_octet},
	{"orphan_gap", "FIN_WAIT1 (orphan): data or FIN behind RCV.NXT gets "
	 "RST and ends it, also right of the window.",
	 "SHLD-3 allows RST for new data; what lies behind a gap could be kept "
	 "(SHLD-31), and what lies outside gets an ACK.",
	 "tcp_rcv_state_process()", deviation_orphan_gap},
	{"text_over_fin", "After the peer's FIN, data that begins with the "
	 "FIN's own number gets RST and ends the connection.",
	 "3.10.7.4, seventh step: \"should not occur\", ignored.",
	 "tcp_rcv_state_process()", deviation_text_over_fin},
	{"octet_in_place_of_fin", "After the peer's FIN, an octet with the "
	 "FIN's own number and another FIN behind it are taken.",
	 "Nothing may be received after the FIN: the octet can be read and "
	 "RCV.NXT moves on.",
	 "tcp_data_queue()", deviation_octet_for_fin},
	{"second_fin", "After the peer's FIN, another one behind it is dropped "
	 "in silence.",
	 "The eighth step, by the letter, acknowledges it.",
	 "tcp_rcv_state_process(), tcp_data_queue()", deviation_second_fin},
	{"old_ack", "An acknowledgment older than all that was ever sent is "
	 "answered with a challenge ACK, and the segment is dropped.",
	 "RFC 5961 5.2 takes it when it lies less than MAX.SND.WND back; Linux "
	 "takes no more than was acknowledged so far.",
	 "tcp_ack()", deviation_old_ack},
	{"loose_sequence_reset", "A RST that ends at RCV.NXT, or stands at the "
	 "right edge, is answered with a challenge ACK.",
	 "The first step drops it. The sequence test of Linux is wider: by one "
	 "on the left, and what begins at the right edge still passes.",
	 "tcp_sequence()", deviation_loose_reset},
	{"loose_sequence", "A segment that ends at RCV.NXT, or stands at the "
	 "right edge, has its acknowledgment processed.",
	 "The first step answers it with an ACK and drops it; see "
	 "loose_sequence_reset.",
	 "tcp_sequence()", deviation_loose_sequence},
	/* Of older kernels alone. */
	{"reset_of_request", "SYN_RCVD (request): any RST in the window ends "
	 "it, unless its ACK is bad: such a RST, an exact one too, is dropped.",
	 "3.10.7.4, second step, looks at RST before ACK, and challenges one "
	 "that is not exact (RFC 5961 3.2). Mended by \"tcp: challenge ACK for "
	 "non-exact RST in SYN-RECEIVED\".",
	 "tcp_check_req()", deviation_reset_of_request},
	{"unsent_ack", "ESTABLISHED: an ACK of what was never sent is dropped "
	 "in silence.",
	 "3.10.7.4, fifth step, answers it with an ACK. Mended by \"tcp: send a "
	 "challenge ACK on SEG.ACK > SND.NXT\".",
	 "tcp_ack()", deviation_unsent_ack},
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
