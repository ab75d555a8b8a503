/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Numbers that count from another SYN than the conversation's.
 */
#include "harness/play/isn.h"
#include "tests/suite.h"

#define BASE 0xfffffff0u
#define LATER 0x00f42400u

static struct conversation conv = { .number = 1, .base = { BASE, 77 },
				    .base_known = { true, true } };
static struct isn_list client, server;

static struct placed a_syn(uint32_t seq)
{
	struct placed p = { .conv = &conv, .from = END_CLIENT };

	p.seg.flags = SEG_SYN;
	p.seg.seq = seq;
	p.seq = (int32_t)(seq - BASE);
	return p;
}

static void learn(uint32_t seq)
{
	struct placed p = a_syn(seq);

	isn_learn(&client, &p);
}

static struct placed named(uint16_t flags, uint32_t seq, uint32_t ack)
{
	struct placed p = a_syn(seq);

	p.seg.flags = flags;
	p.seg.ack = ack;
	p.ack = (int32_t)(ack - 77);
	isn_name(&client, &server, &p);
	return p;
}

static void forget(void)
{
	client.n = server.n = 0;
}

START_TEST(nothing_to_name)
{
	struct placed p;

	/* The conversation's own SYN, once more. */
	learn(BASE);
	p = named(SEG_SYN, BASE, 0);
	ck_assert_uint_eq(p.seq_isn, 0);
	ck_assert_int_eq(p.seq, 0);
	p = named(SEG_ACK, BASE + 1, 78);
	ck_assert_uint_eq(p.seq_isn, 0);
	ck_assert_uint_eq(p.ack_isn, 0);
	ck_assert_int_eq(p.ack, 1);
}
END_TEST

START_TEST(by_name)
{
	struct placed p;

	learn(LATER);
	p = named(SEG_SYN, LATER, 0);
	ck_assert_uint_eq(p.seq_isn, 1);
	ck_assert_int_eq(p.seq, 0);
	p = named(SEG_ACK, LATER + 5, 78);
	ck_assert_uint_eq(p.seq_isn, 1);
	ck_assert_int_eq(p.seq, 5);
	ck_assert_uint_eq(p.ack_isn, 0);
	/* What the old connection has sent keeps its number. */
	p = named(SEG_RST, BASE + 1000, 0);
	ck_assert_uint_eq(p.seq_isn, 0);
	ck_assert_int_eq(p.seq, 1000);
}
END_TEST

/* Sent again it is the same one; a third attempt has a name of its own. */
START_TEST(several)
{
	learn(LATER);
	learn(LATER);
	learn(LATER + 1000000);
	ck_assert_uint_eq(client.n, 2);
	ck_assert_uint_eq(named(SEG_SYN, LATER, 0).seq_isn, 1);
	ck_assert_uint_eq(named(SEG_ACK, LATER + 999999, 78).seq_isn, 1);
	ck_assert_uint_eq(named(SEG_SYN, LATER + 1000000, 0).seq_isn, 2);
	ck_assert_int_eq(named(SEG_ACK, LATER + 1000001, 78).seq, 1);
}
END_TEST

START_TEST(acknowledged)
{
	struct placed p = { .conv = &conv, .from = END_SERVER };

	learn(LATER);
	p.seg.flags = SEG_RST | SEG_ACK;
	p.seg.ack = LATER + 1;
	isn_name(&server, &client, &p);
	ck_assert_uint_eq(p.seq_isn, 0);
	ck_assert_uint_eq(p.ack_isn, 1);
	ck_assert_int_eq(p.ack, 1);
}
END_TEST

/* Numbers as on the wire are no numbers of any incarnation. */
START_TEST(absolute)
{
	struct placed p = a_syn(LATER);

	p.seq_absolute = true;
	isn_learn(&client, &p);
	ck_assert_uint_eq(client.n, 0);
}
END_TEST

START_TEST(too_many)
{
	uint32_t i;

	for (i = 0; i < 2 * ISN_MAX; i++)
		learn(LATER + i * 1000);
	ck_assert_uint_eq(client.n, ISN_MAX);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("isn");
	TCase *tcase = tcase_create("isn");

	tcase_add_checked_fixture(tcase, NULL, forget);
	tcase_add_test(tcase, nothing_to_name);
	tcase_add_test(tcase, by_name);
	tcase_add_test(tcase, several);
	tcase_add_test(tcase, acknowledged);
	tcase_add_test(tcase, absolute);
	tcase_add_test(tcase, too_many);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
