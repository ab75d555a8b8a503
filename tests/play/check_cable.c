/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The cable between two ends that are socket pairs instead of TUN devices; the
 * witness is the test's own. What arrives where, and how it is told.
 */
#include "harness/net/packet.h"
#include "harness/play/cable.h"
#include "tests/suite.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct play the_play;
static struct test_case the_case;
static struct cable *cable;
/* Of each pair, [0] is the cable's side and [1] the kernel's. */
static int pair[2][2];
/* What the captures will show, in order. */
static struct segment shown[64];
static size_t n_shown, next_shown;
static uint32_t sequence[2];

int capture_next(struct capture *cap, struct segment *seg, struct error *err)
{
	(void)cap;
	(void)err;
	if (next_shown == n_shown)
		return 0;
	*seg = shown[next_shown++];
	return 1;
}

int capture_fd(const struct capture *cap)
{
	(void)cap;
	return -1;
}

static void set_up(void)
{
	int end;

	memset(&the_play, 0, sizeof(the_play));
	play = &the_play;
	play->tc = &the_case;
	play->variant = (struct variant){"wire4", LINK_WIRE, ON_WIRE4, AF_INET,
					 AF_INET};
	play->table = conversations_new(SERVER_PORT);
	n_shown = next_shown = 0;
	for (end = 0; end < 2; end++) {
		ck_assert_int_eq(socketpair(AF_UNIX,
					    SOCK_SEQPACKET | SOCK_NONBLOCK, 0,
					    pair[end]), 0);
		sequence[end] = 1000;
	}
	cable = cable_new((int[]){pair[0][0], pair[1][0]});
	play->cable = cable;
}

static void tear_down(void)
{
	conversations_free(play->table);
}

static struct segment make(int from, const char *flags, unsigned length)
{
	struct segment seg = {.src = own_address(from, from ? SERVER_PORT :
							      40000),
			      .dst = own_address(!from, from ? 40000 :
							       SERVER_PORT),
			      .seq = sequence[from],
			      .ack = sequence[!from],
			      .length = length};

	for (; *flags; flags++)
		seg.flags |= *flags == 'S' ? SEG_SYN :
			     *flags == 'F' ? SEG_FIN :
			     *flags == 'R' ? SEG_RST : SEG_ACK;
	seg.options.window_scale = -1;
	sequence[from] += segment_span(&seg);
	return seg;
}

/* An end sends a segment: its kernel's side, and the capture's word for it. */
static void sends_shown(int from, const struct segment *seg,
			const struct segment *witness)
{
	uint8_t data[PACKET_MAX];
	struct error err;
	int size = packet_build(seg, data, &err);

	ck_assert_msg(size > 0, "%s", err.text);
	shown[n_shown++] = *witness;
	ck_assert_int_eq(write(pair[from][1], data, (size_t)size), size);
}

static void sends(int from, const char *flags, unsigned length)
{
	struct segment seg = make(from, flags, length);

	sends_shown(from, &seg, &seg);
}

/* How many octets an end gets next, 0 for nothing. */
static size_t gets(int end)
{
	uint8_t data[PACKET_MAX];
	ssize_t got = read(pair[end][1], data, sizeof(data));

	return got < 0 ? 0 : (size_t)got;
}

#define HEAD 40 /* an IPv4 and a TCP header without options */

static const char *fates(void)
{
	static char text[64];
	size_t i;

	for (i = 0; i < play->n_seen; i++)
		text[i] = (char)play->seen[i].fate;
	text[i] = '\0';
	return text;
}

START_TEST(passes)
{
	sends(END_CLIENT, "S", 0);
	cable_drain(cable);
	ck_assert_uint_eq(gets(END_SERVER), HEAD);
	sends(END_SERVER, ".", 3);
	sends(END_CLIENT, ".", 5);
	cable_drain(cable);
	ck_assert_uint_eq(gets(END_CLIENT), HEAD + 3);
	ck_assert_uint_eq(gets(END_SERVER), HEAD + 5);
	ck_assert_uint_eq(gets(END_SERVER), 0);
	ck_assert_str_eq(fates(), ">>>");
}
END_TEST

START_TEST(loses_the_right_one)
{
	cable_rule(cable, END_CLIENT, FIN, CABLE_DROP);
	sends(END_CLIENT, ".", 2);
	sends(END_SERVER, "F.", 0);
	sends(END_CLIENT, "F.", 0);
	sends(END_CLIENT, "F.", 1);
	cable_drain(cable);
	ck_assert_uint_eq(gets(END_CLIENT), HEAD);
	ck_assert_uint_eq(gets(END_SERVER), HEAD + 2);
	/* The second FIN is not the next one any more. */
	ck_assert_uint_eq(gets(END_SERVER), HEAD + 1);
	ck_assert_uint_eq(gets(END_SERVER), 0);
	ck_assert_ptr_nonnull(strchr(fates(), 'x'));
}
END_TEST

START_TEST(doubles)
{
	cable_rule(cable, END_CLIENT, DATA, CABLE_DUPLICATE);
	sends(END_CLIENT, ".", 7);
	sends(END_CLIENT, ".", 8);
	cable_drain(cable);
	ck_assert_uint_eq(gets(END_SERVER), HEAD + 7);
	ck_assert_uint_eq(gets(END_SERVER), HEAD + 7);
	ck_assert_uint_eq(gets(END_SERVER), HEAD + 8);
	ck_assert_uint_eq(gets(END_SERVER), 0);
	ck_assert_str_eq(fates(), ">>>");
}
END_TEST

START_TEST(delays)
{
	cable_rule(cable, END_CLIENT, DATA, CABLE_DELAY);
	sends(END_CLIENT, ".", 1);
	cable_drain(cable);
	ck_assert_uint_eq(gets(END_SERVER), 0);
	ck_assert(cable_is_holding(cable));
	sends(END_CLIENT, "F.", 0);
	cable_drain(cable);
	ck_assert_uint_eq(gets(END_SERVER), HEAD);
	ck_assert_uint_eq(gets(END_SERVER), HEAD + 1);
	ck_assert(!cable_is_holding(cable));
	ck_assert_str_eq(fates(), "|>>");
}
END_TEST

START_TEST(corrupts)
{
	uint8_t data[PACKET_MAX];
	ssize_t got;

	cable_rule(cable, END_CLIENT, DATA, CABLE_CORRUPT);
	sends(END_CLIENT, ".", 4);
	cable_drain(cable);
	got = read(pair[END_SERVER][1], data, sizeof(data));
	ck_assert_int_eq(got, HEAD + 4);
	/* One bit of what packet_build() fills with zeros. */
	ck_assert_uint_eq(data[got - 1], 1);
	ck_assert_str_eq(fates(), "!");
}
END_TEST

START_TEST(holds)
{
	cable_set_held(cable, END_CLIENT, true);
	sends(END_CLIENT, ".", 1);
	sends(END_CLIENT, ".", 2);
	sends(END_CLIENT, ".", 3);
	sends(END_SERVER, ".", 9);
	cable_drain(cable);
	ck_assert_uint_eq(gets(END_SERVER), 0);
	ck_assert_uint_eq(gets(END_CLIENT), HEAD + 9);
	ck_assert_uint_eq(cable_held(cable, END_CLIENT), 3);
	cable_let_go(cable, END_CLIENT, 2, true);
	cable_let_go(cable, END_CLIENT, 0, false);
	cable_let_go(cable, END_CLIENT, 0, true);
	ck_assert_uint_eq(gets(END_SERVER), HEAD + 3);
	ck_assert_uint_eq(gets(END_SERVER), HEAD + 2);
	ck_assert_uint_eq(gets(END_SERVER), 0);
	ck_assert_uint_eq(cable_held(cable, END_CLIENT), 0);
	ck_assert_str_eq(fates() + 4, ">x>");
}
END_TEST

START_TEST(is_cut)
{
	cable_set_cut(cable, true);
	sends(END_CLIENT, ".", 1);
	sends(END_SERVER, ".", 1);
	cable_drain(cable);
	ck_assert_uint_eq(gets(END_CLIENT) + gets(END_SERVER), 0);
	ck_assert_str_eq(fates(), "xx");
	cable_set_cut(cable, false);
	sends(END_CLIENT, ".", 1);
	cable_drain(cable);
	ck_assert_uint_eq(gets(END_SERVER), HEAD + 1);
}
END_TEST

START_TEST(repeats)
{
	ck_assert(!cable_replay(cable, END_CLIENT, SYN));
	sends(END_CLIENT, "S", 0);
	sends(END_CLIENT, ".", 6);
	cable_drain(cable);
	while (gets(END_SERVER))
		;
	ck_assert(cable_replay(cable, END_CLIENT, SYN));
	ck_assert(cable_replay(cable, END_CLIENT, DATA));
	ck_assert(!cable_replay(cable, END_CLIENT, RST));
	ck_assert_uint_eq(gets(END_SERVER), HEAD);
	ck_assert_uint_eq(gets(END_SERVER), HEAD + 6);
}
END_TEST

START_TEST(unused_rules)
{
	enum kind kind;
	char *seen;
	int from;

	ck_assert(!cable_unused_rule(cable, &from, &kind));
	cable_rule(cable, END_CLIENT, DATA, CABLE_DROP);
	cable_rule(cable, END_SERVER, SYN_ACK, CABLE_DROP);
	sends(END_CLIENT, ".", 1);
	sends(END_CLIENT, "F.", 1);
	/* A SYN is no SYN,ACK. */
	sends(END_SERVER, "S", 0);
	cable_drain(cable);
	ck_assert(cable_unused_rule(cable, &from, &kind));
	ck_assert_int_eq(from, END_SERVER);
	ck_assert_int_eq(kind, SYN_ACK);
	seen = cable_seen(cable, END_CLIENT);
	ck_assert_str_eq(seen, "2 x data, 1 x FIN");
	free(seen);
	sends(END_SERVER, "S.", 0);
	cable_drain(cable);
	ck_assert(!cable_unused_rule(cable, &from, &kind));
}
END_TEST

/* Leaves the play as broken; the word of it is in play->err. */
static bool breaks(void)
{
	if (setjmp(play->out))
		return true;
	cable_drain(cable);
	return false;
}

START_TEST(witness_disagrees)
{
	struct segment seg = make(END_CLIENT, ".", 2), other = seg;

	other.seq++;
	sends_shown(END_CLIENT, &seg, &other);
	ck_assert(breaks());
	ck_assert_ptr_nonnull(strstr(play->err.text, "capture"));
}
END_TEST

START_TEST(witness_is_silent)
{
	struct segment seg = make(END_CLIENT, ".", 2);

	sends_shown(END_CLIENT, &seg, &seg);
	n_shown = 0;
	ck_assert(breaks());
}
END_TEST

START_TEST(wrong_checksum)
{
	struct segment seg = make(END_SERVER, ".", 2);
	uint8_t data[PACKET_MAX];
	struct error err;
	int size = packet_build(&seg, data, &err);

	shown[n_shown++] = seg;
	data[size - 1] ^= 4;
	ck_assert_int_eq(write(pair[END_SERVER][1], data, (size_t)size), size);
	ck_assert(breaks());
	ck_assert_str_eq(play->err.text,
			 "server sent a segment with a wrong checksum");
}
END_TEST

START_TEST(forged_end)
{
	uint8_t data[PACKET_MAX];
	struct segment seg = make(END_CLIENT, "S", 0);
	struct error err;
	int size = packet_build(&seg, data, &err);

	cable = cable_new((int[]){-1, pair[1][0]});
	cable_deliver(cable, END_SERVER, data, (size_t)size);
	ck_assert_uint_eq(gets(END_SERVER), HEAD);
	ck_assert_uint_eq(play->n_seen, 1);
	/* What the subject sends is seen, and goes nowhere. */
	sends(END_SERVER, "S.", 0);
	cable_drain(cable);
	ck_assert_uint_eq(play->n_seen, 2);
	ck_assert_uint_eq(gets(END_CLIENT), 0);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("cable");
	TCase *tc = tcase_create("cable");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, passes);
	tcase_add_test(tc, loses_the_right_one);
	tcase_add_test(tc, doubles);
	tcase_add_test(tc, delays);
	tcase_add_test(tc, corrupts);
	tcase_add_test(tc, holds);
	tcase_add_test(tc, is_cut);
	tcase_add_test(tc, repeats);
	tcase_add_test(tc, unused_rules);
	tcase_add_test(tc, witness_disagrees);
	tcase_add_test(tc, witness_is_silent);
	tcase_add_test(tc, wrong_checksum);
	tcase_add_test(tc, forged_end);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
