/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A step of a trace as the referee's events: what its verb means to the RFC.
 */
#include "harness/referee/reader.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* net.ipv4.tcp_fastopen: all listeners have TCP_FASTOPEN. */
#define TFO_SERVER_WO_SOCKOPT1 0x400

/* To the step's own connection, and to all of its player. */
static void call_one(struct reader *rd, const struct step *s,
		     enum referee_call call)
{
	referee_call(rd->referee, s->end.number, s->end.player, call);
}

static void call_all(struct reader *rd, const struct step *s,
		     enum referee_call call)
{
	referee_call(rd->referee, 0, s->end.player, call);
}

static bool is_listener(const struct step *s)
{
	return s->end.which == SOCKET_LISTENER;
}

static void begin_open(struct reader *rd, const struct step *s)
{
	call_all(rd, s, REFEREE_OPEN_ACTIVE);
}

static void begin_listen(struct reader *rd, const struct step *s)
{
	call_all(rd, s, REFEREE_LISTEN);
}

static void take_same_port(struct reader *rd, const struct step *s)
{
	if (s->other.player == s->end.player)
		referee_same_port(rd->referee, s->end.number, s->end.player);
}

/* What waits to be accepted goes with the listener: RST. */
static void listener_ends(struct reader *rd, const struct step *s)
{
	call_all(rd, s, REFEREE_LISTEN_END);
	call_all(rd, s, REFEREE_ABORT);
}

static void take_close(struct reader *rd, const struct step *s)
{
	if (is_listener(s))
		listener_ends(rd, s);
	else
		call_one(rd, s, REFEREE_CLOSE);
}

static void take_close_connections(struct reader *rd, const struct step *s)
{
	call_all(rd, s, REFEREE_CLOSE);
}

static void take_close_all(struct reader *rd, const struct step *s)
{
	call_all(rd, s, REFEREE_CLOSE);
	call_all(rd, s, REFEREE_LISTEN_END);
}

static void take_how(struct reader *rd, const struct step *s)
{
	bool receive = s->arg[0] != SHUT_WR, send = s->arg[0] != SHUT_RD;

	if (is_listener(s)) {
		/* SHUT_WR does nothing to it. */
		if (receive)
			listener_ends(rd, s);
		return;
	}
	if (send)
		call_one(rd, s, REFEREE_SHUT_WR);
	if (receive)
		call_one(rd, s, REFEREE_SHUT_RD);
}

static void take_abort(struct reader *rd, const struct step *s)
{
	if (is_listener(s))
		listener_ends(rd, s);
	else
		call_one(rd, s, REFEREE_ABORT);
}

/* It closes by itself when its input ends. */
static void take_netcat(struct reader *rd, const struct step *s)
{
	call_all(rd, s, REFEREE_OPEN_ACTIVE);
	call_all(rd, s, REFEREE_CLOSE);
}

/* It connects by itself (RFC 7413 A.1). */
static void take_flags(struct reader *rd, const struct step *s)
{
	if (s->arg[1] & MSG_FASTOPEN)
		call_all(rd, s, REFEREE_OPEN_ACTIVE);
}

static void take_option(struct reader *rd, const struct step *s)
{
	if (s->arg[0] == IPPROTO_TCP && s->arg[1] == TCP_FASTOPEN)
		call_all(rd, s, REFEREE_FAST_OPEN);
}

static void take_setting(struct reader *rd, const struct step *s)
{
	long value = strtol(step_value(s), NULL, 0);

	if (!strcmp(s->text, "net.ipv4.tcp_timestamps"))
		rd->no_timestamps = !value;
	if (strcmp(s->text, "net.ipv4.tcp_fastopen") ||
	    !(value & TFO_SERVER_WO_SOCKOPT1))
		return;
	referee_call(rd->referee, 0, END_CLIENT, REFEREE_FAST_OPEN);
	referee_call(rd->referee, 0, END_SERVER, REFEREE_FAST_OPEN);
}

void reader_take_time(struct reader *rd)
{
	referee_call(rd->referee, 0, END_CLIENT, REFEREE_TIME);
	referee_call(rd->referee, 0, END_SERVER, REFEREE_TIME);
}

static void take_time(struct reader *rd, const struct step *s)
{
	(void)s;
	reader_take_time(rd);
}

static void take_copy(struct reader *rd, const struct step *s)
{
	(void)s;
	rd->copy = true;
}

static void take_double(struct reader *rd, const struct step *s)
{
	rd->doubles[s->end.player] = true;
}

static void take_timestamps(struct reader *rd, const struct step *s)
{
	rd->clock[s->end.number][s->end.player].runs = true;
}

/* The natural timestamp grows by one a segment. */
static void take_forged(struct reader *rd, const struct step *s)
{
	struct forged_clock *clock = &rd->clock[s->end.number][s->end.player];
	uint32_t natural = FORGED_CLOCK + clock->sent++;

	clock->missing = s->forged.no_ts;
	clock->value = s->forged.tsval ? (uint32_t)s->forged.tsval :
					 natural + (uint32_t)s->forged.ts;
	rd->forged = clock;
}

static void (*const take[])(struct reader *rd, const struct step *s) = {
	[MEANS_OPEN] = begin_open,
	[MEANS_OPEN_BY_FLAGS] = take_flags,
	[MEANS_SAME_PORT] = take_same_port,
	[MEANS_LISTEN] = begin_listen,
	[MEANS_CLOSE] = take_close,
	[MEANS_CLOSE_CONNECTIONS] = take_close_connections,
	[MEANS_CLOSE_ALL] = take_close_all,
	[MEANS_BY_HOW] = take_how,
	[MEANS_ABORT] = take_abort,
	[MEANS_NETCAT] = take_netcat,
	[MEANS_BY_OPTION] = take_option,
	[MEANS_BY_SETTING] = take_setting,
	[MEANS_TIME] = take_time,
	[MEANS_COPY] = take_copy,
	[MEANS_DOUBLE] = take_double,
	[MEANS_FORGED] = take_forged,
	[MEANS_TIMESTAMPS] = take_timestamps,
};

/* An OPEN may have begun all the same. */
static bool counts(const struct step *s, enum verb_meaning means)
{
	return means != MEANS_NOTHING &&
	       (s->out.ret >= 0 || means == MEANS_OPEN ||
		means == MEANS_OPEN_BY_FLAGS);
}

/* Calls that took as long as a timer. */
static bool took_time(const struct step *s)
{
	return s->phase == STEP_FINISHED || s->out.error == ETIMEDOUT ||
	       s->out.error == EHOSTUNREACH || s->out.error == ENETUNREACH ||
	       (s->out.took.decimals >= 0 && s->out.took.value > 0);
}

void reader_take_step(struct reader *rd, const struct step *s)
{
	const struct verb_row *row = verb_row(s->verb);

	rd->copy = false;
	rd->forged = NULL;
	referee_step(rd->referee,
		     row->who == WHO_THIRD || row->who == WHO_FORGED);
	if (row->who == WHO_PLAYER)
		call_one(rd, s, REFEREE_OTHER);
	if (counts(s, row->means))
		take[row->means](rd, s);
	if (took_time(s))
		reader_take_time(rd);
}
