/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Selective acknowledgment around the end of a connection, with a client that
 * is forged.
 */
#define SUBJECT sack
#include "cases/case.h"

#define SACK_CASE                                                              \
	.on = ON_FORGED, .forged = FORGED_CLIENT,                              \
	.show = SHOW_EACH | SHOW_OPTIONS

static void reach(void)
{
	forge_sack(client);
	forge_established();
}

CASE(not_offered,
     "A peer that offers nothing gets a SYN,ACK with the MSS alone, and no SACK of a FIN behind a gap.",
     "RFC 2018 2; RFC 7323 2.2, 3.2; tcp_synack_options()",
     SACK_CASE)
{
	forge_established();
	forge(client, "F.", .seq = 4);
	forge(client, "P.", .len = 4);
}

CASE(fin_out_of_order,
     "A FIN and data behind a gap are reported in blocks, the last one to come first; what fills the gap ends it all.",
     "RFC 2018 4; tcp_sack_new_ofo_skb()",
     SACK_CASE)
{
	reach();
	forge(client, "P.", .seq = 4, .len = 4);
	forge(client, "F.", .seq = 12);
	forge(client, "P.", .len = 4);
	forge(client, "P.", .seq = 4, .len = 4);
	call_recv_all(server);
}

CASE(duplicate,
     "Data that comes twice is reported by a D-SACK block below the acknowledgment.",
     "RFC 2883 4.1; tcp_dsack_set()",
     SACK_CASE)
{
	reach();
	forge(client, "P.", .len = 4);
	forge(client, "P.", .len = 4, .seq = -4);
	call_recv(server, 9);
}

CASE(fin_duplicate,
     "A FIN that comes twice is reported by a D-SACK block as well.",
     "RFC 2883 4.1; RFC 9293 3.10.7.4 first step (CLOSE-WAIT); tcp_dsack_set()",
     SACK_CASE)
{
	reach();
	forge(client, "F.");
	forge(client, "F.", .seq = -1);
}

/*
 * Data and FIN are under way, and the peer reports that it has the FIN alone.
 * What follows is to be over before the data's own time-out, 200 ms later.
 */
static void report_fin(unsigned steps)
{
	reach();
	call_send(server, 4);
	call_shutdown(server, SHUT_WR);
	calls_within_ms(steps, 150);
	forge(client, ".", .ack = -5, .sack = {{5, 6}});
}

CASE(fin_reported,
     "The peer has the FIN and lacks the data before it: FIN_WAIT1 sends the data again, and not the FIN.",
     "RFC 2018 5; RFC 8985 6.2; RFC 9293 3.10.7.4 fifth step (FIN-WAIT-1)",
     SACK_CASE)
{
	report_fin(2);
	forge(client, ".");
}

CASE(reneged,
     "The FIN was reported in a block, and then the data alone is acknowledged: the FIN is sent again.",
     "RFC 2018 8; tcp_check_sack_reneging()",
     SACK_CASE)
{
	report_fin(2);
	forge(client, ".", .ack = -1);
	until_segments(server, 1);
	forge(client, ".");
}
