/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Verbs that tell the cable what to do.
 */
#include "harness/play/cable.h"
#include "harness/play/script.h"

#include <string.h>

static struct cable *the_cable(const char *verb)
{
	if (play->variant.link != LINK_WIRE)
		play_break("%s: there is no cable on this link", verb);
	return play->cable;
}

static void rule(struct end from, enum kind kind, enum cable_action action,
		 const char *verb)
{
	cable_rule(the_cable(verb), from.player, kind, action);
	step_begin();
	step_settle("cable   %s the next %s from %s", verb, kind_name(kind),
		    actor_name(from));
}

void cable_drop(struct end from, enum kind kind)
{
	rule(from, kind, CABLE_DROP, "loses");
}

void cable_duplicate(struct end from, enum kind kind)
{
	rule(from, kind, CABLE_DUPLICATE, "doubles");
}

void cable_delay(struct end from, enum kind kind)
{
	rule(from, kind, CABLE_DELAY, "delays");
}

void cable_corrupt(struct end from, enum kind kind)
{
	rule(from, kind, CABLE_CORRUPT, "corrupts");
}

void cable_hold(struct end from)
{
	cable_set_held(the_cable("holds"), from.player, true);
	step_begin();
	step_settle("cable   holds what %s sends", actor_name(from));
}

void cable_release(struct end from)
{
	struct cable *c = the_cable("releases");

	step_begin();
	cable_set_held(c, from.player, false);
	while (cable_held(c, from.player)) {
		cable_let_go(c, from.player, 0, true);
		cable_drain(c);
	}
	step_settle("cable   releases what %s has sent", actor_name(from));
}

static void need_held(struct cable *c, struct end from, unsigned n)
{
	if (cable_held(c, from.player) < n)
		play_break("%u segments of %s to pass, but %zu are held", n,
			   actor_name(from), cable_held(c, from.player));
}

void cable_pass(struct end from, unsigned n)
{
	struct cable *c = the_cable("passes");
	unsigned i;

	need_held(c, from, n);
	step_begin();
	for (i = 0; i < n; i++) {
		cable_let_go(c, from.player, 0, true);
		cable_drain(c);
	}
	step_settle("cable   passes %u of %s", n, actor_name(from));
}

void cable_pass_last(struct end from)
{
	struct cable *c = the_cable("passes");

	need_held(c, from, 1);
	step_begin();
	cable_let_go(c, from.player, cable_held(c, from.player) - 1, true);
	step_settle("cable   passes the last one of %s", actor_name(from));
}

void cable_drop_held(struct end from)
{
	struct cable *c = the_cable("loses");

	step_begin();
	cable_set_held(c, from.player, false);
	while (cable_held(c, from.player))
		cable_let_go(c, from.player, 0, false);
	step_settle("cable   loses what it holds of %s", actor_name(from));
}

void cable_cut(void)
{
	cable_set_cut(the_cable("is cut"), true);
	step_begin();
	step_settle("cable   is cut");
}

void cable_mend(void)
{
	cable_set_cut(the_cable("is whole again"), false);
	step_begin();
	step_settle("cable   is whole again");
}

void cable_repeat(struct end from, enum kind kind)
{
	struct cable *c = the_cable("repeats");

	step_begin();
	if (!cable_replay(c, from.player, kind))
		play_break("no %s of %s to repeat", kind_name(kind),
			   actor_name(from));
	step_settle("cable   repeats the last %s from %s", kind_name(kind),
		    actor_name(from));
}
