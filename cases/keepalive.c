/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Keepalive with its default times, 2 h + 9 x 75 s.
 */
#define SUBJECT keepalive
#include "cases/case.h"

#define KEEPALIVE_SECONDS (7200 + 9 * 75)

CASE(default,
     "The peer is gone: the first probe goes out after 2 h, eight more 75 s apart, and after 2 h 11 min 15 s RST,ACK; recv() reports ETIMEDOUT.",
     "RFC 9293 3.8.4 MUST-28; tcp_keepalive_time; tcp_keepalive_timer()",
     .on = ON_WIRE, .show = SHOW_TIME, .seconds = KEEPALIVE_SECONDS,
     .slow = true)
{
	establish();
	call_option(server, SOL_SOCKET, SO_KEEPALIVE, 1);
	cable_cut();
	call_recv_begin(server, 9);
	call_finish(server);
	call_recv(server, 9);
}

CASE(in_close_wait,
     "CLOSE_WAIT whose peer has closed and is no more: the first probe, after 2 h, is answered by RST, and ends it.",
     "RFC 9293 3.8.4, 3.10.7.1; tcp_keepalive_timer(); tcp_reset()",
     .show = SHOW_TIME, .seconds = 7200, .slow = true)
{
	establish();
	call_option(server, SOL_SOCKET, SO_KEEPALIVE, 1);
	call_close(client);
	until_state(client, TCP_CLOSE);
	until_state(server, TCP_CLOSE);
	call_so_error(server);
	call_recv(server, 9);
}

CASE(in_fin_wait2,
     "FIN_WAIT2 of a socket that is held, and the peer is gone: it has no time-out of its own, but keepalive ends it after 2 h 11 min 15 s.",
     "RFC 9293 3.8.4 MUST-28; tcp_keepalive_timer()",
     .on = ON_WIRE, .show = SHOW_TIME, .seconds = KEEPALIVE_SECONDS,
     .slow = true)
{
	establish();
	call_option(client, SOL_SOCKET, SO_KEEPALIVE, 1);
	call_shutdown(client, SHUT_WR);
	cable_cut();
	call_recv_begin(client, 9);
	call_finish(client);
	call_recv(client, 9);
}

CASE(user_timeout,
     "A user timeout takes the place of the number of keepalive probes.",
     "RFC 5482; RFC 9293 3.8.4; tcp_keepalive_timer()",
     .on = ON_WIRE, .show = SHOW_TIME, .seconds = 4, .slow = true)
{
	establish();
	cable_cut();
	call_option(server, IPPROTO_TCP, TCP_USER_TIMEOUT, 4000);
	call_option(server, IPPROTO_TCP, TCP_KEEPINTVL, 2);
	call_option(server, IPPROTO_TCP, TCP_KEEPCNT, 10);
	call_option(server, IPPROTO_TCP, TCP_KEEPIDLE, 2);
	call_option(server, SOL_SOCKET, SO_KEEPALIVE, 1);
	call_recv_begin(server, 9);
	call_finish(server);
}
