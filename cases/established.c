/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ESTABLISHED, with a client that is forged.
 */
#define SUBJECT established
#include "cases/case.h"

CASE(crashed_peer_syn,
     "The peer crashed and connects anew with the same port: its SYN is challenged, its RST ends the old connection, and its next SYN opens the new one.",
     "RFC 9293 3.5.1 figure 9; RFC 5961 4.2; tcp_validate_incoming()",
     FORGED_CLIENT_CASE)
{
	forge_established();
	forge(client, "S", .seq = 10000);
	forge(client, "R");
	call_so_error(server);
	call_close(server);
	forge(nth(client, 2), "S", .seq = 10000);
	forge(nth(client, 2), ".", .seq = 10001);
	call_accept(nth(server, 2));
}

CASE(crashed_peer_gets_data,
     "The peer crashed and does not know the connection: data sent to it is answered with RST.",
     "RFC 9293 3.5.1 figure 10; tcp_reset()",
     FORGED_CLIENT_CASE)
{
	forge_established();
	call_send(server, 4);
	forge(client, "R");
	call_recv(server, 9);
}

CASE(rst_exact,
     "RST with exactly the expected sequence number resets.",
     "RFC 5961 3.2; RFC 9293 3.10.7.4 second step",
     FORGED_CLIENT_CASE)
{
	forge_established();
	forge(client, "R");
	call_recv(server, 9);
}

CASE(rst_in_window,
     "RST in the window but not exact is challenged.",
     "RFC 5961 3.2; RFC 9293 3.10.7.4 second step",
     FORGED_CLIENT_CASE)
{
	forge_established();
	forge(client, "R", .seq = 1);
}

CASE(rst_outside,
     "RST before the window is dropped without a word.",
     "RFC 9293 3.10.7.4 second step",
     FORGED_CLIENT_CASE)
{
	forge_established();
	forge(client, "R", .seq = -1);
}

CASE(challenge_ack_rate_limit,
     "Challenge ACKs are rationed: of two SYNs in half a second only the first is answered.",
     "RFC 5961 7; tcp_oow_rate_limited()",
     FORGED_CLIENT_CASE)
{
	forge_established();
	forge(client, "S", .seq = 1000);
	forge(client, "S", .seq = 1000);
}

CASE(old_ack,
     "An ACK from before the window that was ever offered is answered with an ACK, and its data is not taken.",
     "RFC 5961 5.2 MAY-12; tcp_ack()",
     FORGED_CLIENT_CASE)
{
	forge_established();
	forge(client, "P.", .ack = -70000, .len = 4);
	call_unread(server);
}

CASE(ack_of_unsent,
     "An ACK of something that was not sent is answered with an ACK, and its data is not taken.",
     "RFC 9293 3.10.7.4 fifth step; tcp_ack()",
     FORGED_CLIENT_CASE)
{
	forge_established();
	forge(client, "P.", .ack = 100, .len = 4);
	call_unread(server);
}

CASE(no_ack_bit,
     "A segment without ACK is dropped.",
     "RFC 9293 3.10.7.4 fifth step; tcp_rcv_established()",
     FORGED_CLIENT_CASE)
{
	forge_established();
	forge(client, "P", .len = 4);
	forge(client, "F");
	call_unread(server);
}

CASE(fin_out_of_order,
     "A FIN behind a gap is kept; the data that fills the gap makes it count.",
     "RFC 9293 3.10.7.4 first step SHLD-31; tcp_data_queue_ofo()",
     FORGED_CLIENT_CASE)
{
	forge_established();
	forge(client, "F.", .seq = 4);
	forge(client, "P.", .len = 4);
	call_recv(server, 9);
	call_recv(server, 9);
}

CASE(keepalive_probe,
     "A segment one before the window, as keep-alive sends it, is answered with an ACK.",
     "RFC 9293 3.8.4, 3.10.7.4 first step",
     FORGED_CLIENT_CASE)
{
	forge_established();
	forge(client, ".", .seq = -1);
}

CASE(paws_failure,
     "An old timestamp: the segment is not taken, and answered with an ACK.",
     "RFC 7323 5.3; tcp_disordered_ack(); tcp_validate_incoming()",
     FORGED_CLIENT_CASE)
{
	forge_timestamps(client);
	forge_established();
	forge(client, "P.", .len = 4);
	forge(client, "P.", .len = 4, .ts = -1000);
	call_unread(server);
}

CASE(paws_rst_passes,
     "An old timestamp does not save a connection from RST.",
     "RFC 7323 5.2, 5.3; tcp_validate_incoming()",
     FORGED_CLIENT_CASE)
{
	forge_timestamps(client);
	forge_established();
	forge(client, "P.", .len = 4);
	forge(client, "R", .ts = -1000);
	call_so_error(server);
}

CASE(icmp_soft_error,
     "ICMP host unreachable is a soft error: the connection lives.",
     "RFC 9293 3.9.2.2 MUST-56; tcp_v4_err()",
     FORGED_CLIENT_CASE)
{
	forge_established();
	call_send(server, 4);
	forge_icmp(server, 1);
	forge(client, ".");
	call_so_error(server);
	call_send(server, 4);
}

CASE(syn_ack,
     "A SYN,ACK into ESTABLISHED is challenged as any SYN.",
     "RFC 5961 4.2; RFC 9293 3.10.7.4 fourth step",
     FORGED_CLIENT_CASE)
{
	forge_established();
	forge(client, "S.", .seq = -1);
}

CASE(read_to_the_end,
     "What the peer has sent is what is read, to the end of file.",
     "RFC 9293 3.10.7.4 seventh and eighth step",
     FORGED_CLIENT_CASE)
{
	forge_established();
	forge(client, "P.", .len = 10);
	call_peek(server, 9);
	forge(client, "P.", .len = 4, .seq = -2);
	forge(client, "F.", .acked = true);
	call_recv_all(server);
}

CASE(paws_bare,
     "A bare ACK and a FIN with an old timestamp are answered with an ACK and not taken.",
     "RFC 7323 5.3 R1; tcp_validate_incoming()",
     FORGED_CLIENT_CASE)
{
	forge_timestamps(client);
	forge_established();
	forge(client, "P.", .len = 4);
	forge(client, ".", .ts = -100000);
	forge(client, "F.", .ts = -100000);
}

CASE(paws_then_fin,
     "A FIN with an old timestamp is not taken; the peer sends it again with a new one, from what was acknowledged.",
     "RFC 7323 5.3 R1; tcp_validate_incoming()",
     FORGED_CLIENT_CASE)
{
	forge_timestamps(client);
	forge_established();
	forge(client, "P.", .len = 4);
	forge(client, "F.", .ts = -100000);
	forge(client, "F.", .acked = true);
	call_recv_all(server);
}

CASE(paws_wrapped,
     "Timestamps are compared modulo 2^32: one that is half the circle ahead is new, one number more is old.",
     "RFC 7323 5.2; tcp_paws_check()",
     FORGED_CLIENT_CASE)
{
	forge_timestamps(client);
	stage_quickack();
	call_listen(server, 8);
	forge(client, "S", .tsval = TS(0x10000000));
	forge(client, ".", .tsval = TS(0x10000000));
	call_accept(server);
	forge(client, "P.", .len = 4, .tsval = TS(0x8fffffff));
	forge(client, "F.", .tsval = TS(0x10000000));
	call_unread(server);
}

CASE(timestamps_left_out,
     "A FIN without the timestamps that were agreed on is taken; the RFC says that it should be dropped.",
     "RFC 7323 3.2 (which says drop, a SHOULD); tcp_parse_aligned_timestamp(); tcp_validate_incoming()",
     .on = ON_FORGED, .forged = FORGED_CLIENT,
     .show = SHOW_EACH | SHOW_OPTIONS)
{
	forge_timestamps(client);
	forge_established();
	forge(client, "F.", .no_ts = true);
	call_recv(server, 9);
}
