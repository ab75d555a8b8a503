/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * SYN_RECV, with a client that is forged.
 */
#define SUBJECT syn_rcvd
#include "cases/case.h"

CASE(old_duplicate_syn,
     "An old SYN wakes a listener; its owner knows nothing of the SYN,ACK and resets: the listener is as before.",
     "RFC 9293 3.5 figure 11, 3.10.7.4 second step; tcp_check_req()",
     FORGED_CLIENT_CASE)
{
	call_listen(server, 8);
	forge(client, "S");
	forge(client, "R");
	look_listener(server);
}

CASE(rst_in_window,
     "RST in the window but not exact is challenged; the handshake goes on.",
     "RFC 5961 3.2; RFC 9293 3.10.7.4 second step; tcp_check_req()",
     FORGED_CLIENT_CASE)
{
	call_listen(server, 8);
	call_nonblock(listener(server));
	forge(client, "S");
	forge(client, "R", .seq = 100);
	forge(client, ".");
	call_accept(server);
}

CASE(rst_outside,
     "RST outside the window is dropped without a word.",
     "RFC 9293 3.10.7.4 second step; tcp_check_req()",
     FORGED_CLIENT_CASE)
{
	call_listen(server, 8);
	forge(client, "S");
	forge(client, "R", .seq = -100);
	forge(client, ".");
	call_accept(server);
}

CASE(bad_ack,
     "An ACK of something that was never sent gets RST, and the handshake goes on.",
     "RFC 9293 3.5.2 group 2, 3.10.7.4 fifth step",
     FORGED_CLIENT_CASE)
{
	call_listen(server, 8);
	forge(client, "S");
	forge(client, ".", .ack = 100);
	forge(client, ".");
	call_accept(server);
}

CASE(duplicate_syn,
     "The same SYN again is answered with the same SYN,ACK.",
     "RFC 9293 3.10.7.4 first step; tcp_check_req()",
     FORGED_CLIENT_CASE)
{
	call_listen(server, 8);
	forge(client, "S");
	forge(client, "S", .seq = -1);
	forge(client, ".");
}

CASE(syn_in_window,
     "Another SYN, in the window, ends the handshake with RST.",
     "RFC 9293 3.10.7.4 fourth step; tcp_check_req()",
     FORGED_CLIENT_CASE)
{
	call_listen(server, 8);
	forge(client, "S");
	forge(client, "S", .seq = 10);
	look_listener(server);
}

CASE(data_completes,
     "Data with the handshake's ACK completes it, and is there to be read.",
     "RFC 9293 3.10.7.4 fifth and seventh step",
     FORGED_CLIENT_CASE)
{
	stage_quickack();
	call_listen(server, 8);
	forge(client, "S");
	forge(client, "P.", .len = 4);
	call_accept(server);
	call_unread(server);
}

CASE(fin_completes,
     "FIN with the handshake's ACK: by way of ESTABLISHED to CLOSE_WAIT.",
     "RFC 9293 3.10.7.4 fifth and eighth step",
     FORGED_CLIENT_CASE)
{
	stage_quickack();
	call_listen(server, 8);
	forge(client, "S");
	forge(client, "F.");
	call_accept(server);
	call_recv(server, 9);
}

CASE(no_ack_bit,
     "A segment without ACK is dropped.",
     "RFC 9293 3.10.7.4 fifth step",
     FORGED_CLIENT_CASE)
{
	call_listen(server, 8);
	forge(client, "S");
	forge(client, "F");
	forge(client, ".");
}

CASE(cookie_late_ack,
     "A SYN cookie leaves nothing in the kernel; the ACK that comes long after the SYN,ACK opens the connection all the same.",
     "RFC 4987 3.6; cookie_v4_check(); cookie_v6_check()",
     FORGED_CLIENT_CASE, .needs = NEED_COOKIES, .seconds = 2)
{
	stage_sysctl("net.ipv4.tcp_syncookies", "2");
	call_listen(server, 8);
	forge(client, "S");
	watch_ms(1500);
	forge(client, ".");
	call_accept(server);
}
