/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * SYN_SENT, with a server that is forged.
 */
#define SUBJECT syn_sent
#include "cases/case.h"

CASE(bad_ack,
     "A SYN,ACK that acknowledges something else is answered with RST, and the SYN is sent again almost at once; the right answer then opens the connection.",
     "RFC 9293 3.10.7.3 first step; tcp_rcv_synsent_state_process()",
     FORGED_SERVER_CASE)
{
	forge_syn_sent();
	forge(server, "S.", .seq = 5, .ack = 100);
	until_segments(client, 1);
	forge(server, "S.");
	call_send(client, 4);
}

CASE(rst_refuses,
     "RST with an acceptable ACK: the connection is refused.",
     "RFC 9293 3.10.7.3 second step; tcp_reset()",
     FORGED_SERVER_CASE)
{
	forge_syn_sent();
	forge(server, "R.", .seq = 0);
	call_so_error(client);
}

CASE(rst_without_ack,
     "RST without ACK cannot be verified and is dropped.",
     "RFC 9293 3.10.7.3 second step",
     FORGED_SERVER_CASE)
{
	forge_syn_sent();
	forge(server, "R");
	forge(server, "S.");
}

CASE(rst_bad_ack,
     "RST that acknowledges something else is dropped, and nothing answers it.",
     "RFC 9293 3.10.7.3 first step",
     FORGED_SERVER_CASE)
{
	forge_syn_sent();
	forge(server, "R.", .ack = 100);
}

CASE(crossed_syn,
     "A SYN crosses the own one: SYN_RECV, and the peer's SYN,ACK completes the connection.",
     "RFC 9293 3.10.7.3 fourth step, 3.5 MUST-10",
     FORGED_SERVER_CASE)
{
	forge_syn_sent();
	forge(server, "S");
	forge(server, "S.", .seq = -1);
	call_send(client, 4);
}

CASE(fin_ack_only,
     "A FIN before any SYN cannot be verified and is dropped.",
     "RFC 9293 3.10.7.3 fifth step, 3.10.7.4 eighth step",
     FORGED_SERVER_CASE)
{
	forge_syn_sent();
	forge(server, "F.");
	forge(server, "S.", .seq = -1);
}

CASE(syn_ack_fin,
     "A FIN on the SYN,ACK is not taken: the state is ESTABLISHED, and only the SYN is acknowledged.",
     "RFC 9293 3.10.7.3 fourth step (which goes on to the FIN); tcp_rcv_synsent_state_process()",
     FORGED_SERVER_CASE)
{
	forge_syn_sent();
	forge(server, "SF.");
}

CASE(icmp_host_unreachable,
     "ICMP host unreachable: Linux gives up at once with EHOSTUNREACH, though the RFC calls it a soft error.",
     "RFC 9293 3.9.2.2 MUST-56; tcp_v4_err()",
     FORGED_SERVER_CASE)
{
	forge_syn_sent();
	forge_icmp(client, 1);
	call_so_error(client);
}

CASE(icmp_port_unreachable,
     "ICMP port unreachable: ECONNREFUSED at once.",
     "RFC 9293 3.9.2.2 SHLD-26; tcp_v4_err()",
     FORGED_SERVER_CASE)
{
	forge_syn_sent();
	forge_icmp(client, 3);
	call_so_error(client);
}

CASE(echo_never_sent,
     "A SYN,ACK that echoes a timestamp that was never sent gets RST, and the attempt goes on; an echo of 0 says nothing, and opens the connection.",
     "RFC 7323 3.2 (which knows no such RST); tcp_rcv_synsent_state_process()",
     FORGED_SERVER_CASE)
{
	forge_syn_sent();
	forge_timestamps(server);
	forge(server, "S.", .echo = 100000);
	forge(server, "S.", .seq = -1, .tsecr = TS(0));
}
