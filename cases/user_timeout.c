/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * TCP_USER_TIMEOUT: how long data may stay unacknowledged.
 */
#define SUBJECT user_timeout
#include "cases/case.h"

CASE(data,
     "TCP_USER_TIMEOUT of 30 s: data that nobody acknowledges ends the connection then, instead of after a quarter of an hour, and without RST.",
     "RFC 9293 3.8.3 MUST-21; RFC 5482; tcp_clamp_rto_to_user_timeout()",
     .on = ON_WIRE, .show = SHOW_TIME, .seconds = 30, .slow = true)
{
	establish();
	call_option(client, IPPROTO_TCP, TCP_USER_TIMEOUT, 30000);
	cable_cut();
	call_send(client, 2);
	call_recv_begin(client, 9);
	call_finish(client);
}

CASE(zero_window,
     "TCP_USER_TIMEOUT of 30 s counts behind a closed window too, though the peer answers every probe.",
     "RFC 9293 3.8.6.1 MUST-37; RFC 6429 (which allows it); tcp_probe_timer()",
     .show = SHOW_TIME | SHOW_BULK | SHOW_PROBES, .seconds = 30, .slow = true)
{
	fill_window();
	call_option(client, IPPROTO_TCP, TCP_USER_TIMEOUT, 30000);
	call_recv_begin(client, 9);
	call_finish(client);
}
