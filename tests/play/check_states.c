/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How states are told, with a kernel that says what the test wants it to: the
 * functions of tcpstate.h are the test's own.
 */
#include "harness/play/arrival.h"
#include "tests/lines.h"
#include "tests/suite.h"

#include <string.h>

/* States by port of the end that is asked for. */
static struct tcpinfo kernel[65536];
static struct conversations *table;
static struct play the_play;
static struct test_case the_case;

int tcpstate_ask(struct tcpstate *ts, const struct address *local,
		 const struct address *remote, struct tcpinfo *info,
		 struct error *err)
{
	(void)ts;
	(void)remote;
	(void)err;
	*info = kernel[local->port];
	return 0;
}

struct tcpstate *tcpstate_open(struct error *err)
{
	(void)err;
	return NULL;
}

void tcpstate_close(struct tcpstate *ts)
{
	(void)ts;
}

int tcpstate_ask_listener(struct tcpstate *ts, const struct address *local,
			  struct tcpinfo *info, struct error *err)
{
	return tcpstate_ask(ts, local, local, info, err);
}

int tcpstate_received(struct tcpstate *ts, const struct address *local,
		      const struct address *remote, uint64_t *bytes,
		      struct error *err)
{
	(void)ts;
	(void)local;
	(void)remote;
	(void)bytes;
	return error_set(err, "not here");
}

static struct tcppair opening;
static int n_opening;

int tcpstate_opening(struct tcpstate *ts, int family, uint16_t port,
		     struct tcppair *pair, int max, struct error *err)
{
	(void)ts;
	(void)family;
	(void)err;
	ck_assert_uint_eq(port, 7777);
	ck_assert_int_ge(max, n_opening);
	pair[0] = opening;
	return n_opening;
}

int tcpstate_destroy(struct tcpstate *ts, const struct address *local,
		     const struct address *remote, int *refusal,
		     struct error *err)
{
	(void)refusal;
	(void)ts;
	(void)local;
	(void)remote;
	return error_set(err, "not here");
}

static void set_up(void)
{
	unsigned i;

	table = conversations_new(S);
	play = &the_play;
	play->tc = &the_case;
	play->table = table;
	/* Never looked into: tcpstate_ask() is the one above. */
	play->tcpstate[0] = play->tcpstate[1] = (struct tcpstate *)&the_play;
	for (i = 0; i <= MAX_CONVERSATIONS; i++)
		play->told[i][0].state = play->told[i][1].state = TCP_CLOSE;
	for (i = 0; i < COUNT(kernel); i++)
		kernel[i] = (struct tcpinfo){ .state = TCP_CLOSE };
}

static void tear_down(void)
{
	conversations_free(table);
}

/* As text, valid until the next one; NULL for no state at all. */
static const char *text_of(const struct shown_states *states)
{
	static char text[512];
	FILE *out = fmemopen(text, sizeof(text), "w");

	ck_assert_ptr_nonnull(out);
	states_write(out, states);
	fclose(out);
	return states->n ? text : NULL;
}

/* The states to be shown, NULL for none; from then on they were. */
static void expect_line(const char *expected)
{
	struct tcpinfo now[MAX_CONVERSATIONS + 1][2];
	struct shown_states states = states_changed(now);
	const char *line = text_of(&states);

	if (expected) {
		ck_assert_ptr_nonnull(line);
		ck_assert_str_eq(line, expected);
	} else {
		ck_assert_msg(!line, "\"%s\"", line);
	}
	memcpy(play->told, now, sizeof(now));
}

static void expect_all(const char *expected)
{
	struct shown_states states = states_all();
	const char *text = text_of(&states);

	if (expected)
		ck_assert_str_eq(text, expected);
	else
		ck_assert_ptr_null(text);
}

START_TEST(no_connection)
{
	expect_line(NULL);
	expect_all(NULL);
}
END_TEST

/* connect() has returned, and the SYN waits for the data (RFC 7413). */
START_TEST(before_the_syn)
{
	struct segment syn = segment(C, S, SYN, 100, 0, 0);

	the_play.early = true;
	expect_line(NULL);
	expect_all(NULL);
	opening = (struct tcppair){ syn.src, syn.dst };
	n_opening = 1;
	expect_line("client SYN_SENT");
	expect_line(NULL);
	expect_all("client SYN_SENT");
	/* Now it is sent, and nothing is new. */
	place(table, C, S, SYN, 100, 0, 0);
	kernel[C].state = 2;
	expect_line(NULL);
	n_opening = 0;
	kernel[C].state = kernel[S].state = 1;
	expect_line("client ESTABLISHED, server ESTABLISHED");
	expect_all("client ESTABLISHED, server ESTABLISHED");
}
END_TEST

/* It was closed before it sent anything. */
START_TEST(closed_before_the_syn)
{
	the_play.early = true;
	opening = (struct tcppair){ .local.port = 1, .remote.port = 2 };
	n_opening = 1;
	expect_line("client SYN_SENT");
	n_opening = 0;
	expect_line("client CLOSED");
	expect_all("client CLOSED");
}
END_TEST

/* One segment, and what became of it. */
static struct placed carried(struct segment seg, enum fate fate)
{
	struct placed p;

	arrival_expect(seg.src.port == C ? END_CLIENT : END_SERVER, &seg);
	ck_assert_int_eq(conversations_place(table, &seg, &p), 0);
	arrival_note(&p, fate);
	return p;
}

static void established(void)
{
	carried(segment(C, S, SYN, 100, 0, 0), FATE_PASSED);
	carried(segment(S, C, SYN | ACK, 500, 101, 0), FATE_PASSED);
	carried(segment(C, S, ACK, 101, 501, 0), FATE_PASSED);
	kernel[C].state = kernel[S].state = 1;
}

static unsigned conversation_of_new_syn(void)
{
	return carried(segment(C, S, SYN, 90000, 0, 0), FATE_PASSED)
		.conv->number;
}

/* A RST that has not arrived has ended nothing: the SYN disturbs the old one,
 * and only when a RST arrives it begins a new one. */
START_TEST(lost_reset)
{
	static const enum fate fates[] = { FATE_LOST, FATE_HELD,
					   FATE_CORRUPTED };

	established();
	carried(segment(C, S, RST | ACK, 101, 501, 0), fates[_i]);
	kernel[C].state = 7;
	ck_assert_uint_eq(conversation_of_new_syn(), 1);
	carried(segment(C, S, RST, 101, 0, 0), FATE_PASSED);
	ck_assert_uint_eq(conversation_of_new_syn(), 2);
}
END_TEST

START_TEST(lost_fin)
{
	established();
	carried(segment(C, S, FIN | ACK, 101, 501, 0), FATE_PASSED);
	carried(segment(S, C, FIN | ACK, 501, 102, 0), FATE_LOST);
	ck_assert_uint_eq(conversation_of_new_syn(), 1);
	/* Sent again, and now it arrives. */
	carried(segment(S, C, FIN | ACK, 501, 102, 0), FATE_PASSED);
	ck_assert_uint_eq(conversation_of_new_syn(), 2);
}
END_TEST

/* Nothing was seen to end, but the receiver has no such connection. */
START_TEST(forgotten)
{
	established();
	kernel[C].state = kernel[S].state = 7;
	ck_assert_uint_eq(conversation_of_new_syn(), 2);
}
END_TEST

/* The same SYN again, to whom has not got it yet, is no new connection. */
START_TEST(same_syn)
{
	carried(segment(C, S, SYN, 100, 0, 0), FATE_LOST);
	kernel[C].state = 2;
	ck_assert_uint_eq(carried(segment(C, S, SYN, 100, 0, 0), FATE_PASSED)
				  .conv->number, 1);
	/* Nor is that of the other end (simultaneous open). */
	ck_assert_uint_eq(carried(segment(S, C, SYN, 500, 0, 0), FATE_PASSED)
				  .conv->number, 1);
}
END_TEST

START_TEST(only_what_changed)
{
	place(table, C, S, SYN, 100, 0, 0);
	expect_line(NULL);
	expect_all("client CLOSED, server CLOSED");
	kernel[C].state = 2;
	expect_line("client SYN_SENT");
	expect_line(NULL);
	kernel[C].state = kernel[S].state = 1;
	expect_line("client ESTABLISHED, server ESTABLISHED");
	kernel[S].state = 8;
	expect_line("server CLOSE_WAIT");
	expect_line(NULL);
	expect_all("client ESTABLISHED, server CLOSE_WAIT");
	kernel[C].state = kernel[S].state = TCP_CLOSE;
	expect_line("client CLOSED, server CLOSED");
	expect_all("client CLOSED, server CLOSED");
}
END_TEST

START_TEST(queues)
{
	place(table, C, S, SYN, 100, 0, 0);
	kernel[C].state = kernel[S].state = 1;
	expect_line("client ESTABLISHED, server ESTABLISHED");
	/* Not a change where queues are not shown. */
	kernel[S].recv_queue = 5;
	kernel[C].send_queue = 3;
	expect_line(NULL);
	expect_all("client ESTABLISHED, server ESTABLISHED");
	the_case.show = SHOW_QUEUES;
	/* They were asked for all the same, and are not new. */
	expect_line(NULL);
	kernel[S].recv_queue = 6;
	expect_line("server ESTABLISHED Recv-Q 6");
	expect_all("client ESTABLISHED Send-Q 3, server ESTABLISHED Recv-Q 6");
	kernel[C].recv_queue = 4;
	expect_line("client ESTABLISHED Recv-Q 4 Send-Q 3");
	kernel[C].recv_queue = kernel[C].send_queue = 0;
	expect_line("client ESTABLISHED");
}
END_TEST

START_TEST(second_connection)
{
	place(table, C, S, SYN, 100, 0, 0);
	place(table, C + 1, S, SYN, 100, 0, 0);
	kernel[C].state = 1;
	kernel[C + 1].state = 2;
	kernel[S].state = 3;
	expect_line("client ESTABLISHED, server SYN_RECV, "
		    "client#2 SYN_SENT, server#2 SYN_RECV");
	kernel[C + 1].state = 4;
	expect_line("client#2 FIN_WAIT1");
	expect_all("client ESTABLISHED, server SYN_RECV, "
		   "client#2 FIN_WAIT1, server#2 SYN_RECV");
}
END_TEST

/* Of a 4-tuple that is used again, the kernel knows the later one only. */
START_TEST(used_again)
{
	place(table, C, S, SYN, 100, 0, 0);
	kernel[C].state = kernel[S].state = 1;
	expect_line("client ESTABLISHED, server ESTABLISHED");
	place(table, C, S, RST, 101, 0, 0);
	place(table, C, S, SYN, 90000, 0, 0);
	ck_assert_uint_eq(conversations_count(table), 2);
	kernel[C].state = kernel[S].state = 2;
	expect_line("client CLOSED, server CLOSED, "
		    "client#2 SYN_SENT, server#2 SYN_SENT");
	expect_all("client CLOSED, server CLOSED, "
		   "client#2 SYN_SENT, server#2 SYN_SENT");
}
END_TEST

/* A socket that is connected to itself is one end. */
START_TEST(itself)
{
	place(table, C, C, SYN, 100, 0, 0);
	kernel[C].state = 1;
	expect_line("client ESTABLISHED");
	expect_all("client ESTABLISHED");
}
END_TEST

/* More connections than are followed: the rest is left out, not overrun. */
START_TEST(many)
{
	struct shown_states states;
	const char *text;
	int i;

	for (i = 0; i < 3 * MAX_CONVERSATIONS; i++)
		place(table, C + i, S, SYN, 100, 0, 0);
	kernel[C + MAX_CONVERSATIONS - 1].state = 1;
	kernel[C + MAX_CONVERSATIONS].state = 1;
	expect_line("client#8 ESTABLISHED");
	states = states_all();
	text = text_of(&states);
	ck_assert_ptr_nonnull(strstr(text, "server#8 CLOSED"));
	ck_assert_ptr_null(strstr(text, "#9"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("states");
	TCase *tcase = tcase_create("states");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, no_connection);
	tcase_add_test(tcase, before_the_syn);
	tcase_add_test(tcase, closed_before_the_syn);
	tcase_add_loop_test(tcase, lost_reset, 0, 3);
	tcase_add_test(tcase, lost_fin);
	tcase_add_test(tcase, forgotten);
	tcase_add_test(tcase, same_syn);
	tcase_add_test(tcase, only_what_changed);
	tcase_add_test(tcase, queues);
	tcase_add_test(tcase, second_connection);
	tcase_add_test(tcase, used_again);
	tcase_add_test(tcase, itself);
	tcase_add_test(tcase, many);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
