/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Opening on a wire that loses, holds and repeats segments.
 */
#define SUBJECT open
#include "cases/case.h"

CASE(simultaneous,
     "Both ends connect to each other and their SYNs cross: SYN_SENT, SYN_RECV, and one connection.",
     "RFC 9293 3.5 MUST-10, figure 7; tcp_rcv_synsent_state_process()",
     .on = ON_WIRE, .show = SHOW_EACH)
{
	stage_in_any_order();
	call_bind(client);
	call_bind(server);
	cable_hold(client);
	cable_hold(server);
	call_connect_begin(client);
	call_connect_begin(server);
	cable_pass(client, 1);
	cable_pass(server, 1);
	cable_release(client);
	cable_release(server);
	call_finish(client);
	call_finish(server);
}

CASE(syn_lost,
     "The SYN is lost: it is sent again after a second, and the connection opens.",
     "RFC 9293 3.8.1; RFC 6298 2.1; tcp_retransmit_timer()",
     .on = ON_WIRE, .show = SHOW_EACH, .seconds = 1)
{
	call_listen(server, 8);
	cable_drop(client, SYN);
	call_connect(client);
}

/*
 * The SYN is under way for 300 ms, so that it is clear whose timer is the first
 * one: with both ends' second beginning at once either may be.
 */
CASE(syn_ack_lost,
     "The SYN,ACK is lost: a second after the SYN it is sent again, and answered again.",
     "RFC 9293 3.8.1, 3.10.7.4; tcp_check_req()",
     .on = ON_WIRE, .show = SHOW_EACH, .seconds = 1)
{
	stage_in_any_order();
	call_listen(server, 8);
	call_nonblock(client);
	cable_hold(client);
	call_connect(client);
	watch_ms(300);
	cable_drop(server, SYN_ACK);
	cable_release(client);
	until_state(client, TCP_ESTABLISHED);
}

CASE(final_ack_lost,
     "The handshake's last ACK is lost: the client is ESTABLISHED, the server SYN_RECV until it has sent its SYN,ACK again.",
     "RFC 9293 3.8.1, 3.10.7.4; reqsk_timer_handler()",
     .on = ON_WIRE, .show = SHOW_EACH, .seconds = 1)
{
	call_listen(server, 8);
	cable_drop(client, ACK);
	call_connect(client);
	until_state(server, TCP_ESTABLISHED);
}

CASE(final_ack_lost_then_data,
     "The handshake's last ACK is lost, but the data behind it carries the same acknowledgment and completes the handshake.",
     "RFC 9293 3.10.7.4 fifth step; tcp_check_req()",
     .on = ON_WIRE, .show = SHOW_EACH)
{
	call_listen(server, 8);
	cable_drop(client, ACK);
	call_connect(client);
	call_send(client, 4);
	call_accept(server);
	call_recv(server, 9);
}

CASE(syn_ack_held_client_closes,
     "close() in SYN_SENT sends nothing; the SYN,ACK that comes later meets no socket and gets RST.",
     "RFC 9293 3.10.4 (SYN-SENT), 3.10.7.1",
     .on = ON_WIRE, .show = SHOW_EACH)
{
	stage_in_any_order();
	call_listen(server, 8);
	call_nonblock(client);
	cable_hold(server);
	call_connect(client);
	call_close(client);
	cable_release(server);
}

CASE(close_in_syn_rcvd,
     "close() in SYN_RECV, after crossed SYNs: FIN_WAIT1; the handshake and the end go on together.",
     "RFC 9293 3.10.4 (SYN-RECEIVED); tcp_close_state()",
     .on = ON_WIRE, .show = SHOW_EACH)
{
	stage_in_any_order();
	call_bind(client);
	call_bind(server);
	call_nonblock(client);
	call_nonblock(server);
	cable_hold(client);
	cable_hold(server);
	call_connect(client);
	call_connect(server);
	cable_pass(client, 1);
	call_close(server);
	cable_release(server);
	cable_release(client);
}

CASE(shutdown_in_syn_rcvd,
     "shutdown(SHUT_WR) in SYN_RECV, after crossed SYNs: the FIN waits for ESTABLISHED.",
     "RFC 9293 3.10.4 (SYN-RECEIVED); tcp_shutdown(); tcp_rcv_state_process()",
     .on = ON_WIRE, .show = SHOW_EACH)
{
	stage_in_any_order();
	call_bind(client);
	call_bind(server);
	call_nonblock(client);
	call_nonblock(server);
	cable_hold(client);
	cable_hold(server);
	call_connect(client);
	call_connect(server);
	cable_pass(client, 1);
	call_shutdown(server, SHUT_WR);
	cable_release(server);
	cable_release(client);
}

CASE(listener_closed_in_syn_rcvd,
     "The listener is closed while a handshake waits for its last ACK: nothing is sent, and the ACK that then comes gets RST.",
     "RFC 9293 3.10.4 (LISTEN), 3.10.7.1; inet_csk_listen_stop()",
     .on = ON_WIRE, .show = SHOW_EACH)
{
	stage_in_any_order();
	call_listen(server, 8);
	call_nonblock(client);
	cable_hold(server);
	call_connect(client);
	cable_hold(client);
	cable_release(server);
	call_close(listener(server));
	cable_release(client);
	call_so_error(client);
}

CASE(duplicate_syn,
     "The SYN arrives twice: the second one is answered by the same SYN,ACK, and its second copy by an ACK.",
     "RFC 9293 3.10.7.4 first step; tcp_check_req()",
     .on = ON_WIRE, .show = SHOW_EACH)
{
	stage_in_any_order();
	call_listen(server, 8);
	cable_hold(server);
	call_nonblock(client);
	cable_duplicate(client, SYN);
	call_connect(client);
	cable_release(server);
	call_accept(server);
}

CASE(old_duplicate_syn,
     "An old SYN wakes a listener: its SYN,ACK meets no socket and gets RST, and the listener is as before.",
     "RFC 9293 3.5 figure 8, 3.10.7.4 second step",
     .on = ON_WIRE, .show = SHOW_EACH)
{
	establish();
	call_linger(client, 0);
	call_close(client);
	cable_repeat(client, SYN);
	call_connect(nth(client, 2));
}
