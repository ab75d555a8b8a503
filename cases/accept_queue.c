/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Connections that nobody has accepted yet, and what a full queue does.
 */
#define SUBJECT accept_queue
#include "cases/case.h"

CASE(never_accepted,
     "A server that listens and never accepts: the kernel finishes the handshake, takes the data and ACKs the FIN; CLOSE_WAIT stays, with Recv-Q 5 for \"ping\" and its FIN.",
     "RFC 9293 3.9.1.1, 3.10.7.4; tcp_diag_get_info()",
     .show = SHOW_QUEUES)
{
	call_listen(server, 8);
	call_connect(client);
	look_listener(server);
	call_send(client, 4);
	call_close(client);
	look_listener(server);
}

CASE(never_accepted_client_exits,
     "The same, and the client's process is gone: its FIN_WAIT2 ends after tcp_fin_timeout; the server's CLOSE_WAIT does not.",
     "RFC 9293 3.10.7.4; tcp_time_wait()",
     .show = SHOW_QUEUES, .seconds = 2)
{
	stage_sysctl("net.ipv4.tcp_fin_timeout", "1");
	call_listen(server, 8);
	call_connect(client);
	call_send(client, 4);
	call_exit(client);
	until_state(client, TCP_CLOSE);
	watch_ms(500);
}

CASE(never_accepted_server_exits,
     "A server process that ends with a connection in its accept queue: the waiting client gets RST.",
     "RFC 9293 3.5.2; inet_csk_listen_stop()",
     .show = SHOW_QUEUES)
{
	call_listen(server, 8);
	call_connect(client);
	call_send(client, 4);
	call_close(client);
	call_exit(server);
}

CASE(emfile_then_freed,
     "accept() fails with EMFILE and the connection stays in the queue; once descriptors are free, accept() succeeds and close() ends the CLOSE_WAIT.",
     "__sys_accept4(); RFC 9293 3.10.4",
     .show = SHOW_QUEUES)
{
	call_listen(server, 8);
	call_exhaust_files(server);
	call_connect(client);
	call_send(client, 4);
	call_close(client);
	call_accept(server);
	look_listener(server);
	call_free_files(server);
	call_accept(server);
	call_recv(server, 9);
	call_recv(server, 9);
	call_close(server);
}

CASE(emfile_nonblocking,
     "The same on a non-blocking listener: poll() goes on calling it readable while accept() fails with EMFILE.",
     "__sys_accept4(); tcp_poll()",
     .show = SHOW_QUEUES)
{
	call_listen(server, 8);
	call_nonblock(listener(server));
	call_poll(listener(server));
	call_exhaust_files(server);
	call_connect(client);
	call_poll(listener(server));
	call_accept(server);
	call_poll(listener(server));
	call_accept(server);
	call_free_files(server);
	call_accept(server);
	call_poll(listener(server));
	call_accept(nth(server, 2));
}

CASE(listener_closed_with_queue,
     "Three connections wait in the accept queue when the listener is closed: each gets RST.",
     "RFC 9293 3.10.4; inet_csk_listen_stop()")
{
	call_listen(server, 8);
	call_connect(client);
	call_connect(nth(client, 2));
	call_connect(nth(client, 3));
	look_listener(server);
	call_close(listener(server));
	call_recv(client, 9);
	call_recv(nth(client, 2), 9);
	call_recv(nth(client, 3), 9);
}

CASE(reset_before_accept,
     "The client aborts before accept(): accept() succeeds all the same, the data can be read, then ECONNRESET.",
     "RFC 9293 3.10.7.4; inet_csk_accept(); tcp_reset()")
{
	call_listen(server, 8);
	call_connect(client);
	call_send(client, 4);
	call_linger(client, 0);
	call_close(client);
	look_listener(server);
	call_accept(server);
	call_getpeername(server);
	call_recv(server, 9);
	call_recv(server, 9);
	call_recv(server, 9);
}

CASE(fin_before_accept,
     "The client has sent and closed before accept(): the server accepts, reads the data, reads 0, closes.",
     "RFC 9293 3.10.7.4, 3.6")
{
	call_listen(server, 8);
	call_connect(client);
	call_send(client, 4);
	call_close(client);
	call_accept(server);
	call_recv(server, 9);
	call_recv(server, 9);
	call_close(server);
}

CASE(backlog_admits_one_more,
     "A backlog of 1 lets two connections in; the third SYN is dropped without a word, sent again after a second, and answered once there is room.",
     "sk_acceptq_is_full(); tcp_conn_request()",
     .seconds = 1)
{
	call_listen(server, 1);
	call_connect(client);
	call_connect(nth(client, 2));
	look_listener(server);
	within_ms(800);
	call_connect_begin(nth(client, 3));
	call_accept(server);
	call_finish(nth(client, 3));
	look_listener(server);
}

CASE(abort_on_overflow,
     "tcp_abort_on_overflow does not answer the third SYN either: it is dropped as without it.",
     "tcp_conn_request(); tcp_check_req()",
     .seconds = 1)
{
	stage_sysctl("net.ipv4.tcp_abort_on_overflow", "1");
	call_listen(server, 1);
	call_connect(client);
	call_connect(nth(client, 2));
	within_ms(800);
	call_connect_begin(nth(client, 3));
	call_accept(server);
	call_finish(nth(client, 3));
}

CASE(abort_on_overflow_last_ack,
     "tcp_abort_on_overflow is about the end of a handshake: a deferred connection whose data finds the accept queue full gets RST.",
     "tcp_check_req(); TCP_DEFER_ACCEPT in tcp(7)")
{
	stage_sysctl("net.ipv4.tcp_abort_on_overflow", "1");
	call_option(listener(server), IPPROTO_TCP, TCP_DEFER_ACCEPT, 30);
	call_listen(server, 1);
	call_connect(client);
	call_connect(nth(client, 2));
	call_send(client, 4);
	call_connect(nth(client, 3));
	call_send(nth(client, 2), 4);
	call_send(nth(client, 3), 4);
	look_listener(server);
	call_recv(nth(client, 3), 9);
}

CASE(defer_accept_no_data,
     "TCP_DEFER_ACCEPT ignores the handshake's bare ACK, so the server stays in SYN_RECV; the FIN of a client that sent nothing completes it.",
     "tcp_check_req(); TCP_DEFER_ACCEPT in tcp(7)")
{
	call_option(listener(server), IPPROTO_TCP, TCP_DEFER_ACCEPT, 30);
	call_listen(server, 8);
	call_connect(client);
	call_close(client);
	look_listener(server);
	call_accept(server);
	call_recv(server, 9);
	call_close(server);
}

CASE(linger_inherited,
     "SO_LINGER set on the listener reaches the accepted socket: its close() resets.",
     "RFC 9293 3.10.5; sk_clone_lock()")
{
	call_linger(listener(server), 0);
	call_listen(server, 8);
	call_connect(client);
	call_accept(server);
	call_close(server);
	call_recv(client, 9);
}

CASE(shutdown_rd_on_listener_with_queue,
     "shutdown(SHUT_RD) of a listener resets what waits in its queue; accept() is EINVAL, and the same descriptor can listen again.",
     "inet_shutdown(); inet_csk_listen_stop()")
{
	call_listen(server, 8);
	call_connect(client);
	call_connect(nth(client, 2));
	call_shutdown(listener(server), SHUT_RD);
	call_recv(client, 9);
	call_recv(nth(client, 2), 9);
	call_accept(server);
	call_relisten(server, 8);
	call_connect(nth(client, 3));
	call_accept(nth(server, 3));
}

CASE(syn_cookies_overflow,
     "With the SYN queue full the next SYN is answered with a cookie and leaves no trace in the kernel; the connection made through it opens and closes like any other.",
     "RFC 4987 3.6; tcp_conn_request(); cookie_v4_check()",
     .needs = NEED_COOKIES)
{
	call_option(listener(server), IPPROTO_TCP, TCP_DEFER_ACCEPT, 30);
	call_listen(server, 1);
	call_connect(client);
	call_connect(nth(client, 2));
	call_connect(nth(client, 3));
	call_accept(nth(server, 3));
	call_send(nth(client, 3), 4);
	call_recv(nth(server, 3), 9);
	call_close(nth(client, 3));
	call_recv(nth(server, 3), 9);
	call_close(nth(server, 3));
}

CASE(listener_closed_half_open,
     "A connection that is not complete when its listener is closed hears nothing; its next segment finds nobody and gets RST.",
     "RFC 9293 3.10.4, 3.10.7.1; inet_csk_listen_stop()")
{
	call_option(listener(server), IPPROTO_TCP, TCP_DEFER_ACCEPT, 30);
	call_listen(server, 8);
	call_connect(client);
	call_close(listener(server));
	call_send(client, 4);
	call_recv(client, 9);
}

CASE(migrated,
     "With tcp_migrate_req a connection that waits goes on to the other listener on the port when its own is closed.",
     "tcp_migrate_req; inet_csk_listen_stop(); inet_csk_reqsk_queue_migrate()",
     .on = ON_LO, .needs = NEED_MIGRATE)
{
	stage_sysctl("net.ipv4.tcp_migrate_req", "1");
	call_option(listener(server), SOL_SOCKET, SO_REUSEPORT, 1);
	call_listen(server, 8);
	call_connect(client);
	call_option(listener(client), SOL_SOCKET, SO_REUSEPORT, 1);
	call_listen(client, 8);
	call_close(listener(server));
	call_accept(nth(client, 2));
	call_send(client, 4);
	call_recv(nth(client, 2), 9);
}
