/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Holding, losing, repeating and delivering packets by rule.
 */
#include "harness/play/cable.h"
#include "base/memory.h"
#include "harness/play/arrival.h"
#include "harness/play/cable_packet.h"
#include "harness/trace/words.h"

#include <errno.h>
#include <pcap/dlt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_HELD   64
#define MAX_RULES  16

struct rule {
	int from;
	enum kind kind;
	enum cable_action action;
	bool used;
};

struct cable {
	int fd[2];
	int next;
	bool cut;
	bool hold[2];
	struct cable_packet *held[2];
	size_t n_held[2];
	struct cable_packet *delayed[2];
	struct cable_packet *last[2][N_KINDS];
	unsigned count[2][N_KINDS];
	struct rule rule[MAX_RULES];
	size_t n_rules;
};

struct cable *cable_new(const int fd[2])
{
	struct cable *c = calloc(1, sizeof(*c));
	int end;

	if (!c)
		memory_none();
	for (end = 0; end < 2; end++) {
		c->fd[end] = fd[end];
		c->held[end] = memory_new(MAX_HELD, sizeof(*c->held[end]));
	}
	return c;
}

void cable_free(struct cable *c)
{
	int end, kind;

	if (!c)
		return;
	for (end = 0; end < 2; end++) {
		if (c->fd[end] >= 0)
			close(c->fd[end]);
		free(c->held[end]);
		free(c->delayed[end]);
		for (kind = 0; kind < N_KINDS; kind++)
			free(c->last[end][kind]);
	}
	free(c);
}

void cable_fds(const struct cable *c, struct pollfd pfd[2])
{
	pfd[0].fd = c->fd[0];
	pfd[1].fd = c->fd[1];
}

/* The capture must show the very segment that the cable has read. */
static void ask_witness(int from, struct segment *read)
{
	struct segment seen;
	struct error err;
	int got;

	while ((got = capture_next(play->capture[from], &seen, &err)) == 1) {
		/* What was delivered to this end is in its capture as well. */
		if (!address_equal(&seen.src, &read->src) ||
		    !address_equal(&seen.dst, &read->dst))
			continue;
		if (seen.seq == read->seq && seen.ack == read->ack &&
		    seen.flags == read->flags && seen.length == read->length) {
			read->time_ns = seen.time_ns;
			return;
		}
		break;
	}
	if (got < 0)
		play_break("capture: %s", err.text);
	play_break("the capture does not show what the cable has read");
}

static void hand_over(struct cable *c, int to, const uint8_t *data, size_t size)
{
	/* A forged end takes everything in, and does nothing. */
	if (c->fd[to] < 0)
		return;
	if (write(c->fd[to], data, size) != (ssize_t)size)
		play_break("writing to a TUN device: %s", strerror(errno));
	c->next = to;
}

static void note_fate(struct sighting *s)
{
	struct shown_states states;

	arrival_note(&s->p, s->fate);
	if (!(play->tc->show & SHOW_EACH))
		return;
	states = states_each();
	if (!states.n)
		return;
	s->states = memory_new(1, sizeof(states));
	*s->states = states;
}

static void pass(struct cable *c, const struct cable_packet *k, int from)
{
	hand_over(c, !from, k->data, k->size);
	note_fate(&play->seen[play->n_seen - 1]);
}

static struct rule *find_rule(struct cable *c, int from,
			      const struct segment *seg)
{
	size_t i;

	for (i = 0; i < c->n_rules; i++) {
		struct rule *r = &c->rule[i];

		if (!r->used && r->from == from && kind_has(r->kind, seg)) {
			r->used = true;
			return r;
		}
	}
	return NULL;
}

static void remember(struct cable *c, int from, const struct cable_packet *k)
{
	int kind;

	for (kind = 0; kind < N_KINDS; kind++) {
		if (!kind_has((enum kind)kind, &k->p.seg))
			continue;
		c->count[from][kind]++;
		if (!c->last[from][kind])
			c->last[from][kind] = memory_new(1, sizeof(*k));
		*c->last[from][kind] = *k;
	}
}

static void keep(struct cable *c, int from, const struct cable_packet *k)
{
	if (c->n_held[from] == MAX_HELD)
		play_break("more than %d segments held", MAX_HELD);
	c->held[from][c->n_held[from]++] = *k;
}

static void follow_rule(struct cable *c, int from, struct cable_packet *k,
			const struct rule *r)
{
	struct sighting *s = &play->seen[play->n_seen - 1];

	switch (r->action) {
	case CABLE_DROP:
		s->fate = FATE_LOST;
		note_fate(s);
		break;
	case CABLE_DUPLICATE:
		pass(c, k, from);
		step_saw_again(&k->p, FATE_PASSED);
		pass(c, k, from);
		break;
	case CABLE_DELAY:
		s->fate = FATE_HELD;
		c->delayed[from] = memory_new(1, sizeof(*k));
		*c->delayed[from] = *k;
		note_fate(s);
		break;
	case CABLE_CORRUPT:
		s->fate = FATE_CORRUPTED;
		/* In the TCP checksum's reach, at the packet's very end. */
		k->data[k->size - 1] ^= 1;
		hand_over(c, !from, k->data, k->size);
		note_fate(s);
		break;
	}
}

static void pass_delayed(struct cable *c, int from)
{
	struct cable_packet *k = c->delayed[from];

	if (!k)
		return;
	c->delayed[from] = NULL;
	step_saw_again(&k->p, FATE_PASSED);
	pass(c, k, from);
	free(k);
}

static void carry_segment(struct cable *c, int from, struct cable_packet *k)
{
	struct sighting *s;
	struct rule *r;
	bool behind = c->delayed[from];

	ask_witness(from, &k->p.seg);
	if (!cable_packet_is_intact(k))
		play_break("%s sent a segment with a wrong checksum",
			   word_text(&words_end, from));
	arrival_expect(from, &k->p.seg);
	s = step_saw(&k->p.seg, FATE_PASSED);
	k->p = s->p;
	remember(c, from, k);
	if (c->cut) {
		s->fate = FATE_LOST;
		note_fate(s);
	} else if ((r = find_rule(c, from, &k->p.seg))) {
		follow_rule(c, from, k, r);
	} else if (c->hold[from]) {
		s->fate = FATE_HELD;
		keep(c, from, k);
		note_fate(s);
	} else {
		pass(c, k, from);
		if (behind)
			pass_delayed(c, from);
	}
}

/* Return: whether there was a packet. */
static bool carry_one(struct cable *c, int from)
{
	static struct cable_packet k;
	ssize_t got;

	if (c->fd[from] < 0)
		return false;
	got = read(c->fd[from], k.data, sizeof(k.data));
	if (got < 0 && errno != EAGAIN)
		play_break("reading from a TUN device: %s", strerror(errno));
	if (got <= 0)
		return false;
	k.size = (size_t)got;
	/* Anything else than TCP is the kernel's small talk. */
	if (segment_decode(DLT_RAW, k.data, k.size, k.size, &k.p.seg) ==
	    DECODE_TCP)
		carry_segment(c, from, &k);
	return true;
}

void cable_drain(struct cable *c)
{
	for (;;) {
		int first = c->next;

		if (carry_one(c, first))
			continue;
		if (!carry_one(c, !first))
			return;
	}
}

void cable_deliver(struct cable *c, int to, const uint8_t *packet, size_t size)
{
	struct segment seg;

	if (segment_decode(DLT_RAW, packet, size, size, &seg) == DECODE_TCP) {
		seg.time_ns = wall_ns();
		step_saw(&seg, FATE_PASSED);
	}
	hand_over(c, to, packet, size);
	if (play->n_seen)
		note_fate(&play->seen[play->n_seen - 1]);
}

void cable_rule(struct cable *c, int from, enum kind kind,
		enum cable_action action)
{
	if (c->n_rules == MAX_RULES)
		play_break("more than %d rules for the cable", MAX_RULES);
	c->rule[c->n_rules++] = (struct rule){from, kind, action, false};
}

bool cable_unused_rule(const struct cable *c, int *from, enum kind *kind)
{
	size_t i;

	for (i = 0; i < c->n_rules && c->rule[i].used; i++)
		;
	if (i == c->n_rules)
		return false;
	*from = c->rule[i].from;
	*kind = c->rule[i].kind;
	return true;
}

char *cable_seen(const struct cable *c, int from)
{
	struct text text;
	FILE *mem = text_begin(&text);
	const char *comma = "";
	int kind;

	for (kind = ANY + 1; kind < N_KINDS; kind++) {
		if (!c->count[from][kind])
			continue;
		fprintf(mem, "%s%u x %s", comma, c->count[from][kind],
			kind_name((enum kind)kind));
		comma = ", ";
	}
	if (!*comma)
		fputs("nothing", mem);
	return text_end(&text);
}

bool cable_is_holding(const struct cable *c)
{
	return c->cut || c->hold[0] || c->hold[1] || c->delayed[0] ||
	       c->delayed[1];
}

void cable_set_held(struct cable *c, int from, bool held)
{
	c->hold[from] = held;
}

size_t cable_held(const struct cable *c, int from)
{
	return c->n_held[from];
}

void cable_let_go(struct cable *c, int from, size_t index, bool passes)
{
	struct cable_packet k = c->held[from][index];
	size_t behind = --c->n_held[from] - index;

	memmove(&c->held[from][index], &c->held[from][index + 1],
		behind * sizeof(k));
	step_saw_again(&k.p, passes ? FATE_PASSED : FATE_LOST);
	if (passes)
		pass(c, &k, from);
	else
		note_fate(&play->seen[play->n_seen - 1]);
}

void cable_set_cut(struct cable *c, bool cut)
{
	c->cut = cut;
}

bool cable_replay(struct cable *c, int from, enum kind kind)
{
	struct cable_packet *k = c->last[from][kind];

	if (!k)
		return false;
	step_saw_again(&k->p, FATE_PASSED);
	pass(c, k, from);
	return true;
}
