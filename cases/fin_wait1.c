/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * FIN_WAIT1, with a client that is forged and does not acknowledge.
 */
#define SUBJECT fin_wait1
#include "cases/case.h"

CASE(ack,
     "The ACK of the FIN: FIN_WAIT2.",
     "RFC 9293 3.10.7.4 fifth step (FIN-WAIT-1)",
     FORGED_CLIENT_CASE)
{
	forge_established();
	call_shutdown(server, SHUT_WR);
	forge(client, ".");
}

CASE(partial_ack,
     "An ACK of the data but not of the FIN behind it changes nothing.",
     "RFC 9293 3.10.7.4 fifth step (FIN-WAIT-1)",
     FORGED_CLIENT_CASE)
{
	forge_established();
	call_send(server, 4);
	call_shutdown(server, SHUT_WR);
	forge(client, ".", .ack = -1);
	forge(client, ".");
}

CASE(fin_without_ack,
     "A FIN that does not acknowledge the own one: CLOSING; the ACK that follows: TIME_WAIT.",
     "RFC 9293 3.10.7.4 eighth step (FIN-WAIT-1), fifth step (CLOSING)",
     FORGED_CLIENT_CASE)
{
	forge_established();
	call_shutdown(server, SHUT_WR);
	forge(client, "F.", .ack = -1);
	forge(client, ".");
}

CASE(fin_with_ack,
     "A FIN that acknowledges the own one: TIME_WAIT at once.",
     "RFC 9293 3.10.7.4 eighth step (FIN-WAIT-1)",
     FORGED_CLIENT_CASE)
{
	forge_established();
	call_shutdown(server, SHUT_WR);
	forge(client, "F.");
}

CASE(data,
     "Data in FIN_WAIT1 of a socket that was only shut down for writing is taken.",
     "RFC 9293 3.10.7.4 seventh step (FIN-WAIT-1)",
     FORGED_CLIENT_CASE)
{
	forge_established();
	call_shutdown(server, SHUT_WR);
	forge(client, "P.", .ack = -1, .len = 4);
	call_recv(server, 9);
}

CASE(data_to_orphan,
     "Data in FIN_WAIT1 of a socket that was closed gets RST.",
     "RFC 9293 3.6.1 SHLD-3; tcp_rcv_state_process()",
     FORGED_CLIENT_CASE)
{
	forge_established();
	call_close(server);
	forge(client, "P.", .ack = -1, .len = 4);
}

CASE(rst,
     "RST in FIN_WAIT1 ends the connection; a socket still held gets ECONNRESET.",
     "RFC 9293 3.10.7.4 second step (FIN-WAIT-1)",
     FORGED_CLIENT_CASE)
{
	forge_established();
	call_shutdown(server, SHUT_WR);
	forge(client, "R");
	call_so_error(server);
}

CASE(window_shrunk,
     "The peer closes its window to nothing while the FIN is under way: the ACK of the FIN counts all the same.",
     "RFC 9293 3.8.6 MUST-34; tcp_ack_update_window()",
     FORGED_CLIENT_CASE)
{
	forge_established();
	call_send(server, 4);
	call_shutdown(server, SHUT_WR);
	forge(client, ".", .ack = -1, .window = -1);
	forge(client, ".", .window = -1);
}

/* Before the window is probed, 200 ms later. */
CASE(window_opens,
     "shutdown(SHUT_WR) behind a closed window: FIN_WAIT1 at once, but the FIN goes out when the window opens.",
     "RFC 9293 3.8.6.1, 3.10.4; tcp_send_fin(); tcp_snd_wnd_test()",
     .on = ON_FORGED, .forged = FORGED_CLIENT,
     .show = SHOW_EACH | SHOW_WINDOW)
{
	forge_established();
	forge(client, "P.", .len = 1);
	forge(client, "P.", .len = 1, .window = -1);
	within_ms(150);
	call_shutdown(server, SHUT_WR);
	forge(client, ".", .window = 1);
	forge(client, ".");
}
