/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The segments of a step as lines: each by itself, and summed up.
 */
#include "harness/play/play.h"
#include "tests/lines.h"
#include "tests/suite.h"

#include <string.h>

static struct play the_play;
static struct test_case the_case;

static void set_up(void)
{
	memset(&the_play, 0, sizeof(the_play));
	memset(&the_case, 0, sizeof(the_case));
	play = &the_play;
	play->tc = &the_case;
	play->table = conversations_new(S);
	/* Never looked into: both ends are the kernel's. */
	play->tcpstate[0] = play->tcpstate[1] = (struct tcpstate *)&the_play;
}

static void tear_down(void)
{
	step_begin();
	free(play->seen);
	trace_clear(&play->trace);
	conversations_free(play->table);
}

static struct sighting *sees(int from, int to, unsigned flags, uint32_t seq,
			     uint32_t ack, uint32_t length)
{
	struct segment seg = segment(from, to, flags, seq, ack, length);
	struct sighting *s = step_saw(&seg, FATE_PASSED);

	s->after = 0;
	return s;
}

static void expect(const char *expected)
{
	char *text;

	trace_cut(&play->trace, 0);
	step_segments(&play->trace);
	text = trace_text(&play->trace);
	ck_assert_str_eq(text, expected);
	free(text);
}

/* SYNs; @expected follows their lines. */
static void expect_behind_syns(const char *expected)
{
	char text[512];

	snprintf(text, sizeof(text),
		 "        client > server  S\n"
		 "        server > client  S.   ack 1\n%s", expected);
	expect(text);
}

static void syns(void)
{
	sees(C, S, SYN, 1000, 0, 0);
	sees(S, C, SYN_ACK, 5000, 1001, 0);
}

START_TEST(each)
{
	syns();
	sees(C, S, DATA, 1001, 5001, 2)->fate = FATE_HELD;
	sees(S, C, RST, 5001, 0, 0)->fate = FATE_LOST;
	expect_behind_syns("        client | server  P.   1:3 ack 1\n"
			   "        server x client  R    1\n");
}
END_TEST

START_TEST(times)
{
	sees(C, S, SYN, 1000, 0, 0)->after = 0.001;
	sees(C, S, SYN, 1000, 0, 0)->after = 1.0244;
	expect("        client > server  S\n"
	       "        client > server  S\n");
	the_case.show = SHOW_TIME;
	expect("        client > server  S\n"
	       "        client > server  S (+1.024 s)\n");
}
END_TEST

static void states_behind(struct sighting *s)
{
	s->states = calloc(1, sizeof(*s->states));
	*s->states = (struct shown_states){
		.n = 1,
		.state[0] = {.end = client, .state = TCP_CLOSE},
		.after = SECONDS_NONE,
	};
}

START_TEST(states)
{
	syns();
	states_behind(sees(C, S, RST, 1001, 0, 0));
	expect_behind_syns("        client > server  R    1\n"
			   "        = client CLOSED\n");
	the_case.show = SHOW_BULK;
	expect_behind_syns("        client > server  R\n"
			   "        = client CLOSED\n");
}
END_TEST

/* What a FIN closes off is one sum, and it is told once. */
START_TEST(bulk)
{
	the_case.show = SHOW_BULK;
	syns();
	sees(C, S, ACK, 1001, 5001, 0);
	sees(C, S, DATA, 1001, 5001, 1000);
	sees(C, S, DATA | FIN, 2001, 5001, 500);
	sees(C, S, DATA | FIN, 2001, 5001, 500);
	sees(S, C, FIN, 5001, 2502, 0);
	sees(C, S, RST_ACK, 2502, 5002, 0);
	expect_behind_syns("        client > server  data 1:1501\n"
			   "        client > server  F.   1501 ack 1\n"
			   "        server > client  F.   1 ack 1502\n"
			   "        client > server  R.\n");
}
END_TEST

/* How much data there is depends on buffers. */
START_TEST(filled)
{
	the_case.show = SHOW_BULK | SHOW_TIME;
	the_play.filled = true;
	syns();
	sees(C, S, DATA | FIN, 1001, 5001, 500)->after = 2;
	expect_behind_syns("        client > server  F.\n");
}
END_TEST

START_TEST(probes)
{
	the_case.show = SHOW_BULK | SHOW_TIME;
	syns();
	sees(C, S, ACK, 1000, 5001, 0)->after = 0.2;
	sees(C + 1, S, SYN, 7000, 0, 0);
	sees(C + 1, S, ACK, 7000, 1, 0)->fate = FATE_LOST;
	expect_behind_syns("        client#2 > server#2  S\n");
	the_case.show |= SHOW_PROBES;
	expect_behind_syns("        client > server  probe (+0.200 s)\n"
			   "        client#2 > server#2  S\n"
			   "        client#2 x server#2  probe\n");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("segments of a step");
	TCase *tcase = tcase_create("segments of a step");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, each);
	tcase_add_test(tcase, times);
	tcase_add_test(tcase, states);
	tcase_add_test(tcase, bulk);
	tcase_add_test(tcase, filled);
	tcase_add_test(tcase, probes);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
