/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Rules of LISTEN, SYN_SENT and SYN_RCVD.
 */
#include "harness/grid/deviation_rule.h"

RULE(listen_syn_fin)
{
	return in(s, RFC_LISTEN) && is_plain(c, SEG_SYN) &&
	       c->flags & SEG_FIN && is_silent(&o->kernel) &&
	       stays(s, &o->kernel);
}

RULE(syn_ack_text)
{
	return in(s, RFC_SYN_SENT) && is_plain(c, SEG_SYN | SEG_ACK) &&
	       c->ack == GRID_ACK_NXT && span(c) > 1 &&
	       replies(&o->kernel, SEG_ACK, NUMBER_SND_NXT, 0,
		       NUMBER_SEG_SYN) &&
	       becomes(&o->kernel, TCP_ESTABLISHED);
}

RULE(syn_sent_refused)
{
	return in(s, RFC_SYN_SENT) && c->flags & SEG_RST &&
	       is_but_error(o, ECONNRESET, ECONNREFUSED);
}

RULE(crossed_reset)
{
	return is_crossed(s) && c->flags & SEG_RST &&
	       is_but_error(o, ECONNREFUSED, ECONNRESET);
}

RULE(request_syn)
{
	return is_request(s) && c->flags & SEG_SYN && !(c->flags & SEG_RST) &&
	       (c->seq == GRID_SEQ_EXACT || c->seq == GRID_SEQ_INSIDE) &&
	       (!(c->flags & SEG_ACK) || c->ack == GRID_ACK_NXT) &&
	       resets(c, &o->kernel) && is_gone(s, &o->kernel);
}

RULE(request_repeats)
{
	return is_request(s) && is_plain(c, SEG_SYN) &&
	       c->seq == GRID_SEQ_LEFT &&
	       replies(&o->kernel, SEG_SYN | SEG_ACK, NUMBER_SND_NXT, -1,
		       NUMBER_RCV_NXT) &&
	       stays(s, &o->kernel);
}

RULE(request_syn_ack)
{
	return is_request(s) && is_plain(c, SEG_SYN | SEG_ACK) &&
	       c->seq == GRID_SEQ_LEFT && c->ack == GRID_ACK_NXT &&
	       acks(&o->kernel) && stays(s, &o->kernel);
}

/* A request knows no old ACK: SND.UNA is its SYN, and not acknowledged. */
RULE(bad_ack_first)
{
	bool bad = c->flags & SEG_ACK && c->ack != GRID_ACK_NXT;

	if (is_crossed(s))
		bad = is_plain(c, SEG_ACK) && !has_good_ack(c) && is_loose(c);
	return in(s, RFC_SYN_RECEIVED) && bad && !(c->flags & SEG_RST) &&
	       resets(c, &o->kernel) && stays(s, &o->kernel);
}

/*
 * What becomes of a segment that establishes, by what it brings along.
 */
static bool is_established(const struct station *s, const struct cell *c,
			   const struct reaction *r)
{
	uint32_t old = c->seq == GRID_SEQ_LEFT;

	if (!span(c))
		return is_silent(r) && becomes(r, TCP_ESTABLISHED);
	if (!has_next(c))
		return acks(r) && becomes(r, TCP_ESTABLISHED);
	return acks_all(r) && !r->error &&
	       r->state == (c->flags & SEG_FIN ? TCP_CLOSE_WAIT :
						 TCP_ESTABLISHED) &&
	       r->readable == octets(s, c, c->length - old);
}

RULE(crossed_old_ack)
{
	return is_crossed(s) && is_plain(c, SEG_ACK) &&
	       c->ack == GRID_ACK_UNA && (in_window(c) || is_loose(c)) &&
	       is_established(s, c, &o->kernel);
}

RULE(crossed_syn_ack)
{
	return is_crossed(s) && is_plain(c, SEG_SYN | SEG_ACK) &&
	       c->seq == GRID_SEQ_LEFT && c->ack == GRID_ACK_NXT &&
	       span(c) == 1 && acks(&o->kernel) &&
	       becomes(&o->kernel, TCP_ESTABLISHED);
}

RULE(reset_of_request)
{
	bool bad = c->flags & SEG_ACK && c->ack != GRID_ACK_NXT;

	return is_request(s) && c->flags & SEG_RST && in_window(c) &&
	       is_silent(&o->kernel) &&
	       (bad ? stays(s, &o->kernel) : is_gone(s, &o->kernel));
}
