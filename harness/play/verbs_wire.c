/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The other verbs of cases/case.h: the stage, waiting, the cable, forged
 * segments.
 */
#include "harness/play/verbs.h"

#include <stdio.h>
#include <string.h>

/* --- the stage, waiting, third parties --- */

void stage_sysctl(const char *name, const char *value)
{
	struct step s = {.verb = VERB_SYSCTL, .out.took = SECONDS_NONE};
	size_t length = strlen(name) + 1;

	if (length + strlen(value) >= sizeof(s.text))
		play_break("stage_sysctl: %s: too long", name);
	memcpy(s.text, name, length);
	strcpy(s.text + length, value);
	perform_step(&s);
}

void stage_initcwnd(unsigned segments)
{
	STEP(INITCWND, client, segments);
}

void stage_quickack(void)
{
	STEP(QUICKACK, client);
}

void until_state(struct end e, int state)
{
	STEP(UNTIL_STATE, e, state);
}

void until_segments(struct end e, unsigned n)
{
	STEP(UNTIL_SENT, e, n);
}

void watch_ms(unsigned ms)
{
	STEP(WATCH, client, ms);
}

void within_ms(unsigned ms)
{
	STEP(WITHIN, client, ms);
}

void calls_within_ms(unsigned n, unsigned ms)
{
	if (n == 2)
		within_ms(ms);
	else
		STEP(WITHIN_CALLS, client, ms, n);
}

void inject(struct end as, const char *flags, int32_t seq)
{
	verb_step_text(VERB_INJECT, as, flags, seq);
}

/* --- the cable --- */

void cable_hold(struct end from)
{
	STEP(HOLD, from);
}

void cable_release(struct end from)
{
	STEP(RELEASE, from);
}

void cable_pass(struct end from, unsigned n)
{
	STEP(CABLE_PASS, from, n);
}

void cable_pass_last(struct end from)
{
	STEP(CABLE_PASS_LAST, from);
}

void cable_drop_held(struct end from)
{
	STEP(DROP_HELD, from);
}

void cable_drop(struct end from, enum kind kind)
{
	STEP(DROP, from, kind);
}

void cable_duplicate(struct end from, enum kind kind)
{
	STEP(DUPLICATE, from, kind);
}

void cable_delay(struct end from, enum kind kind)
{
	STEP(DELAY, from, kind);
}

void cable_corrupt(struct end from, enum kind kind)
{
	STEP(CORRUPT, from, kind);
}

void cable_repeat(struct end from, enum kind kind)
{
	STEP(REPEAT, from, kind);
}

void cable_cut(void)
{
	STEP(CUT, client);
}

void cable_mend(void)
{
	STEP(MEND, client);
}

/* --- the forged peer --- */

void forge_segment(struct end as, const char *flags, const struct forged *f)
{
	struct step s = {
		.verb = VERB_FORGE,
		.end = as,
		.forged = *f,
		.out.took = SECONDS_NONE,
	};

	snprintf(s.text, sizeof(s.text), "%s", flags);
	perform_step(&s);
}

void forge_timestamps(struct end as)
{
	STEP(FORGED_TIMESTAMPS, as);
}

void forge_sack(struct end as)
{
	STEP(FORGED_SACK, as);
}

void forge_icmp(struct end to, unsigned code)
{
	STEP(ICMP, to, code);
}
