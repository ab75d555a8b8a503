/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The referee by stories: good ones, in which it must find nothing, and the
 * same ones with something wrong in them, in which it must find just that.
 */
#include "harness/referee/referee.h"
#include "tests/referee/stories.h"
#include "tests/suite.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEADER "# a/b\n# About.\n# Nothing.\n\n"

/* The trace of a story and its deviations; the caller frees it. */
static int annotate(const char *story, bool bulk, struct trace *out)
{
	struct trace in;
	struct error err;
	char *text;
	size_t i;
	int n;

	ck_assert(asprintf(&text, HEADER "%s", story) > 0);
	trace_from_text(&in, text);
	free(text);
	for (i = 0; i < in.n; i++)
		ck_assert_msg(line_kind(in.line[i]) != LINE_BAD, "%s",
			      in.line[i]);
	n = referee_annotate(&in, bulk, out, &err);
	ck_assert_msg(n >= 0, "%s", err.text);
	trace_clear(&in);
	return n;
}

static void expect_none(const char *story, bool bulk)
{
	struct trace out;
	int n = annotate(story, bulk, &out);
	char *text = trace_text(&out), *whole;

	ck_assert_msg(n == 0, "%d deviations in\n%s", n, text);
	ck_assert(asprintf(&whole, HEADER "%s", story) > 0);
	ck_assert_str_eq(text, whole);
	free(whole);
	free(text);
	trace_clear(&out);
}

/* Exactly one deviation, with @phrase in it, behind the line @behind. */
static void expect_one(const char *story, bool bulk, const char *behind,
		       const char *phrase)
{
	struct trace out;
	int n = annotate(story, bulk, &out);
	char *text = trace_text(&out);
	size_t i;

	/* Check takes no message that is much longer. */
	text[strnlen(text, 4000)] = '\0';
	ck_assert_msg(n == 1, "%d deviations in\n%s", n, text);
	for (i = 0; i < out.n; i++)
		if (line_kind(out.line[i]) == LINE_DEVIATION)
			break;
	ck_assert_uint_gt(i, 0);
	ck_assert_uint_lt(i, out.n);
	ck_assert_msg(strstr(out.line[i], phrase) != NULL, "\"%s\" in\n%s",
		      phrase, text);
	ck_assert_msg(!strcmp(out.line[i - 1], behind), "behind \"%s\" in\n%s",
		      behind, text);
	free(text);
	trace_clear(&out);
}

/* --- stories ------------------------------------------------------------ */

START_TEST(good_stories)
{
	expect_none(stories_good[_i], false);
}
END_TEST

START_TEST(good_stories_in_bulk)
{
	expect_none(stories_good_bulk[_i], true);
}
END_TEST

START_TEST(good_stories_of_options)
{
	expect_none(stories_good_options[_i], false);
}
END_TEST

START_TEST(wrong_stories)
{
	const struct wrong_story *w = &stories_wrong[_i];

	expect_one(w->story, w->bulk, w->behind, w->phrase);
}
END_TEST

START_TEST(wrong_stories_of_options)
{
	const struct wrong_story *w = &stories_wrong_options[_i];

	expect_one(w->story, w->bulk, w->behind, w->phrase);
}
END_TEST

/* The deviations that a trace already carries are found anew, not kept. */
START_TEST(annotating_again_changes_nothing)
{
	struct trace once, twice;
	char *first, *second;
	struct error err;

	ck_assert_int_eq(annotate(OPEN CLIENT_CLOSES
				  "until   client CLOSED\n"
				  "        = client CLOSED\n"
				  "end     client CLOSED, server CLOSE_WAIT\n",
				  false, &once), 1);
	ck_assert_int_eq(referee_annotate(&once, false, &twice, &err), 1);
	first = trace_text(&once);
	second = trace_text(&twice);
	ck_assert_str_eq(first, second);
	free(first);
	free(second);
	trace_clear(&once);
	trace_clear(&twice);
}
END_TEST

/* There is no last segment that a RST could answer. */
START_TEST(states_of_an_end_that_has_received_nothing)
{
	struct trace out;

	ck_assert_int_eq(annotate(LISTEN
				  "client  connect() = 0\n"
				  "        client x server  S\n"
				  "        = client ESTABLISHED\n"
				  "        = client CLOSED\n"
				  "end     client CLOSED, server CLOSED\n",
				  true, &out), 2);
	trace_clear(&out);
}
END_TEST

START_TEST(a_line_that_is_none)
{
	struct trace in, out;
	struct error err;

	trace_from_text(&in, HEADER "client  close() = 0\n"
				    "        client > nobody  S\n");
	ck_assert_int_eq(referee_annotate(&in, false, &out, &err), -1);
	ck_assert_str_eq(err.text, "line 6: not a line of a trace: "
				   "\"        client > nobody  S\"");
	trace_clear(&in);
	trace_clear(&out);
}
END_TEST

/* --- more than can be known ----------------------------------------------- */

/* The client sends @n octets, each in a segment, before the server answers. */
static char *many(unsigned n, const char *answer)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	unsigned i;

	ck_assert_ptr_nonnull(out);
	fputs(OPEN "client  send(1) = 1\n", out);
	for (i = 1; i <= n; i++)
		fprintf(out, "        client > server  P.   %u:%u ack 1\n", i,
			i + 1);
	fputs(answer, out);
	fputs(strstr(answer, "FIN_WAIT1") ?
		      "end     client ESTABLISHED, server FIN_WAIT1\n" :
		      BOTH_ESTABLISHED, out);
	ck_assert_int_eq(fclose(out), 0);
	return text;
}

START_TEST(many_segments_are_judged)
{
	const char *fin = "        server x client  F.   1 ack 51";
	char *story = many(1500, "        server > client  .    ack 1501\n");

	expect_none(story, false);
	free(story);
	story = many(50, "        server x client  F.   1 ack 51\n"
			 "        = server FIN_WAIT1\n");
	expect_one(story, false, fin, "a FIN without CLOSE");
	free(story);
}
END_TEST

/* It is a line of the trace, and there is only one. */
START_TEST(too_many_are_told)
{
	const char *fin = "        server x client  F.   1 ack 501";
	char *story = many(500, "        server x client  F.   1 ack 501\n"
			   "        = server FIN_WAIT1\n"
			   "        server x client  F.   7 ack 9\n");

	expect_one(story, false, fin,
		   "deviates: RFC 9293: server is not judged from here on, "
		   "more than 4096 control blocks are possible");
	free(story);
}
END_TEST

/* --- events without a trace: numbers that wrap --------------------------- */

static const char *pass(struct referee *r, int from, uint16_t flags,
			uint32_t seq, uint32_t ack, uint32_t length)
{
	struct referee_segment seg = {
		.conv = 1,
		.from = from,
		.to = !from,
		.flags = flags,
		.seq = seq,
		.ack = ack,
		.length = length,
	};
	const char *deviation = referee_sent(r, &seg);

	referee_arrives(r, &seg, 0);
	return deviation;
}

#define ISS 0xfffffffeu

START_TEST(numbers_wrap)
{
	struct referee *r = referee_new(false);
	size_t tag;

	ck_assert_ptr_nonnull(r);
	referee_call(r, 0, END_SERVER, REFEREE_LISTEN);
	referee_call(r, 0, END_CLIENT, REFEREE_OPEN_ACTIVE);
	ck_assert_ptr_null(pass(r, END_CLIENT, SEG_SYN, ISS, 0, 0));
	ck_assert_ptr_null(pass(r, END_SERVER, SEG_SYN | SEG_ACK, 0, ISS + 1,
				0));
	ck_assert_ptr_null(pass(r, END_CLIENT, SEG_ACK, ISS + 1, 1, 0));
	ck_assert_ptr_null(referee_state(r, 1, END_CLIENT, RFC_ESTABLISHED));
	ck_assert_ptr_null(referee_state(r, 1, END_SERVER, RFC_ESTABLISHED));
	referee_step(r, false);
	/* Across 2^32: octets ISS + 1 to 3. */
	ck_assert_ptr_null(pass(r, END_CLIENT, SEG_ACK, ISS + 1, 1, 4));
	ck_assert_ptr_null(pass(r, END_SERVER, SEG_ACK, 1, 3, 0));
	referee_call(r, 1, END_CLIENT, REFEREE_SHUT_WR);
	ck_assert_ptr_null(pass(r, END_CLIENT, SEG_FIN | SEG_ACK, 3, 1, 0));
	ck_assert_ptr_null(pass(r, END_SERVER, SEG_ACK, 1, 4, 0));
	ck_assert_ptr_null(referee_state(r, 1, END_CLIENT, RFC_FIN_WAIT_2));
	ck_assert_ptr_null(referee_state(r, 1, END_SERVER, RFC_CLOSE_WAIT));
	/* Before 2^32 is backwards, though the number is larger. */
	referee_call(r, 1, END_SERVER, REFEREE_OTHER);
	ck_assert_ptr_nonnull(pass(r, END_SERVER, SEG_ACK, 1, ISS, 0));
	ck_assert_ptr_null(referee_missing(r, 0, &tag));
	referee_free(r);
}
END_TEST

/* A call that was never made lets nothing happen. */
START_TEST(shut_wr_of_one_end_is_not_the_others)
{
	struct referee *r = referee_new(false);
	const char *deviation;

	referee_call(r, 0, END_SERVER, REFEREE_LISTEN);
	referee_call(r, 0, END_CLIENT, REFEREE_OPEN_ACTIVE);
	pass(r, END_CLIENT, SEG_SYN, 0, 0, 0);
	pass(r, END_SERVER, SEG_SYN | SEG_ACK, 0, 1, 0);
	pass(r, END_CLIENT, SEG_ACK, 1, 1, 0);
	referee_call(r, 1, END_CLIENT, REFEREE_SHUT_WR);
	deviation = pass(r, END_SERVER, SEG_FIN | SEG_ACK, 1, 1, 0);
	ck_assert_ptr_nonnull(deviation);
	ck_assert_str_eq(deviation, "RFC 9293 3.10.4 (ESTABLISHED): a FIN "
				    "without CLOSE");
	/* It is told once; then it was sent. */
	ck_assert_ptr_null(pass(r, END_CLIENT, SEG_ACK, 1, 2, 0));
	ck_assert_ptr_null(referee_state(r, 1, END_SERVER, RFC_FIN_WAIT_2));
	ck_assert_ptr_null(referee_state(r, 1, END_CLIENT, RFC_CLOSE_WAIT));
	referee_free(r);
}
END_TEST

START_TEST(forged_ends_are_not_judged)
{
	struct referee *r = referee_new(false);

	referee_forged(r, END_CLIENT);
	ck_assert_ptr_null(pass(r, END_CLIENT, SEG_FIN, 77, 0, 0));
	ck_assert_ptr_null(pass(r, END_CLIENT, SEG_SYN, 0, 0, 0));
	ck_assert_ptr_null(referee_state(r, 1, END_CLIENT, RFC_LAST_ACK));
	referee_free(r);
	referee_free(NULL);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("referee");
	TCase *tc = tcase_create("stories");

	tcase_add_loop_test(tc, good_stories, 0, (int)stories_n_good);
	tcase_add_loop_test(tc, good_stories_in_bulk, 0,
			    (int)stories_n_good_bulk);
	tcase_add_loop_test(tc, good_stories_of_options, 0,
			    (int)stories_n_good_options);
	tcase_add_loop_test(tc, wrong_stories, 0, (int)stories_n_wrong);
	tcase_add_loop_test(tc, wrong_stories_of_options, 0,
			    (int)stories_n_wrong_options);
	tcase_add_test(tc, annotating_again_changes_nothing);
	tcase_add_test(tc, states_of_an_end_that_has_received_nothing);
	tcase_add_test(tc, a_line_that_is_none);
	tcase_add_test(tc, many_segments_are_judged);
	tcase_add_test(tc, too_many_are_told);
	suite_add_tcase(s, tc);
	tc = tcase_create("events");
	tcase_add_test(tc, numbers_wrap);
	tcase_add_test(tc, shut_wr_of_one_end_is_not_the_others);
	tcase_add_test(tc, forged_ends_are_not_judged);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
