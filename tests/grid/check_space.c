/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The space of segments: every cell once, and names that lead back to it.
 */
#include "harness/grid/space.h"
#include "tests/suite.h"

#include <string.h>

static struct error err;

START_TEST(each_cell_once)
{
	static bool seen[64][GRID_SEQS][GRID_ACKS][11];
	unsigned i;

	for (i = 0; i < GRID_CELLS; i++) {
		struct cell c = cell_at(i);
		bool *here = &seen[c.flags][c.seq][c.ack][c.length];

		ck_assert_msg(!*here, "cell %u came before", i);
		*here = true;
		ck_assert_uint_eq(cell_index(&c), i);
	}
	ck_assert_uint_eq(GRID_CELLS, 8064);
}
END_TEST

START_TEST(names_lead_back)
{
	char name[CELL_NAME];
	struct cell back;
	unsigned i;

	for (i = 0; i < GRID_CELLS; i++) {
		struct cell c = cell_at(i);

		memset(&back, 0xff, sizeof(back));
		ck_assert_msg(!cell_parse(cell_name(&c, name), &back, &err),
			      "%s: %s", name, err.text);
		ck_assert_uint_eq(cell_index(&back), i);
	}
}
END_TEST

START_TEST(names_are_spelled)
{
	struct cell c = {SEG_FIN | SEG_ACK, GRID_SEQ_EXACT, GRID_ACK_UNA, 0};
	char name[CELL_NAME];

	ck_assert_str_eq(cell_name(&c, name), "FIN.ACK,exact,una,0");
	c.flags = 0;
	c.length = 10;
	ck_assert_str_eq(cell_name(&c, name), "none,exact,una,10");
	/* Flags in any order. */
	ck_assert(!cell_parse("ACK.FIN,left,nxt,1", &c, &err));
	ck_assert_uint_eq(c.flags, SEG_FIN | SEG_ACK);
	ck_assert_uint_eq(c.seq, GRID_SEQ_LEFT);
	ck_assert_uint_eq(c.ack, GRID_ACK_NXT);
	ck_assert_uint_eq(c.length, 1);
}
END_TEST

static const struct {
	const char *name, *complaint;
} wrong[] = {
	{"", "no flag is called"},
	{"ack,exact,una,0", "no flag is called \"ack\""},
	{"FIN..ACK,exact,una,0", "no flag is called \"\""},
	{"ACK", "no sequence number is called \"\""},
	{"ACK,exat,una,0", "no sequence number is called \"exat\""},
	{"ACK,exact", "no acknowledgment number is called \"\""},
	{"ACK,exact,left,0", "no acknowledgment number is called \"left\""},
	{"ACK,exact,una", "the length is 0, 1 or 10"},
	{"ACK,exact,una,2", "not \"2\""},
	{"ACK,exact,una,0,0", "not \"0,0\""},
	{"ACK.ACK.ACK.ACK.ACK.ACK.ACK.ACK.ACK.ACK.ACK.ACK.ACK.ACK.ACK.ACK."
	 "ACK.ACK.ACK.ACK.ACK.ACK.ACK.ACK.ACK.ACK.ACK.ACK.ACK.ACK.ACK.ACK."
	 "ACK,exact,una,0", "too long"},
};

START_TEST(wrong_names_are_refused)
{
	struct cell c;

	ck_assert_int_eq(cell_parse(wrong[_i].name, &c, &err), -1);
	ck_assert_msg(strstr(err.text, wrong[_i].complaint) != NULL, "%s",
		      err.text);
}
END_TEST

static const struct {
	unsigned seq;
	uint32_t number;
} seqs[] = {
	{GRID_SEQ_OLD, 1000 - 100000}, {GRID_SEQ_LEFT, 999},
	{GRID_SEQ_EXACT, 1000},	       {GRID_SEQ_INSIDE, 1100},
	{GRID_SEQ_EDGE, 1500},	       {GRID_SEQ_BEYOND, 1501},
	{GRID_SEQ_FAR, 1000 + (1u << 31)},
};

static const struct {
	unsigned ack;
	uint32_t number;
} acks[] = {
	{GRID_ACK_OLD, 70 - 200000}, {GRID_ACK_BEFORE, 69},
	{GRID_ACK_UNA, 70},	     {GRID_ACK_NXT, 90},
	{GRID_ACK_UNSENT, 91},	     {GRID_ACK_FAR, 90 + (1u << 31)},
};

START_TEST(numbers_are_relative)
{
	const struct numbers n = {.snd_una = 70, .snd_nxt = 90,
				  .rcv_nxt = 1000, .rcv_wnd = 500};
	struct cell c = {.flags = SEG_URG | SEG_PSH, .length = 10};
	struct segment seg;
	size_t i;

	for (i = 0; i < COUNT(seqs); i++) {
		c.seq = (uint8_t)seqs[i].seq;
		cell_segment(&c, &n, &seg);
		ck_assert_uint_eq(seg.seq, seqs[i].number);
	}
	for (i = 0; i < COUNT(acks); i++) {
		c.ack = (uint8_t)acks[i].ack;
		cell_segment(&c, &n, &seg);
		ck_assert_uint_eq(seg.ack, acks[i].number);
	}
	ck_assert_uint_eq(seg.flags, SEG_URG | SEG_PSH);
	ck_assert_uint_eq(seg.length, 10);
	ck_assert_int_eq(seg.options.window_scale, -1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("grid space");
	TCase *tc = tcase_create("space");

	tcase_add_test(tc, each_cell_once);
	tcase_add_test(tc, names_lead_back);
	tcase_add_test(tc, names_are_spelled);
	tcase_add_loop_test(tc, wrong_names_are_refused, 0, COUNT(wrong));
	tcase_add_test(tc, numbers_are_relative);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
