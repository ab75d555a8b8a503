/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fast open (RFC 7413), without cookies: data goes with the SYN, and the server
 * has a socket before the handshake is over.
 */
#define SUBJECT open
#include "cases/case.h"

static void listen_fast(void)
{
	stage_sysctl("net.ipv4.tcp_fastopen", "519");
	call_listen(server, 8);
	call_option(listener(server), IPPROTO_TCP, TCP_FASTOPEN, 5);
	call_option(client, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, 1);
	call_connect(client);
}

CASE(fast_open,
     "Fast open: connect() sends nothing, and send() a SYN with data, which the SYN,ACK acknowledges.",
     "RFC 7413 4.2; RFC 9293 3.10.7.3; tcp_send_syn_data()",
     .on = ON_WIRE, .show = SHOW_EACH)
{
	listen_fast();
	call_send(client, 10);
	call_accept(server);
	call_recv(server, 99);
	call_close(client);
	call_close(server);
}

CASE(fast_open_unsent,
     "Fast open: close() before any data was sent ends a SYN_SENT of which nothing was ever on the wire.",
     "RFC 9293 3.10.4 (SYN-SENT); tcp_fastopen_defer_connect()")
{
	listen_fast();
	call_poll(client);
	call_close(client);
	look_listener(listener(server));
}

CASE(fast_open_unread_close,
     "Fast open: a server that closes in SYN_RECV, with the SYN's data unread, resets.",
     "RFC 2525 2.17; RFC 9293 3.10.4 (SYN-RECEIVED); __tcp_close()",
     .on = ON_WIRE, .show = SHOW_EACH)
{
	listen_fast();
	cable_hold(server);
	call_send_begin(client, 10);
	call_accept(server);
	call_close(server);
	cable_pass(server, 1);
	call_finish(client);
	cable_release(server);
}
