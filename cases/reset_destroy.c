/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * SOCK_DESTROY, what `ss -K` does: it aborts whatever the kernel knows of an
 * end, be it a socket, a request, an orphan or TIME_WAIT.
 */
#define SUBJECT reset
#include "cases/case.h"

CASE(sock_destroy_gone,
     "SOCK_DESTROY of an end that is gone is ENOENT; the listener on its port goes on.",
     "sock_diag(7); inet_diag_find_one_icsk(); ss(8) -K",
     .needs = NEED_DESTROY)
{
	establish();
	call_linger(client, 0);
	call_close(client);
	call_sock_destroy(server);
	look_listener(listener(server));
	call_connect(nth(client, 2));
}

CASE(sock_destroy_listener,
     "SOCK_DESTROY of a listener resets what waits to be accepted, and leaves the accepted connection alone.",
     "tcp_abort(); inet_csk_listen_stop(); ss(8) -K",
     .needs = NEED_DESTROY)
{
	establish();
	call_connect(nth(client, 2));
	call_sock_destroy(listener(server));
	look_listener(listener(server));
	call_recv(nth(client, 2), 9);
	call_send(client, 4);
	call_recv(server, 9);
	call_connect(nth(client, 3));
}

CASE(sock_destroy_orphan,
     "SOCK_DESTROY of an orphan in FIN_WAIT2, which is a mini-socket: it is gone without a segment, and the peer's FIN gets RST.",
     "tcp_abort() (TCP_TIME_WAIT); inet_twsk_deschedule_put(); ss(8) -K",
     .needs = NEED_DESTROY)
{
	establish();
	call_close(server);
	until_state(server, TCP_FIN_WAIT2);
	call_sock_destroy(server);
	call_close(client);
}

CASE(sock_destroy_time_wait,
     "SOCK_DESTROY of TIME_WAIT ends it without a segment: its port is free at once.",
     "tcp_abort() (TCP_TIME_WAIT); ss(8) -K",
     .needs = NEED_DESTROY)
{
	establish();
	call_close(listener(server));
	call_close(server);
	call_close(client);
	until_state(server, TCP_TIME_WAIT);
	call_sock_destroy(server);
	call_bind(nth(server, 2));
}

CASE(sock_destroy_request,
     "SOCK_DESTROY of a handshake that waits for its last ACK: the request is gone without a segment, and the ACK gets RST.",
     "tcp_abort() (TCP_NEW_SYN_RECV); RFC 9293 3.10.7.1; ss(8) -K",
     .on = ON_WIRE, .needs = NEED_DESTROY)
{
	stage_in_any_order();
	call_listen(server, 8);
	call_nonblock(client);
	cable_hold(server);
	call_connect(client);
	cable_hold(client);
	cable_release(server);
	call_sock_destroy(server);
	cable_release(client);
	look_listener(listener(server));
}

CASE(sock_destroy_reused,
     "The addresses of an old connection are those of a new one: SOCK_DESTROY of the old one is ENOENT, and the new one lives.",
     "sock_diag(7); ss(8) -K",
     .needs = NEED_DESTROY)
{
	establish();
	call_close(server);
	call_close(client);
	call_bind_as(nth(client, 2), client);
	call_connect(nth(client, 2));
	call_accept(nth(server, 2));
	call_sock_destroy(server);
	call_send(nth(client, 2), 4);
	call_recv(nth(server, 2), 9);
	call_sock_destroy(nth(server, 2));
	call_recv(nth(client, 2), 9);
}
