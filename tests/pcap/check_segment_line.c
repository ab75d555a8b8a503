/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writing a segment as a line.
 */
#include "harness/trace/line.h"
#include "tests/lines.h"
#include "tests/suite.h"

#include <string.h>

static struct conversation conv;

/* A placed segment with relative numbers 1 and 1, for a test to change. */
static struct placed ack_segment(void)
{
	struct placed p = { .conv = &conv, .from = END_CLIENT };

	p.seg = segment(C, S, ACK, 1001, 5001, 0);
	p.seq = p.ack = 1;
	conv = (struct conversation){ .number = 1 };
	conv.end[END_CLIENT] = p.seg.src;
	conv.end[END_SERVER] = p.seg.dst;
	return p;
}

static void check_flags(unsigned flags, const char *expected)
{
	struct placed p = ack_segment();

	p.seg.flags = (uint16_t)flags;
	ck_assert_str_eq(line_of(&p, 0), expected);
}

START_TEST(flags)
{
	check_flags(SEG_ACK, "client > server  .    ack 1");
	check_flags(SEG_SYN | SEG_ACK, "client > server  S.   1 ack 1");
	check_flags(SEG_PSH | SEG_ACK | SEG_URG,
		    "client > server  P.U  ack 1");
	check_flags(SEG_SYN | SEG_ACK | SEG_ECE | SEG_CWR,
		    "client > server  S.EW 1 ack 1");
	check_flags(0x1ff, "client > server  FSRP.UEWe 1 ack 1");
	check_flags(SEG_RST, "client > server  R    1");
	check_flags(0, "client > server  none");
	check_flags(SEG_URG, "client > server  U");
}
END_TEST

START_TEST(no_blanks_at_the_end)
{
	for (unsigned flags = 0; flags < 0x200; flags++) {
		struct placed p = ack_segment();
		const char *line;

		p.seg.flags = (uint16_t)flags;
		p.seq = 0;
		line = line_of(&p, SHOW_OPTIONS | SHOW_URGENT);
		ck_assert_int_ne(line[strlen(line) - 1], ' ');
	}
}
END_TEST

/* Counted from a later SYN, whose own number is another one in each run. */
START_TEST(by_name)
{
	struct placed p = ack_segment();

	p.seg.flags = SEG_SYN;
	p.seq_isn = 1;
	p.seq = 0;
	ck_assert_str_eq(line_of(&p, 0), "client > server  S    ISN");
	p.seg.flags = SEG_ACK | SEG_PSH;
	p.seg.length = 4;
	p.seq = 1;
	ck_assert_str_eq(line_of(&p, 0),
			 "client > server  P.   ISN+1:ISN+5 ack 1");
	p.seq_isn = 2;
	p.ack_isn = 1;
	p.seg.length = 0;
	p.seg.flags = SEG_ACK | SEG_RST;
	ck_assert_str_eq(line_of(&p, 0),
			 "client > server  R.   ISN#2+1 ack ISN+1");
	p.seg.flags = SEG_ACK;
	ck_assert_str_eq(line_of(&p, 0), "client > server  .    ack ISN+1");
}
END_TEST

START_TEST(sequence_number)
{
	struct placed p = ack_segment();

	p.seg.length = 10;
	ck_assert_str_eq(line_of(&p, 0), "client > server  .    1:11 ack 1");
	p.seg.flags = SEG_SYN;
	p.seq = 0;
	ck_assert_str_eq(line_of(&p, 0), "client > server  S    0:10");
	p.seg.length = 0;
	ck_assert_str_eq(line_of(&p, 0), "client > server  S");
	p.seq = -1;
	ck_assert_str_eq(line_of(&p, 0), "client > server  S    -1");
	p.seg.flags = SEG_FIN;
	p.seq = 0;
	ck_assert_str_eq(line_of(&p, 0), "client > server  F    0");
	p.seg.flags = 0;
	p.odd_seq = true;
	p.seq = -2147483648LL;
	ck_assert_str_eq(line_of(&p, 0), "client > server  none -2147483648");
}
END_TEST

START_TEST(absolute_numbers_wrap)
{
	struct placed p = ack_segment();

	p.seg.length = 2;
	p.seq = 0xffffffff;
	p.seq_absolute = true;
	ck_assert_str_eq(line_of(&p, 0),
			 "client > server  .    4294967295:1 ack 1");
	p.seq_absolute = false;
	ck_assert_str_eq(line_of(&p, 0),
			 "client > server  .    4294967295:4294967297 ack 1");
}
END_TEST

START_TEST(names)
{
	struct placed p = ack_segment();

	p.from = END_SERVER;
	ck_assert_str_eq(line_of(&p, 0), "server > client  .    ack 1");
	conv.number = 12;
	ck_assert_str_eq(line_of(&p, 0), "server#12 > client#12  .    ack 1");
	conv.end[END_SERVER] = conv.end[END_CLIENT];
	conv.number = 1;
	p.from = END_CLIENT;
	ck_assert_str_eq(line_of(&p, 0), "client > client  .    ack 1");
}
END_TEST

START_TEST(window_and_urgent)
{
	struct placed p = ack_segment();

	p.seg.window = 512;
	p.seg.urgent = 3;
	ck_assert_str_eq(line_of(&p, SHOW_WINDOW | SHOW_URGENT),
			 "client > server  .    ack 1 win 512");
	p.seg.flags |= SEG_URG;
	ck_assert_str_eq(line_of(&p, SHOW_WINDOW | SHOW_URGENT),
			 "client > server  .U   ack 1 win 512 urg 3");
	ck_assert_str_eq(line_of(&p, SHOW_URGENT),
			 "client > server  .U   ack 1 urg 3");
	ck_assert_str_eq(line_of(&p, 0), "client > server  .U   ack 1");
	p.seg.flags = 0;
	p.seg.window = 0;
	ck_assert_str_eq(line_of(&p, SHOW_WINDOW),
			 "client > server  none win 0");
}
END_TEST

START_TEST(options)
{
	struct placed p = ack_segment();
	struct tcp_options *o = &p.seg.options;

	ck_assert_str_eq(line_of(&p, SHOW_OPTIONS),
			 "client > server  .    ack 1");
	o->mss = 1460;
	o->sack_permitted = true;
	o->has_timestamps = true;
	o->ts_value = 77;
	o->window_scale = 7;
	ck_assert_str_eq(line_of(&p, SHOW_OPTIONS),
			 "client > server  .    ack 1 "
			 "<mss 1460,sackOK,TS,wscale 7>");
	ck_assert_str_eq(line_of(&p, 0), "client > server  .    ack 1");
	*o = (struct tcp_options){ .window_scale = 0 };
	ck_assert_str_eq(line_of(&p, SHOW_OPTIONS),
			 "client > server  .    ack 1 <wscale 0>");
	o->window_scale = -1;
	o->malformed = true;
	ck_assert_str_eq(line_of(&p, SHOW_OPTIONS),
			 "client > server  .    ack 1 <malformed>");
	o->has_timestamps = true;
	ck_assert_str_eq(line_of(&p, SHOW_OPTIONS),
			 "client > server  .    ack 1 <TS,malformed>");
}
END_TEST

START_TEST(sack_blocks)
{
	struct placed p = ack_segment();
	struct tcp_options *o = &p.seg.options;

	p.seg.ack = 0xfffffffe;
	p.ack = 10;
	o->has_timestamps = true;
	o->sack_blocks = 2;
	o->sack[0].left = 3;
	o->sack[0].right = 5;
	o->sack[1].left = 0xfffffff0;
	o->sack[1].right = 0xfffffffe;
	ck_assert_str_eq(line_of(&p, SHOW_OPTIONS),
			 "client > server  .    ack 10 "
			 "<TS,sack 2 {15:17}{-4:10}>");
	p.ack_absolute = true;
	p.ack = p.seg.ack;
	o->sack_blocks = 1;
	ck_assert_str_eq(line_of(&p, SHOW_OPTIONS),
			 "client > server  .    ack 4294967294 "
			 "<TS,sack 1 {3:5}>");
}
END_TEST

/* Every change that a trace is to show gives another line. */
/* Nothing that was not captured is shown as if it were 0. */
START_TEST(what_was_cut)
{
	struct placed p = ack_segment();

	p.seg.flags |= SEG_URG;
	p.seg.cut.packet = 1360;
	ck_assert_str_eq(line_of(&p, SHOW_WINDOW | SHOW_URGENT),
			 "client > server  .U   ack 1 win 0 urg 0 "
			 "[cut: 1360 octets beyond the frame]");
	p.seg.cut.packet = 1;
	p.seg.cut.header = 4;
	p.seg.cut.seen = 16;
	ck_assert_str_eq(line_of(&p, SHOW_WINDOW | SHOW_URGENT),
			 "client > server  .U   ack 1 win 0 "
			 "[cut: 4 octets of the header, "
			 "1 octet beyond the frame]");
	p.seg.cut.packet = 0;
	p.seg.cut.header = 6;
	p.seg.cut.seen = 14;
	ck_assert_str_eq(line_of(&p, SHOW_WINDOW | SHOW_URGENT),
			 "client > server  .U   ack 1 "
			 "[cut: 6 octets of the header]");
}
END_TEST

/* Nothing of the longest line is lost: it can be read back. */
START_TEST(longest)
{
	const unsigned all = SHOW_WINDOW | SHOW_OPTIONS | SHOW_URGENT;
	struct placed p = ack_segment();
	struct tcp_options *o = &p.seg.options;
	struct shown_segment shown;
	struct cursor c;
	const char *line;

	conv.number = 4000000000;
	p.seq = p.ack = INT64_MIN / 2;
	p.seg.flags = 0x1ff;
	p.seg.length = 1;
	p.seg.cut.packet = p.seg.cut.header = 60;
	p.seg.cut.seen = 20;
	*o = (struct tcp_options){.mss = 65535, .sack_permitted = true,
				  .has_timestamps = true, .sack_blocks = 4,
				  .window_scale = 14, .malformed = true};
	line = line_of(&p, all);
	ck_assert_ptr_nonnull(strstr(line, "client#4000000000 > server#4"));
	ck_assert_ptr_nonnull(strstr(line, ",wscale 14,malformed> [cut: 60 "
				     "octets of the header, 60 octets beyond "
				     "the frame]"));
	/* No trace has as many connections. */
	conv.number = 64;
	c = cursor_on(line_of(&p, all));
	ck_assert_msg(segment_read(&c, &shown), "%s", c.expected);
}
END_TEST

START_TEST(lines_differ)
{
	unsigned show = SHOW_WINDOW | SHOW_OPTIONS | SHOW_URGENT;
	struct placed p = ack_segment(), others[10];
	char line[256];

	p.seg.flags |= SEG_URG;
	p.seg.length = 1;
	for (size_t i = 0; i < 10; i++)
		others[i] = p;
	others[0].seq++;
	others[1].ack++;
	others[2].seg.length++;
	others[3].seg.flags ^= SEG_PSH;
	others[4].seg.flags ^= SEG_AE;
	others[5].from = END_SERVER;
	others[6].seg.window++;
	others[7].seg.urgent++;
	others[8].seg.options.mss = 536;
	others[9].seg.options.window_scale = 0;
	strcpy(line, line_of(&p, show));
	ck_assert_str_eq(line, line_of(&p, show));
	for (size_t i = 0; i < 10; i++)
		ck_assert_str_ne(line, line_of(&others[i], show));
	/* and what is not asked for does not */
	for (size_t i = 6; i < 10; i++)
		ck_assert_str_eq("client > server  .U   1:2 ack 1",
				 line_of(&others[i], 0));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("segment line");
	TCase *tc = tcase_create("segment line");

	tcase_add_test(tc, flags);
	tcase_add_test(tc, no_blanks_at_the_end);
	tcase_add_test(tc, by_name);
	tcase_add_test(tc, sequence_number);
	tcase_add_test(tc, absolute_numbers_wrap);
	tcase_add_test(tc, names);
	tcase_add_test(tc, window_and_urgent);
	tcase_add_test(tc, options);
	tcase_add_test(tc, sack_blocks);
	tcase_add_test(tc, what_was_cut);
	tcase_add_test(tc, longest);
	tcase_add_test(tc, lines_differ);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
