/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * close(): who sends what, and which states follow.
 */
#define SUBJECT close
#include "cases/case.h"

CASE(active_by_client,
     "The client closes first: four segments; it goes through FIN_WAIT1, FIN_WAIT2 and TIME_WAIT, the server through CLOSE_WAIT.",
     "RFC 9293 3.6 figure 12, 3.10.4")
{
	establish();
	exchange();
	within_ms(30);
	call_close(client);
	until_state(client, TCP_FIN_WAIT2);
	call_recv(server, 9);
	call_close(server);
}

CASE(active_by_server,
     "The server closes first: four segments; it goes through FIN_WAIT1, FIN_WAIT2 and TIME_WAIT, the client through CLOSE_WAIT.",
     "RFC 9293 3.6 figure 12, 3.10.4")
{
	establish();
	exchange();
	within_ms(30);
	call_close(server);
	until_state(server, TCP_FIN_WAIT2);
	call_recv(client, 9);
	call_close(client);
}

CASE(three_segments,
     "The passive side closes before its ACK was due: its FIN carries the ACK, three segments are enough, and FIN_WAIT2 is never seen.",
     "RFC 9293 3.6, 3.10.7.4 (FIN-WAIT-1); tcp_fin()")
{
	establish();
	exchange();
	within_ms(30);
	call_close(client);
	call_close(server);
}

CASE(unread_all,
     "close() with received data unread sends RST instead of FIN; the peer gets ECONNRESET, and nobody TIME_WAIT.",
     "RFC 9293 3.6.1 SHLD-3; RFC 2525 2.17; __tcp_close()")
{
	establish();
	call_send(client, 10);
	call_close(server);
	call_recv(client, 9);
}

CASE(unread_part,
     "One unread octet is as good as ten: close() after a partial read sends RST.",
     "RFC 9293 3.6.1 SHLD-3; RFC 2525 2.17; __tcp_close()")
{
	establish();
	call_send(client, 10);
	call_recv(server, 9);
	call_close(server);
	call_recv(client, 9);
}

CASE(peeked_only,
     "Data that was only peeked at (MSG_PEEK) counts as unread: close() sends RST.",
     "RFC 9293 3.6.1 SHLD-3; __tcp_close()")
{
	establish();
	call_send(client, 10);
	call_peek(server, 10);
	call_close(server);
	call_recv(client, 9);
}

CASE(unread_after_peer_fin,
     "Unread data and the peer's FIN behind it: close() still sends RST, and its ACK covers the FIN.",
     "RFC 9293 3.6.1 SHLD-3; __tcp_close()")
{
	establish();
	call_send(client, 10);
	call_shutdown(client, SHUT_WR);
	call_close(server);
	call_recv(client, 9);
}

CASE(unread_after_own_shut_wr,
     "Data that comes in after the own FIN and stays unread: close() in FIN_WAIT2 sends RST.",
     "RFC 9293 3.6.1 SHLD-3; __tcp_close()")
{
	establish();
	call_shutdown(server, SHUT_WR);
	call_send(client, 10);
	call_close(server);
	call_recv(client, 9);
	call_so_error(client);
}

CASE(unread_after_shut_rd,
     "SHUT_RD does not count as reading: data that arrives behind it and stays unread makes close() send RST.",
     "RFC 9293 3.6.1 SHLD-3; __tcp_close()")
{
	establish();
	call_shutdown(server, SHUT_RD);
	call_send(client, 10);
	call_close(server);
	call_recv(client, 9);
}

CASE(fully_read,
     "When everything was read, close() sends FIN.",
     "RFC 9293 3.10.4; __tcp_close()")
{
	establish();
	call_send(client, 10);
	call_recv(server, 10);
	call_close(server);
	call_recv(client, 9);
	call_close(client);
}

CASE(fully_read_resent,
     "Everything was read, and then it comes once more, with the FIN behind it: nothing is unread, so close() sends FIN.",
     "RFC 9293 3.10.4 (CLOSE-WAIT); RFC 2525 2.17; __tcp_close()",
     FORGED_CLIENT_CASE)
{
	forge_established();
	forge(client, "P.", .len = 10);
	call_recv(server, 10);
	forge(client, "F.", .seq = -10, .len = 10);
	call_close(server);
}

CASE(data_after_close_fin_wait2,
     "The peer sends after it has read 0 from a closed socket: the first send() succeeds and is answered with RST, the second is EPIPE.",
     "RFC 9293 3.6.1 SHLD-3; RFC 2525 2.16; tcp_timewait_state_process()")
{
	establish();
	call_close(server);
	call_recv(client, 9);
	call_send(client, 4);
	call_recv(client, 9);
	call_send(client, 4);
}

CASE(data_after_close_in_flight,
     "Data that arrives while the own FIN is not yet acknowledged: RST, and FIN_WAIT1 is over at once.",
     "RFC 9293 3.6.1 SHLD-3; tcp_rcv_state_process()")
{
	establish();
	exchange();
	within_ms(30);
	call_close(server);
	call_send(client, 4);
	call_recv(client, 9);
	call_send(client, 4);
}

CASE(large_send_then_close,
     "close() with three megabytes queued returns at once; the kernel delivers every octet, then the FIN.",
     "RFC 9293 3.6, 3.9.1.4; tcp_send_fin()",
     .show = SHOW_BULK | SHOW_TIME)
{
	stage_sysctl("net.ipv4.tcp_wmem", "4096 8388608 8388608");
	establish();
	call_send_all(client, 3000000);
	call_close(client);
	call_recv_all(server);
	call_close(server);
}

CASE(dup_holds,
     "close() of one of two descriptors made by dup() sends nothing; the other one goes on working, and its close() sends FIN.",
     "close(2); fput()")
{
	establish();
	call_dup(server);
	call_close(server);
	call_send(duplicate(server), 2);
	call_recv(client, 9);
	call_close(duplicate(server));
}

CASE(fork_holds,
     "close() in the parent sends nothing while a forked child still holds the descriptor; the child's exit sends FIN.",
     "fork(2), close(2); fput()")
{
	establish();
	call_fork(server);
	call_close(server);
	call_child_exit(server);
}

CASE(scm_rights_holds,
     "A descriptor in flight in a UNIX socket (SCM_RIGHTS) is a reference too: FIN goes out when that socket is closed.",
     "unix(7), close(2); fput()")
{
	establish();
	call_pass(server);
	call_close(server);
	call_unpass(server);
}

CASE(exit_without_close,
     "A process that exits without close(): the kernel closes for it, with FIN.",
     "_exit(2); RFC 9293 3.10.4")
{
	establish();
	call_exit(server);
	call_recv(client, 9);
	call_close(client);
}

CASE(killed_by_sigkill,
     "A process killed by SIGKILL: the kernel closes for it, with FIN.",
     "signal(7); RFC 9293 3.10.4")
{
	establish();
	call_kill(server, SIGKILL);
	call_recv(client, 9);
	call_close(client);
}

CASE(killed_by_sigint,
     "A client ended by SIGINT (Ctrl-C): the kernel closes for it, with FIN, and the server reads 0.",
     "signal(7); RFC 9293 3.10.4")
{
	establish();
	call_kill(client, SIGINT);
	call_recv(server, 9);
	call_close(server);
}

CASE(killed_with_unread,
     "A process killed with received data unread: RST, as close() would have sent.",
     "RFC 9293 3.6.1 SHLD-3; __tcp_close()")
{
	establish();
	call_send(client, 4);
	call_kill(server, SIGKILL);
	call_recv(client, 9);
}

CASE(twice,
     "A second close() of the same descriptor is EBADF, and nothing more goes on the wire.",
     "close(2); RFC 9293 3.10.4")
{
	establish();
	call_close(server);
	call_close(server);
}

CASE(dup2_over,
     "dup2() of another file onto the descriptor closes the socket: FIN.",
     "dup(2); RFC 9293 3.10.4")
{
	establish();
	call_dup2_over(server);
}

CASE(corked,
     "close() of a corked socket: the FIN rides on the data that the cork held back.",
     "TCP_CORK in tcp(7); tcp_send_fin()")
{
	establish();
	call_option(client, IPPROTO_TCP, TCP_CORK, 1);
	within_ms(100);
	call_send(client, 2);
	call_close(client);
}

CASE(fin_behind_full_window,
     "With the congestion window full of data not yet acknowledged, the FIN of shutdown() waits with the data for the ACK, though FIN_WAIT1 has begun.",
     "RFC 9293 3.10.4; RFC 5681 3.1; tcp_cwnd_test()")
{
	stage_initcwnd(2);
	establish();
	call_option(client, IPPROTO_TCP, TCP_NODELAY, 1);
	call_option(server, IPPROTO_TCP, TCP_QUICKACK, 0);
	calls_within_ms(4, 30);
	call_send(client, 2);
	call_send(client, 2);
	call_shutdown(client, SHUT_WR);
	until_state(client, TCP_FIN_WAIT2);
}

CASE(unconnected,
     "close() of a socket that was never connected: nothing on the wire.",
     "RFC 9293 3.10.4 (CLOSED)")
{
	call_socket(client);
	call_close(client);
}

CASE(bound,
     "close() of a socket that was only bound: nothing on the wire, and the port is free again.",
     "RFC 9293 3.10.4 (CLOSED)")
{
	call_bind(server);
	call_close(server);
	call_bind(nth(server, 2));
}

CASE(listener,
     "close() of a listener without connections: nothing on the wire; a later SYN is refused.",
     "RFC 9293 3.10.4 (LISTEN)")
{
	call_listen(server, 8);
	call_close(listener(server));
	call_connect(client);
}

CASE(blocked_reader_holds,
     "A thread that is blocked in recv() holds the connection: close() by another thread sends nothing; the FIN goes out when that recv() returns.",
     "close(2); fdget(), fput()")
{
	establish();
	call_recv_begin(client, 9);
	call_close(client);
	call_send(server, 2);
	call_finish(client);
}

CASE(more_held_back,
     "send(MSG_MORE) holds data back, as TCP_CORK does; close() sends it with the FIN.",
     "MSG_MORE in send(2); tcp_send_fin()")
{
	establish();
	call_send_flags(client, 10, MSG_MORE);
	call_close(client);
	until_state(server, TCP_CLOSE_WAIT);
	call_recv(server, 99);
}

CASE(lingering,
     "Answer, SHUT_WR, read to the end, close: the client has the answer, and there is no RST.",
     "RFC 9112 9.6; tcp_shutdown()")
{
	stage_quickack();
	establish();
	call_send(client, 100);
	call_recv(server, 10);
	call_send(server, 20);
	call_shutdown(server, SHUT_WR);
	call_send(client, 100);
	call_recv(client, 99);
	call_recv(client, 99);
	call_close(client);
	call_recv_all(server);
	call_close(server);
}
