/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Closing on a wire that loses, holds and reorders segments.
 */
#define SUBJECT close
#include "cases/case.h"

CASE(simultaneous,
     "Both ends close and their FINs cross: both go through FIN_WAIT1 and CLOSING to TIME_WAIT.",
     "RFC 9293 3.6 figure 13, 3.10.7.4 (FIN-WAIT-1, CLOSING)",
     .on = ON_WIRE, .show = SHOW_EACH)
{
	stage_in_any_order();
	establish();
	cable_hold(client);
	cable_hold(server);
	call_close(client);
	call_close(server);
	cable_pass(client, 1);
	cable_pass(server, 1);
	cable_release(client);
	cable_release(server);
}

CASE(simultaneous_with_data,
     "Both ends send and close at once: data meets a closed socket on both sides, and both reset.",
     "RFC 9293 3.6.1 SHLD-3; tcp_rcv_state_process()",
     .on = ON_WIRE, .show = SHOW_EACH)
{
	stage_in_any_order();
	establish();
	cable_hold(client);
	cable_hold(server);
	call_send(client, 4);
	call_send(server, 4);
	call_close(client);
	call_close(server);
	cable_release(client);
	cable_release(server);
}

CASE(simultaneous_half,
     "Both ends send and shut down at once: both go through CLOSING to TIME_WAIT, and both read what the other had sent.",
     "RFC 9293 3.6, 3.10.7.4 (FIN-WAIT-1, CLOSING)",
     .on = ON_WIRE, .show = SHOW_EACH)
{
	stage_in_any_order();
	establish();
	cable_hold(client);
	cable_hold(server);
	call_send(client, 4);
	call_send(server, 4);
	call_shutdown(client, SHUT_WR);
	call_shutdown(server, SHUT_WR);
	cable_release(client);
	cable_release(server);
	call_recv(client, 9);
	call_recv(server, 9);
	call_recv(client, 9);
	call_recv(server, 9);
}

CASE(fin_lost,
     "The first FIN is lost: FIN_WAIT1 until it has been sent again.",
     "RFC 9293 3.8.1; tcp_retransmit_timer()",
     .on = ON_WIRE, .show = SHOW_EACH)
{
	establish();
	cable_drop(client, FIN);
	call_close(client);
	until_state(client, TCP_FIN_WAIT2);
}

CASE(ack_of_fin_lost,
     "The ACK of the first FIN is lost: the FIN is sent again from FIN_WAIT1, and CLOSE_WAIT answers it again.",
     "RFC 9293 3.8.1, 3.10.7.4 eighth step (CLOSE-WAIT)",
     .on = ON_WIRE, .show = SHOW_EACH)
{
	establish();
	cable_drop(server, ACK);
	call_close(client);
	until_state(client, TCP_FIN_WAIT2);
}

CASE(last_fin_lost,
     "The second FIN is lost: LAST_ACK until it has been sent again.",
     "RFC 9293 3.8.1, 3.10.4 (CLOSE-WAIT)",
     .on = ON_WIRE, .show = SHOW_EACH)
{
	establish();
	call_close(client);
	cable_drop(server, FIN);
	call_close(server);
	until_state(server, TCP_CLOSE);
}

CASE(last_ack_lost,
     "The last ACK is lost: LAST_ACK sends its FIN again, and TIME_WAIT answers.",
     "RFC 9293 3.10.7.4 (TIME-WAIT); tcp_timewait_state_process()",
     .on = ON_WIRE, .show = SHOW_EACH)
{
	establish();
	call_close(client);
	cable_drop(client, ACK);
	call_close(server);
	until_state(server, TCP_CLOSE);
}

CASE(fin_before_data,
     "The FIN overtakes the data before it: it is kept, answered by a duplicate ACK, and takes effect when the gap is filled.",
     "RFC 9293 3.10.7.4 first step SHLD-31; tcp_data_queue_ofo()",
     .on = ON_WIRE, .show = SHOW_EACH)
{
	/* Whether RACK resends the data at once is a matter of microseconds. */
	stage_sysctl("net.ipv4.tcp_sack", "0");
	stage_in_any_order();
	establish();
	cable_hold(client);
	call_send(client, 4);
	call_close(client);
	cable_pass_last(client);
	cable_release(client);
	call_recv(server, 9);
	call_recv(server, 9);
}

CASE(fin_duplicated,
     "The FIN arrives twice: CLOSE_WAIT answers the second copy with an ACK and nothing else.",
     "RFC 9293 3.10.7.4 first step; tcp_validate_incoming()",
     .on = ON_WIRE, .show = SHOW_EACH)
{
	stage_quickack();
	establish();
	cable_duplicate(client, FIN);
	call_close(client);
}

CASE(fin_with_data,
     "Data and FIN in one segment: one ACK for both, and CLOSE_WAIT with the data to be read.",
     "RFC 9293 3.10.7.4 seventh and eighth step; MUST-58",
     .on = ON_WIRE, .show = SHOW_EACH | SHOW_QUEUES)
{
	establish();
	call_option(client, IPPROTO_TCP, TCP_CORK, 1);
	within_ms(100);
	call_send(client, 4);
	call_close(client);
	call_recv(server, 9);
	call_recv(server, 9);
}

CASE(fin_ack_in_one,
     "The ACK of the first FIN is lost, and the second FIN carries it: FIN_WAIT1 straight to TIME_WAIT.",
     "RFC 9293 3.10.7.4 eighth step (FIN-WAIT-1)",
     .on = ON_WIRE, .show = SHOW_EACH)
{
	stage_quickack();
	establish();
	cable_drop(server, ACK);
	call_close(client);
	call_close(server);
}

CASE(rst_lost,
     "The RST is lost: the peer knows nothing of it, half-open, until its next segment is answered by RST.",
     "RFC 9293 3.5.1 figure 10, 3.10.7.1",
     .on = ON_WIRE, .show = SHOW_EACH)
{
	establish();
	call_linger(server, 0);
	cable_drop(server, RST);
	call_close(server);
	call_send(client, 4);
	call_recv(client, 9);
}

CASE(rst_overtakes_data,
     "The RST overtakes data: it is in the window but not exact, so it is challenged; the answer to the challenge resets.",
     "RFC 5961 3.2; RFC 9293 3.10.7.4 second step; tcp_validate_incoming()",
     .on = ON_WIRE, .show = SHOW_EACH)
{
	stage_in_any_order();
	establish();
	cable_hold(server);
	call_send(server, 4);
	call_linger(server, 0);
	call_close(server);
	cable_pass_last(server);
	cable_release(server);
	call_recv(client, 9);
}

CASE(zero_window,
     "close() with data behind a closed window: FIN_WAIT1 at once, though the FIN has not been sent; it goes out behind the data when the peer reads.",
     "RFC 9293 3.10.4, 3.8.6.1; tcp_send_fin()",
     .on = ON_WIRE, .show = SHOW_BULK)
{
	establish();
	call_fill(client);
	call_close(client);
	call_recv(server, 9);
	call_drain(server);
}

CASE(zero_window_linger_zero,
     "SO_LINGER {on, 0 s} and close() with data behind a closed window: RST at once, with a sequence number inside the window.",
     "RFC 9293 3.10.5; tcp_acceptable_seq()",
     .on = ON_WIRE, .show = SHOW_BULK)
{
	stage_quickack();
	establish();
	call_fill(client);
	call_linger(client, 0);
	call_close(client);
	call_so_error(server);
}

CASE(data_crosses_close,
     "The peer's data is under way when close() sends FIN: it meets an orphan in FIN_WAIT1 and gets RST.",
     "RFC 9293 3.6.1 SHLD-3; RFC 2525 2.16; tcp_rcv_state_process()",
     .on = ON_WIRE, .show = SHOW_EACH)
{
	stage_in_any_order();
	establish();
	cable_hold(client);
	call_send(client, 4);
	cable_hold(server);
	call_close(server);
	cable_release(client);
	cable_release(server);
	call_recv(client, 9);
}

CASE(fin_partially_acked,
     "An ACK that covers the data before the FIN but not the FIN leaves FIN_WAIT1 as it is.",
     "RFC 9293 3.10.7.4 fifth step (FIN-WAIT-1)",
     .on = ON_WIRE, .show = SHOW_EACH)
{
	stage_in_any_order();
	establish();
	cable_hold(client);
	call_send(client, 4);
	call_close(client);
	cable_pass(client, 1);
	cable_release(client);
	call_recv(server, 9);
	call_recv(server, 9);
}

CASE(fin_corrupted,
     "A FIN whose checksum is wrong is dropped without a word, and sent again.",
     "RFC 9293 3.1 MUST-3; tcp_v4_rcv()",
     .on = ON_WIRE, .show = SHOW_EACH)
{
	establish();
	cable_corrupt(client, FIN);
	call_close(client);
	until_state(client, TCP_FIN_WAIT2);
}
