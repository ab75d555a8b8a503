/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What decode prints when, with limits that a short test can reach.
 */
#include "harness/commands/decode_stories.h"
#include "tests/lines.h"
#include "tests/suite.h"

#include <string.h>

#define SEC 1000000000LL

static const struct story_limits wide = {
	.octets = 1 << 20,
	.conversations = 1000,
	.quiet_ns = SEC,
	.quiet_segments = 100,
	.idle_ns = 60 * SEC,
};

static struct stories *stories;
static char *text;
static size_t size, asked;
static FILE *out;
static int64_t now;

static void begin(const struct story_limits *limits)
{
	out = open_memstream(&text, &size);
	ck_assert_ptr_nonnull(out);
	stories = stories_new(out, limits, 0);
	ck_assert_ptr_nonnull(stories);
	now = 1000 * SEC;
	asked = 0;
}

static void set_up(void)
{
	begin(&wide);
}

static void tear_down(void)
{
	stories_free(stories);
	fclose(out);
	free(text);
}

/* The same test with other limits. */
static void limit(struct story_limits limits)
{
	tear_down();
	begin(&limits);
}

static void add(int from, int to, unsigned flags, uint32_t seq, uint32_t ack)
{
	struct segment seg = segment(from, to, flags, seq, ack, 0);

	seg.time_ns = now;
	seg.window = 1000;
	ck_assert_int_eq(stories_add(stories, &seg), 0);
}

/* What was printed since this was asked last. */
#define PRINTED(lines)                                  \
	do {                                            \
		fflush(out);                            \
		ck_assert_str_eq(text + asked, lines);  \
		asked = size;                           \
	} while (0)

static void finished(int port)
{
	add(port, S, SYN, 1000, 0);
	add(S, port, SYN_ACK, 5000, 1001);
	add(port, S, FIN, 1001, 5001);
	add(S, port, FIN, 5001, 1002);
	add(port, S, ACK, 1002, 5002);
}

#define FINISHED                                              \
	"# client 127.0.0.1:40000, server 127.0.0.1:80\n"     \
	"        client > server  S\n"                        \
	"        server > client  S.   ack 1\n"               \
	"        client > server  F.   1 ack 1\n"             \
	"        server > client  F.   1 ack 2\n"             \
	"        client > server  .    ack 2\n"

#define OTHER                                                     \
	"\n# client#2 127.0.0.1:40001, server#2 127.0.0.1:80\n"   \
	"        client#2 > server#2  S\n"

START_TEST(printed_when_over_and_quiet)
{
	finished(C);
	now += SEC - 1;
	add(C + 1, S, SYN, 9000, 0);
	PRINTED("");
	now += 1;
	add(C + 1, S, SYN, 9000, 0);
	PRINTED(FINISHED);
	/* the other one is not */
	ck_assert_uint_eq(stories_open(stories), 1);
	ck_assert_int_eq(stories_end(stories), 0);
	PRINTED(OTHER "        client#2 > server#2  S\n");
	ck_assert_uint_eq(stories_open(stories), 0);
}
END_TEST

START_TEST(printed_after_many_segments)
{
	finished(C);
	for (int i = 0; i < 99; i++)
		add(C + 1, S, SYN, 9000, 0);
	PRINTED("");
	add(C + 1, S, SYN, 9000, 0);
	PRINTED(FINISHED);
}
END_TEST

START_TEST(what_comes_late_stands_with_it)
{
	finished(C);
	now += SEC / 2;
	add(C, S, ACK, 1002, 5002);
	now += SEC - 1;
	add(C + 1, S, SYN, 9000, 0);
	PRINTED("");
	now += 1;
	add(C + 1, S, SYN, 9000, 0);
	PRINTED(FINISHED "        client > server  .    ack 2\n");
	/* and later still, it has the same name and numbers */
	add(S, C, FIN, 5001, 1002);
	now += SEC;
	add(C + 1, S, SYN, 9000, 0);
	PRINTED("\n# client 127.0.0.1:40000, server 127.0.0.1:80, continued\n"
		"        server > client  F.   1 ack 2\n");
}
END_TEST

START_TEST(a_pause_is_quiet)
{
	finished(C);
	add(C + 1, S, SYN, 9000, 0);
	PRINTED("");
	stories_pause(stories);
	PRINTED(FINISHED);
}
END_TEST

START_TEST(a_reset_is_over)
{
	add(C, S, SYN, 1000, 0);
	add(S, C, RST_ACK, 0, 1001);
	stories_pause(stories);
	PRINTED("# client 127.0.0.1:40000, server 127.0.0.1:80\n"
		"        client > server  S\n"
		"        server > client  R.   0 ack 1\n");
}
END_TEST

START_TEST(whose_place_was_taken_is_over)
{
	add(C, S, SYN, 1000, 0);
	add(C, S, SYN, 900000, 0);
	stories_pause(stories);
	PRINTED("# client 127.0.0.1:40000, server 127.0.0.1:80\n"
		"        client > server  S\n");
}
END_TEST

START_TEST(in_the_order_in_which_they_end)
{
	add(C + 1, S, SYN, 1000, 0);
	add(C + 2, S, SYN, 1000, 0);
	add(C + 3, S, SYN, 1000, 0);
	add(S, C + 3, RST_ACK, 0, 1001);
	add(S, C + 1, RST_ACK, 0, 1001);
	stories_pause(stories);
	PRINTED("# client#3 127.0.0.1:40003, server#3 127.0.0.1:80\n"
		"        client#3 > server#3  S\n"
		"        server#3 > client#3  R.   0 ack 1\n"
		"\n"
		"# client 127.0.0.1:40001, server 127.0.0.1:80\n"
		"        client > server  S\n"
		"        server > client  R.   0 ack 1\n");
}
END_TEST

START_TEST(idle_for_long)
{
	add(C, S, SYN, 1000, 0);
	now += 60 * SEC;
	add(C + 1, S, SYN, 9000, 0);
	PRINTED("# client 127.0.0.1:40000, server 127.0.0.1:80\n"
		"        client > server  S\n"
		"# not over: no segment for an hour\n");
	add(S, C, SYN_ACK, 5000, 1001);
	ck_assert_int_eq(stories_end(stories), 0);
	PRINTED("\n# client 127.0.0.1:40000, server 127.0.0.1:80, continued\n"
		"        server > client  S.   ack 1\n" OTHER);
}
END_TEST

/* A SYN that waits for its answer is not forgotten. */
START_TEST(idle_with_a_syn_in_doubt)
{
	add(C, S, SYN, 1000, 0);
	add(S, C, SYN_ACK, 5000, 1001);
	add(C, S, SYN, 900000, 0);
	now += 60 * SEC;
	add(C + 1, S, SYN, 9000, 0);
	PRINTED("# client 127.0.0.1:40000, server 127.0.0.1:80\n"
		"        client > server  S\n"
		"        server > client  S.   ack 1\n");
	ck_assert_int_eq(stories_end(stories), 0);
	/* it has no number before it is known to begin a conversation */
	PRINTED("\n# client#2 127.0.0.1:40001, server#2 127.0.0.1:80\n"
		"        client#2 > server#2  S\n"
		"\n# client#3 127.0.0.1:40000, server#3 127.0.0.1:80\n"
		"        client#3 > server#3  S\n");
}
END_TEST

START_TEST(in_doubt_at_the_end)
{
	add(C, S, SYN, 1000, 0);
	add(S, C, SYN_ACK, 5000, 1001);
	add(C, S, SYN, 900000, 0);
	ck_assert_int_eq(stories_end(stories), 0);
	PRINTED("# client 127.0.0.1:40000, server 127.0.0.1:80\n"
		"        client > server  S\n"
		"        server > client  S.   ack 1\n"
		"\n# client#2 127.0.0.1:40000, server#2 127.0.0.1:80\n"
		"        client#2 > server#2  S\n");
}
END_TEST

START_TEST(time_that_goes_back)
{
	finished(C);
	now = -SEC;
	add(C + 1, S, SYN, 9000, 0);
	now = INT64_MIN;
	add(C + 1, S, SYN, 9000, 0);
	PRINTED("");
	now = INT64_MAX;
	add(C + 1, S, SYN, 9000, 0);
	fflush(out);
	ck_assert_ptr_nonnull(strstr(text, FINISHED));
}
END_TEST

/* One that is open for ever is printed piece by piece. */
START_TEST(one_that_takes_too_much)
{
	struct story_limits limits = wide;
	unsigned lines = 0, pieces = 0;

	limits.octets = 64 * 4;
	limit(limits);
	add(C, S, SYN, 1000, 0);
	for (int i = 0; i < 100; i++)
		add(S, C, SYN_ACK, 5000, 1001);
	ck_assert_int_eq(stories_end(stories), 0);
	fflush(out);
	for (char *at = strtok(text, "\n"); at; at = strtok(NULL, "\n")) {
		lines += *at == ' ';
		pieces += strstr(at, "# client") == at;
		if (strstr(at, "# not"))
			ck_assert_str_eq(at,
					 "# not over: printed to save memory");
	}
	ck_assert_uint_eq(lines, 101);
	ck_assert_uint_gt(pieces, 3);
}
END_TEST

START_TEST(the_quietest_makes_room)
{
	struct story_limits limits = wide;

	limits.octets = 64 * 4;
	limit(limits);
	for (int i = 0; i < 4; i++)
		add(C + i, S, SYN, 1000, 0);
	add(S, C, SYN_ACK, 5000, 1001);
	PRINTED("");
	add(C + 4, S, SYN, 1000, 0);
	PRINTED("# client#2 127.0.0.1:40001, server#2 127.0.0.1:80\n"
		"        client#2 > server#2  S\n"
		"# not over: printed to save memory\n");
	ck_assert_uint_eq(stories_open(stories), 4);
}
END_TEST

START_TEST(too_many_are_forgotten)
{
	struct story_limits limits = wide;

	limits.conversations = 2;
	limit(limits);
	for (int i = 0; i < 3; i++)
		add(C + i, S, SYN, 1000, 0);
	PRINTED("# client 127.0.0.1:40000, server 127.0.0.1:80\n"
		"        client > server  S\n"
		"# not over: printed to save memory\n");
	/* whose first part nobody remembers */
	add(S, C, SYN_ACK, 5000, 1001);
	ck_assert_int_eq(stories_end(stories), 0);
	fflush(out);
	ck_assert_ptr_nonnull(strstr(text, "server#4 > client#4  S.   ack 1"));
}
END_TEST

static uint32_t random_bits(void)
{
	static uint64_t state = 1;

	state = state * 6364136223846793005 + 1442695040888963407;
	return (uint32_t)(state >> 33);
}

/* Numbers that often meet, so that every rule has something to do. */
static void add_anything(void)
{
	static const unsigned flags[] = { SYN, SYN, SYN_ACK, SYN_ACK, ACK, ACK,
					  DATA, FIN, FIN, RST, RST_ACK, 0,
					  SEG_SYN | SEG_FIN,
					  SEG_SYN | SEG_RST };
	static const uint32_t base[] = { 0, 1000, 900000, 0xffffffff };
	int one = C + (int)(random_bits() % 3), other = S;
	bool back = random_bits() % 2;

	if (random_bits() % 20 == 0)
		one = S;
	now += random_bits() % 100 ? random_bits() % SEC : 100 * SEC;
	add(back ? other : one, back ? one : other,
	    flags[random_bits() % (sizeof(flags) / sizeof(*flags))],
	    base[random_bits() % 4] + random_bits() % 3,
	    base[random_bits() % 4] + random_bits() % 3);
}

/* Whatever comes, every segment is printed once. */
START_TEST(nothing_is_lost)
{
	struct story_limits limits = wide;
	unsigned lines = 0;

	limits.octets = _i & 1 ? 64 * 8 : 1 << 20;
	limits.conversations = _i & 2 ? 3 : 1000;
	limit(limits);
	for (int i = 0; i < 20000; i++)
		add_anything();
	ck_assert_int_eq(stories_end(stories), 0);
	ck_assert_uint_eq(stories_open(stories), 0);
	fflush(out);
	for (char *at = text; (at = strchr(at, '\n')); at++)
		lines += at[1] == ' ';
	ck_assert_uint_eq(lines, 20000);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("stories");
	TCase *tc = tcase_create("stories");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, printed_when_over_and_quiet);
	tcase_add_test(tc, printed_after_many_segments);
	tcase_add_test(tc, what_comes_late_stands_with_it);
	tcase_add_test(tc, a_pause_is_quiet);
	tcase_add_test(tc, a_reset_is_over);
	tcase_add_test(tc, whose_place_was_taken_is_over);
	tcase_add_test(tc, in_the_order_in_which_they_end);
	tcase_add_test(tc, idle_for_long);
	tcase_add_test(tc, idle_with_a_syn_in_doubt);
	tcase_add_test(tc, in_doubt_at_the_end);
	tcase_add_test(tc, time_that_goes_back);
	tcase_add_test(tc, one_that_takes_too_much);
	tcase_add_test(tc, the_quietest_makes_room);
	tcase_add_test(tc, too_many_are_forgotten);
	tcase_add_loop_test(tc, nothing_is_lost, 0, 4);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
