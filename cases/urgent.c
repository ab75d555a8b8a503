/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Urgent data, of which Linux keeps one octet apart, and the connection's end.
 */
#define SUBJECT urgent
#include "cases/case.h"

CASE(before_close,
     "Urgent data and close(): the reader is stopped at the mark, reads the urgent octet apart, and then the end of file.",
     "RFC 9293 3.8.5 MUST-30; RFC 6093 3; tcp_recv_urg()",
     .show = SHOW_URGENT)
{
	establish();
	call_send_flags(client, 4, MSG_OOB);
	call_send(client, 2);
	call_close(client);
	until_state(server, TCP_CLOSE_WAIT);
	call_poll(server);
	call_recv(server, 9);
	call_at_mark(server);
	call_recv_flags(server, 9, MSG_OOB);
	call_recv(server, 9);
	call_recv(server, 9);
}

CASE(read_is_unread,
     "The urgent octet was read apart, with MSG_OOB: it stands in the queue all the same, and close() resets.",
     "RFC 2525 2.17; tcp_recv_urg(); __tcp_close()",
     .show = SHOW_URGENT)
{
	establish();
	call_send_flags(client, 1, MSG_OOB);
	call_recv_flags(server, 9, MSG_OOB);
	call_close(server);
	call_recv(client, 9);
}

CASE(skipped_is_read,
     "A recv() that goes past the mark leaves the urgent octet out, and it counts as read: close() sends FIN.",
     "RFC 6093 3.1; tcp_recvmsg_locked(); __tcp_close()",
     .show = SHOW_URGENT)
{
	establish();
	call_send_flags(client, 1, MSG_OOB);
	call_send(client, 2);
	call_recv(server, 9);
	call_close(server);
	call_recv(client, 9);
}

CASE(inline,
     "With SO_OOBINLINE the urgent octet is data like the rest: recv() stops before it, returns it, and close() sends FIN.",
     "RFC 6093 3.2; SO_OOBINLINE in tcp(7)",
     .show = SHOW_URGENT)
{
	establish();
	call_option(server, SOL_SOCKET, SO_OOBINLINE, 1);
	call_send_flags(client, 4, MSG_OOB);
	call_recv(server, 9);
	call_at_mark(server);
	call_recv_flags(server, 9, MSG_OOB);
	call_recv(server, 9);
	call_close(server);
	call_recv(client, 9);
}

CASE(after_shutdown,
     "The peer has shut down its sending side and still gets urgent data; POLLPRI says so beside RDHUP.",
     "RFC 9293 3.6, 3.8.5 MUST-32; tcp_poll(); tcp_check_urg()",
     .show = SHOW_URGENT)
{
	establish();
	call_shutdown(client, SHUT_WR);
	until_state(client, TCP_FIN_WAIT2);
	call_send_flags(server, 3, MSG_OOB);
	call_poll(client);
	call_recv(client, 9);
	call_recv_flags(client, 9, MSG_OOB);
	call_close(server);
	call_recv(client, 9);
}

CASE(after_reset,
     "RST behind urgent data: the data can be read still, but the urgent octet no more: ENOTCONN.",
     "RFC 9293 3.10.7.4 second step; tcp_recv_urg()",
     .show = SHOW_URGENT)
{
	establish();
	call_send_flags(client, 4, MSG_OOB);
	call_linger(client, 0);
	call_close(client);
	call_recv_flags(server, 9, MSG_OOB);
	call_recv(server, 9);
	call_recv(server, 9);
}

CASE(pointer_behind_fin,
     "An urgent pointer that points behind the FIN announces an octet that never comes: the reader sees the end of file.",
     "RFC 9293 3.8.5; RFC 6093 3.1; tcp_check_urg()",
     .on = ON_FORGED, .forged = FORGED_CLIENT,
     .show = SHOW_EACH | SHOW_URGENT)
{
	forge_established();
	forge(client, "P.U", .len = 4, .urgent = 100);
	call_recv_flags(server, 9, MSG_OOB);
	forge(client, "F.");
	call_recv_flags(server, 9, MSG_OOB);
	call_recv_all(server);
	call_close(server);
}
