/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Probes of the kernel at hand: stations are reached, what nobody doubts comes
 * back, and nothing is left behind.
 */
#include "harness/grid/calls.h"
#include "harness/grid/probe.h"
#include "harness/net/tun.h"
#include "tests/alone.h"
#include "tests/needs.h"
#include "tests/suite.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <string.h>

#define MANY 500

static struct error err;
static struct lane lane;

static void enter(int family)
{
	ck_assert(alone_enter());
	ck_assert_msg(!lane_open(&lane, family, &err), "%s", err.text);
}

/* Connections in TIME_WAIT, and orphans, of this namespace. */
static unsigned left_behind(void)
{
	unsigned orphans, tw, found = 0;
	FILE *in = fopen("/proc/self/net/sockstat", "re");
	char line[256];

	ck_assert_ptr_nonnull(in);
	while (fgets(line, sizeof(line), in))
		if (sscanf(line, "TCP: inuse %*u orphan %u tw %u", &orphans,
			   &tw) == 2)
			found = tw;
	fclose(in);
	return found;
}

static void every_station(int family)
{
	const struct station *s;
	struct reaction r;

	enter(family);
	for (s = stations(); s->name; s++) {
		ck_assert_msg(!probe_segment(&lane, s, NULL, &r, NULL, &err),
			      "%s", err.text);
		ck_assert_msg(r.state == (s->state == TCP_CLOSE ?
						  station_gone(s) : s->state),
			      "%s: state %d", s->name, r.state);
		ck_assert_uint_eq(r.n, 0);
		ck_assert_int_eq(r.error, 0);
	}
	ck_assert_uint_eq(left_behind(), 0);
	lane_close(&lane);
}

START_TEST(every_station_is_reached)
{
	every_station(_i ? AF_INET6 : AF_INET);
}
END_TEST

/* Below any doubt: what every kernel does. */
static const struct {
	const char *station, *cell;
	int state, error;
	uint32_t n;
	uint16_t flags;
} known[] = {
	{"CLOSED", "SYN,exact,una,0", TCP_CLOSE, 0, 1, SEG_RST | SEG_ACK},
	{"CLOSED", "RST,exact,una,0", TCP_CLOSE, 0, 0, 0},
	{"LISTEN", "SYN,exact,una,0", TCP_SYN_RECV, 0, 1, SEG_SYN | SEG_ACK},
	{"SYN_SENT", "SYN.ACK,exact,nxt,0", TCP_ESTABLISHED, 0, 1, SEG_ACK},
	{"SYN_SENT", "RST.ACK,exact,nxt,0", TCP_CLOSE, ECONNREFUSED, 0, 0},
	{"ESTABLISHED", "RST,exact,una,0", TCP_CLOSE, ECONNRESET, 0, 0},
	{"ESTABLISHED", "FIN.ACK,exact,una,0", TCP_CLOSE_WAIT, 0, 1, SEG_ACK},
	{"FIN_WAIT1", "ACK,exact,nxt,0", TCP_FIN_WAIT2, 0, 0, 0},
	{"FIN_WAIT2", "FIN.ACK,exact,nxt,0", TCP_TIME_WAIT, 0, 1, SEG_ACK},
	{"CLOSING", "ACK,exact,nxt,0", TCP_TIME_WAIT, 0, 0, 0},
	{"LAST_ACK", "ACK,exact,nxt,0", TCP_CLOSE, 0, 0, 0},
};

START_TEST(what_nobody_doubts)
{
	const struct station *s = station_find(known[_i].station);
	struct reaction r;
	struct cell cell;

	enter(AF_INET);
	ck_assert_msg(!cell_parse(known[_i].cell, &cell, &err), "%s",
		      err.text);
	ck_assert_msg(!probe_segment(&lane, s, &cell, &r, NULL, &err), "%s",
		      err.text);
	ck_assert_int_eq(r.state, known[_i].state);
	ck_assert_int_eq(r.error, known[_i].error);
	ck_assert_uint_eq(r.n, known[_i].n);
	ck_assert_uint_eq(r.reply[0].flags, known[_i].flags);
}
END_TEST

START_TEST(many_leave_nothing)
{
	static const char *const names[] = {"TIME_WAIT", "FIN_WAIT2-orphan",
					    "LAST_ACK-orphan", "SYN_RCVD"};
	struct reaction first, r;
	struct cell cell;
	size_t i;
	int k;

	enter(AF_INET);
	ck_assert(!cell_parse("ACK,exact,una,0", &cell, &err));
	for (i = 0; i < COUNT(names); i++) {
		for (k = 0; k < MANY; k++) {
			ck_assert_msg(!probe_segment(&lane,
						     station_find(names[i]),
						     &cell, &r, NULL, &err),
				      "%s", err.text);
			if (!k)
				first = r;
			/* Whichever the port and the ISS: the same. */
			ck_assert(!memcmp(&first, &r, sizeof(r)));
		}
	}
	ck_assert_uint_eq(left_behind(), 0);
}
END_TEST

START_TEST(ports_come_round)
{
	uint16_t first;

	enter(AF_INET);
	first = lane_next_port(&lane);
	lane.port = 65535;
	ck_assert_uint_eq(lane_next_port(&lane), 65535);
	ck_assert_uint_eq(lane_next_port(&lane), first);
	ck_assert_uint_ge(first, 1024);
}
END_TEST

START_TEST(wrong_stations_are_noticed)
{
	/* Nobody has opened: there is nothing to accept. */
	struct station s = *station_find("ESTABLISHED");
	struct reaction r;

	enter(AF_INET);
	s.steps[0].kind = STEP_ACCEPT;
	ck_assert_int_eq(probe_segment(&lane, &s, NULL, &r, NULL, &err), -1);
	ck_assert_msg(strstr(err.text, "accept") != NULL, "%s", err.text);
	/* SYN and FIN have no answer: nothing is acknowledged. */
	s = *station_find("SYN_RCVD");
	s.steps[0].flags = SEG_SYN | SEG_FIN;
	ck_assert_int_eq(probe_segment(&lane, &s, NULL, &r, NULL, &err), -1);
	ck_assert_msg(strstr(err.text, "has not acknowledged") != NULL, "%s",
		      err.text);
}
END_TEST

static unsigned differ(FILE *out, const char *before, const char *after)
{
	return calls_differ(out, before, after, "expected", "actual");
}

START_TEST(tables_that_differ)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	ck_assert_uint_eq(differ(NULL, "a\nb\n", "a\nb\n"), 0);
	ck_assert_uint_eq(differ(out, "a\nb\nc\n", "a\nx\nc\n"), 2);
	fclose(out);
	ck_assert_str_eq(text, "  expected  b\n  actual    x\n");
	free(text);
	ck_assert_uint_eq(differ(NULL, "a\nb\n", "a\n"), 1);
	ck_assert_uint_eq(differ(NULL, "", "a\nb\n"), 2);
	ck_assert_uint_eq(differ(NULL, "ab\n", "a\n"), 2);
	ck_assert_uint_eq(differ(NULL, "# known: x\na\n", "a\n"), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("grid probe");
	TCase *tc = tcase_create("probe");
	int skip = need_for("check_grid_probe", NEED_NAMESPACES | NEED_TUN);

	if (skip)
		return skip;
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, every_station_is_reached, 0, 2);
	tcase_add_loop_test(tc, what_nobody_doubts, 0, COUNT(known));
	tcase_add_test(tc, many_leave_nothing);
	tcase_add_test(tc, ports_come_round);
	tcase_add_test(tc, wrong_stations_are_noticed);
	tcase_add_test(tc, tables_that_differ);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
