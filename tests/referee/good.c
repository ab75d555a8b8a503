/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Stories in which the referee must find nothing.
 */
#include "tests/referee/stories.h"

const char *const stories_good[] = {
	/* nothing at all */
	"client  socket() = 0\nend     no connection\n",
	/* four segments */
	OPEN CLIENT_CLOSES SERVER_FOLLOWS,
	/* three segments, then two */
	OPEN "client  close() = 0\n"
	"        client > server  F.   1 ack 1\n"
	"        = client FIN_WAIT1, server CLOSE_WAIT\n"
	"server  close() = 0\n"
	"        server > client  F.   1 ack 2\n"
	"        client > server  .    ack 2\n"
	"        = client TIME_WAIT, server CLOSED\n"
	"end     client TIME_WAIT, server CLOSED\n",
	/* FINs that cross on loopback: nobody saw which came first */
	OPEN "server  fork() = 0\n"
	"server  close() = 0\n"
	"client  close() = 0\n"
	"        client > server  F.   1 ack 1\n"
	"        server > client  F.   1 ack 1\n"
	"        server > client  .    ack 2\n"
	"        client > server  .    ack 2\n"
	"        = client TIME_WAIT, server TIME_WAIT\n"
	"end     client TIME_WAIT, server TIME_WAIT\n",
	/* half-close, and data the other way */
	OPEN "client  shutdown(SHUT_WR) = 0\n"
	"        client > server  F.   1 ack 1\n"
	"        server > client  .    ack 2\n"
	"        = client FIN_WAIT2, server CLOSE_WAIT\n"
	"server  send(2) = 2\n"
	"        server > client  P.   1:3 ack 2\n"
	"        client > server  .    ack 3\n"
	"server  close() = 0\n"
	"        server > client  F.   3 ack 2\n"
	"        client > server  .    ack 4\n"
	"        = client TIME_WAIT, server CLOSED\n"
	"end     client TIME_WAIT, server CLOSED\n",
	/* data and FIN in one, and the descriptor that held it back */
	OPEN "client  dup() = 0\n"
	"client  close() = 0\n"
	"client  send(2, dup) = 2\n"
	"client  close(dup) = 0\n"
	"        client > server  FP.  1:3 ack 1\n"
	"        server > client  .    ack 4\n"
	"        = client FIN_WAIT2, server CLOSE_WAIT\n" HALF_CLOSED,
	/* reset by linger 0, RST,ACK; data unread */
	OPEN CLIENT_SENDS "server  close() = 0\n"
	"        server > client  R.   1 ack 5\n"
	"        = client CLOSED, server CLOSED\n" BOTH_CLOSED,
	/* the RFC's own form of it */
	OPEN "server  close() = 0\n"
	"        server > client  R    1\n"
	"        = client CLOSED, server CLOSED\n" BOTH_CLOSED,
	/* data behind a half-duplex close */
	OPEN "server  close() = 0\n"
	"        server > client  F.   1 ack 1\n"
	"        client > server  .    ack 2\n"
	"        = client CLOSE_WAIT, server FIN_WAIT2\n"
	"client  send(4) = 4\n"
	"        client > server  P.   1:5 ack 2\n"
	"        server > client  R    2\n"
	"        = client CLOSED, server CLOSED\n" BOTH_CLOSED,
	/* refused */
	"client  connect(a closed port) = -1 ECONNREFUSED\n"
	"        client > server  S\n"
	"        server > client  R.   0 ack 1\n" BOTH_CLOSED,
	/* SYN, SYN,ACK and ACK lost, each once */
	LISTEN "client  connect() = 0\n"
	"        client x server  S\n"
	"        = client SYN_SENT\n"
	"        client > server  S\n"
	"        = server SYN_RECV\n"
	"        server x client  S.   ack 1\n"
	"        server > client  S.   ack 1\n"
	"        = client ESTABLISHED\n"
	"        client x server  .    ack 1\n"
	"        server > client  S.   ack 1\n"
	"        client > server  .    ack 1\n"
	"        = server ESTABLISHED\n" BOTH_ESTABLISHED,
	/* data do what the lost ACK should have done */
	LISTEN "client  connect() = 0\n"
	"        client > server  S\n"
	"        server > client  S.   ack 1\n"
	"        client x server  .    ack 1\n"
	"        = client ESTABLISHED, server SYN_RECV\n"
	"client  send(4) = 4\n"
	"        client > server  P.   1:5 ack 1\n"
	"        = server ESTABLISHED\n"
	"        server > client  .    ack 5\n" BOTH_ESTABLISHED,
	/* FIN lost, its ACK lost, the last ACK lost */
	OPEN "client  close() = 0\n"
	"        client x server  F.   1 ack 1\n"
	"        = client FIN_WAIT1\n"
	"until   client FIN_WAIT2\n"
	"        client > server  F.   1 ack 1\n"
	"        = server CLOSE_WAIT\n"
	"        server x client  .    ack 2\n"
	"        client > server  F.   1 ack 1\n"
	"        server > client  .    ack 2\n"
	"        = client FIN_WAIT2\n"
	"server  close() = 0\n"
	"        server > client  F.   1 ack 2\n"
	"        = client TIME_WAIT, server LAST_ACK\n"
	"        client x server  .    ack 2\n"
	"until   server CLOSED\n"
	"        server > client  F.   1 ack 2\n"
	"        client > server  .    ack 2\n"
	"        = server CLOSED\n"
	"end     client TIME_WAIT, server CLOSED\n",
	/* a FIN that overtakes the data before it */
	OPEN "client  send(4) = 4\n"
	"        client | server  P.   1:5 ack 1\n"
	"client  close() = 0\n"
	"        client | server  F.   5 ack 1\n"
	"        = client FIN_WAIT1\n"
	"cable   passes the last one of client\n"
	"        client > server  F.   5 ack 1\n"
	"        server > client  .    ack 1\n"
	"cable   releases what client has sent\n"
	"        client > server  P.   1:5 ack 1\n"
	"        = server CLOSE_WAIT\n"
	"        server > client  .    ack 6\n"
	"        = client FIN_WAIT2\n" HALF_CLOSED,
	/* a FIN that came damaged, one that came twice */
	OPEN "cable   corrupts the next FIN from client\n"
	"client  close() = 0\n"
	"        client ! server  F.   1 ack 1\n"
	"        = client FIN_WAIT1\n"
	"cable   doubles the next FIN from client\n"
	"until   client FIN_WAIT2\n"
	"        client > server  F.   1 ack 1\n"
	"        = server CLOSE_WAIT\n"
	"        client > server  F.   1 ack 1\n"
	"        server > client  .    ack 2\n"
	"        = client FIN_WAIT2\n"
	"        server > client  .    ack 2\n" HALF_CLOSED,
	/* a third party's RST: exact, inside, outside */
	OPEN "third   sends R as client, seq RCV.NXT+16777216\n"
	"        client > server  R    16777217\n"
	"third   sends R as client, seq RCV.NXT+100\n"
	"        client > server  R    101\n"
	"        server > client  .    ack 1\n"
	"third   sends R as client, seq RCV.NXT\n"
	"        client > server  R    1\n"
	"        = server CLOSED\n"
	"client  send(4) = 4\n"
	"        client > server  P.   1:5 ack 1\n"
	"        server > client  R    1\n"
	"        = client CLOSED\n" BOTH_CLOSED,
	/* its SYN */
	OPEN "third   sends S as client, seq RCV.NXT\n"
	"        client > server  S    1\n"
	"        server > client  .    ack 1\n" BOTH_ESTABLISHED,
	/* RST in TIME-WAIT, and RFC 1337 */
	OPEN CLIENT_CLOSES "server  close() = 0\n"
	"        server > client  F.   1 ack 2\n"
	"        client > server  .    ack 2\n"
	"        = client TIME_WAIT, server CLOSED\n"
	"third   sends R as server, seq RCV.NXT\n"
	"        server > client  R    2\n"
	"third   sends R as server, seq RCV.NXT\n"
	"        server > client  R    2\n"
	"        = client CLOSED\n" BOTH_CLOSED,
	/* SOCK_DESTROY */
	OPEN "third   SOCK_DESTROY of server = 0\n"
	"        server > client  R.   1 ack 1\n"
	"        = client CLOSED, server CLOSED\n" BOTH_CLOSED,
	/* of a listener, with a connection that waits to be accepted */
	OPEN "third   SOCK_DESTROY of server's listener = 0\n"
	"        server > client  R.   1 ack 1\n"
	"        = client CLOSED, server CLOSED\n" BOTH_CLOSED,
	/* the accept queue is full: a SYN without an answer, a lost ACK */
	LISTEN "client  connect() ...\n"
	"        client > server  S\n"
	"        = client SYN_SENT\n"
	"client  ... connect() = 0\n"
	"        client > server  S\n"
	"        server > client  S.   ack 1\n"
	"        client > server  .    ack 1\n"
	"        = client ESTABLISHED, server SYN_RECV\n"
	"end     client ESTABLISHED, server SYN_RECV\n",
	/* the listener goes: RST to whom nobody accepted */
	OPEN "server  close(listener) = 0\n"
	"        server > client  R.   1 ack 1\n"
	"        = client CLOSED, server CLOSED\n" BOTH_CLOSED,
	/* keep-alive probes */
	OPEN "until   server has sent 2 more\n"
	"        server > client  .    0 ack 1\n"
	"        client > server  .    ack 1\n"
	"        server > client  .    0 ack 1\n"
	"        client > server  .    ack 1\n" BOTH_ESTABLISHED,
	/* nothing comes back: given up */
	OPEN "cable   is cut\n"
	"client  send(4) = 4\n"
	"        client x server  P.   1:5 ack 1\n"
	"until   client CLOSED\n"
	"        client x server  P.   1:5 ack 1\n"
	"        = client CLOSED\n"
	"end     client CLOSED, server ESTABLISHED\n",
	/* late SYN,ACK for one that is gone */
	LISTEN "client  connect() = -1 EINPROGRESS\n"
	"        client > server  S\n"
	"        server | client  S.   ack 1\n"
	"        = client SYN_SENT, server SYN_RECV\n"
	"client  close() = 0\n"
	"        = client CLOSED\n"
	"cable   releases what server has sent\n"
	"        server > client  S.   ack 1\n"
	"        client > server  R    1\n"
	"        = server CLOSED\n" BOTH_CLOSED,
	/* simultaneous open */
	"client  connect() ...\n"
	"        client | server  S\n"
	"        = client SYN_SENT\n"
	"server  connect() ...\n"
	"        server | client  S\n"
	"        = server SYN_SENT\n"
	"cable   passes 1 of client\n"
	"        client > server  S\n"
	"        = server SYN_RECV\n"
	"        server | client  S.   ack 1\n"
	"cable   passes 1 of server\n"
	"        server > client  S\n"
	"        = client SYN_RECV\n"
	"        client > server  S.   ack 1\n"
	"        = server ESTABLISHED\n"
	"        server | client  .    ack 1\n"
	"cable   releases what server has sent\n"
	"        server > client  S.   ack 1\n"
	"        = client ESTABLISHED\n"
	"        client > server  .    ack 1\n"
	"        server > client  .    ack 1\n" BOTH_ESTABLISHED,
	/* simultaneous close, step by step */
	OPEN "client  close() = 0\n"
	"        client | server  F.   1 ack 1\n"
	"        = client FIN_WAIT1\n"
	"server  close() = 0\n"
	"        server | client  F.   1 ack 1\n"
	"        = server FIN_WAIT1\n"
	"cable   passes 1 of client\n"
	"        client > server  F.   1 ack 1\n"
	"        = server CLOSING\n"
	"        server | client  .    ack 2\n"
	"cable   releases what server has sent\n"
	"        server > client  F.   1 ack 1\n"
	"        = client CLOSING\n"
	"        client > server  .    ack 2\n"
	"        = server TIME_WAIT\n"
	"        server > client  .    ack 2\n"
	"        = client TIME_WAIT\n"
	"end     client TIME_WAIT, server TIME_WAIT\n",
	/* one socket that is both ends */
	"client  connect(itself) = 0\n"
	"        client > client  S\n"
	"        client > client  S.   ack 1\n"
	"        client > client  .    ack 1\n"
	"        = client ESTABLISHED\n"
	"client  send(4) = 4\n"
	"        client > client  P.   1:5 ack 1\n"
	"        client > client  .    ack 5\n"
	"client  shutdown(SHUT_WR) = 0\n"
	"        client > client  F.   5 ack 5\n"
	"        client > client  .    ack 6\n"
	"        = client TIME_WAIT\n"
	"end     client TIME_WAIT\n",
	/* an old SYN comes again when all is over */
	OPEN "client  close() = 0\n"
	"        client > server  R.   1 ack 1\n"
	"        = client CLOSED, server CLOSED\n"
	"cable   repeats the last SYN from client\n"
	"        client > server  S\n"
	"        = server SYN_RECV\n"
	"        server > client  S.   ack 1\n"
	"        client > server  R    1\n"
	"        = server CLOSED\n" BOTH_CLOSED,
	/* SYN cookies: the kernel knows nothing of it, but the number does */
	LISTEN "forged  client sends S\n"
	"        client > server  S\n"
	"        server > client  S.   ack 1\n"
	"watch   for 1500 ms\n"
	"forged  client sends .\n"
	"        client > server  .    ack 1\n"
	"        = server ESTABLISHED\n"
	"end     server ESTABLISHED\n",
	/* TIME-WAIT refuses a SYN, which was counted as a new connection */
	OPEN CLIENT_CLOSES "server  close() = 0\n"
	"        server > client  F.   1 ack 2\n"
	"        client > server  .    ack 2\n"
	"        = client TIME_WAIT, server CLOSED\n"
	"forged  server sends S\n"
	"        server#2 > client#2  S\n"
	"        client > server  .    ack 2\n"
	"end     client TIME_WAIT, server CLOSED\n",
	/* what the cable lets go was sent long ago, however long */
	OPEN "cable   holds what client sends\n"
	"client  close() = 0\n"
	"        client | server  R.   1 ack 1\n"
	"        = client CLOSED\n"
	"cable   releases what client has sent\n"
	"        client > server  R.   1 ack 1 (+1.024 s)\n"
	"        = server CLOSED\n" BOTH_CLOSED,
	/* a port is used anew, and the number of the SYN is from the clock */
	OPEN CLIENT_CLOSES "client#2 bind(as client) = 0\n"
	"server  close() = 0\n"
	"        server > client  F.   1 ack 2\n"
	"        client > server  .    ack 2\n"
	"        = client TIME_WAIT, server CLOSED\n"
	"client#2 connect() = 0\n"
	"        client > server  S    ISN\n"
	"        server > client  S.   ISN+4 ack ISN+1\n"
	"        client > server  .    ISN+1 ack ISN+5\n"
	"        = client ESTABLISHED, server ESTABLISHED\n" BOTH_ESTABLISHED,
	/* a forged server that never says a word: nothing is due from it */
	"client  connect() = -1 ETIMEDOUT\n"
	"        client > server  S\n"
	"        client > server  S (+1 s)\n"
	"end     client CLOSED\n",
	/* a router's word ends it */
	"client  connect() = -1 EINPROGRESS\n"
	"        client > server  S\n"
	"        = client SYN_SENT\n"
	"forged  router tells client: unreachable, code 3\n"
	"        = client CLOSED\n"
	"end     client CLOSED\n",
	/* a forged client, which may do what it likes */
	LISTEN "forged  client sends S\n"
	"        client > server  S\n"
	"        server > client  S.   ack 1\n"
	"        = server SYN_RECV\n"
	"forged  client sends .\n"
	"        client > server  .    ack 1\n"
	"        = server ESTABLISHED\n"
	"forged  client sends F., ack +7\n"
	"        client > server  F.   1 ack 8\n"
	"        server > client  .    ack 1\n"
	"forged  client sends F.\n"
	"        client > server  F.   1 ack 1\n"
	"        server > client  .    ack 2\n"
	"        = server CLOSE_WAIT\n"
	"forged  client sends F., seq +9\n"
	"        client > server  F.   11 ack 1\n"
	"end     client CLOSED, server CLOSE_WAIT\n",
};

const size_t stories_n_good = sizeof(stories_good) / sizeof(*stories_good);

/* Bare ACKs and data are left out. */
const char *const stories_good_bulk[] = {
	LISTEN "client  connect() = 0\n"
	"        client > server  S\n"
	"        server > client  S.   ack 1\n"
	"        = client ESTABLISHED, server ESTABLISHED\n"
	"client  send all(3000000) = 3000000\n"
	"client  close() = 0\n"
	"        = client FIN_WAIT1\n"
	"server  recv until 0() = 3000000\n"
	"        client > server  data 1:3000001\n"
	"        client > server  F.   3000001 ack 1\n"
	"        = client FIN_WAIT2, server CLOSE_WAIT\n"
	"server  close() = 0\n"
	"        server > client  F.   1 ack 3000002\n"
	"        = client TIME_WAIT, server CLOSED\n"
	"end     client TIME_WAIT, server CLOSED\n",
	LISTEN "client  connect() = 0\n"
	"        client > server  S\n"
	"        server > client  S.   ack 1\n"
	"        = client ESTABLISHED, server ESTABLISHED\n"
	"client  send until EAGAIN() = 0\n"
	"client  close() = 0\n"
	"        client > server  R.\n"
	"        = client CLOSED, server CLOSED\n" BOTH_CLOSED,
	LISTEN "client  connect() = 0\n"
	"        client > server  S\n"
	"        server > client  S.   ack 1\n"
	"        = client ESTABLISHED, server ESTABLISHED\n"
	"client  close() = 0\n"
	"        = client FIN_WAIT1\n"
	"server  recv until 0(all) = 0\n"
	"        client > server  F.\n"
	"        = client FIN_WAIT2, server CLOSE_WAIT\n" HALF_CLOSED,
};

const size_t stories_n_good_bulk =
	sizeof(stories_good_bulk) / sizeof(*stories_good_bulk);
