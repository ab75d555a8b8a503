/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Verbs that are about the cable.
 */
#include "harness/play/cable.h"
#include "harness/play/script.h"
#include "harness/trace/words.h"

static enum cable_action action_of(enum verb verb)
{
	switch (verb) {
	case VERB_DROP:
		return CABLE_DROP;
	case VERB_DUPLICATE:
		return CABLE_DUPLICATE;
	case VERB_DELAY:
		return CABLE_DELAY;
	default:
		return CABLE_CORRUPT;
	}
}

static void let_all_go(struct cable *c, int from, bool pass)
{
	cable_set_held(c, from, false);
	while (cable_held(c, from)) {
		cable_let_go(c, from, 0, pass);
		if (pass)
			cable_drain(c);
	}
}

static void need_held(const struct cable *c, const struct step *s, unsigned n)
{
	size_t held = cable_held(c, s->end.player);

	if (held < n)
		play_break("%u segments of %s to pass, but %zu are held", n,
			   actor_name(s->end), held);
}

static void pass_some(struct cable *c, const struct step *s)
{
	int64_t i;

	for (i = 0; i < s->arg[0]; i++) {
		cable_let_go(c, s->end.player, 0, true);
		cable_drain(c);
	}
}

static void repeat(struct cable *c, const struct step *s)
{
	enum kind kind = (enum kind)s->arg[0];

	if (!cable_replay(c, s->end.player, kind))
		play_break("no %s of %s to repeat",
			   word_text(&words_kind, kind), actor_name(s->end));
}

/* What can be refused is refused before the step begins. */
static void check(const struct cable *c, const struct step *s)
{
	if (s->verb == VERB_CABLE_PASS)
		need_held(c, s, (unsigned)s->arg[0]);
	if (s->verb == VERB_CABLE_PASS_LAST)
		need_held(c, s, 1);
}

void perform_cable(const struct step *s)
{
	struct cable *c = play->cable;
	int from = s->end.player;

	if (play->variant.link != LINK_WIRE)
		play_break("cable: there is no cable on this link");
	check(c, s);
	step_begin();
	switch (s->verb) {
	case VERB_HOLD:
		cable_set_held(c, from, true);
		break;
	case VERB_RELEASE:
		let_all_go(c, from, true);
		break;
	case VERB_DROP_HELD:
		let_all_go(c, from, false);
		break;
	case VERB_CABLE_PASS:
		pass_some(c, s);
		break;
	case VERB_CABLE_PASS_LAST:
		cable_let_go(c, from, cable_held(c, from) - 1, true);
		break;
	case VERB_REPEAT:
		repeat(c, s);
		break;
	case VERB_CUT:
	case VERB_MEND:
		cable_set_cut(c, s->verb == VERB_CUT);
		break;
	default:
		cable_rule(c, from, (enum kind)s->arg[0], action_of(s->verb));
		break;
	}
	step_settle(s);
}
