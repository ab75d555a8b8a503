/* SPDX-License-Identifier: BSD-2-Clause */
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
	{ "third   R 0", LINE_STEP },
	{ "until   client FIN_WAIT2", LINE_STEP },
	{ "watch   150 ms", LINE_STEP },
	{ "client", LINE_BAD },
	{ "client ", LINE_BAD },
	{ "client  ", LINE_BAD },
	{ "client connect() = 0", LINE_STEP },
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
	{ "client > server  S", LINE_STEP },

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

static const struct {
	const char *golden, *actual;
	bool matches;
} pairs[] = {
	{ "", "", true },
	{ "client  close() = 0", "client  close() = 0", true },
	{ "client  close() = 0", "client  close() = -1", false },
	{ "client  close() = 0", "client  close() = 0 ", false },
	{ "client  close() = 0", "client  close() = ", false },
	{ "client  close() = 0", "server  close() = 0", false },
	{ "client  close() = 0", "", false },
	{ "", "client  close() = 0", false },

	/* Half a second, or a quarter of what is demanded. */
	{ "close() = 0 (2.0 s)", "close() = 0 (2.0 s)", true },
	{ "close() = 0 (2.0 s)", "close() = 0 (2.5 s)", true },
	{ "close() = 0 (2.0 s)", "close() = 0 (1.5 s)", true },
	{ "close() = 0 (2.0 s)", "close() = 0 (2.6 s)", false },
	{ "close() = 0 (2.0 s)", "close() = 0 (1.4 s)", false },
	{ "close() = 0 (0.0 s)", "close() = 0 (0.5 s)", true },
	{ "close() = 0 (0.0 s)", "close() = 0 (0.6 s)", false },
	{ "close() = 0 (60.0 s)", "close() = 0 (75.0 s)", true },
	{ "close() = 0 (60.0 s)", "close() = 0 (75.1 s)", false },
	{ "close() = 0 (60.0 s)", "close() = 0 (45.0 s)", true },
	{ "close() = 0 (60.0 s)", "close() = 0 (44.9 s)", false },
	/* The quarter is the golden's. */
	{ "close() = 0 (75.0 s)", "close() = 0 (60.0 s)", true },
	{ "close() = 0 (10.0 s)", "close() = 0 (13.0 s)", false },
	{ "close() = 0 (13.0 s)", "close() = 0 (10.0 s)", true },

	/* On one side only. */
	{ "close() = 0 (2.0 s)", "close() = 0", false },
	{ "close() = 0", "close() = 0 (2.0 s)", false },
	{ "close() = 0 (0.0 s)", "close() = 0", false },
	{ "close() = 0 (0.0 s)", "close() = 0 ", false },

	/* The time is right, and something else is not. */
	{ "close() = 0 (2.0 s)", "close() = 1 (2.0 s)", false },
	{ "close() = 0 (2.0 s)", "close() = 00 (2.0 s)", false },

	/* What only looks like a time is compared to the letter. */
	{ "close() = 0 (2.0 ms)", "close() = 0 (2.1 ms)", false },
	{ "close() = 0 (2.0 s) x", "close() = 0 (2.1 s) x", false },
	{ "close() = 0(2.0 s)", "close() = 0(2.1 s)", false },
	{ "(2.0 s)", "(2.1 s)", false },
	{ "close() = 0 (x s)", "close() = 0 (y s)", false },
	{ "close() = 0 ( s)", "close() = 0 ( s)", true },
};

/* A kernel timer: never early; late by a step of the wheel at that distance. */
static const struct {
	double hz;
	bool exact;
	const char *golden, *actual;
	bool matches;
} delays[] = {
	/* 64 s at 250 Hz are 16000 ticks: a step of 512, 2.048 s. */
	{ 250, true, IN "client > server  S (+64 s)",
		     IN "client > server  S (+64.000 s)", true },
	{ 250, true, IN "client > server  S (+64 s)",
		     IN "client > server  S (+66.048 s)", true },
	{ 250, true, IN "client > server  S (+64 s)",
		     IN "client > server  S (+66.090 s)", true },
	{ 250, true, IN "client > server  S (+64 s)",
		     IN "client > server  S (+66.110 s)", false },
	{ 250, true, IN "client > server  S (+64 s)",
		     IN "client > server  S (+63.900 s)", false },
	/* At 1000 Hz 64000 ticks: a step of 4096. */
	{ 1000, true, IN "client > server  S (+64 s)",
		      IN "client > server  S (+68.140 s)", true },
	{ 1000, true, IN "client > server  S (+64 s)",
		      IN "client > server  S (+68.160 s)", false },
	/* At 100 Hz a second is 100 ticks: a step of 8, 0.08 s. */
	{ 100, true, IN "client > server  S (+1 s)",
		     IN "client > server  S (+1.120 s)", true },
	{ 100, true, IN "client > server  S (+1 s)",
		     IN "client > server  S (+1.140 s)", false },
	{ 100, true, IN "client > server  S (+1 s)",
		     IN "client > server  S (+2.000 s)", false },
	{ 100, true, IN "client > server  S (+1 s)",
		     IN "client > server  S (+0.900 s)", false },

	/* Doubled RTO_MIN: a round trip, and ticks rounded up, double too. */
	{ 250, true, IN "client > server  F.   1 ack 1 (+51.2 s)",
		     IN "client > server  F.   1 ack 1 (+59.300 s)", true },
	{ 250, true, IN "client > server  F.   1 ack 1 (+51.2 s)",
		     IN "client > server  F.   1 ack 1 (+59.700 s)", false },
	{ 250, true, IN "client > server  F.   1 ack 1 (+0.2 s)",
		     IN "client > server  F.   1 ack 1 (+0.270 s)", true },
	{ 250, true, IN "client > server  F.   1 ack 1 (+0.2 s)",
		     IN "client > server  F.   1 ack 1 (+0.290 s)", false },

	/* None is 0, on either side. */
	{ 1000, true, IN "client > server  S",
		      IN "client > server  S (+0.200 s)", false },
	{ 1000, true, IN "client > server  S (+0.2 s)",
		      IN "client > server  S", false },
	{ 1000, false, IN "client > server  S",
		       IN "client > server  S (+0.400 s)", true },
	{ 1000, false, IN "client > server  S",
		       IN "client > server  S (+0.600 s)", false },

	/* A machine that is slow is late, but it is never early either. */
	{ 1000, false, IN "client > server  S (+64 s)",
		       IN "client > server  S (+79.000 s)", true },
	{ 1000, false, IN "client > server  S (+64 s)",
		       IN "client > server  S (+81.000 s)", false },
	{ 1000, false, IN "client > server  S (+64 s)",
		       IN "client > server  S (+63.000 s)", false },

	/* The segment itself still counts. */
	{ 1000, false, IN "client > server  S (+1 s)",
		       IN "client > server  R (+1.000 s)", false },

	/* Of a state it counts where the golden has one. */
	{ 1000, true, IN "= client CLOSED",
		      IN "= client CLOSED (+3.842 s)", true },
	{ 1000, true, IN "= client CLOSED (+64 s)",
		      IN "= client CLOSED (+65.000 s)", true },
	{ 250, true, IN "= client CLOSED (+64 s)",
		     IN "= client CLOSED (+68.600 s)", true },
	{ 250, true, IN "= client CLOSED (+64 s)",
		     IN "= client CLOSED (+68.700 s)", false },
	{ 1000, true, IN "= client CLOSED (+64 s)",
		      IN "= client CLOSED (+3.000 s)", false },
	{ 1000, true, IN "= client CLOSED (+64 s)",
		      IN "= client CLOSED", false },

	/* The sum of several timers, at most 8 in 63 late. */
	{ 250, true, "until   client CLOSED (131.0 s)",
		     "until   client CLOSED (134.9 s)", true },
	{ 250, true, "until   client CLOSED (131.0 s)",
		     "until   client CLOSED (130.7 s)", false },
	{ 250, true, "until   client CLOSED (131.0 s)",
		     "until   client CLOSED (161.0 s)", false },
	{ 250, true, "until   client CLOSED (131.0 s)",
		     "until   client CLOSED", false },
};

START_TEST(delay_matches)
{
	line_clock(delays[_i].hz, delays[_i].exact);
	ck_assert_msg(line_matches(delays[_i].golden, delays[_i].actual) ==
			      delays[_i].matches,
		      "\"%s\" and \"%s\" must%s match", delays[_i].golden,
		      delays[_i].actual, delays[_i].matches ? "" : " not");
}
END_TEST

START_TEST(alike)
{
	/* Neither is golden: late is as good as early. */
	line_clock(1000, true);
	ck_assert(line_alike(IN "client > server  S (+1.024 s)",
			     IN "client > server  S (+1.003 s)"));
	ck_assert(line_alike(IN "client > server  S (+64 s)",
			     IN "client > server  S (+68.100 s)"));
	ck_assert(!line_alike(IN "client > server  S (+1 s)",
			      IN "client > server  S (+2 s)"));
	ck_assert(!line_alike(IN "client > server  S (+2 s)",
			      IN "client > server  S (+1 s)"));
	ck_assert(!line_alike(IN "client > server  S (+2 s)",
			      IN "client > server  S"));
	ck_assert(!line_alike("a (1.0 s)", "b (1.0 s)"));
}
END_TEST

START_TEST(matches)
{
	ck_assert_msg(line_matches(pairs[_i].golden, pairs[_i].actual) ==
			      pairs[_i].matches,
		      "\"%s\" and \"%s\" must%s match", pairs[_i].golden,
		      pairs[_i].actual, pairs[_i].matches ? "" : " not");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("line");
	TCase *tcase = tcase_create("line");

	tcase_add_loop_test(tcase, kind, 0, COUNT(kinds));
	tcase_add_loop_test(tcase, kind_of_every_beginning, 0, COUNT(kinds));
	tcase_add_loop_test(tcase, matches, 0, COUNT(pairs));
	tcase_add_loop_test(tcase, delay_matches, 0, COUNT(delays));
	tcase_add_test(tcase, alike);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
