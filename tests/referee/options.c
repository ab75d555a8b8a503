/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Stories of text beside a SYN (RFC 9293 3.10.7.2, RFC 7413) and of timestamps
 * (RFC 7323): good ones, and the same ones with one thing wrong.
 */
#include "tests/referee/stories.h"

#define FAST_OPEN                                                              \
	LISTEN "server  setsockopt(TCP_FASTOPEN, 5, listener) = 0\n"           \
	       "client  setsockopt(TCP_FASTOPEN_CONNECT, 1) = 0\n"             \
	       "client  connect() = 0\n"                                       \
	       "client  send(10) = 10\n"

#define TAKEN                                                                  \
	FAST_OPEN "        client > server  S    0:10\n"                       \
		  "        = client SYN_SENT, server SYN_RECV\n"               \
		  "        server | client  S.   ack 11\n"

/* The server's ACKs end at 5; the client's segments have timestamps. */
#define STAMPED(before)                                                        \
	before LISTEN "forged  client sends S\n"                               \
	       "        client > server  S\n"                                  \
	       "        = server SYN_RECV\n"                                   \
	       "        server > client  S.   ack 1\n"                         \
	       "forged  client sends .\n"                                      \
	       "        client > server  .    ack 1\n"                         \
	       "        = server ESTABLISHED\n"                                \
	       "forged  client sends P., 4 octets\n"                           \
	       "        client > server  P.   1:5 ack 1\n"                     \
	       "        server > client  .    ack 5\n"
#define HAS_TIMESTAMPS "forged  client has timestamps\n"

const char *const stories_good_options[] = {
	/* the text is taken, and acknowledged with the SYN */
	FAST_OPEN "        client > server  S    0:10\n"
	"        server > client  S.   ack 11\n"
	"        client > server  .    ack 1\n"
	"        = client ESTABLISHED, server ESTABLISHED\n"
	"client  close() = 0\n"
	"        client > server  F.   11 ack 1\n"
	"        server > client  .    ack 12\n"
	"        = client FIN_WAIT2, server CLOSE_WAIT\n" HALF_CLOSED,
	/* send() connects by itself */
	LISTEN "server  setsockopt(TCP_FASTOPEN, 5, listener) = 0\n"
	"client  send(10, MSG_FASTOPEN) = 10\n"
	"        client > server  S    0:10\n"
	"        server > client  S.   ack 11\n"
	"        client > server  .    ack 1\n"
	"        = client ESTABLISHED, server ESTABLISHED\n" BOTH_ESTABLISHED,
	/* so it is where all listeners have it */
	"stage   net.ipv4.tcp_fastopen = 1543\n" LISTEN
	"client  connect() = 0\n"
	"        client > server  S    0:10\n"
	"        server > client  S.   ack 11\n"
	"        client > server  .    ack 1\n"
	"        = client ESTABLISHED, server ESTABLISHED\n" BOTH_ESTABLISHED,
	/* it is not taken, and sent again */
	LISTEN "client  connect() = 0\n"
	"        client > server  S    0:10\n"
	"        server > client  S.   ack 1\n"
	"        client > server  P.   1:11 ack 1\n"
	"        = client ESTABLISHED, server ESTABLISHED\n"
	"        server > client  .    ack 11\n" BOTH_ESTABLISHED,
	/* it is kept for later, as 3.10.7.2 has it */
	LISTEN "client  connect() = 0\n"
	"        client > server  S    0:10\n"
	"        server > client  S.   ack 1\n"
	"        client > server  .    ack 1\n"
	"        = client ESTABLISHED, server ESTABLISHED\n"
	"        server > client  .    ack 11\n" BOTH_ESTABLISHED,
	/* the SYN is lost, and sent again without it */
	FAST_OPEN "        client x server  S    0:10\n"
	"        = client SYN_SENT\n"
	"        client > server  S\n"
	"        server > client  S.   ack 1\n"
	"        client > server  P.   1:11 ack 1\n"
	"        = client ESTABLISHED, server ESTABLISHED\n"
	"        server > client  .    ack 11\n" BOTH_ESTABLISHED,
	/* the SYN,ACK is lost; both ends try again at the same moment */
	TAKEN "        server x client  S.   ack 11\n"
	"        server > client  S.   ack 11\n"
	"        = client ESTABLISHED\n"
	"        client > server  S\n"
	"        server > client  S.   ack 11\n"
	"        client > server  .    ack 1\n"
	"        = server ESTABLISHED\n" BOTH_ESTABLISHED,
	/* the server sends and closes before its SYN is acknowledged */
	TAKEN "server  send(5) = 5\n"
	"        server | client  P.   1:6 ack 11\n"
	"server  close() = 0\n"
	"        server | client  F.   6 ack 11\n"
	"        = server FIN_WAIT1\n"
	"cable   releases what server has sent\n"
	"        server > client  S.   ack 11\n"
	"        = client ESTABLISHED\n"
	"        client > server  .    ack 1\n"
	"        server > client  P.   1:6 ack 11\n"
	"        client > server  .    ack 6\n"
	"        server > client  F.   6 ack 11\n"
	"        = client CLOSE_WAIT\n"
	"        client > server  .    ack 7\n"
	"        = server FIN_WAIT2\n"
	"end     client CLOSE_WAIT, server FIN_WAIT2\n",
	/* or resets, for it has not read the text */
	TAKEN "server  close() = 0\n"
	"        server | client  R.   1 ack 11\n"
	"        = server CLOSED\n"
	"end     client SYN_SENT, server CLOSED\n",
	/* 3.10.4: SYN-SENT is closed without a segment */
	TAKEN "client  shutdown(SHUT_WR) = 0\n"
	"        = client CLOSED\n"
	"cable   releases what server has sent\n"
	"        server > client  S.   ack 11\n"
	"        client > server  R    11\n"
	"        = server CLOSED\n" BOTH_CLOSED,
	/* both SYNs have text */
	"client  connect() = 0\n"
	"        client > server  S    0:10\n"
	"        = client SYN_SENT\n"
	"forged  server sends S, 10 octets\n"
	"        server > client  S    0:10\n"
	"        = client SYN_RECV\n"
	"        client > server  S.   ack 1\n"
	"forged  server sends S., seq -11\n"
	"        server > client  S.   ack 11\n"
	"        = client ESTABLISHED\n"
	"        client > server  .    ack 1\n"
	"end     client ESTABLISHED\n",

	/* RFC 7323 5.3 R1: nothing with an old timestamp is taken */
	STAMPED(HAS_TIMESTAMPS)
	"forged  client sends ., timestamp -1000\n"
	"        client > server  .    ack 1\n"
	"        server > client  .    ack 5\n"
	"forged  client sends P., 4 octets, timestamp 999999\n"
	"        client > server  P.   5:9 ack 1\n"
	"        server > client  .    ack 5\n"
	"forged  client sends S, timestamp -1000\n"
	"        client > server  S    9\n"
	"        server > client  .    ack 5\n"
	"forged  client sends F., seq -4, timestamp -1000\n"
	"        client > server  F.   5 ack 1\n"
	"        server > client  .    ack 5\n"
	"end     server ESTABLISHED\n",
	/* but a RST is */
	STAMPED(HAS_TIMESTAMPS)
	"forged  client sends R, timestamp -1000\n"
	"        client > server  R    5\n"
	"        = server CLOSED\n"
	"end     server CLOSED\n",
	/* R3: what the next one is measured by */
	STAMPED(HAS_TIMESTAMPS)
	"forged  client sends P., 4 octets, timestamp +1000\n"
	"        client > server  P.   5:9 ack 1\n"
	"        server > client  .    ack 9\n"
	"forged  client sends F.\n"
	"        client > server  F.   9 ack 1\n"
	"        server > client  .    ack 9\n"
	"forged  client sends F., seq -1, timestamp +1000\n"
	"        client > server  F.   9 ack 1\n"
	"        = server CLOSE_WAIT\n"
	"        server > client  .    ack 10\n"
	"end     server CLOSE_WAIT\n",
	/* 4.3: not one that lies beyond Last.ACK.sent */
	STAMPED(HAS_TIMESTAMPS)
	"forged  client sends P., seq +4, 4 octets, timestamp +1000\n"
	"        client > server  P.   9:13 ack 1\n"
	"        server > client  .    ack 5\n"
	"forged  client sends P., 4 octets\n"
	"        client > server  P.   5:9 ack 1\n"
	"        server > client  .    ack 13\n"
	"end     server ESTABLISHED\n",
	/* a later one, as a number, and one that wraps */
	STAMPED(HAS_TIMESTAMPS)
	"forged  client sends P., 4 octets, timestamp 2000000000\n"
	"        client > server  P.   5:9 ack 1\n"
	"        server > client  .    ack 9\n"
	"forged  client sends P., 4 octets, timestamp 4000000000\n"
	"        client > server  P.   9:13 ack 1\n"
	"        server > client  .    ack 13\n"
	"forged  client sends P., 4 octets, timestamp 5\n"
	"        client > server  P.   13:17 ack 1\n"
	"        server > client  .    ack 17\n"
	"end     server ESTABLISHED\n",
	/* 3.2: one without the option is dropped in silence, or taken */
	STAMPED(HAS_TIMESTAMPS)
	"forged  client sends F., no timestamps\n"
	"        client > server  F.   5 ack 1\n"
	"end     server ESTABLISHED\n",
	STAMPED(HAS_TIMESTAMPS)
	"forged  client sends F., no timestamps\n"
	"        client > server  F.   5 ack 1\n"
	"        = server CLOSE_WAIT\n"
	"        server > client  .    ack 6\n"
	"end     server CLOSE_WAIT\n",
	/* nothing is old where the server does not take part */
	STAMPED("stage   net.ipv4.tcp_timestamps = 0\n" HAS_TIMESTAMPS)
	"forged  client sends F., timestamp -1000\n"
	"        client > server  F.   5 ack 1\n"
	"        = server CLOSE_WAIT\n"
	"        server > client  .    ack 6\n"
	"end     server CLOSE_WAIT\n",
};

const size_t stories_n_good_options =
	sizeof(stories_good_options) / sizeof(*stories_good_options);

const struct wrong_story stories_wrong_options[] = {
	/* nobody has allowed fast open */
	{LISTEN "client  connect() = 0\n"
		"        client > server  S    0:10\n"
		"        = client SYN_SENT, server SYN_RECV\n"
		"        server x client  S.   ack 11\n"
		"end     client SYN_SENT, server SYN_RECV\n",
	 "        server x client  S.   ack 11",
	 "3.10.7.2 (SYN-RECEIVED): SYN,ACK acknowledges 11, but RCV.NXT is 1",
	 false},
	{"stage   net.ipv4.tcp_fastopen = 519\n" LISTEN
	 "client  connect() = 0\n"
	 "        client > server  S    0:10\n"
	 "        = client SYN_SENT, server SYN_RECV\n"
	 "        server x client  S.   ack 11\n"
	 "end     client SYN_SENT, server SYN_RECV\n",
	 "        server x client  S.   ack 11",
	 "SYN,ACK acknowledges 11, but RCV.NXT is 1", false},
	/* more than there was */
	{FAST_OPEN "        client > server  S    0:10\n"
		   "        = client SYN_SENT, server SYN_RECV\n"
		   "        server x client  S.   ack 12\n"
		   "end     client SYN_SENT, server SYN_RECV\n",
	 "        server x client  S.   ack 12", "SYN,ACK acknowledges 12",
	 false},
	/* the client goes on behind the text that it has sent */
	{FAST_OPEN "        client > server  S    0:10\n"
		   "        server > client  S.   ack 11\n"
		   "        client > server  .    ack 1\n"
		   "        = client ESTABLISHED, server ESTABLISHED\n"
		   "client  close() = 0\n"
		   "        client x server  F.   12 ack 1\n"
		   "        = client FIN_WAIT1\n"
		   "end     client FIN_WAIT1, server ESTABLISHED\n",
	 "        client x server  F.   12 ack 1",
	 "SEQ 12 is beyond SND.NXT, 11", false},
	/* without it the server waits for its SYN's acknowledgment */
	{LISTEN "client  connect() = 0\n"
		"        client > server  S    0:10\n"
		"        = client SYN_SENT, server SYN_RECV\n"
		"        server x client  S.   ack 1\n"
		"server  send(5) = 5\n"
		"        server x client  P.   1:6 ack 1\n"
		"end     client SYN_SENT, server SYN_RECV\n",
	 "        server x client  P.   1:6 ack 1",
	 "3.10.2 (SYN-RECEIVED): data and FIN wait for ESTABLISHED", false},
	/* a FIN with an old timestamp is taken */
	{STAMPED(HAS_TIMESTAMPS)
	 "forged  client sends F., timestamp -1000\n"
	 "        client > server  F.   5 ack 1\n"
	 "        = server CLOSE_WAIT\n"
	 "        server > client  .    ack 6\n"
	 "end     server CLOSE_WAIT\n",
	 "        = server CLOSE_WAIT",
	 "RFC 9293 3.10.7.4 first step (RFC 7323 5.3 R1): CLOSE-WAIT, where "
	 "ESTABLISHED is possible", false},
	/* and data */
	{STAMPED(HAS_TIMESTAMPS)
	 "forged  client sends P., 4 octets, timestamp -1000\n"
	 "        client > server  P.   5:9 ack 1\n"
	 "        server > client  .    ack 9\n"
	 "end     server ESTABLISHED\n",
	 "        server > client  .    ack 9",
	 "acknowledges 9, but RCV.NXT is 5", false},
	/* a bare ACK whose timestamp is not old asks for nothing */
	{STAMPED(HAS_TIMESTAMPS)
	 "forged  client sends .\n"
	 "        client > server  .    ack 1\n"
	 "        server > client  .    ack 5\n"
	 "end     server ESTABLISHED\n",
	 "        server > client  .    ack 5",
	 "an ACK that nothing asked for", false},
	/* nor does one without the option, or from who never had it */
	{STAMPED("")
	 "forged  client sends ., timestamp -1000\n"
	 "        client > server  .    ack 1\n"
	 "        server > client  .    ack 5\n"
	 "end     server ESTABLISHED\n",
	 "        server > client  .    ack 5",
	 "an ACK that nothing asked for", false},
	{STAMPED(HAS_TIMESTAMPS)
	 "forged  client sends ., no timestamps\n"
	 "        client > server  .    ack 1\n"
	 "        server > client  .    ack 5\n"
	 "end     server ESTABLISHED\n",
	 "        server > client  .    ack 5",
	 "an ACK that nothing asked for", false},
};

const size_t stories_n_wrong_options =
	sizeof(stories_wrong_options) / sizeof(*stories_wrong_options);
