/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Stories in which the referee must find one thing, and just that.
 */
#include "tests/referee/stories.h"

const struct wrong_story stories_wrong[] = {
	/* a FIN acknowledged twice, with different numbers */
	{OPEN "client  close() = 0\n"
	      "        client > server  F.   1 ack 1\n"
	      "        server > client  .    ack 2\n"
	      "        server x client  .    ack 3\n"
	      "        = client FIN_WAIT2, server CLOSE_WAIT\n" HALF_CLOSED,
	 "        server x client  .    ack 3",
	 "RFC 9293 3.10.7.4 (CLOSE-WAIT): acknowledges 3, but RCV.NXT is 2",
	 false},
	/* and twice with the same, though it came once */
	{OPEN CLIENT_CLOSES "cable   holds what client sends\n"
			    "        server > client  .    ack 2\n" HALF_CLOSED,
	 "        server > client  .    ack 2",
	 "3.10.7.4 (CLOSE-WAIT): an ACK that nothing asked for", false},
	/* acknowledged before it was sent */
	{OPEN "client  close() = 0\n"
	      "        server > client  .    ack 2\n"
	      "        client > server  F.   1 ack 1\n"
	      "        = server CLOSE_WAIT, client FIN_WAIT1\n"
	      "end     client FIN_WAIT1, server CLOSE_WAIT\n",
	 "        server > client  .    ack 2",
	 "acknowledges 2, but RCV.NXT is 1", false},
	/* acknowledged though it was lost */
	{OPEN "client  close() = 0\n"
	      "        client x server  F.   1 ack 1\n"
	      "        = client FIN_WAIT1\n"
	      "        server x client  .    ack 2\n"
	      "end     client FIN_WAIT1, server ESTABLISHED\n",
	 "        server x client  .    ack 2",
	 "acknowledges 2, but RCV.NXT is 1", false},
	/* data that never were */
	{OPEN CLIENT_SENDS "server  recv(9) = 4\n"
			   "        server x client  .    ack 9\n"
	 BOTH_ESTABLISHED,
	 "        server x client  .    ack 9",
	 "acknowledges 9, but RCV.NXT is 5", false},
	/* backwards */
	{OPEN CLIENT_SENDS "server  recv(9) = 4\n"
			   "        server > client  .    ack 3\n"
	 BOTH_ESTABLISHED,
	 "        server > client  .    ack 3", "acknowledges 3 after 5",
	 false},
	/* what was refused gives no reason */
	{OPEN "third   SOCK_DESTROY of server = -1 EPERM\n"
	      "        server > client  R.   1 ack 1\n"
	      "        = client CLOSED, server CLOSED\n" BOTH_CLOSED,
	 "        server > client  R.   1 ack 1",
	 "a RST that nothing asked for", false},
	/* a second FIN */
	{OPEN CLIENT_CLOSES "until   client CLOSED\n"
			    "        client x server  F.   2 ack 1\n"
	 HALF_CLOSED,
	 "        client x server  F.   2 ack 1",
	 "3.10.4 (FIN-WAIT-2): a second FIN at 2, the first was at 1", false},
	/* data behind it */
	{OPEN CLIENT_CLOSES "client  send(4) = 4\n"
			    "        client x server  P.   2:6 ack 1\n"
	 HALF_CLOSED,
	 "        client x server  P.   2:6 ack 1",
	 "3.10.2 (FIN-WAIT-2): data up to 6, behind the FIN at 1", false},
	/* a FIN that nobody asked for */
	{OPEN "client  send(4) = 4\n"
	      "        client > server  FP.  1:5 ack 1\n"
	      "        server > client  .    ack 6\n"
	      "        = client FIN_WAIT2, server CLOSE_WAIT\n" HALF_CLOSED,
	 "        client > server  FP.  1:5 ack 1", "a FIN without CLOSE",
	 false},
	/* a gap */
	{OPEN "client  send(4) = 4\n"
	      "        client x server  P.   3:7 ack 1\n" BOTH_ESTABLISHED,
	 "        client x server  P.   3:7 ack 1",
	 "3.10.2 (ESTABLISHED): SEQ 3 is beyond SND.NXT, 1", false},
	/* no ACK bit */
	{OPEN "client  send(4) = 4\n"
	      "        client x server  P    1:5\n" BOTH_ESTABLISHED,
	 "        client x server  P    1:5", "a segment without ACK", false},
	/* an ACK of nothing, in no place */
	{OPEN "client  send(4) = 4\n"
	      "        client x server  .    9 ack 1\n" BOTH_ESTABLISHED,
	 "        client x server  .    9 ack 1", "SEQ 9, but SND.NXT is 1",
	 false},
	/* behind its RST */
	{OPEN "server  close() = 0\n"
	      "        server > client  R.   1 ack 1\n"
	      "        server x client  .    ack 1\n"
	      "        = client CLOSED, server CLOSED\n" BOTH_CLOSED,
	 "        server x client  .    ack 1",
	 "3.10.7.1 (CLOSED): no such segment is sent in this state", false},
	{OPEN "server  close() = 0\n"
	      "        server x client  R.   1 ack 1\n"
	      "        server x client  F.   1 ack 1\n"
	      "        = server CLOSED\n"
	      "end     client ESTABLISHED, server CLOSED\n",
	 "        server x client  F.   1 ack 1", "(CLOSED)", false},
	/* RST with the wrong number */
	{OPEN "server  close() = 0\n"
	      "        server x client  R.   7 ack 1\n"
	      "        = server CLOSED\n"
	      "end     client ESTABLISHED, server CLOSED\n",
	 "        server x client  R.   7 ack 1",
	 "3.10.5 (ESTABLISHED): RST 7, but SND.NXT is 1", false},
	{OPEN "server  close() = 0\n"
	      "        server > client  R.   1 ack 9\n"
	      "        = client CLOSED, server CLOSED\n" BOTH_CLOSED,
	 "        server > client  R.   1 ack 9",
	 "RST acknowledges 9, but RCV.NXT is 1", false},
	{"client  connect(a closed port) = -1 ECONNREFUSED\n"
	 "        client > server  S\n"
	 "        server x client  R.   0 ack 2\n"
	 "        = client SYN_SENT\n"
	 "end     client SYN_SENT, server CLOSED\n",
	 "        server x client  R.   0 ack 2",
	 "3.5.2 (CLOSED): no RST at 0 is due", false},
	/* RST without a reason */
	{OPEN "server  recv(9) ...\n"
	      "        server > client  R.   1 ack 1\n"
	      "        = client CLOSED, server CLOSED\n" BOTH_CLOSED,
	 "        server > client  R.   1 ack 1",
	 "a RST that nothing asked for", false},
	/* one that answers a segment which is then dropped */
	{"client  connect() ...\n"
	 "        client > server  S\n"
	 "        = client SYN_SENT\n"
	 "forged  server has timestamps\n"
	 "forged  server sends S., echo +100000\n"
	 "        server > client  S.   ack 1\n"
	 "        client > server  R    1\n"
	 "end     client SYN_SENT\n",
	 "        client > server  R    1",
	 "3.5.2 (ESTABLISHED): a RST that nothing asked for", false},
	/* SYN where it must not be */
	{OPEN "client  send(4) = 4\n"
	      "        client x server  S    5\n" BOTH_ESTABLISHED,
	 "        client x server  S    5",
	 "3.10.1 (ESTABLISHED): no SYN is sent in this state", false},
	{"client  socket() = 0\n"
	 "        client x server  S\n" BOTH_CLOSED,
	 "        client x server  S", "3.10.1 (CLOSED)", false},
	{"client  connect() = 0\n"
	 "        client > server  S\n"
	 "        server x client  S.   ack 1\n"
	 "        = client SYN_SENT\n"
	 "end     client SYN_SENT, server CLOSED\n",
	 "        server x client  S.   ack 1",
	 "no SYN,ACK is sent in this state", false},
	{LISTEN "client  connect() = 0\n"
		"        client > server  S\n"
		"        server x client  S.   ack 2\n"
		"        = client SYN_SENT, server SYN_RECV\n"
		"end     client SYN_SENT, server SYN_RECV\n",
	 "        server x client  S.   ack 2",
	 "SYN,ACK acknowledges 2, but RCV.NXT is 1", false},
	/* states from nowhere: FIN-WAIT-2 before the FIN was acknowledged */
	{OPEN "client  close() = 0\n"
	      "        client > server  F.   1 ack 1\n"
	      "        = client FIN_WAIT2, server CLOSE_WAIT\n" HALF_CLOSED,
	 "        = client FIN_WAIT2, server CLOSE_WAIT",
	 "3.3.2: FIN-WAIT-2, where FIN-WAIT-1 is possible", false},
	/* ESTABLISHED before the SYN,ACK */
	{LISTEN "client  connect() = 0\n"
		"        client x server  S\n"
		"        = client ESTABLISHED\n"
		"end     client ESTABLISHED, server CLOSED\n",
	 "        = client ESTABLISHED",
	 "3.3.2: ESTABLISHED, where SYN-SENT is possible", false},
	/* and at the listener before the ACK */
	{LISTEN "client  connect() = 0\n"
		"        client > server  S\n"
		"        server > client  S.   ack 1\n"
		"        = client ESTABLISHED, server ESTABLISHED\n"
	 BOTH_ESTABLISHED,
	 "        = client ESTABLISHED, server ESTABLISHED",
	 "3.10.7.2: ESTABLISHED, where SYN-RECEIVED is possible", false},
	/* TIME-WAIT at the passive closer */
	{OPEN CLIENT_CLOSES "server  close() = 0\n"
			    "        server > client  F.   1 ack 2\n"
			    "        client > server  .    ack 2\n"
			    "        = client TIME_WAIT, server TIME_WAIT\n"
			    "end     client TIME_WAIT, server TIME_WAIT\n",
	 "        = client TIME_WAIT, server TIME_WAIT",
	 "3.10.7.4 fifth step: TIME-WAIT, where CLOSED is possible", false},
	/* none at the active one */
	{OPEN CLIENT_CLOSES "server  close() = 0\n"
			    "        server x client  F.   1 ack 2\n"
			    "        = client TIME_WAIT, server LAST_ACK\n"
			    "end     client TIME_WAIT, server LAST_ACK\n",
	 "        = client TIME_WAIT, server LAST_ACK",
	 "3.3.2: TIME-WAIT, where FIN-WAIT-2 is possible", false},
	/* LAST-ACK that ends before the last ACK */
	{OPEN CLIENT_CLOSES "server  close() = 0\n"
			    "        server > client  F.   1 ack 2\n"
			    "        client x server  .    ack 2\n"
			    "        = client TIME_WAIT, server CLOSED\n"
			    "end     client TIME_WAIT, server CLOSED\n",
	 "        = client TIME_WAIT, server CLOSED",
	 "3.3.2: CLOSED, where LAST-ACK is possible", false},
	/* a state that stays what it was */
	{OPEN "client  close() = 0\n"
	      "        client > server  F.   1 ack 1\n"
	      "        = client FIN_WAIT1\n"
	      "end     client FIN_WAIT1, server ESTABLISHED\n",
	 "        = client FIN_WAIT1",
	 "eighth step: ESTABLISHED, where CLOSE-WAIT is possible", false},
	/* gone, for nothing */
	{OPEN "client  send(4) = 4\n"
	      "        = client CLOSED\n"
	      "end     client CLOSED, server ESTABLISHED\n",
	 "        = client CLOSED",
	 "3.3.2: CLOSED, where ESTABLISHED is possible", false},
	/* a RST outside the window ends it */
	{OPEN "third   sends R as client, seq RCV.NXT+16777216\n"
	      "        client > server  R    16777217\n"
	      "        = server CLOSED\n"
	      "end     client ESTABLISHED, server CLOSED\n",
	 "        = server CLOSED", "CLOSED, where ESTABLISHED is possible",
	 false},
	/* or is answered */
	{OPEN "third   sends R as client, seq RCV.NXT+16777216\n"
	      "        client > server  R    16777217\n"
	      "        server > client  .    ack 1\n" BOTH_ESTABLISHED,
	 "        server > client  .    ack 1",
	 "3.10.7.4 first step (ESTABLISHED): a RST outside the window is "
	 "dropped without an answer", false},
	/* one inside it that is not exact ends it */
	{OPEN "third   sends R as client, seq RCV.NXT+100\n"
	      "        client > server  R    101\n"
	      "        = server CLOSED\n"
	      "end     client ESTABLISHED, server CLOSED\n",
	 "        = server CLOSED", "CLOSED, where ESTABLISHED is possible",
	 false},
	/* a FIN out of order ends it; the RST belongs to that */
	{LISTEN "forged  client sends S\n"
		"        client > server  S\n"
		"        server > client  S.   ack 1\n"
		"        = server SYN_RECV\n"
		"forged  client sends .\n"
		"        client > server  .    ack 1\n"
		"        = server ESTABLISHED\n"
		"server  close() = 0\n"
		"        server > client  F.   1 ack 1\n"
		"        = server FIN_WAIT1\n"
		"forged  client sends .\n"
		"        client > server  .    ack 2\n"
		"        = server FIN_WAIT2\n"
		"forged  client sends F., seq +4\n"
		"        client > server  F.   5 ack 2\n"
		"        = server CLOSED\n"
		"        server > client  R    2\n"
		"end     server CLOSED\n",
	 "        = server CLOSED",
	 "3.10.7.4 seventh step: CLOSED, where FIN-WAIT-2 is possible", false},
	/* FIN-WAIT-2 that is over after a time */
	{OPEN CLIENT_CLOSES "until   client CLOSED\n"
			    "        = client CLOSED\n"
			    "end     client CLOSED, server CLOSE_WAIT\n",
	 "        = client CLOSED",
	 "3.10.8: FIN-WAIT-2 has no time-out (Linux: tcp_fin_timeout)", false},
	/* or that is aborted without a RST: time went by in the step before,
	 * and it was still there */
	{OPEN CLIENT_CLOSES
	 "until   client FIN_WAIT2\n"
	 "third   SOCK_DESTROY of client = 0\n"
	 "        = client CLOSED\n"
	 "end     client CLOSED, server CLOSE_WAIT\n",
	 "        = client CLOSED",
	 "RFC 9293 3.10.5: an ABORT in this state sends a RST", false},
	/* or that gives way to the next connection from its port: a SYN that
	 * was counted as its own, one that was not, and one that may have
	 * another port */
	{OPEN CLIENT_CLOSES
	 "client#2 bind(as client) = 0\n"
	 "client#2 connect() ...\n"
	 "        client > server  S    65539\n"
	 "        = client SYN_SENT\n"
	 "        server > client  .    ack 2\n"
	 "        client > server  R    2\n"
	 "        = server CLOSED\n"
	 "        client#2 > server#2  S\n"
	 "        = client CLOSED, client#2 SYN_SENT, server#2 SYN_RECV\n"
	 "end     client CLOSED, server CLOSED, client#2 SYN_SENT, server#2 "
	 "SYN_RECV\n",
	 "        client > server  S    65539",
	 "3.10.1 (FIN-WAIT-2): no SYN is sent in this state", false},
	{OPEN CLIENT_CLOSES
	 "client#2 bind(as client) = 0\n"
	 "client#2 connect() ...\n"
	 "        client > server  S    ISN\n"
	 "        server > client  .    ack 2\n"
	 "        client > server  R    2\n"
	 "        = client SYN_SENT, server CLOSED\n"
	 "end     client SYN_SENT, server CLOSED\n",
	 "        client > server  S    ISN",
	 "3.10.1 (FIN-WAIT-2): no SYN is sent in this state", false},
	{OPEN CLIENT_CLOSES
	 "client#2 bind(as client) = 0\n"
	 "client#2 connect() ...\n"
	 "        client#2 > server#2  S (+1 s)\n"
	 "        = client CLOSED, client#2 SYN_SENT\n"
	 "end     client CLOSED, server CLOSE_WAIT, client#2 SYN_SENT, "
	 "server#2 CLOSED\n",
	 "        = client CLOSED, client#2 SYN_SENT",
	 "3.10.1: FIN-WAIT-2 gives way to an OPEN (Linux: "
	 "tcp_twsk_unique())", false},
	{OPEN CLIENT_CLOSES
	 "client#2 connect() ...\n"
	 "        client#2 > server#2  S (+1 s)\n"
	 "        = client CLOSED, client#2 SYN_SENT\n"
	 "end     client CLOSED, server CLOSE_WAIT, client#2 SYN_SENT, "
	 "server#2 CLOSED\n",
	 "        = client CLOSED, client#2 SYN_SENT",
	 "3.3.2: CLOSED, where FIN-WAIT-2 is possible", false},
	/* answers that never come: RST, and the ACK of an ACK too high */
	{"client  connect(a closed port) = -1 ETIMEDOUT\n"
	 "        client > server  S\n"
	 "        = client SYN_SENT\n"
	 "end     client SYN_SENT, server CLOSED\n",
	 "        client > server  S", "3.5.2: a RST is due", false},
	{LISTEN "forged  client sends S\n"
		"        client > server  S\n"
		"        server > client  S.   ack 1\n"
		"        = server SYN_RECV\n"
		"forged  client sends .\n"
		"        client > server  .    ack 1\n"
		"        = server ESTABLISHED\n"
		"forged  client sends ., ack +7\n"
		"        client > server  .    ack 8\n"
		"end     client CLOSED, server ESTABLISHED\n",
	 "        client > server  .    ack 8",
	 "3.10.7.4 fifth step: an ACK is due", false},
	/* and with data and bare ACKs left out */
	{LISTEN "client  connect() = 0\n"
		"        client > server  S\n"
		"        server > client  S.   ack 1\n"
		"        = client ESTABLISHED, server ESTABLISHED\n"
		"        client > server  F.   1 ack 1\n"
		"        = client FIN_WAIT2, server CLOSE_WAIT\n" HALF_CLOSED,
	 "        client > server  F.   1 ack 1", "a FIN without CLOSE", true},
	{LISTEN "client  connect() = 0\n"
		"        client > server  S\n"
		"        server > client  S.   ack 1\n"
		"        = client ESTABLISHED, server ESTABLISHED\n"
		"client  close() = 0\n"
		"        client > server  F.   1 ack 1\n"
		"        = client TIME_WAIT, server CLOSE_WAIT\n"
		"end     client TIME_WAIT, server CLOSE_WAIT\n",
	 "        = client TIME_WAIT, server CLOSE_WAIT",
	 "3.3.2: TIME-WAIT, where", true},
};

const size_t stories_n_wrong = sizeof(stories_wrong) / sizeof(*stories_wrong);
