/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What can be known of a script before it is played: is there a socket for
 * each step that needs one?
 */
#include "harness/trace/attribute.h"
#include "harness/trace/pattern.h"
#include "harness/trace/script.h"
#include "harness/trace/words.h"

#include <string.h>

#define NUMBERS 65

/* What one player has at some point of the script. */
struct has {
	bool ended;
	bool listener;
	bool socket[NUMBERS], dup[NUMBERS];
	bool begun[NUMBERS];
	enum verb begun_verb[NUMBERS];
};

struct checking {
	const struct script *s;
	const struct script_step *at;
	struct has has[2];
	struct error *err;
};

static const char *player_name(const struct checking *k)
{
	return word_text(&words_end, k->at->step.end.player);
}

static int fault(struct checking *k, const char *fmt, const char *name)
{
	char what[200];

	snprintf(what, sizeof(what), fmt, name);
	return error_set(k->err, "%s:%u: %s", k->s->path, k->at->line, what);
}

static bool has_socket(const struct has *h, const struct end *e)
{
	if (e->which == SOCKET_LISTENER)
		return h->listener;
	return e->which == SOCKET_DUPLICATE ? h->dup[e->number] :
					      h->socket[e->number];
}

static int check_finish(struct checking *k, struct has *h)
{
	const struct step *s = &k->at->step;
	unsigned n = s->end.number;

	if (!h->begun[n] || h->begun_verb[n] != s->verb)
		return fault(k, "%s has begun no such call before", 
			     player_name(k));
	h->begun[n] = false;
	return 0;
}

static int check_player(struct checking *k)
{
	const struct step *s = &k->at->step;
	const struct verb_row *row = verb_row(s->verb);
	struct has *h = &k->has[s->end.player];
	unsigned n = s->end.number;

	if (k->s->tc.forged == s->end.player + 1u)
		return fault(k, "%s is forged, and makes no calls",
			     player_name(k));
	if (h->ended)
		return fault(k, "the process of %s has ended", player_name(k));
	if (s->phase == STEP_FINISHED)
		return check_finish(k, h);
	if (row->flags & VERB_OPENS) {
		if (s->end.which == SOCKET_LISTENER)
			h->listener = true;
		else if (s->end.which == SOCKET_CONNECTION)
			h->socket[n] = true;
	}
	if (s->verb == VERB_ACCEPT) {
		if (!h->listener)
			return fault(k, "%s does not listen", player_name(k));
		h->socket[n] = true;
	}
	if (!(row->flags & VERB_BARE) && !has_socket(h, &s->end))
		return fault(k, s->end.which == SOCKET_LISTENER ?
				     "%s has no listener: listen() comes first" :
			     s->end.which == SOCKET_DUPLICATE ?
				     "%s has no such duplicate: dup() comes "
				     "first" :
				     "%s has no such socket: socket(), "
				     "connect() or accept() comes first",
			     player_name(k));
	if (s->verb == VERB_DUP)
		h->dup[n] = true;
	if (s->phase == STEP_BEGUN) {
		h->begun[n] = true;
		h->begun_verb[n] = s->verb;
	}
	if (s->verb == VERB_EXIT || s->verb == VERB_KILL)
		h->ended = true;
	return 0;
}

static int check_step(struct checking *k)
{
	const struct step *s = &k->at->step;
	unsigned on = attribute_variants(&k->s->tc);
	unsigned forged = k->s->tc.forged;

	switch (verb_row(s->verb)->who) {
	case WHO_PLAYER:
		return check_player(k);
	case WHO_CABLE:
		if (on & ~ON_WIRE)
			return fault(k, "there is a cable only on the wire: "
				     "the header needs \"# on: wire\"%s", "");
		return 0;
	case WHO_FORGED:
		if (on & ~ON_FORGED)
			return fault(k, "a forged peer needs \"# on: forged\" "
				     "and \"# forged: client\" in the header%s",
				     "");
		if (s->verb != VERB_ICMP && forged != s->end.player + 1u)
			return fault(k, "%s is not the forged end",
				     player_name(k));
		return 0;
	default:
		return 0;
	}
}

int script_check(const struct script *s, struct error *err)
{
	struct checking k = {.s = s, .err = err};
	size_t i;

	for (i = 0; i < s->n; i++) {
		k.at = &s->step[i];
		if (check_step(&k))
			return -1;
	}
	return 0;
}
