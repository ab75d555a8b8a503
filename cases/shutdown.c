/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * shutdown(): SHUT_RD, SHUT_WR and SHUT_RDWR, alone, together and in every
 * state.
 */
#define SUBJECT shutdown
#include "cases/case.h"

CASE(rd_is_silent,
     "SHUT_RD sends nothing and changes no state; poll() calls the socket readable for ever.",
     "shutdown(2); tcp_shutdown(); tcp_poll()")
{
	establish();
	call_shutdown(server, SHUT_RD);
	call_poll(server);
	call_poll(client);
}

CASE(rd_then_data_readable,
     "Data that arrives after SHUT_RD is acknowledged, queued and can be read: Linux does not discard it.",
     "shutdown(2); tcp_data_queue()")
{
	establish();
	call_shutdown(server, SHUT_RD);
	call_recv(server, 9);
	call_send(client, 4);
	call_recv(server, 9);
	call_recv(server, 9);
	call_send(client, 2);
	call_recv(server, 9);
}

CASE(rd_then_read_zero,
     "What was queued before SHUT_RD is still read; behind it recv() returns 0 without a FIN.",
     "shutdown(2); tcp_recvmsg_locked()")
{
	establish();
	call_send(client, 4);
	call_shutdown(server, SHUT_RD);
	call_recv(server, 9);
	call_recv(server, 9);
}

CASE(wr_half_close,
     "A half-close in full: the client sends FIN and reads on, the server goes on sending and then closes.",
     "RFC 9293 3.6.1, 3.10.4; RFC 1122 4.2.2.13")
{
	establish();
	call_send(client, 4);
	call_recv(server, 9);
	call_shutdown(client, SHUT_WR);
	call_recv(server, 9);
	call_send(server, 2);
	call_recv(client, 9);
	call_send(server, 2);
	call_recv(client, 9);
	call_close(server);
	call_recv(client, 9);
	call_close(client);
}

CASE(wr_with_queued_data,
     "SHUT_WR with a megabyte queued behind a closed window: the state is FIN_WAIT1 at once, all octets go out first, then the FIN.",
     "RFC 9293 3.10.4; tcp_shutdown()",
     .show = SHOW_BULK)
{
	stage_sysctl("net.ipv4.tcp_wmem", "4096 4194304 4194304");
	establish();
	call_send_all(client, 1000000);
	call_shutdown(client, SHUT_WR);
	call_recv_all(server);
}

CASE(wr_twice,
     "A second SHUT_WR succeeds and sends no second FIN.",
     "RFC 9293 3.10.4 (FIN-WAIT-2); tcp_shutdown()")
{
	establish();
	call_shutdown(client, SHUT_WR);
	call_shutdown(client, SHUT_WR);
}

CASE(wr_on_dup,
     "SHUT_WR acts on the connection, not on the descriptor: FIN goes out though another descriptor is open.",
     "shutdown(2); UNP 6.6")
{
	establish();
	call_dup(client);
	call_shutdown(duplicate(client), SHUT_WR);
	call_send(client, 2);
}

CASE(rdwr,
     "SHUT_RDWR sends FIN as SHUT_WR does; recv() returns 0 and send() is EPIPE, but the descriptor is still there.",
     "shutdown(2); tcp_shutdown()")
{
	establish();
	call_shutdown(client, SHUT_RDWR);
	call_poll(client);
	call_recv(client, 9);
	call_send(client, 2);
	call_close(server);
	call_close(client);
}

CASE(rdwr_then_data,
     "After SHUT_RDWR the peer's data is answered with RST, and the own socket gets ECONNRESET.",
     "RFC 9293 3.6.1 SHLD-3; tcp_rcv_state_process()")
{
	establish();
	call_shutdown(server, SHUT_RDWR);
	call_send(client, 4);
	call_so_error(server);
	call_so_error(client);
	call_recv(client, 9);
}

CASE(wr_then_rd,
     "SHUT_WR and then SHUT_RD come to the same as SHUT_RDWR: later data gets RST.",
     "shutdown(2); tcp_rcv_state_process()")
{
	establish();
	call_shutdown(server, SHUT_WR);
	call_poll(server);
	call_shutdown(server, SHUT_RD);
	call_poll(server);
	call_send(client, 4);
	call_so_error(server);
}

CASE(rd_then_wr,
     "SHUT_RD and then SHUT_WR come to the same as SHUT_RDWR: later data gets RST.",
     "shutdown(2); tcp_rcv_state_process()")
{
	establish();
	call_shutdown(server, SHUT_RD);
	call_poll(server);
	call_shutdown(server, SHUT_WR);
	call_poll(server);
	call_send(client, 4);
	call_so_error(server);
}

CASE(rd_then_close,
     "close() after SHUT_RD, with nothing unread, sends FIN.",
     "shutdown(2); __tcp_close()")
{
	establish();
	call_shutdown(client, SHUT_RD);
	call_close(client);
	call_recv(server, 9);
	call_close(server);
}

CASE(wr_then_close,
     "close() after SHUT_WR sends no second FIN; the socket becomes an orphan in FIN_WAIT2, and the peer's data now gets RST.",
     "RFC 9293 3.10.4; tcp_time_wait()")
{
	establish();
	call_shutdown(client, SHUT_WR);
	call_close(client);
	call_send(server, 2);
	call_so_error(server);
}

CASE(rdwr_then_close,
     "close() after SHUT_RDWR sends nothing more; the connection ends with the peer's FIN.",
     "RFC 9293 3.10.4; tcp_time_wait()")
{
	establish();
	call_shutdown(client, SHUT_RDWR);
	call_close(client);
	call_close(server);
}

CASE(in_close_wait,
     "SHUT_WR in CLOSE_WAIT sends the second FIN; its ACK ends LAST_ACK, and the descriptor is left with a closed socket.",
     "RFC 9293 3.10.4 (CLOSE-WAIT)")
{
	establish();
	call_close(client);
	call_shutdown(server, SHUT_WR);
	call_poll(server);
	call_recv(server, 9);
	call_close(server);
}

CASE(after_reset,
     "shutdown() of a connection that was reset is ENOTCONN.",
     "shutdown(2); inet_shutdown()")
{
	establish();
	call_linger(server, 0);
	call_close(server);
	call_shutdown(client, SHUT_WR);
	call_shutdown(client, SHUT_RD);
	call_shutdown(client, SHUT_RDWR);
}

CASE(in_time_wait,
     "shutdown() of a connection that is in TIME_WAIT is ENOTCONN.",
     "shutdown(2); inet_shutdown()")
{
	establish();
	call_shutdown(client, SHUT_WR);
	call_close(server);
	call_shutdown(client, SHUT_WR);
	call_shutdown(client, SHUT_RD);
	call_shutdown(client, SHUT_RDWR);
}

CASE(unconnected,
     "shutdown() of a socket that was never connected is ENOTCONN.",
     "shutdown(2); inet_shutdown()")
{
	call_socket(client);
	call_shutdown(client, SHUT_RD);
	call_shutdown(client, SHUT_WR);
	call_shutdown(client, SHUT_RDWR);
}

CASE(rd_on_listener,
     "SHUT_RD of a listener ends the listening: accept() is EINVAL, a SYN is refused; listen() takes it up again.",
     "inet_shutdown(); tcp_disconnect()")
{
	call_listen(server, 8);
	call_shutdown(listener(server), SHUT_RD);
	look_listener(server);
	call_accept(server);
	call_connect(client);
	call_relisten(server, 8);
	look_listener(server);
}

CASE(wr_on_listener,
     "SHUT_WR of a listener returns 0 and does nothing: it goes on listening.",
     "inet_shutdown(); tcp_shutdown()")
{
	call_listen(server, 8);
	call_shutdown(listener(server), SHUT_WR);
	look_listener(server);
	call_connect(client);
	call_accept(server);
}

CASE(unblocks_reader,
     "A recv() that is blocked returns 0 when the same process shuts the socket down for reading.",
     "shutdown(2); inet_shutdown()")
{
	establish();
	call_recv_begin(client, 9);
	call_shutdown(client, SHUT_RD);
	call_finish(client);
}
