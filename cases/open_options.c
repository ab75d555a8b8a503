/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the handshake agrees on: options, and the windows behind them.
 */
#define SUBJECT open
#include "cases/case.h"

#define SHOW_BOTH .show = SHOW_OPTIONS | SHOW_WINDOW

CASE(options,
     "SYN and SYN,ACK offer MSS, SACK, timestamps and a window scale; everything behind them carries timestamps, and its window is scaled.",
     "RFC 9293 3.7.1 MUST-14; RFC 7323 2.2, 3.2; RFC 2018 2; tcp_syn_options()",
     SHOW_BOTH)
{
	establish();
	call_close(client);
	until_state(client, TCP_FIN_WAIT2);
	call_close(server);
}

/* The SYN is under way for 300 ms, so that its timer is the first one. */
CASE(options_again,
     "The SYN,ACK is lost: the SYN is sent again with the options that it had, and so is its answer.",
     "RFC 9293 3.1 MUST-7, 3.8.1; tcp_syn_options(); tcp_synack_options()",
     .on = ON_WIRE, .show = SHOW_OPTIONS, .seconds = 1)
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

CASE(no_timestamps,
     "Without tcp_timestamps no segment carries them, and a SYN offers the rest.",
     "RFC 7323 3.2; tcp_timestamps; tcp_syn_options()",
     .show = SHOW_OPTIONS)
{
	stage_sysctl("net.ipv4.tcp_timestamps", "0");
	establish();
	call_linger(server, 0);
	call_close(server);
}

CASE(no_sack,
     "Without tcp_sack a SYN does not offer it, and a FIN behind a gap is answered without blocks.",
     "RFC 2018 2, 4; tcp_sack; tcp_syn_options()",
     .on = ON_WIRE, .show = SHOW_OPTIONS)
{
	stage_sysctl("net.ipv4.tcp_sack", "0");
	stage_in_any_order();
	establish();
	cable_hold(client);
	call_send(client, 4);
	call_close(client);
	cable_pass_last(client);
	cable_release(client);
}

CASE(no_window_scaling,
     "Without tcp_window_scaling no scale is offered, and every window is what it says.",
     "RFC 7323 2.2; tcp_window_scaling; tcp_select_initial_window()",
     SHOW_BOTH)
{
	stage_sysctl("net.ipv4.tcp_window_scaling", "0");
	establish();
	call_close(client);
	until_state(client, TCP_FIN_WAIT2);
	call_close(server);
}
