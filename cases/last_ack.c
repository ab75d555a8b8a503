/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * LAST_ACK, with a client that is forged.
 */
#define SUBJECT last_ack
#include "cases/case.h"

static void reach(void)
{
	forge_established();
	forge(client, "F.");
	call_close(server);
}

CASE(ack,
     "The last ACK: the connection is gone, without TIME_WAIT.",
     "RFC 9293 3.10.7.4 fifth step (LAST-ACK)",
     FORGED_CLIENT_CASE)
{
	reach();
	forge(client, ".");
}

CASE(old_ack,
     "An ACK of everything but the FIN changes nothing.",
     "RFC 9293 3.10.7.4 fifth step (LAST-ACK)",
     FORGED_CLIENT_CASE)
{
	reach();
	forge(client, ".", .ack = -1);
	forge(client, ".");
}

CASE(rst,
     "RST in LAST_ACK ends the connection.",
     "RFC 9293 3.10.7.4 second step (LAST-ACK)",
     FORGED_CLIENT_CASE)
{
	reach();
	forge(client, "R");
}

CASE(fin_again,
     "The peer's FIN once more is answered with an ACK.",
     "RFC 9293 3.10.7.4 first step (LAST-ACK)",
     FORGED_CLIENT_CASE)
{
	reach();
	forge(client, "F.", .seq = -1, .ack = -1);
	forge(client, ".");
}
