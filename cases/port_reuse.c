/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A port is used anew while the other end still knows the old connection: it
 * answers the SYN with a challenge ACK, the RST that this brings ends the old
 * connection, and the SYN that is sent again opens the new one. RFC 9293 3.5.1
 * figure 9 is that story with a listener that has crashed in between.
 */
#define SUBJECT port_reuse
#include "cases/case.h"

/* The client closes, and its orphan is forgotten after a second. */
static void forget_orphan(void)
{
	stage_sysctl("net.ipv4.tcp_fin_timeout", "1");
	establish();
	call_close(client);
	until_state(client, TCP_CLOSE);
}

CASE(close_wait,
     "The client's orphan is forgotten, the server still in CLOSE_WAIT: a new SYN from the same port is challenged, and the RST that follows makes way for it.",
     "RFC 5961 4.2; RFC 9293 3.5.1, 3.10.7.3; tcp_rcv_synsent_state_process()",
     .seconds = 1)
{
	forget_orphan();
	call_bind_as(nth(client, 2), client);
	call_connect(nth(client, 2));
	call_accept(nth(server, 2));
	call_so_error(server);
	call_recv(server, 9);
}

/* Before the FIN is sent again, 200 ms later at the earliest. */
CASE(last_ack,
     "The client's orphan is forgotten, and the server's FIN is lost: LAST_ACK challenges a new SYN from the same port, and gives way to it.",
     "RFC 5961 4.2; RFC 9293 3.10.7.4 fourth step (LAST-ACK); tcp_validate_incoming()",
     .on = ON_WIRE, .seconds = 1)
{
	forget_orphan();
	call_bind_as(nth(client, 2), client);
	cable_drop(server, FIN);
	within_ms(150);
	call_close(server);
	call_connect(nth(client, 2));
	call_accept(nth(server, 2));
}

CASE(established,
     "The client's RST is lost, so the server is half-open: a new SYN from the same port is challenged, and the RST that follows makes way for it.",
     "RFC 9293 3.5.1 figure 9; RFC 5961 4.2; tcp_validate_incoming()",
     .on = ON_WIRE)
{
	establish();
	cable_drop(client, RST);
	call_linger(client, 0);
	call_close(client);
	call_bind_as(nth(client, 2), client);
	call_connect(nth(client, 2));
	call_accept(nth(server, 2));
	call_so_error(server);
}

/*
 * An orphan in FIN_WAIT2 knows the window only as a number of octets, and a SYN
 * inside it gets RST instead: the new number, one more each 64 ns, has to be
 * beyond it.
 */
CASE(orphan,
     "The client's RST is lost, and what the server has left is an orphan in FIN_WAIT2: it answers a new SYN from the same port, and dies of the RST that follows.",
     "RFC 9293 3.5.1, 3.10.7.4 first step; tcp_timewait_state_process()",
     .on = ON_WIRE)
{
	establish();
	call_close(server);
	until_state(server, TCP_FIN_WAIT2);
	cable_drop(client, RST);
	call_linger(client, 0);
	call_close(client);
	call_bind_as(nth(client, 2), client);
	watch_ms(100);
	call_connect(nth(client, 2));
	call_accept(nth(server, 2));
}

CASE(forgotten_by_both,
     "Both ends have forgotten the connection, and nothing on the wire has said so: a new SYN from the same port is answered as any other.",
     "RFC 9293 3.10.7.2; tcp_v4_rcv(); secure_tcp_seq()",
     .on = ON_WIRE, .seconds = 1)
{
	forget_orphan();
	cable_drop(server, RST);
	call_linger(server, 0);
	call_close(server);
	call_bind_as(nth(client, 2), client);
	call_connect(nth(client, 2));
	call_accept(nth(server, 2));
}
