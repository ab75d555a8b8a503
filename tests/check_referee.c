/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The referee by stories: good ones, in which it must find nothing, and the
 * same ones with something wrong in them, in which it must find just that.
 */
#include "harness/judge/referee.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEADER "# a/b\n# About.\n# Nothing.\n\n"

#define LISTEN "server  listen(backlog 8) = 0\n"
#define OPEN                                                                   \
	LISTEN "client  connect() = 0\n"                                       \
	       "        client > server  S\n"                                  \
	       "        server > client  S.   ack 1\n"                         \
	       "        client > server  .    ack 1\n"                         \
	       "        = client ESTABLISHED, server ESTABLISHED\n"            \
	       "server  accept() = 0\n"

#define CLIENT_SENDS                                                           \
	"client  send(4) = 4\n"                                                \
	"        client > server  P.   1:5 ack 1\n"                            \
	"        server > client  .    ack 5\n"

#define CLIENT_CLOSES                                                          \
	"client  close() = 0\n"                                                \
	"        client > server  F.   1 ack 1\n"                              \
	"        server > client  .    ack 2\n"                                \
	"        = client FIN_WAIT2, server CLOSE_WAIT\n"

#define SERVER_FOLLOWS                                                         \
	"server  close() = 0\n"                                                \
	"        server > client  F.   1 ack 2\n"                              \
	"        client > server  .    ack 2\n"                                \
	"        = client TIME_WAIT, server CLOSED\n"                          \
	"end     client TIME_WAIT, server CLOSED\n"

#define BOTH_ESTABLISHED "end     client ESTABLISHED, server ESTABLISHED\n"
#define BOTH_CLOSED	 "end     client CLOSED, server CLOSED\n"
#define HALF_CLOSED	 "end     client FIN_WAIT2, server CLOSE_WAIT\n"

/* The trace of a story and its deviations; the caller frees it. */
static int annotate(const char *story, bool bulk, struct trace *out)
{
	struct trace in;
	struct error err;
	char *text;
	size_t i;
	int n;

	ck_assert(asprintf(&text, HEADER "%s", story) > 0);
	trace_from_text(&in, text);
	free(text);
	for (i = 0; i < in.n; i++)
		ck_assert_msg(line_kind(in.line[i]) != LINE_BAD, "%s",
			      in.line[i]);
	n = referee_annotate(&in, bulk, out, &err);
	ck_assert_msg(n >= 0, "%s", err.text);
	trace_clear(&in);
	return n;
}

static void expect_none(const char *story, bool bulk)
{
	struct trace out;
	int n = annotate(story, bulk, &out);
	char *text = trace_text(&out), *whole;

	ck_assert_msg(n == 0, "%d deviations in\n%s", n, text);
	ck_assert(asprintf(&whole, HEADER "%s", story) > 0);
	ck_assert_str_eq(text, whole);
	free(whole);
	free(text);
	trace_clear(&out);
}

/* Exactly one deviation, with @phrase in it, behind the line @behind. */
static void expect_one(const char *story, bool bulk, const char *behind,
		       const char *phrase)
{
	struct trace out;
	int n = annotate(story, bulk, &out);
	char *text = trace_text(&out);
	size_t i;

	ck_assert_msg(n == 1, "%d deviations in\n%s", n, text);
	for (i = 0; i < out.n; i++)
		if (line_kind(out.line[i]) == LINE_DEVIATION)
			break;
	ck_assert_uint_gt(i, 0);
	ck_assert_uint_lt(i, out.n);
	ck_assert_msg(strstr(out.line[i], phrase) != NULL, "\"%s\" in\n%s",
		      phrase, text);
	ck_assert_msg(!strcmp(out.line[i - 1], behind), "behind \"%s\" in\n%s",
		      behind, text);
	free(text);
	trace_clear(&out);
}

/* --- good stories ------------------------------------------------------- */

static const char *const good[] = {
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
	OPEN "third   SOCK_DESTROY of server\n"
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

START_TEST(good_stories)
{
	expect_none(good[_i], false);
}
END_TEST

/* Bare ACKs and data are left out. */
static const char *const good_bulk[] = {
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

START_TEST(good_stories_in_bulk)
{
	expect_none(good_bulk[_i], true);
}
END_TEST

/* --- wrong ones --------------------------------------------------------- */

static const struct {
	const char *story, *behind, *phrase;
	bool bulk;
} wrong[] = {
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

START_TEST(wrong_stories)
{
	expect_one(wrong[_i].story, wrong[_i].bulk, wrong[_i].behind,
		   wrong[_i].phrase);
}
END_TEST

/* The deviations that a trace already carries are found anew, not kept. */
START_TEST(annotating_again_changes_nothing)
{
	struct trace once, twice;
	char *first, *second;
	struct error err;

	ck_assert_int_eq(annotate(OPEN CLIENT_CLOSES
				  "until   client CLOSED\n"
				  "        = client CLOSED\n"
				  "end     client CLOSED, server CLOSE_WAIT\n",
				  false, &once), 1);
	ck_assert_int_eq(referee_annotate(&once, false, &twice, &err), 1);
	first = trace_text(&once);
	second = trace_text(&twice);
	ck_assert_str_eq(first, second);
	free(first);
	free(second);
	trace_clear(&once);
	trace_clear(&twice);
}
END_TEST

START_TEST(a_line_that_is_none)
{
	struct trace in, out;
	struct error err;

	trace_from_text(&in, HEADER "client  close() = 0\n"
				    "        client > nobody  S\n");
	ck_assert_int_eq(referee_annotate(&in, false, &out, &err), -1);
	ck_assert_str_eq(err.text, "line 6: not a line of a trace: "
				   "\"        client > nobody  S\"");
	trace_clear(&in);
	trace_clear(&out);
}
END_TEST

/* --- events without a trace: numbers that wrap --------------------------- */

static const char *pass(struct referee *r, int from, uint16_t flags,
			uint32_t seq, uint32_t ack, uint32_t length)
{
	struct referee_segment seg = {
		.conv = 1,
		.from = from,
		.to = !from,
		.flags = flags,
		.seq = seq,
		.ack = ack,
		.length = length,
	};
	const char *deviation = referee_sent(r, &seg);

	referee_arrives(r, &seg, 0);
	return deviation;
}

#define ISS 0xfffffffeu

START_TEST(numbers_wrap)
{
	struct referee *r = referee_new(false);
	size_t tag;

	ck_assert_ptr_nonnull(r);
	referee_call(r, 0, END_SERVER, REFEREE_LISTEN);
	referee_call(r, 0, END_CLIENT, REFEREE_OPEN_ACTIVE);
	ck_assert_ptr_null(pass(r, END_CLIENT, SEG_SYN, ISS, 0, 0));
	ck_assert_ptr_null(pass(r, END_SERVER, SEG_SYN | SEG_ACK, 0, ISS + 1,
				0));
	ck_assert_ptr_null(pass(r, END_CLIENT, SEG_ACK, ISS + 1, 1, 0));
	ck_assert_ptr_null(referee_state(r, 1, END_CLIENT, RFC_ESTABLISHED));
	ck_assert_ptr_null(referee_state(r, 1, END_SERVER, RFC_ESTABLISHED));
	referee_step(r, false);
	/* Across 2^32: octets ISS + 1 to 3. */
	ck_assert_ptr_null(pass(r, END_CLIENT, SEG_ACK, ISS + 1, 1, 4));
	ck_assert_ptr_null(pass(r, END_SERVER, SEG_ACK, 1, 3, 0));
	referee_call(r, 1, END_CLIENT, REFEREE_SHUT_WR);
	ck_assert_ptr_null(pass(r, END_CLIENT, SEG_FIN | SEG_ACK, 3, 1, 0));
	ck_assert_ptr_null(pass(r, END_SERVER, SEG_ACK, 1, 4, 0));
	ck_assert_ptr_null(referee_state(r, 1, END_CLIENT, RFC_FIN_WAIT_2));
	ck_assert_ptr_null(referee_state(r, 1, END_SERVER, RFC_CLOSE_WAIT));
	/* Before 2^32 is backwards, though the number is larger. */
	referee_call(r, 1, END_SERVER, REFEREE_OTHER);
	ck_assert_ptr_nonnull(pass(r, END_SERVER, SEG_ACK, 1, ISS, 0));
	ck_assert_ptr_null(referee_missing(r, 0, &tag));
	referee_free(r);
}
END_TEST

/* A call that was never made lets nothing happen. */
START_TEST(shut_wr_of_one_end_is_not_the_others)
{
	struct referee *r = referee_new(false);
	const char *deviation;

	referee_call(r, 0, END_SERVER, REFEREE_LISTEN);
	referee_call(r, 0, END_CLIENT, REFEREE_OPEN_ACTIVE);
	pass(r, END_CLIENT, SEG_SYN, 0, 0, 0);
	pass(r, END_SERVER, SEG_SYN | SEG_ACK, 0, 1, 0);
	pass(r, END_CLIENT, SEG_ACK, 1, 1, 0);
	referee_call(r, 1, END_CLIENT, REFEREE_SHUT_WR);
	deviation = pass(r, END_SERVER, SEG_FIN | SEG_ACK, 1, 1, 0);
	ck_assert_ptr_nonnull(deviation);
	ck_assert_str_eq(deviation, "RFC 9293 3.10.4 (ESTABLISHED): a FIN "
				    "without CLOSE");
	/* It is told once; then it was sent. */
	ck_assert_ptr_null(pass(r, END_CLIENT, SEG_ACK, 1, 2, 0));
	ck_assert_ptr_null(referee_state(r, 1, END_SERVER, RFC_FIN_WAIT_2));
	ck_assert_ptr_null(referee_state(r, 1, END_CLIENT, RFC_CLOSE_WAIT));
	referee_free(r);
}
END_TEST

START_TEST(forged_ends_are_not_judged)
{
	struct referee *r = referee_new(false);

	referee_forged(r, END_CLIENT);
	ck_assert_ptr_null(pass(r, END_CLIENT, SEG_FIN, 77, 0, 0));
	ck_assert_ptr_null(pass(r, END_CLIENT, SEG_SYN, 0, 0, 0));
	ck_assert_ptr_null(referee_state(r, 1, END_CLIENT, RFC_LAST_ACK));
	referee_free(r);
	referee_free(NULL);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("referee");
	TCase *tc = tcase_create("stories");
	SRunner *sr;
	int failed;

	tcase_add_loop_test(tc, good_stories, 0,
			    sizeof(good) / sizeof(*good));
	tcase_add_loop_test(tc, good_stories_in_bulk, 0,
			    sizeof(good_bulk) / sizeof(*good_bulk));
	tcase_add_loop_test(tc, wrong_stories, 0,
			    sizeof(wrong) / sizeof(*wrong));
	tcase_add_test(tc, annotating_again_changes_nothing);
	tcase_add_test(tc, a_line_that_is_none);
	suite_add_tcase(s, tc);
	tc = tcase_create("events");
	tcase_add_test(tc, numbers_wrap);
	tcase_add_test(tc, shut_wr_of_one_end_is_not_the_others);
	tcase_add_test(tc, forged_ends_are_not_judged);
	suite_add_tcase(s, tc);
	sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
