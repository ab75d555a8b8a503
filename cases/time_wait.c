/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * TIME_WAIT: who holds it, and what it forbids.
 */
#define SUBJECT time_wait
#include "cases/case.h"

CASE(held_by_active_closer,
     "TIME_WAIT is held by the end that closed first, and by it alone.",
     "RFC 9293 3.6.1 MUST-13; tcp_time_wait()")
{
	establish();
	call_close(client);
	call_close(server);
	watch_ms(300);
}

CASE(not_after_reset,
     "A connection that ends by RST leaves TIME_WAIT with nobody; the same port can be bound at once.",
     "RFC 9293 3.5.2, 3.10.7.4; tcp_done()")
{
	establish();
	call_close(listener(server));
	call_linger(server, 0);
	call_close(server);
	call_bind(nth(server, 2));
}

CASE(bind_refused,
     "A server that closed first holds its port in TIME_WAIT: binding it anew without SO_REUSEADDR is EADDRINUSE.",
     "SO_REUSEADDR in socket(7); inet_csk_get_port()")
{
	establish();
	call_close(listener(server));
	call_close(server);
	call_close(client);
	call_bind(nth(server, 2));
}

CASE(bind_reuseaddr,
     "With SO_REUSEADDR on the old server and on the new one the port in TIME_WAIT can be bound at once.",
     "SO_REUSEADDR in socket(7); inet_csk_get_port()")
{
	call_option(listener(server), SOL_SOCKET, SO_REUSEADDR, 1);
	establish();
	call_close(listener(server));
	call_close(server);
	call_close(client);
	call_option(nth(server, 2), SOL_SOCKET, SO_REUSEADDR, 1);
	call_bind(nth(server, 2));
}

CASE(bind_reuseaddr_too_late,
     "SO_REUSEADDR on the new server alone is not enough: the socket that went into TIME_WAIT must have had it too.",
     "SO_REUSEADDR in socket(7); inet_csk_bind_conflict()")
{
	establish();
	call_close(listener(server));
	call_close(server);
	call_close(client);
	call_option(nth(server, 2), SOL_SOCKET, SO_REUSEADDR, 1);
	call_bind(nth(server, 2));
}

CASE(connect_reuse,
     "A SYN from the same address and port ends the server's TIME_WAIT and opens the next connection at once.",
     "RFC 9293 3.6.1 MAY-2; RFC 6191; tcp_timewait_state_process()")
{
	establish();
	call_close(server);
	call_close(client);
	call_bind_as(nth(client, 2), client);
	call_connect(nth(client, 2));
	call_accept(nth(server, 2));
}

CASE(connect_reuse_own,
     "A client that binds the port of its own TIME_WAIT can connect anew at once: timestamps keep the old segments apart.",
     "RFC 6191; RFC 7323 5; tcp_twsk_unique()")
{
	call_option(client, SOL_SOCKET, SO_REUSEADDR, 1);
	establish();
	call_close(client);
	call_close(server);
	call_option(nth(client, 2), SOL_SOCKET, SO_REUSEADDR, 1);
	call_bind_as(nth(client, 2), client);
	call_connect(nth(client, 2));
	call_accept(nth(server, 2));
}

CASE(connect_reuse_own_no_timestamps,
     "Without timestamps a client's own TIME_WAIT forbids the same connection: connect() is EADDRNOTAVAIL, and nothing goes on the wire.",
     "RFC 9293 3.6.1; tcp_twsk_unique()")
{
	stage_sysctl("net.ipv4.tcp_timestamps", "0");
	call_option(client, SOL_SOCKET, SO_REUSEADDR, 1);
	establish();
	call_close(client);
	call_close(server);
	call_option(nth(client, 2), SOL_SOCKET, SO_REUSEADDR, 1);
	call_bind_as(nth(client, 2), client);
	call_connect(nth(client, 2));
}

CASE(two_megabytes_then_both,
     "Two megabytes in each direction and both ends closing: nothing is lost.",
     "RFC 9293 3.6, 3.9.1.4",
     .show = SHOW_BULK)
{
	establish();
	call_recv_all_begin(server);
	call_send_all(client, 2000000);
	call_shutdown(client, SHUT_WR);
	call_finish(server);
	call_recv_all_begin(client);
	call_send_all(server, 2000000);
	call_close(server);
	call_finish(client);
	call_close(client);
}

CASE(not_tcp_fin_timeout,
     "tcp_fin_timeout is not the length of TIME_WAIT: set to 1 s, it changes nothing in TIME_WAIT's 60 s, of which two are looked at.",
     "tcp_fin_timeout; TCP_TIMEWAIT_LEN; tcp_time_wait()",
     .seconds = 2)
{
	stage_sysctl("net.ipv4.tcp_fin_timeout", "1");
	establish();
	call_close(client);
	call_close(server);
	watch_ms(2000);
}

CASE(rfc1337_off,
     "tcp_rfc1337 is 0, the default: RST with the expected sequence number ends TIME_WAIT, the assassination that RFC 1337 describes.",
     "RFC 1337 2; RFC 9293 3.10.7.4 (TIME-WAIT); tcp_timewait_state_process()")
{
	stage_sysctl("net.ipv4.tcp_rfc1337", "0");
	establish();
	call_close(client);
	call_close(server);
	inject(server, "R", 0);
}

CASE(rfc1337_on,
     "tcp_rfc1337 is 1: TIME_WAIT ignores the same RST.",
     "RFC 1337 3; RFC 9293 3.10.7.4 (TIME-WAIT); tcp_timewait_state_process()")
{
	stage_sysctl("net.ipv4.tcp_rfc1337", "1");
	establish();
	call_close(client);
	call_close(server);
	inject(server, "R", 0);
}

CASE(lasts_60_s,
     "TIME_WAIT ends after 60 seconds (TCP_TIMEWAIT_LEN), whatever tcp_fin_timeout says.",
     "RFC 9293 3.6.1 MUST-13 (which says 4 minutes); tcp_time_wait()",
     .show = SHOW_TIME, .seconds = 60, .slow = true)
{
	stage_sysctl("net.ipv4.tcp_fin_timeout", "1");
	establish();
	call_close(client);
	call_close(server);
	until_state(client, TCP_CLOSE);
}

CASE(restarted_by_fin,
     "The last ACK was lost, and 51 s later the peer's FIN comes once more: it is acknowledged, and TIME_WAIT begins anew.",
     "RFC 9293 3.10.7.4 eighth step (TIME-WAIT); tcp_timewait_state_process()",
     .on = ON_WIRE, .show = SHOW_TIME, .seconds = 112, .slow = true)
{
	establish();
	call_close(client);
	cable_drop(client, ACK);
	call_close(server);
	cable_cut();
	until_segments(server, 7);
	cable_mend();
	until_state(server, TCP_CLOSE);
	until_state(client, TCP_CLOSE);
}
