/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Opening when nobody answers: how long each end goes on trying.
 */
#define SUBJECT open
#include "cases/case.h"

CASE(syn_gives_up,
     "Nobody answers: SYN is sent again ten times, the first five a second apart, and connect() gives up after 131 s.",
     "RFC 9293 3.8.3 MUST-23 (which wants 3 minutes); tcp_syn_retries, tcp_syn_linear_timeouts; tcp_write_timeout()",
     .on = ON_WIRE, .show = SHOW_TIME, .seconds = 131, .slow = true)
{
	call_listen(server, 8);
	cable_cut();
	call_connect_begin(client);
	call_finish(client);
	call_so_error(client);
}

CASE(syn_ack_gives_up,
     "The client never answers: SYN,ACK is sent again five times, and after 63 s the request is forgotten without a word.",
     "RFC 9293 3.8.3 MUST-20; tcp_synack_retries; reqsk_timer_handler()",
     .on = ON_FORGED, .forged = FORGED_CLIENT, .show = SHOW_TIME,
     .seconds = 63, .slow = true)
{
	call_listen(server, 8);
	forge(client, "S");
	until_state(server, TCP_CLOSE);
	look_listener(server);
}
