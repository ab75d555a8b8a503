/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The words of a trace, looked up in both directions.
 */
#include "harness/trace/words.h"
#include "pcap/segment.h"
#include "tests/suite.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

static const struct words *const lists[] = {
	&words_end,  &words_state, &words_how,	&words_option, &words_kind,
	&words_poll, &words_msg,   &words_flag, &words_show,   &words_need,
	&words_on,
};

/* Each name is found again, and is not another one's beginning. */
START_TEST(each_name_once)
{
	const struct words *w = lists[_i];
	size_t i, k;

	ck_assert_uint_gt(w->n, 1);
	for (i = 0; i < w->n; i++) {
		ck_assert_ptr_eq(word_find(w, w->list[i].text), &w->list[i]);
		for (k = 0; k < i; k++)
			ck_assert_str_ne(w->list[i].text, w->list[k].text);
	}
}
END_TEST

START_TEST(longest_name)
{
	ck_assert_str_eq(word_find(&words_kind, "SYN,ACK from")->text,
			 "SYN,ACK");
	ck_assert_str_eq(word_find(&words_kind, "SYN from")->text, "SYN");
	ck_assert_ptr_null(word_find(&words_kind, "syn"));
}
END_TEST

START_TEST(states)
{
	ck_assert_str_eq(word_state(TCP_ESTABLISHED), "ESTABLISHED");
	ck_assert_str_eq(word_state(TCP_FIN_WAIT1), "FIN_WAIT1");
	ck_assert_str_eq(word_state(TCP_CLOSE), "CLOSED");
	ck_assert_str_eq(word_state(TCP_SYN_RECV), "SYN_RECV");
	ck_assert_str_eq(word_state(0), "UNKNOWN");
	ck_assert_str_eq(word_state(-1), "UNKNOWN");
	ck_assert_str_eq(word_state(4711), "UNKNOWN");
}
END_TEST

START_TEST(flags)
{
	char text[16] = "";
	FILE *out = fmemopen(text, sizeof(text), "w");

	ck_assert_uint_eq(words_bits(&words_flag, "FP."),
			  SEG_FIN | SEG_PSH | SEG_ACK);
	ck_assert_uint_eq(words_bits(&words_flag, "SEWe"),
			  SEG_SYN | SEG_ECE | SEG_CWR | SEG_AE);
	ck_assert_uint_eq(words_bits(&words_flag, ""), 0);
	ck_assert_uint_eq(words_put_bits(out, &words_flag,
					 SEG_RST | SEG_ACK | 0x8000, ""),
			  0x8000);
	fclose(out);
	ck_assert_str_eq(text, "R.");
}
END_TEST

START_TEST(options)
{
	ck_assert_str_eq(word_option(IPPROTO_TCP, TCP_FASTOPEN),
			 "TCP_FASTOPEN");
	ck_assert_ptr_null(word_option(IPPROTO_TCP, 4711));
}
END_TEST

START_TEST(nearest)
{
	ck_assert_str_eq(word_nearest(&words_state, "FIN_WAIT3", 9),
			 "FIN_WAIT1");
	ck_assert_str_eq(word_nearest(&words_state, "LISTNE ...", 6), "LISTEN");
	ck_assert_ptr_null(word_nearest(&words_state, "banana", 6));
	ck_assert_uint_eq(word_distance("close", 5, "clsoe", 5), 2);
	ck_assert_uint_eq(word_distance("", 0, "abc", 3), 3);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("words");
	TCase *tcase = tcase_create("words");

	tcase_add_loop_test(tcase, each_name_once, 0, COUNT(lists));
	tcase_add_test(tcase, longest_name);
	tcase_add_test(tcase, states);
	tcase_add_test(tcase, flags);
	tcase_add_test(tcase, options);
	tcase_add_test(tcase, nearest);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
