/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Rules of mini-sockets, tcp_timewait_state_process(): TIME_WAIT, and FIN_WAIT2
 * of an orphan.
 */
#include "harness/grid/deviation_rule.h"

RULE(mini_reset)
{
	return is_mini(s) && c->flags & SEG_RST && in_window(c) &&
	       is_silent(&o->kernel) && is_gone(s, &o->kernel);
}

RULE(mini_answers_reset)
{
	return is_mini(s) && c->flags & SEG_RST && !in_window(c) &&
	       acks(&o->kernel) && stays(s, &o->kernel);
}

/* The FIN that was waited for, whatever stands beside it. */
static bool is_fin_taken(const struct cell *c, const struct reaction *r)
{
	return has_next_fin(c) && acks_all(r) && becomes(r, TCP_TIME_WAIT);
}

RULE(mini_syn)
{
	const struct reaction *kernel = &o->kernel;

	if (!is_mini(s) || !(c->flags & SEG_SYN) || c->flags & SEG_RST ||
	    !in_window(c))
		return false;
	/* An old one is not looked at as a SYN. */
	if (c->seq == GRID_SEQ_LEFT && !(c->flags & SEG_ACK))
		return is_silent(kernel) && stays(s, kernel);
	if (c->seq == GRID_SEQ_LEFT && has_next_fin(c))
		return is_fin_taken(c, kernel);
	return resets(c, kernel) && is_gone(s, kernel);
}

RULE(mini_data)
{
	return is_mini(s) && is_plain(c, SEG_ACK) && in_window(c) && span(c) &&
	       !has_next_fin(c) && resets(c, &o->kernel) &&
	       is_gone(s, &o->kernel);
}

RULE(mini_ack)
{
	const struct reaction *kernel = &o->kernel;

	if (!is_mini(s) || !is_plain(c, SEG_ACK) || !in_window(c))
		return false;
	return span(c) ? is_fin_taken(c, kernel) :
			 is_silent(kernel) && stays(s, kernel);
}

RULE(time_wait_syn_fin)
{
	return in(s, RFC_TIME_WAIT) && is_plain(c, SEG_SYN) &&
	       c->flags & SEG_FIN && o->rfc.state == TCP_SYN_RECV &&
	       is_silent(&o->kernel) && is_gone(s, &o->kernel);
}

RULE(time_wait_reset)
{
	return in(s, RFC_TIME_WAIT) && c->flags & SEG_RST && acks(&o->rfc) &&
	       is_silent(&o->kernel) && stays(s, &o->kernel);
}

RULE(time_wait_ack)
{
	return in(s, RFC_TIME_WAIT) && is_plain(c, SEG_ACK) &&
	       c->seq == GRID_SEQ_EXACT && !span(c) &&
	       is_silent(&o->kernel) && stays(s, &o->kernel);
}

RULE(time_wait_answers)
{
	return in(s, RFC_TIME_WAIT) && !(c->flags & (SEG_RST | SEG_SYN)) &&
	       in_window(c) && (span(c) || c->seq != GRID_SEQ_EXACT) &&
	       is_silent(&o->rfc) && acks(&o->kernel) && stays(s, &o->kernel);
}
