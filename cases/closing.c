/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CLOSING, with a client that is forged.
 */
#define SUBJECT closing
#include "cases/case.h"

static void reach(void)
{
	forge_established();
	call_shutdown(server, SHUT_WR);
	forge(client, "F.", .ack = -1);
}

CASE(ack,
     "The ACK of the own FIN: TIME_WAIT.",
     "RFC 9293 3.10.7.4 fifth step (CLOSING)",
     FORGED_CLIENT_CASE)
{
	reach();
	forge(client, ".");
}

CASE(fin_again,
     "The peer's FIN once more, now with the ACK: TIME_WAIT.",
     "RFC 9293 3.10.7.4 first and fifth step (CLOSING); tcp_validate_incoming()",
     FORGED_CLIENT_CASE)
{
	reach();
	forge(client, "F.", .seq = -1);
}

CASE(rst,
     "RST in CLOSING ends the connection.",
     "RFC 9293 3.10.7.4 second step (CLOSING)",
     FORGED_CLIENT_CASE)
{
	reach();
	forge(client, "R");
	call_so_error(server);
}

CASE(data_beyond_fin,
     "Data behind the peer's own FIN is dropped without a word.",
     "RFC 9293 3.10.7.4 seventh step (CLOSING)",
     FORGED_CLIENT_CASE)
{
	reach();
	forge(client, "P.", .ack = -1, .len = 4);
}
