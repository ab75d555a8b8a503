/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * TIME_WAIT, with a client that is forged.
 */
#define SUBJECT time_wait
#include "cases/case.h"

static void reach(void)
{
	forge_established();
	call_close(server);
	forge(client, ".");
	forge(client, "F.");
}

CASE(fin_again,
     "The peer's FIN once more is answered with an ACK: the last one was lost.",
     "RFC 9293 3.10.7.4 first and eighth step (TIME-WAIT)",
     FORGED_CLIENT_CASE)
{
	reach();
	forge(client, "F.", .seq = -1);
}

CASE(syn_higher_seq,
     "A SYN with a sequence number beyond the old ones ends TIME_WAIT and opens a connection.",
     "RFC 9293 3.6.1 MAY-2; tcp_timewait_state_process()",
     FORGED_CLIENT_CASE)
{
	reach();
	forge(nth(client, 2), "S", .seq = 100000);
}

CASE(syn_lower_seq,
     "A SYN with an old sequence number is answered with an ACK; TIME_WAIT stays.",
     "RFC 9293 3.6.1 MAY-2, 3.10.7.4 fourth step; tcp_timewait_state_process()",
     FORGED_CLIENT_CASE)
{
	reach();
	forge(client, "S", .seq = -1000);
}

CASE(syn_newer_timestamp,
     "A SYN with an old sequence number but a newer timestamp ends TIME_WAIT and opens a connection.",
     "RFC 6191 2; tcp_timewait_state_process()",
     FORGED_CLIENT_CASE)
{
	forge_timestamps(client);
	reach();
	forge_timestamps(nth(client, 2));
	forge(nth(client, 2), "S", .seq = -1000, .ts = 1000);
}

CASE(syn_older_timestamp,
     "A SYN with an older timestamp is answered with an ACK, whatever its sequence number.",
     "RFC 6191 2; tcp_timewait_state_process()",
     FORGED_CLIENT_CASE)
{
	forge_timestamps(client);
	reach();
	forge(client, "S", .seq = 100000, .ts = -1000);
}

CASE(rst_rfc1337_0,
     "tcp_rfc1337 = 0, the default: RST ends TIME_WAIT.",
     "RFC 1337; RFC 9293 3.10.7.4 second step (TIME-WAIT)",
     FORGED_CLIENT_CASE)
{
	reach();
	forge(client, "R");
}

CASE(rst_rfc1337_1,
     "tcp_rfc1337 = 1: RST in TIME_WAIT is ignored.",
     "RFC 1337; tcp_timewait_state_process()",
     FORGED_CLIENT_CASE)
{
	stage_sysctl("net.ipv4.tcp_rfc1337", "1");
	reach();
	forge(client, "R");
}

CASE(data,
     "Old data is answered with an ACK.",
     "RFC 9293 3.10.7.4 first step (TIME-WAIT)",
     FORGED_CLIENT_CASE)
{
	reach();
	forge(client, "P.", .seq = -1, .len = 4);
}

CASE(window,
     "The ACK that TIME_WAIT answers with offers the window that there was last.",
     "RFC 9293 3.10.7.4 eighth step (TIME-WAIT); tcp_v4_timewait_ack()",
     .on = ON_FORGED, .forged = FORGED_CLIENT,
     .show = SHOW_EACH | SHOW_WINDOW)
{
	reach();
	forge(client, "F.", .seq = -1);
}
