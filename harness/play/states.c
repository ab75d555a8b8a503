/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The states of both ends of every connection, and which of them are shown.
 */
#include "harness/play/play.h"

#include <string.h>

static bool is_self(const struct conversation *conv)
{
	return address_equal(&conv->end[END_CLIENT], &conv->end[END_SERVER]);
}

static unsigned followed(void)
{
	unsigned n = conversations_count(play->table);

	return n < MAX_CONVERSATIONS ? n : MAX_CONVERSATIONS;
}

static bool same_ends(const struct conversation *a,
		      const struct conversation *b)
{
	return address_equal(&a->end[0], &b->end[0]) &&
	       address_equal(&a->end[1], &b->end[1]);
}

/*
 * Incarnations of one connection share their addresses, and the kernel knows
 * only one at each end: the last one whose SYN was answered, or, as long as it
 * is opening, the last one there is.
 */
static unsigned incarnation(const struct conversation *conv, int state)
{
	bool opening = state == TCP_SYN_SENT || state == TCP_SYN_RECV;
	unsigned number, found = 0;

	for (number = 1; number <= followed(); number++) {
		struct conversation *c = conversations_get(play->table, number);
		bool answered = c->syn[END_CLIENT] && c->syn[END_SERVER];

		if (same_ends(c, conv) && (opening || answered || !found))
			found = number;
	}
	return found;
}

struct tcpinfo states_ask(unsigned conversation, int end)
{
	const struct tcpinfo none = {.state = TCP_CLOSE};
	struct conversation *conv = conversations_get(play->table,
						      conversation);
	struct tcpinfo info;

	/* Nobody can be asked about an end that is forged. */
	if (!play->tcpstate[end])
		return none;
	if (tcpstate_ask(play->tcpstate[end], &conv->end[end],
			 &conv->end[!end], &info, &play->err))
		play_break("%s", play->err.text);
	return incarnation(conv, info.state) == conversation ? info : none;
}

static void add(struct shown_states *to, unsigned number, int end,
		const struct tcpinfo *info)
{
	bool queues = play->tc->show & SHOW_QUEUES;

	to->state[to->n++] = (struct shown_state){
		.end = {.player = (uint8_t)end, .number = number},
		.state = info->state,
		.recv_queue = queues ? info->recv_queue : 0,
		.send_queue = queues ? info->send_queue : 0,
	};
}

static bool has_changed(const struct tcpinfo *told, const struct tcpinfo *now)
{
	if (told->state != now->state)
		return true;
	return play->tc->show & SHOW_QUEUES &&
	       (told->recv_queue != now->recv_queue ||
		told->send_queue != now->send_queue);
}

/* A connection whose SYN is yet to come has the end that has called. */
static int ends_of(unsigned number)
{
	if (number > followed())
		return 1;
	return is_self(conversations_get(play->table, number)) ? 1 : 2;
}

_Static_assert(SHOWN_STATES >= 2 * MAX_CONVERSATIONS, "states have room");

static struct shown_states choose(struct tcpinfo now[][2], bool all)
{
	struct shown_states chosen = {.n = 0, .after = SECONDS_NONE};
	unsigned number;

	for (number = 1; number <= followed() || number <= play->before_syn;
	     number++) {
		int end, ends = ends_of(number);

		for (end = 0; end < ends; end++) {
			if (!play->tcpstate[end])
				continue;
			if (all || has_changed(&play->told[number][end],
					       &now[number][end]))
				add(&chosen, number, end, &now[number][end]);
		}
	}
	return chosen;
}

static bool was_seen(const struct tcppair *pair)
{
	unsigned number, n = conversations_count(play->table);

	for (number = 1; number <= n; number++) {
		struct conversation *c = conversations_get(play->table, number);

		if (address_equal(&c->end[END_CLIENT], &pair->local) &&
		    address_equal(&c->end[END_SERVER], &pair->remote))
			return true;
	}
	return false;
}

/*
 * With fast open connect() only gets ready, and send() sends the SYN: until
 * then the client is in SYN_SENT, and nothing of it was on the wire. It has the
 * number that it will have then.
 */
static void ask_before_syn(struct tcpinfo now[][2])
{
	struct tcppair pair[MAX_CONVERSATIONS];
	unsigned number = conversations_count(play->table);
	int i, n;

	for (i = (int)number + 1; i <= (int)play->before_syn; i++)
		now[i][END_CLIENT].state = TCP_CLOSE;
	n = tcpstate_opening(play->tcpstate[END_CLIENT], play->variant.family,
			     SERVER_PORT, pair, MAX_CONVERSATIONS, &play->err);
	if (n < 0)
		play_break("%s", play->err.text);
	for (i = 0; i < n && number < MAX_CONVERSATIONS; i++)
		if (!was_seen(&pair[i]))
			now[++number][END_CLIENT].state = TCP_SYN_SENT;
	if (number > play->before_syn)
		play->before_syn = number;
}

static void ask_all(struct tcpinfo now[][2])
{
	unsigned number;
	int end;

	memcpy(now, play->told, sizeof(play->told));
	if (play->early && play->tcpstate[END_CLIENT])
		ask_before_syn(now);
	for (number = 1; number <= followed(); number++) {
		for (end = 0; end < 2; end++)
			now[number][end] = states_ask(number, end);
	}
}

struct shown_states states_changed(struct tcpinfo now[][2])
{
	ask_all(now);
	return choose(now, false);
}

struct shown_states states_each(void)
{
	struct tcpinfo now[MAX_CONVERSATIONS + 1][2];
	struct shown_states changed = states_changed(now);

	memcpy(play->told, now, sizeof(now));
	return changed;
}

struct shown_states states_all(void)
{
	struct tcpinfo now[MAX_CONVERSATIONS + 1][2];

	ask_all(now);
	return choose(now, true);
}
