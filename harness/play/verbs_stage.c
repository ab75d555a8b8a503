/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Verbs that set the stage, look on, or wait.
 */
#include "harness/play/forge.h"
#include "harness/play/script.h"
#include "harness/stage/stage.h"

#include <arpa/inet.h>
#include <string.h>

#define NS_PER_MS 1000000LL
#define NS_PER_S  1000000000LL

void stage_sysctl(const char *name, const char *value)
{
	struct error err;

	step_begin();
	if (stage_write(name, value, &err))
		play_break("%s", err.text);
	step_settle("stage   %s = %s", name, value);
}

void stage_initcwnd(unsigned segments)
{
	struct error err;

	step_begin();
	if (stage_route_initcwnd(segments, &err))
		play_break("%s", err.text);
	step_settle("stage   route of lo: initcwnd %u", segments);
}

void look_listener(struct end e)
{
	struct address where = {.family = (uint16_t)play->variant.wire,
				.port = SERVER_PORT};
	struct tcpinfo info;
	struct error err;

	inet_pton(where.family,
		  where.family == AF_INET ? "127.0.0.1" : "::1", where.bytes);
	step_begin();
	if (tcpstate_ask_listener(play->tcpstate, &where, &info, &err))
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
	int64_t limit = now_ns() + play->limit_ns;
	char what[64], instead[64];
	struct tcpinfo info;
	int pause = 1;

	step_begin();
	step_hurry_over();
	address_of(e);
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
		wait_a_little(pause);
		if (pause < 8)
			pause *= 2;
	}
	step_settle("until   %s", what);
}

void until_segments(struct end e, unsigned n)
{
	int64_t limit = now_ns() + play->limit_ns;
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
		wait_a_little(8);
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

void inject(struct end as, const char *flags, int32_t seq)
{
	struct conversation *conv;
	struct error err;
	char offset[16] = "";

	address_of(as);
	conv = conversations_get(play->table, as.number);
	if (seq)
		snprintf(offset, sizeof(offset), "%+d", (int)seq);
	step_begin();
	if (forge_inject(conv, as.player, flags,
			 conv->next[as.player] + (uint32_t)seq, &err))
		play_break("%s", err.text);
	step_settle("third   sends %s as %s, seq RCV.NXT%s", flags,
		    actor_name(as), offset);
}

void call_sock_destroy(struct end e)
{
	const struct address *local = address_of(e);
	struct conversation *conv = conversations_get(play->table, e.number);
	struct error err;

	step_begin();
	if (tcpstate_destroy(play->tcpstate, local, &conv->end[!e.player],
			     &err))
		play_break("%s", err.text);
	step_settle("third   SOCK_DESTROY of %s", actor_name(e));
}
