/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What kind of line a text is.
 */
#include "harness/judge/trace.h"
#include "tests/suite.h"

/* Indentation of what belongs to a step. */
#define IN "        "

static const struct {
	const char *line;
	enum line_kind kind;
} kinds[] = {
	{ "", LINE_BLANK },
	{ " ", LINE_BAD },
	{ "\r", LINE_BAD },
	{ "\t", LINE_BAD },

	{ "# linger/zero_after_data", LINE_HEADER },
	{ "# x", LINE_HEADER },
	{ "#", LINE_BAD },
	{ "# ", LINE_BAD },
	{ "#x", LINE_BAD },
	{ "##", LINE_BAD },
	{ " # x", LINE_BAD },

	{ "client  connect() = 0", LINE_STEP },
	{ "server  listen(backlog 8) = 0", LINE_STEP },
	{ "client#2 connect() = 0", LINE_STEP },
	{ "server#12 close() = 0", LINE_STEP },
	{ "client  recv(9) ...", LINE_STEP },
	{ "stage   net.ipv4.tcp_fin_timeout = 1", LINE_STEP },
	{ "third   sends R as client, seq RCV.NXT", LINE_STEP },
	{ "third   R 0", LINE_BAD },
	{ "until   client FIN_WAIT2", LINE_STEP },
	{ "watch   for 150 ms", LINE_STEP },
	{ "watch   150 ms", LINE_BAD },
	{ "client", LINE_BAD },
	{ "client ", LINE_BAD },
	{ "client  ", LINE_BAD },
	{ "client connect() = 0", LINE_BAD },
	{ "client   connect() = 0", LINE_BAD },
	{ "client#2  connect() = 0", LINE_BAD },
	{ "client# connect() = 0", LINE_BAD },
	{ "client#x connect() = 0", LINE_BAD },
	{ "Client  connect() = 0", LINE_BAD },
	{ "peer    connect() = 0", LINE_BAD },
	{ " client connect() = 0", LINE_BAD },
	{ "clients connect() = 0", LINE_BAD },

	{ IN "client > server  S", LINE_SEGMENT },
	{ IN "server > client  S.   ack 1", LINE_SEGMENT },
	{ IN "server > client  P.   1:3 ack 1", LINE_SEGMENT },
	{ IN "client#2 > server#2  R    3", LINE_SEGMENT },
	{ IN "client > server  F.   3 ack 1 win 512 <TS>", LINE_SEGMENT },
	{ IN "client > server  none", LINE_SEGMENT },
	{ IN "client > server  data 1:100001", LINE_SEGMENT },
	{ IN "client > server  .    ack 3", LINE_SEGMENT },
	{ IN, LINE_BAD },
	{ IN "client", LINE_BAD },
	{ IN "client > server", LINE_BAD },
	{ IN "client > server  ", LINE_BAD },
	{ IN "client > server S", LINE_BAD },
	{ IN "client > server   S", LINE_BAD },
	{ IN "client > server  X", LINE_BAD },
	{ IN "client > server  Sx", LINE_BAD },
	{ IN "client > server  S ", LINE_BAD },
	{ IN "client > peer  S", LINE_BAD },
	{ IN "client < server  S", LINE_BAD },
	{ IN "client# > server  S", LINE_BAD },
	{ IN " client > server  S", LINE_BAD },
	{ "       client > server  S", LINE_BAD },
	{ "client > server  S", LINE_BAD },

	{ IN "= client ESTABLISHED", LINE_STATE },
	{ IN "= client FIN_WAIT1, server CLOSE_WAIT", LINE_STATE },
	{ IN "= client#2 TIME_WAIT, server#2 CLOSED", LINE_STATE },
	{ IN "= server CLOSE_WAIT Recv-Q 5", LINE_STATE },
	{ IN "= server CLOSE_WAIT Send-Q 5", LINE_STATE },
	{ IN "= server LAST_ACK Recv-Q 5 Send-Q 3", LINE_STATE },
	{ IN "= server SYN_RECV, client SYN_SENT", LINE_STATE },
	{ IN "= server LISTEN", LINE_STATE },
	{ IN "= server CLOSING, client LAST_ACK", LINE_STATE },
	{ IN "= server CLOSED (+64 s)", LINE_STATE },
	{ IN "= client TIME_WAIT, server CLOSED (+0.2 s)", LINE_STATE },
	{ IN "= server CLOSED (+x s)", LINE_BAD },
	{ IN "= server CLOSED (64 s)", LINE_BAD },
	{ IN "= server CLOSED (+64 s) ", LINE_BAD },
	{ IN "client > server  S (+1 s)", LINE_SEGMENT },
	{ IN "=", LINE_BAD },
	{ IN "= ", LINE_BAD },
	{ IN "= client", LINE_BAD },
	{ IN "= client ", LINE_BAD },
	{ IN "= client SLEEPING", LINE_BAD },
	{ IN "= client ESTABLISHEDX", LINE_BAD },
	{ IN "= client ESTABLISHED ", LINE_BAD },
	{ IN "= client ESTABLISHED,", LINE_BAD },
	{ IN "= client ESTABLISHED, ", LINE_BAD },
	{ IN "= client ESTABLISHED server CLOSED", LINE_BAD },
	{ IN "= client ESTABLISHED Recv-Q", LINE_BAD },
	{ IN "= client ESTABLISHED Recv-Q ", LINE_BAD },
	{ IN "= client ESTABLISHED Recv-Q x", LINE_BAD },
	{ IN "= client ESTABLISHED Send-Q 1 Recv-Q 1", LINE_BAD },
	{ IN "= peer ESTABLISHED", LINE_BAD },
	{ "= client ESTABLISHED", LINE_BAD },

	{ "end     client CLOSED, server CLOSED", LINE_END },
	{ "end     client TIME_WAIT", LINE_END },
	{ "end     no connection", LINE_END },
	{ "end", LINE_BAD },
	{ "end     ", LINE_BAD },
	{ "end     client", LINE_BAD },
	{ "end     no connections", LINE_BAD },
	{ "end client CLOSED", LINE_BAD },
	{ "END     client CLOSED", LINE_BAD },
};

START_TEST(kind)
{
	ck_assert_msg(line_kind(kinds[_i].line) == kinds[_i].kind,
		      "\"%s\" is of kind %d, not %d", kinds[_i].line,
		      line_kind(kinds[_i].line), kinds[_i].kind);
}
END_TEST

/* Every text that begins a good line is a line or is not, but is looked at. */
START_TEST(kind_of_every_beginning)
{
	char text[128];
	size_t n;

	for (n = 0; kinds[_i].line[n]; n++) {
		snprintf(text, sizeof(text), "%.*s", (int)n, kinds[_i].line);
		ck_assert_int_ge(line_kind(text), LINE_BAD);
		ck_assert_int_le(line_kind(text), LINE_END);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("line");
	TCase *tcase = tcase_create("line");

	tcase_add_loop_test(tcase, kind, 0, COUNT(kinds));
	tcase_add_loop_test(tcase, kind_of_every_beginning, 0, COUNT(kinds));
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
