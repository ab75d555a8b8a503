/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Verbs that look on, or wait.
 */
#include "harness/play/script.h"

#include <string.h>

#define NS_PER_MS 1000000LL

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

void perform_accept_queue(struct step s)
{
	struct address where = listener_of(s.end);
	struct tcpinfo info;
	struct error err;

	step_begin();
	if (tcpstate_ask_listener(play->tcpstate[s.end.player], &where, &info,
				  &err))
		play_break("%s", err.text);
	s.out.kind = OUTCOME_RETURNED;
	s.out.ret = info.state == TCP_LISTEN ? (int64_t)info.recv_queue : -1;
	s.out.limit = info.send_queue;
	step_settle(&s);
}

static void wait_for_state(struct step s)
{
	int64_t began = now_ns(), limit = began + play->limit_ns;
	struct tcpinfo info;

	step_begin();
	step_hurry_over();
	address_of(s.end);
	need_real(s.end);
	for (;;) {
		step_drain();
		info = states_ask(s.end.number, s.end.player);
		if (info.state == s.arg[0])
			break;
		s.out.state = info.state;
		if (now_ns() > limit)
			play_stuck(&s);
		wait_again(began);
	}
	if (play->tc->show & SHOW_TIME)
		s.out.took = (struct seconds){(double)(now_ns() - began) / 1e9,
					      1};
	step_settle(&s);
}

static void wait_for_segments(struct step s)
{
	int64_t began = now_ns(), limit = began + play->limit_ns;
	unsigned target;

	step_begin();
	step_hurry_over();
	address_of(s.end);
	target = play->sent[s.end.number][s.end.player] + (unsigned)s.arg[0];
	for (;;) {
		step_drain();
		if (play->sent[s.end.number][s.end.player] >= target)
			break;
		if (now_ns() > limit)
			play_stuck(&s);
		wait_again(began);
	}
	step_settle(&s);
}

static void watch(const struct step *s)
{
	int64_t limit = now_ns() + s->arg[0] * NS_PER_MS;
	int64_t left;

	step_begin();
	step_hurry_over();
	while ((left = limit - now_ns()) > 0) {
		wait_a_little((int)(left / NS_PER_MS) + 1);
		step_drain();
	}
	step_settle(s);
}

static void hurry(const struct step *s)
{
	step_begin();
	step_settle(s);
	play->hurry_ms = (unsigned)s->arg[0];
	play->hurry_calls = s->verb == VERB_WITHIN ? 2 : (unsigned)s->arg[1];
	play->hurry_since = 0;
}

void perform_wait(const struct step *s)
{
	switch (s->verb) {
	case VERB_UNTIL_STATE:
		wait_for_state(*s);
		break;
	case VERB_UNTIL_SENT:
		wait_for_segments(*s);
		break;
	case VERB_WATCH:
		watch(s);
		break;
	default:
		hurry(s);
		break;
	}
}
