/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What was packed reads as it did before, whatever it was.
 */
#include "pcap/packed.h"
#include "tests/lines.h"
#include "tests/suite.h"

#include <string.h>

#define SHOW_ALL (SHOW_WINDOW | SHOW_OPTIONS | SHOW_URGENT | PACKED_TIME)
#define MANY	 5000

static struct packed_pool pool;
static struct packed packed;
static struct conversation conv;

/* Lines and times as they went in. */
static char expected[MANY][SEGMENT_TEXT];
static int64_t times[MANY];
static unsigned in, out, shown;

static void set_up(void)
{
	pool = (struct packed_pool){ 0 };
	packed = (struct packed){ 0 };
	conv = (struct conversation){ .number = 3 };
	conv.end[END_CLIENT] = segment(C, S, 0, 0, 0, 0).src;
	conv.end[END_SERVER] = segment(C, S, 0, 0, 0, 0).dst;
	in = out = 0;
	shown = SHOW_ALL;
}

static void tear_down(void)
{
	packed_pool_free(&pool);
}

static void add(const struct placed *p)
{
	size_t length = segment_text(expected[in], p, shown);

	expected[in][length] = '\0';
	times[in++] = p->seg.time_ns;
	ck_assert_int_eq(packed_add(&pool, &packed, p, shown), 0);
	ck_assert_uint_eq(packed.count, in - out);
}

static void compare(const struct placed *p, void *arg)
{
	char line[SEGMENT_TEXT];

	ck_assert_ptr_eq(arg, &conv);
	line[segment_text(line, p, shown)] = '\0';
	ck_assert_str_eq(line, expected[out]);
	if (shown & PACKED_TIME)
		ck_assert_int_eq(p->seg.time_ns, times[out]);
	out++;
}

static void take_all(void)
{
	packed_take(&pool, &packed, &conv, shown, compare, &conv);
	ck_assert_uint_eq(out, in);
	ck_assert_uint_eq(packed.count, 0);
	ck_assert_uint_eq(pool.used, 0);
}

static struct placed ordinary(int from, unsigned flags, int64_t seq,
			      int64_t ack, uint32_t length)
{
	struct placed p = { .conv = &conv, .from = from, .seq = seq,
			    .ack = ack };

	p.seg = segment(C, S, flags, (uint32_t)seq, (uint32_t)ack, length);
	return p;
}

static uint64_t random_bits(void)
{
	static uint64_t state = 1;

	state = state * 6364136223846793005 + 1442695040888963407;
	return state >> 33 ^ state << 31;
}

static struct placed anything(void)
{
	struct placed p = ordinary(random_bits() & 1, random_bits() & 0x1ff,
				   (int64_t)random_bits(),
				   (int64_t)random_bits(),
				   (uint32_t)random_bits());
	struct tcp_options *o = &p.seg.options;

	/* sums of numbers like these do not happen in 2^31 captures */
	p.seq >>= 8;
	p.ack >>= 8;
	p.seq_absolute = random_bits() & 1;
	p.ack_absolute = random_bits() & 1;
	if (!(p.seg.flags & SEG_ACK))
		p.ack = p.ack_absolute = 0;
	if (p.ack_absolute)
		p.ack = p.seg.ack = (uint32_t)p.ack;
	p.odd_seq = random_bits() & 1;
	p.seg.time_ns = (int64_t)random_bits();
	p.seg.window = (uint16_t)random_bits();
	p.seg.urgent = (uint16_t)random_bits();
	o->mss = random_bits() & 1 ? (uint16_t)random_bits() : 0;
	o->window_scale = (int8_t)(random_bits() % 129 - 1);
	o->sack_permitted = random_bits() & 1;
	o->has_timestamps = random_bits() & 1;
	o->malformed = random_bits() & 1;
	o->sack_blocks = (uint8_t)(random_bits() % 5);
	for (int i = 0; i < o->sack_blocks; i++) {
		o->sack[i].left = (uint32_t)random_bits();
		o->sack[i].right = (uint32_t)random_bits();
	}
	if (random_bits() % 4 == 0) {
		p.seg.cut.packet = (uint32_t)random_bits();
		p.seg.cut.header = (uint8_t)random_bits();
		p.seg.cut.seen = (uint8_t)random_bits();
	}
	return p;
}

START_TEST(ordinary_ones_are_small)
{
	shown = 0;
	add(&(struct placed){ .conv = &conv,
			      .seg = segment(C, S, SYN, 0, 0, 0) });
	for (int i = 0; i < 1000; i++) {
		struct placed p = ordinary(END_CLIENT, DATA, 1 + 100 * i, 1,
					   100);

		add(&p);
		p = ordinary(END_SERVER, ACK, 1, 101 + 100 * i, 0);
		add(&p);
	}
	ck_assert_uint_lt(packed.octets, 5 * 2001 * 64 / 56);
	ck_assert_uint_eq(packed.octets, pool.used);
	take_all();
}
END_TEST

START_TEST(anything_at_all)
{
	for (int i = 0; i < MANY; i++) {
		struct placed p = anything();

		add(&p);
		/* what comes later goes on from there */
		if (random_bits() % 100 == 0)
			take_all();
	}
	take_all();
}
END_TEST

START_TEST(only_what_is_shown)
{
	static const unsigned bits[] = { 0, SHOW_WINDOW, SHOW_OPTIONS,
					 SHOW_URGENT, PACKED_TIME };

	shown = bits[_i];
	for (int i = 0; i < 500; i++) {
		struct placed p = anything();

		add(&p);
	}
	take_all();
}
END_TEST

START_TEST(ends_that_are_exchanged)
{
	struct placed p = ordinary(END_CLIENT, DATA, 1, 1, 5);
	char line[SEGMENT_TEXT];

	shown = 0;
	add(&p);
	conv.swapped = true;
	p = ordinary(END_CLIENT, DATA, 1, 6, 5);
	add(&p);
	/* the first one's sender is called the server by now */
	p = ordinary(END_SERVER, DATA, 1, 1, 5);
	line[segment_text(line, &p, shown)] = '\0';
	strcpy(expected[0], line);
	take_all();
}
END_TEST

START_TEST(memory_is_used_again)
{
	struct packed_slab *all;

	for (int round = 0; round < 5; round++) {
		in = out = 0;
		for (int i = 0; i < MANY; i++) {
			struct placed p = anything();

			add(&p);
		}
		if (round == 1)
			all = pool.all;
		if (round > 1)
			ck_assert_ptr_eq(pool.all, all);
		/* nobody has to look */
		packed_take(&pool, &packed, &conv, shown, NULL, NULL);
		ck_assert_uint_eq(pool.used, 0);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("packed");
	TCase *tc = tcase_create("packed");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, ordinary_ones_are_small);
	tcase_add_test(tc, anything_at_all);
	tcase_add_loop_test(tc, only_what_is_shown, 0, 5);
	tcase_add_test(tc, ends_that_are_exchanged);
	tcase_add_test(tc, memory_is_used_again);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
