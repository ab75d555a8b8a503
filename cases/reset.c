/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RST: who sends it, who believes it, and what the application sees.
 */
#define SUBJECT reset
#include "cases/case.h"

CASE(refused,
     "connect() to a port that nobody listens on: RST,ACK with sequence number 0, ECONNREFUSED.",
     "RFC 9293 3.10.7.1, 3.10.7.3; tcp_reset()")
{
	call_connect_nowhere(client);
	call_so_error(client);
}

CASE(error_once_then_eof,
     "After RST recv() is ECONNRESET once, then 0 for ever; send() is EPIPE with SIGPIPE.",
     "RFC 9293 3.10.7.4; tcp_reset(); tcp_recvmsg_locked()")
{
	establish();
	call_linger(server, 0);
	call_close(server);
	call_recv(client, 9);
	call_recv(client, 9);
	call_send(client, 4);
	call_recv(client, 9);
}

CASE(queued_data_then_error,
     "RST does not flush what had arrived: recv() returns the data first, then ECONNRESET, then 0.",
     "RFC 9293 3.10.7.4 (which says flush); tcp_reset()")
{
	establish();
	call_send(server, 4);
	call_linger(server, 0);
	call_close(server);
	call_unread(client);
	call_recv(client, 9);
	call_recv(client, 9);
	call_recv(client, 9);
}

CASE(write_first_sees_epipe_later,
     "After RST a send() that comes before any recv() takes the error: ECONNRESET without SIGPIPE; the next one is EPIPE with it.",
     "tcp_sendmsg_locked(); sk_stream_error()")
{
	establish();
	call_linger(server, 0);
	call_close(server);
	call_send(client, 4);
	call_send(client, 4);
	call_recv(client, 9);
}

CASE(in_close_wait_is_epipe,
     "RST in CLOSE_WAIT is EPIPE to SO_ERROR, recv() goes on returning 0, and send() is EPIPE: never ECONNRESET.",
     "tcp_reset() (TCP_CLOSE_WAIT); RFC 9293 3.10.7.4")
{
	establish();
	call_shutdown(server, SHUT_WR);
	call_linger(server, 0);
	call_close(server);
	call_poll(client);
	call_recv(client, 9);
	call_so_error(client);
	call_send(client, 4);
	call_recv(client, 9);
}

CASE(poll_bits_by_state,
     "What poll() says in every state that loopback can show: a fresh socket is OUT and HUP, RDHUP means the peer's FIN, HUP means both directions.",
     "poll(2); tcp_poll()")
{
	call_socket(client);
	call_poll(client);
	call_listen(server, 8);
	call_poll(listener(server));
	call_connect(client);
	call_poll(listener(server));
	call_accept(server);
	call_poll(client);
	call_send(client, 4);
	call_poll(server);
	call_recv(server, 9);
	call_poll(server);
	call_shutdown(client, SHUT_WR);
	call_poll(client);
	call_poll(server);
	call_send(server, 4);
	call_poll(client);
	call_close(server);
	call_poll(client);
	call_connect(nth(client, 2));
	call_accept(nth(server, 2));
	call_shutdown(nth(client, 2), SHUT_RD);
	call_poll(nth(client, 2));
	call_shutdown(nth(client, 2), SHUT_WR);
	call_poll(nth(client, 2));
	call_connect(nth(client, 3));
	call_accept(nth(server, 3));
	call_linger(nth(server, 3), 0);
	call_close(nth(server, 3));
	call_poll(nth(client, 3));
	call_so_error(nth(client, 3));
	call_poll(nth(client, 3));
}

CASE(blind_exact,
     "A third party's RST with exactly the expected sequence number ends the connection; the other end learns of it by its next segment.",
     "RFC 5961 3.2; RFC 9293 3.10.7.4 second step; tcp_validate_incoming()")
{
	establish();
	inject(client, "R", 0);
	call_recv(server, 9);
	call_send(client, 4);
	call_recv(client, 9);
}

CASE(blind_in_window,
     "A third party's RST inside the window but not exact is answered with a challenge ACK; the connection lives.",
     "RFC 5961 3.2; RFC 9293 3.10.7.4 second step; tcp_validate_incoming()")
{
	establish();
	inject(client, "R", 100);
	call_send(client, 4);
	call_recv(server, 9);
}

CASE(blind_outside,
     "A third party's RST outside the window is dropped without a word.",
     "RFC 5961 3.2; RFC 9293 3.10.7.4 second step; tcp_validate_incoming()")
{
	establish();
	inject(client, "R", 1 << 24);
	call_send(client, 4);
	call_recv(server, 9);
}

CASE(blind_syn,
     "A third party's SYN into an established connection is answered with a challenge ACK, whatever its sequence number; the connection lives.",
     "RFC 5961 4.2; RFC 9293 3.10.7.4 fourth step; tcp_validate_incoming()")
{
	establish();
	inject(client, "S", 0);
	call_send(client, 4);
	call_recv(server, 9);
}

CASE(sock_destroy,
     "SOCK_DESTROY (ss -K) aborts from outside: RST,ACK to the peer, ECONNABORTED to the own process.",
     "tcp_abort(); ss(8) -K",
     .needs = NEED_DESTROY)
{
	establish();
	call_sock_destroy(server);
	call_so_error(server);
	call_recv(server, 9);
	call_recv(client, 9);
}

CASE(disconnect_af_unspec,
     "connect() to AF_UNSPEC resets the connection and returns 0, but leaves ECONNRESET behind in the caller's own SO_ERROR.",
     "connect(2); tcp_disconnect()")
{
	establish();
	call_disconnect(client);
	call_poll(client);
	call_so_error(client);
	call_recv(server, 9);
}

CASE(disconnect_then_reconnect,
     "After connect() to AF_UNSPEC the same socket can connect again, as a new connection.",
     "connect(2); tcp_disconnect()")
{
	establish();
	call_disconnect(client);
	call_so_error(client);
	call_connect(client);
	call_accept(nth(server, 2));
}

CASE(window_and_options,
     "Who aborts a connection sends RST with its window and timestamps; who has none answers with window 0 and nothing.",
     "RFC 9293 3.10.5, 3.10.7.1; RFC 7323 3.2; tcp_send_active_reset(); tcp_v4_send_reset()",
     .show = SHOW_WINDOW | SHOW_OPTIONS)
{
	establish();
	call_linger(server, 0);
	call_close(server);
	call_connect_nowhere(nth(client, 2));
}

CASE(stray_ack,
     "An ACK for a connection that is gone finds the listener on its port, which answers with RST.",
     "RFC 9293 3.10.7.2 second step; tcp_rcv_state_process() (TCP_LISTEN)")
{
	establish();
	call_linger(client, 0);
	call_close(client);
	inject(client, ".", 0);
	look_listener(listener(server));
}
