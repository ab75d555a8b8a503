/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Closing when the peer is gone: how long the end that is left goes on trying.
 */
#define SUBJECT close
#include "cases/case.h"

CASE(fin_gives_up_orphan,
     "Nobody acknowledges the FIN of an orphan: it is sent again eight times, at twice the interval each, and after 102 s the orphan is dropped without a word.",
     "RFC 9293 3.8.3 MUST-20; tcp_orphan_retries; tcp_out_of_resources()",
     .on = ON_WIRE, .show = SHOW_TIME, .seconds = 103, .slow = true)
{
	establish();
	cable_cut();
	call_close(client);
	until_state(client, TCP_CLOSE);
}

CASE(last_ack_gives_up,
     "Nobody acknowledges the last FIN: LAST_ACK is dropped after 102 s, as any orphan is.",
     "RFC 9293 3.8.3 MUST-20; tcp_orphan_retries; tcp_out_of_resources()",
     .on = ON_WIRE, .show = SHOW_TIME, .seconds = 103, .slow = true)
{
	establish();
	call_close(client);
	cable_cut();
	call_close(server);
	until_state(server, TCP_CLOSE);
}

CASE(data_gives_up,
     "Nobody acknowledges data of a socket that is held: fifteen times it is sent again, never more than 120 s apart, until recv() reports ETIMEDOUT after 924.6 s.",
     "RFC 9293 3.8.3 MUST-20; tcp_retries2; retransmits_timed_out()",
     .on = ON_WIRE, .show = SHOW_TIME, .seconds = 925, .slow = true)
{
	establish();
	cable_cut();
	call_send(client, 2);
	call_recv_begin(client, 9);
	call_finish(client);
	call_recv(client, 9);
}
