/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What lies between the ends, as the rest of the play sees it: something that
 * segments are seen on, and that can be waited for.
 */
#include "harness/play/cable.h"
#include "base/memory.h"
#include "harness/play/play.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

struct play *play;

/* Longer than a delayed ACK (40 ms), shorter than TCP_RTO_MIN (200 ms). */
#define TOLD_SECONDS 0.1

double since_told(int64_t when)
{
	double after = (double)(when - play->told_ns) / 1e9;

	if (!play->told_ns || play->calling || after < 0)
		after = 0;
	play->told_ns = when;
	play->calling = false;
	return after;
}

struct seconds delay_shown(double seconds)
{
	if (!(play->tc->show & SHOW_TIME) || seconds < TOLD_SECONDS)
		return SECONDS_NONE;
	return (struct seconds){seconds, 3};
}

static struct sighting *new_sighting(enum fate fate, int64_t when)
{
	struct sighting *s;

	if (play->n_seen == play->seen_room) {
		play->seen_room = 2 * play->seen_room + 16;
		play->seen = realloc(play->seen,
				     play->seen_room * sizeof(*play->seen));
		if (!play->seen)
			memory_none();
	}
	s = &play->seen[play->n_seen++];
	s->fate = fate;
	s->after = since_told(when);
	s->states = NULL;
	return s;
}

/* A RST that answers a segment repeats its numbers, and says nothing. */
static void note_ack(const struct placed *p)
{
	uint32_t *acked = &play->acked[p->conv->number][p->from];
	bool *any = &play->acked_any[p->conv->number][p->from];

	if ((p->seg.flags & (SEG_ACK | SEG_RST)) != SEG_ACK ||
	    (*any && (int32_t)(p->seg.ack - *acked) < 0))
		return;
	*acked = p->seg.ack;
	*any = true;
}

/* A number that a script has chosen is the same in each run. */
static void name_numbers(struct placed *p)
{
	struct isn_list *isn = play->isn[p->conv->number];
	bool chosen = !play->tcpstate[p->from] ||
		      (play->by_hand && p->seg.seq == play->by_hand);

	if (!chosen)
		isn_learn(&isn[p->from], p);
	isn_name(&isn[p->from], &isn[!p->from], p);
}

struct sighting *step_saw(const struct segment *seg, enum fate fate)
{
	struct sighting *s = new_sighting(fate, seg->time_ns);

	if (conversations_place(play->table, seg, &s->p))
		play_break("out of memory");
	if (s->p.conv->number <= MAX_CONVERSATIONS) {
		play->sent[s->p.conv->number][s->p.from]++;
		note_ack(&s->p);
		name_numbers(&s->p);
	}
	return s;
}

void step_saw_again(const struct placed *p, enum fate fate)
{
	new_sighting(fate, wall_ns())->p = *p;
}

static void drain_capture(struct capture *cap)
{
	struct segment seg;
	struct error err;
	int got;

	while ((got = capture_next(cap, &seg, &err)) == 1)
		step_saw(&seg, FATE_PASSED);
	if (got < 0)
		play_break("capture: %s", err.text);
}

size_t step_drain(void)
{
	if (play->cable)
		cable_drain(play->cable);
	else
		drain_capture(play->capture[0]);
	return play->n_seen;
}

bool link_wait(int fd, int ms)
{
	struct pollfd pfd[3] = {
		{.fd = fd, .events = POLLIN},
		{.fd = -1, .events = POLLIN},
		{.fd = -1, .events = POLLIN},
	};

	if (play->cable)
		cable_fds(play->cable, &pfd[1]);
	else
		pfd[1].fd = capture_fd(play->capture[0]);
	stall_poll(pfd, 3, ms);
	return pfd[0].revents;
}

void wait_a_little(int ms)
{
	link_wait(-1, ms);
}

void wait_again(int64_t began)
{
	int64_t ms = (now_ns() - began) / 1000000;

	if (ms < 16)
		ms = ms / 2 + 1;
	else
		ms = ms < 800 ? 8 : ms / 100;
	wait_a_little((int)ms);
}

/* On the wire addresses for documentation, RFC 5737 and RFC 3849. */
struct address own_address(int player, uint16_t port)
{
	static const char *const places[][2][2] = {
		[LINK_LO] = {{"127.0.0.1", "127.0.0.1"}, {"::1", "::1"}},
		[LINK_WIRE] = {{"192.0.2.1", "192.0.2.2"},
			       {"2001:db8::1", "2001:db8::2"}},
		[LINK_FORGED] = {{"192.0.2.1", "192.0.2.2"},
				 {"2001:db8::1", "2001:db8::2"}},
	};
	struct address a = {.family = (uint16_t)play->variant.family,
			    .port = port};
	bool v6 = play->variant.wire == AF_INET6;
	char text[64];

	snprintf(text, sizeof(text), "%s%s",
		 a.family == AF_INET6 && !v6 ? "::ffff:" : "",
		 places[play->variant.link][v6][player]);
	inet_pton(a.family, text, a.bytes);
	return a;
}
