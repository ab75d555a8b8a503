/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Connections that are given up.
 */
#define SUBJECT reset
#include "cases/case.h"

CASE(readable_after_timeout,
     "The cable is cut and the connection is given up after TCP_USER_TIMEOUT: what had arrived before is still read, then ETIMEDOUT, then 0.",
     "RFC 9293 3.10.8 (USER TIMEOUT); tcp_write_err()",
     .on = ON_WIRE, .seconds = 2)
{
	establish();
	call_send(server, 4);
	call_option(client, IPPROTO_TCP, TCP_USER_TIMEOUT, 1000);
	cable_cut();
	call_send(client, 4);
	until_state(client, TCP_CLOSE);
	call_recv(client, 9);
	call_recv(client, 9);
	call_recv(client, 9);
}

/* Before the data is sent again, 200 ms later. */
CASE(blind_behind_hole,
     "Data is lost, so the victim expects less than the end has sent: a third party's RST with that number resets.",
     "RFC 5961 3.2; RFC 9293 3.10.7.4 second step; tcp_validate_incoming()",
     .on = ON_WIRE)
{
	establish();
	cable_drop(client, DATA);
	within_ms(150);
	call_send(client, 4);
	inject(client, "R", 0);
	call_so_error(server);
}

CASE(blind_beyond_hole,
     "Data is lost: a third party's RST with the number that the end would send next is beyond what the victim expects, and is challenged.",
     "RFC 5961 3.2; RFC 9293 3.10.7.4 second step; tcp_validate_incoming()",
     .on = ON_WIRE)
{
	establish();
	cable_drop(client, DATA);
	within_ms(150);
	call_send(client, 4);
	inject(client, "R", 4);
	call_recv(server, 9);
}
