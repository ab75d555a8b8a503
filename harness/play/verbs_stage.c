/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Verbs that set the stage, look on, or wait.
 */
#include "harness/play/script.h"
#include "harness/stage/initial.h"
#include "harness/stage/stage.h"
#include "harness/stage/tun.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <sched.h>
#include <string.h>

#define NS_PER_MS 1000000LL
#define NS_PER_S  1000000000LL

/* On the wire each end has a namespace of its own. */
static void enter_network(int end)
{
	if (play->network[end] >= 0 && setns(play->network[end], CLONE_NEWNET))
		play_break("going back into a namespace: %s", strerror(errno));
}

struct address wire_address(int end, uint16_t port)
{
	struct address a = own_address(end, port);

	if (a.family != play->variant.wire) {
		a.family = AF_INET;
		memmove(a.bytes, a.bytes + 12, 4);
		memset(a.bytes + 4, 0, 12);
	}
	return a;
}

/* Of the whole machine, which then is only ours; see NEED_ORPHANS. */
static bool is_initial(const char *name)
{
	return play->tc->needs & NEED_ORPHANS && initial_has(name);
}

void stage_sysctl(const char *name, const char *value)
{
	bool initial = is_initial(name);
	struct error err;
	int end;

	step_begin();
	if (initial && initial_write(name, value, &err))
		play_break("%s", err.text);
	for (end = 0; end < 2 && !initial; end++) {
		enter_network(end);
		if (stage_write(name, value, &err))
			play_break("%s", err.text);
	}
	step_settle("stage   %s = %s", name, value);
}

/* Both ends, on loopback as on the wire. */
static void set_routes(unsigned metric, unsigned value)
{
	bool lo = play->variant.link == LINK_LO;
	struct address to;
	struct error err;
	int end;

	for (end = 0; end < (lo ? 1 : 2); end++) {
		/* A forged end has no namespace, and no routes. */
		if (!lo && play->network[end] < 0)
			continue;
		enter_network(end);
		to = wire_address(!end, 0);
		if (stage_route(lo ? "lo" : TUN_DEVICE, &to, lo, metric, value,
				&err))
			play_break("%s", err.text);
	}
}

void stage_initcwnd(unsigned segments)
{
	step_begin();
	set_routes(RTAX_INITCWND, segments);
	step_settle("stage   routes have initcwnd %u", segments);
}

void stage_quickack(void)
{
	step_begin();
	set_routes(RTAX_QUICKACK, 1);
	step_settle("stage   routes have quickack 1");
}

void need_real(struct end e)
{
	if (!play->tcpstate[e.player])
		play_break("%s is forged: there is no socket", actor_name(e));
}

struct address listener_of(struct end e)
{
	need_real(e);
	if (!play->listens[e.player])
		play_break("%s has never listened", actor_name(e));
	if (play->variant.link == LINK_LO && play->bound[!e.player])
		play_break("client and server listen on the same port: which "
			   "of the two is meant cannot be said");
	return wire_address(e.player, SERVER_PORT);
}

void look_listener(struct end e)
{
	struct address where = listener_of(e);
	struct tcpinfo info;
	struct error err;

	step_begin();
	if (tcpstate_ask_listener(play->tcpstate[e.player], &where, &info,
				  &err))
		play_break("%s", err.text);
	if (info.state == TCP_LISTEN)
		step_settle("%-7s accept queue holds %u, limit %u",
			    actor_name(e), info.recv_queue, info.send_queue);
	else
		step_settle("%-7s does not listen", actor_name(e));
}

/* A wait that was in vain is told in the trace, and ends the play. */
static void in_vain(const char *what, const char *instead)
{
	step_settle("until   %s: not after %lld s%s", what,
		    (long long)(play->limit_ns / NS_PER_S), instead);
	play_leave(PLAY_STUCK);
}

void until_state(struct end e, int state)
{
	int64_t began = now_ns(), limit = began + play->limit_ns;
	char what[64], instead[64];
	struct tcpinfo info;

	step_begin();
	step_hurry_over();
	address_of(e);
	need_real(e);
	snprintf(what, sizeof(what), "%s %s", actor_name(e),
		 tcpstate_name(state));
	for (;;) {
		step_drain();
		info = states_ask(e.number, e.player);
		if (info.state == state)
			break;
		if (now_ns() > limit) {
			snprintf(instead, sizeof(instead), ", but %s",
				 tcpstate_name(info.state));
			in_vain(what, instead);
		}
		wait_again(began);
	}
	if (play->tc->show & SHOW_TIME)
		step_settle("until   %s (%.1f s)", what,
			    (double)(now_ns() - began) / 1e9);
	else
		step_settle("until   %s", what);
}

void until_segments(struct end e, unsigned n)
{
	int64_t began = now_ns(), limit = began + play->limit_ns;
	char what[64];
	unsigned target;

	step_begin();
	step_hurry_over();
	address_of(e);
	target = play->sent[e.number][e.player] + n;
	snprintf(what, sizeof(what), "%s has sent %u more", actor_name(e), n);
	for (;;) {
		step_drain();
		if (play->sent[e.number][e.player] >= target)
			break;
		if (now_ns() > limit)
			in_vain(what, "");
		wait_again(began);
	}
	step_settle("until   %s", what);
}

void watch_ms(unsigned ms)
{
	int64_t limit = now_ns() + ms * NS_PER_MS;
	int64_t left;

	step_begin();
	step_hurry_over();
	while ((left = limit - now_ns()) > 0) {
		wait_a_little((int)(left / NS_PER_MS) + 1);
		step_drain();
	}
	step_settle("watch   for %u ms", ms);
}

void calls_within_ms(unsigned n, unsigned ms)
{
	play->hurry_ms = ms;
	play->hurry_calls = n;
	play->hurry_since = 0;
}

void within_ms(unsigned ms)
{
	calls_within_ms(2, ms);
}
