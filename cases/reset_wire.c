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
