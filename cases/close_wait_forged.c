/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CLOSE_WAIT, with a client that is forged.
 */
#define SUBJECT close_wait
#include "cases/case.h"

static void reach(void)
{
	forge_established();
	forge(client, "F.");
}

CASE(rst,
     "RST in CLOSE_WAIT: EPIPE, not ECONNRESET.",
     "RFC 9293 3.10.7.4 second step (CLOSE-WAIT); tcp_reset()",
     FORGED_CLIENT_CASE)
{
	reach();
	forge(client, "R");
	call_so_error(server);
	call_recv(server, 9);
}

CASE(rst_one_below,
     "RST with the sequence number of the peer's FIN, one below the expected, resets as well.",
     "RFC 9293 3.10.7.4 second step (which says drop); tcp_reset_check()",
     FORGED_CLIENT_CASE)
{
	reach();
	forge(client, "R", .seq = -1);
	call_so_error(server);
}

CASE(data_beyond_fin,
     "Data behind the peer's own FIN is dropped without a word.",
     "RFC 9293 3.10.7.4 seventh step (CLOSE-WAIT)",
     FORGED_CLIENT_CASE)
{
	reach();
	forge(client, "P.", .len = 4);
	call_unread(server);
}

CASE(fin_again,
     "The peer's FIN once more is answered with an ACK.",
     "RFC 9293 3.10.7.4 first step (CLOSE-WAIT)",
     FORGED_CLIENT_CASE)
{
	reach();
	forge(client, "F.", .seq = -1);
}
