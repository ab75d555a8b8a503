/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * FIN_WAIT2, held and as an orphan, with a client that is forged.
 *
 * The orphan is a mini-socket, which looks at less than RFC 5961 asks for.
 */
#define SUBJECT fin_wait2
#include "cases/case.h"

static void reach(bool orphan)
{
	forge_established();
	if (orphan)
		call_close(server);
	else
		call_shutdown(server, SHUT_WR);
	forge(client, ".");
}

CASE(fin,
     "The peer's FIN: TIME_WAIT.",
     "RFC 9293 3.10.7.4 eighth step (FIN-WAIT-2)",
     FORGED_CLIENT_CASE)
{
	reach(false);
	forge(client, "F.");
}

CASE(orphan_fin,
     "The peer's FIN to an orphan: TIME_WAIT.",
     "RFC 9293 3.10.7.4 eighth step (FIN-WAIT-2); tcp_timewait_state_process()",
     FORGED_CLIENT_CASE)
{
	reach(true);
	forge(client, "F.");
}

CASE(rst_in_window,
     "RST in the window but not exact is challenged.",
     "RFC 5961 3.2; RFC 9293 3.10.7.4 second step",
     FORGED_CLIENT_CASE)
{
	reach(false);
	forge(client, "R", .seq = 100);
}

CASE(orphan_rst_in_window,
     "An orphan dies of any RST in the window, exact or not.",
     "RFC 5961 3.2 (which wants a challenge); tcp_timewait_state_process()",
     FORGED_CLIENT_CASE)
{
	reach(true);
	forge(client, "R", .seq = 100);
}

CASE(orphan_rst_outside,
     "An orphan answers a RST outside the window with an ACK.",
     "RFC 9293 3.10.7.4 second step (which says drop); tcp_timewait_state_process()",
     FORGED_CLIENT_CASE)
{
	reach(true);
	forge(client, "R", .seq = -100);
}

CASE(orphan_syn_in_window,
     "A SYN in the window kills an orphan, with RST.",
     "RFC 5961 4.2 (which wants a challenge); tcp_timewait_state_process()",
     FORGED_CLIENT_CASE)
{
	reach(true);
	forge(client, "S", .seq = 100);
}

CASE(data,
     "Data is taken as long as the socket is held.",
     "RFC 9293 3.10.7.4 seventh step (FIN-WAIT-2)",
     FORGED_CLIENT_CASE)
{
	reach(false);
	forge(client, "P.", .len = 4);
	call_recv(server, 9);
}

CASE(orphan_data,
     "Data to an orphan gets RST, and kills it.",
     "RFC 9293 3.6.1 SHLD-3; RFC 2525 2.16; tcp_timewait_state_process()",
     FORGED_CLIENT_CASE)
{
	reach(true);
	forge(client, "P.", .len = 4);
}

CASE(orphan_fin_out_of_order,
     "A FIN behind a gap kills an orphan, with RST: there is no queue to keep it in.",
     "RFC 9293 3.10.7.4 first step SHLD-31; tcp_timewait_state_process()",
     FORGED_CLIENT_CASE)
{
	reach(true);
	forge(client, "F.", .seq = 4);
}
