/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Orphans: connections that no process has a descriptor of any more.
 */
#define SUBJECT orphan
#include "cases/case.h"

CASE(closes_in_time,
     "The server closes first and is an orphan in FIN_WAIT2; the client closes in time: TIME_WAIT, a normal end.",
     "RFC 9293 3.10.7.4 (FIN-WAIT-2); tcp_time_wait()")
{
	establish();
	call_close(server);
	call_recv(client, 9);
	call_close(client);
}

CASE(closes_too_late,
     "The client closes after the orphan's FIN_WAIT2 has run out: its FIN meets nobody and gets RST.",
     "tcp_fin_timeout; RFC 9293 3.10.7.1",
     .seconds = 1)
{
	stage_sysctl("net.ipv4.tcp_fin_timeout", "1");
	establish();
	call_close(server);
	until_state(server, TCP_CLOSE);
	call_recv(client, 9);
	call_close(client);
}

CASE(fin_wait2_expires,
     "An orphan in FIN_WAIT2 ends after tcp_fin_timeout without a word on the wire; the peer stays in CLOSE_WAIT.",
     "tcp_fin_timeout; tcp_time_wait()",
     .seconds = 1)
{
	stage_sysctl("net.ipv4.tcp_fin_timeout", "1");
	establish();
	call_close(client);
	until_state(client, TCP_CLOSE);
	call_recv(server, 9);
}

CASE(linger2_short,
     "TCP_LINGER2 sets the time of one socket's orphaned FIN_WAIT2: here a second instead of tcp_fin_timeout's sixty.",
     "TCP_LINGER2 in tcp(7); tcp_fin_time()",
     .seconds = 1)
{
	establish();
	call_option(client, IPPROTO_TCP, TCP_LINGER2, 1);
	call_close(client);
	until_state(client, TCP_CLOSE);
}

CASE(linger2_negative,
     "TCP_LINGER2 below zero: no orphaned FIN_WAIT2 at all; the ACK of the FIN is answered with a bare RST.",
     "TCP_LINGER2 in tcp(7); tcp_rcv_state_process()")
{
	establish();
	call_option(client, IPPROTO_TCP, TCP_LINGER2, -1);
	call_close(client);
	call_recv(server, 9);
}

CASE(linger2_negative_in_fin_wait2,
     "TCP_LINGER2 below zero and close() when FIN_WAIT2 has been reached: RST,ACK at once.",
     "TCP_LINGER2 in tcp(7); __tcp_close()")
{
	establish();
	call_option(client, IPPROTO_TCP, TCP_LINGER2, -1);
	call_shutdown(client, SHUT_WR);
	call_close(client);
	call_recv(server, 9);
}

CASE(attached_fin_wait2_stays,
     "FIN_WAIT2 of a socket that a process still holds (shutdown only) has no time-out: three times tcp_fin_timeout change nothing.",
     "RFC 9293 3.10.7.4 (FIN-WAIT-2); tcp_fin_time()",
     .seconds = 3)
{
	stage_sysctl("net.ipv4.tcp_fin_timeout", "1");
	establish();
	call_shutdown(client, SHUT_WR);
	watch_ms(3000);
	call_send(server, 2);
	call_recv(client, 9);
}

CASE(write_after_eof,
     "The client writes after it has read 0: the first send() goes out and brings RST, the second is EPIPE with SIGPIPE; MSG_NOSIGNAL spares the signal.",
     "RFC 9293 3.6.1 SHLD-3; tcp_reset(); sk_stream_error()")
{
	establish();
	call_close(server);
	call_recv(client, 9);
	call_send(client, 4);
	call_send(client, 4);
	call_send_flags(client, 4, MSG_NOSIGNAL);
	call_close(client);
}

CASE(reader_blocked_when_reset,
     "A recv() that is blocked when RST arrives wakes up with ECONNRESET.",
     "RFC 9293 3.10.7.4; tcp_reset()")
{
	establish();
	call_recv_begin(client, 9);
	call_linger(server, 0);
	call_close(server);
	call_finish(client);
	call_recv(client, 9);
}

CASE(too_many_orphans,
     "Beyond tcp_max_orphans close() does not leave an orphan: it resets behind the FIN.",
     "tcp_max_orphans; tcp_check_oom(); RFC 9293 3.10.5",
     .needs = NEED_ORPHANS)
{
	/* Below none, since orphans are counted every 100 ms only. */
	stage_sysctl("net.ipv4.tcp_max_orphans", "-1");
	establish();
	call_close(server);
	call_recv(client, 9);
}

CASE(fin_wait2_answers_reset,
     "RST outside the window is answered with an ACK by an orphan in FIN_WAIT2, though RST should never be answered; the orphan lives.",
     "RFC 9293 3.10.7.4 first step; tcp_timewait_state_process()")
{
	establish();
	call_close(server);
	inject(client, "R", 1 << 24);
}

CASE(default_fin_timeout_60_s,
     "Nothing was set: an orphan in FIN_WAIT2 lasts 60 s, and the peer's later FIN gets RST.",
     "tcp_fin_timeout; tcp_time_wait(); RFC 9293 3.10.7.1",
     .show = SHOW_TIME, .seconds = 60, .slow = true)
{
	establish();
	call_close(client);
	until_state(client, TCP_CLOSE);
	call_recv(server, 9);
	call_close(server);
}

CASE(linger2_over_60_s,
     "TCP_LINGER2 of 90 s: an orphan in FIN_WAIT2 is a full socket for the 30 s above sixty, and then a mini-socket for another 30 s.",
     "TCP_LINGER2 in tcp(7); tcp_fin_time(); tcp_keepalive_timer()",
     .show = SHOW_TIME, .seconds = 90, .slow = true)
{
	establish();
	call_option(client, IPPROTO_TCP, TCP_LINGER2, 90);
	call_close(client);
	until_state(client, TCP_CLOSE);
}
