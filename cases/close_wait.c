/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CLOSE_WAIT: how it comes, and how it goes.
 */
#define SUBJECT close_wait
#include "cases/case.h"

CASE(netcat_killed,
     "nc against a server that never closes: FIN_WAIT2 and CLOSE_WAIT stay; nc is killed and its FIN_WAIT2 runs out, but the server's CLOSE_WAIT stays.",
     "RFC 9293 3.10.7.4 (CLOSE-WAIT); nc(1)",
     .show = SHOW_QUEUES, .needs = NEED_NETCAT, .seconds = 2)
{
	stage_sysctl("net.ipv4.tcp_fin_timeout", "1");
	call_listen(server, 8);
	call_netcat(client, "ping");
	call_accept(server);
	call_recv(server, 4);
	call_recv(server, 9);
	watch_ms(300);
	call_kill(client, SIGINT);
	until_state(client, TCP_CLOSE);
	watch_ms(300);
}

CASE(read_zero_then_close,
     "The way out of CLOSE_WAIT: recv() returns 0, the server closes.",
     "RFC 9293 3.10.4 (CLOSE-WAIT)")
{
	establish();
	call_close(client);
	call_recv(server, 9);
	call_close(server);
}

CASE(poll_rdhup_then_close,
     "poll() wakes up with RDHUP when the peer's FIN arrives; the server closes without reading.",
     "poll(2); tcp_poll(); tcp_fin()")
{
	establish();
	call_poll(server);
	call_close(client);
	call_poll_wait(server, POLLIN | POLLRDHUP);
	call_close(server);
}

CASE(epoll_then_close,
     "epoll_wait() reports IN and RDHUP when the peer's FIN arrives, again and again until the server closes.",
     "epoll(7); tcp_poll(); tcp_fin()")
{
	establish();
	call_epoll_add(server, EPOLLIN | EPOLLRDHUP);
	call_epoll_now(server);
	call_close(client);
	call_epoll_wait(server);
	call_epoll_now(server);
	call_recv(server, 9);
	call_close(server);
}

CASE(epoll_edge_data_and_fin,
     "Edge-triggered epoll: data and FIN that arrive before epoll_wait() are one event; who reads only once stays in CLOSE_WAIT.",
     "epoll(7) EPOLLET; tcp_poll()")
{
	establish();
	call_epoll_add(server, EPOLLIN | EPOLLRDHUP | EPOLLET);
	call_send(client, 4);
	call_close(client);
	call_epoll_wait(server);
	call_recv(server, 9);
	call_epoll_now(server);
	call_recv(server, 9);
	call_close(server);
}

CASE(nonblocking_eagain_then_zero,
     "A non-blocking recv() is EAGAIN while there is nothing, and 0 once the FIN is there.",
     "recv(2); tcp_recvmsg_locked()")
{
	establish();
	call_nonblock(server);
	call_recv(server, 9);
	call_close(client);
	call_recv(server, 9);
	call_close(server);
}

CASE(send_sigpipe_close,
     "A server that learns of the end only by sending: the first send() brings RST, the second SIGPIPE and EPIPE; then it closes.",
     "RFC 9293 3.6.1 SHLD-3; sk_stream_error()")
{
	establish();
	call_close(client);
	call_send(server, 4);
	call_send(server, 4);
	call_close(server);
}

CASE(idle_then_close,
     "A server that does not look at the socket and closes it after some idle time: until then CLOSE_WAIT, then the normal end.",
     "RFC 9293 3.10.4 (CLOSE-WAIT)")
{
	establish();
	call_send(client, 4);
	call_recv(server, 9);
	call_close(client);
	call_sleep(server, 300);
	call_close(server);
}

CASE(keepalive_does_not_help,
     "SO_KEEPALIVE does not end CLOSE_WAIT: a healthy peer in FIN_WAIT2 answers every probe.",
     "RFC 9293 3.8.4 MUST-26; tcp_keepalive_timer()",
     .seconds = 2)
{
	establish();
	call_option(server, SOL_SOCKET, SO_KEEPALIVE, 1);
	call_option(server, IPPROTO_TCP, TCP_KEEPIDLE, 1);
	call_option(server, IPPROTO_TCP, TCP_KEEPINTVL, 1);
	call_option(server, IPPROTO_TCP, TCP_KEEPCNT, 1);
	call_shutdown(client, SHUT_WR);
	until_segments(server, 2);
	call_recv(server, 9);
}

CASE(recv_queue_counts_fin,
     "Recv-Q counts the FIN as one octet and ioctl(SIOCINQ) does not: 11 and 10 for ten octets, and both 0 when these are read.",
     "tcp_diag_get_info(); tcp_inq(); tcp(7) SIOCINQ",
     .show = SHOW_QUEUES)
{
	establish();
	call_send(client, 10);
	call_unread(server);
	call_close(client);
	call_unread(server);
	call_recv(server, 10);
	call_unread(server);
	call_recv(server, 9);
}
