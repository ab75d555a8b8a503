/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * When two lines say the same.
 */
#include "harness/judge/same.h"
#include "tests/suite.h"

/* Indentation of what belongs to a step. */
#define IN "        "

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

/* Two runs, neither of them golden: late is as good as early. */
static const struct {
	double hz;
	bool exact;
	const char *one, *other;
	bool same;
} runs[] = {
	{ 1000, false, "close() = 0 (2.0 s)", "close() = 0 (2.5 s)", true },
	{ 1000, false, "close() = 0 (2.0 s)", "close() = 0 (2.6 s)", false },
	{ 1000, false, IN "client > server  S (+1.024 s)",
		       IN "client > server  S (+1.003 s)", true },
	{ 1000, false, IN "client > server  S (+1 s)",
		       IN "client > server  S (+2 s)", false },
	{ 1000, false, IN "client > server  S (+64 s)",
		       IN "client > server  S (+75 s)", true },
	{ 1000, true, "a (1.0 s)", "b (1.0 s)", false },
	/* One step of the wheel: 4.096 s at 1000 Hz, 2.048 s at 250 Hz. */
	{ 1000, true, IN "client > server  S (+64 s)",
		      IN "client > server  S (+68.100 s)", true },
	{ 1000, true, IN "client > server  S (+64 s)",
		      IN "client > server  S (+68.200 s)", false },
	{ 250, true, IN "client > server  S (+64 s)",
		     IN "client > server  S (+66.090 s)", true },
	{ 250, true, IN "client > server  S (+64 s)",
		     IN "client > server  S (+66.200 s)", false },
	{ 1000, true, IN "client > server  S (+1 s)",
		      IN "client > server  S (+1.4 s)", false },
	{ 1000, true, IN "client > server  S (+2 s)",
		      IN "client > server  S", false },
	/* A retransmission, 0.2 s doubled, late by a round trip in both. */
	{ 250, true, IN "client > server  P.   1:3 ack 1 (+6.454 s)",
		     IN "client > server  P.   1:3 ack 1 (+6.900 s)", true },
	{ 250, true, IN "client > server  P.   1:3 ack 1 (+6.454 s)",
		     IN "client > server  P.   1:3 ack 1 (+8 s)", false },
	/* A call's time is a sum of timers. */
	{ 1000, true, "close() = 0 (2.0 s)", "close() = 0 (2.6 s)", true },
	{ 1000, true, "close() = 0 (2.0 s)", "close() = 0 (2.8 s)", false },
	/* What is left of a time-out is no constant. */
	{ 1000, true, IN "= client CLOSED (+4.400 s)",
		      IN "= client CLOSED (+4.800 s)", true },
	{ 1000, true, IN "= client CLOSED (+1 s)",
		      IN "= client CLOSED (+60 s)", false },
};

START_TEST(of_two_runs)
{
	struct same_rule rule = {.hz = runs[_i].hz, .exact = runs[_i].exact,
				 .first_hz = runs[_i].hz};

	/* Whichever of them comes first. */
	ck_assert_msg(same_line(runs[_i].one, runs[_i].other, &rule) ==
			      runs[_i].same &&
		      same_line(runs[_i].other, runs[_i].one, &rule) ==
			      runs[_i].same,
		      "\"%s\" and \"%s\" must%s be the same", runs[_i].one,
		      runs[_i].other, runs[_i].same ? "" : " not");
}
END_TEST

/* Of two kernels that are not alike, the one that is late has its own wheel. */
START_TEST(of_two_kernels)
{
	struct same_rule rule = {.exact = true, .first_hz = 250, .hz = 1000};

	ck_assert(same_line(IN "client > server  S (+64 s)",
			    IN "client > server  S (+67 s)", &rule));
	ck_assert(!same_line(IN "client > server  S (+67 s)",
			     IN "client > server  S (+64 s)", &rule));
}
END_TEST

START_TEST(traces)
{
	struct same_rule rule = {.golden = true, .hz = 250};
	struct trace golden, actual;

	trace_from_text(&golden, "a\n" IN "= client CLOSED\nend\n");
	trace_from_text(&actual, "a\n" IN "= client CLOSED (+4.4 s)\nend\n");
	ck_assert(same_trace(&golden, &actual, &rule));
	ck_assert_uint_eq(same_until(&golden, &actual, &rule), 3);
	trace_cut(&actual, 2);
	ck_assert(!same_trace(&golden, &actual, &rule));
	ck_assert_uint_eq(same_until(&golden, &actual, &rule), 2);
	rule.golden = false;
	ck_assert_uint_eq(same_until(&golden, &actual, &rule), 1);
	trace_clear(&golden);
	trace_clear(&actual);
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
	Suite *suite = suite_create("same");
	TCase *tcase = tcase_create("same");

	tcase_add_loop_test(tcase, matches, 0, COUNT(pairs));
	tcase_add_loop_test(tcase, delay_matches, 0, COUNT(delays));
	tcase_add_loop_test(tcase, of_two_runs, 0, COUNT(runs));
	tcase_add_test(tcase, of_two_kernels);
	tcase_add_test(tcase, traces);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
