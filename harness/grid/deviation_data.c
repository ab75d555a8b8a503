/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Rules of connections: ESTABLISHED and what follows, as long as there is a
 * socket; and of sequence numbers, wherever they are judged.
 */
#include "harness/grid/deviation_rule.h"

/* The rules of mini-sockets are others. */
static bool has_socket(const struct station *s)
{
	return rfc9293_synchronized(s->rfc) && !in(s, RFC_TIME_WAIT) &&
	       !is_mini(s);
}

RULE(no_flags)
{
	return is_plain(c, 0) && acks(&o->rfc) && is_silent(&o->kernel) &&
	       stays(s, &o->kernel);
}

RULE(close_wait_epipe)
{
	return in(s, RFC_CLOSE_WAIT) && c->flags & SEG_RST &&
	       is_but_error(o, ECONNRESET, EPIPE);
}

RULE(reset_on_fin)
{
	return is_after_fin(s) && c->flags & SEG_RST &&
	       c->seq == GRID_SEQ_LEFT && is_silent(&o->kernel) &&
	       is_reset(s, &o->kernel);
}

/* After the FIN's ACK it is that of TIME_WAIT which counts. */
RULE(text_over_fin)
{
	return is_after_fin(s) && is_plain(c, SEG_ACK) &&
	       (c->ack == GRID_ACK_UNA ||
		(c->ack == GRID_ACK_NXT && in(s, RFC_CLOSE_WAIT))) &&
	       c->seq == GRID_SEQ_LEFT && c->length > 1 &&
	       resets(c, &o->kernel) && is_reset(s, &o->kernel);
}

RULE(octet_for_fin)
{
	const struct reaction *kernel = &o->kernel;

	return is_after_fin(s) && is_plain(c, SEG_ACK) &&
	       c->flags & SEG_FIN && c->seq == GRID_SEQ_LEFT &&
	       c->length == 1 &&
	       (c->ack == GRID_ACK_UNA ||
		(c->ack == GRID_ACK_NXT && in(s, RFC_CLOSE_WAIT))) &&
	       acks_all(kernel) && kernel->state == s->state &&
	       !kernel->error && kernel->readable == octets(s, c, 1);
}

RULE(second_fin)
{
	return is_after_fin(s) && is_plain(c, SEG_ACK) &&
	       c->flags & SEG_FIN && !c->length &&
	       (c->seq == GRID_SEQ_EXACT || c->seq == GRID_SEQ_INSIDE) &&
	       is_silent(&o->kernel) && acks(&o->rfc) &&
	       becomes(&o->kernel, o->rfc.state);
}

/* A FIN behind an octet that is not new. */
RULE(old_octet)
{
	const struct reaction *kernel = &o->kernel;

	if (!in(s, RFC_FIN_WAIT_1) || !is_orphan(s) || !is_plain(c, SEG_ACK) ||
	    !(c->flags & SEG_FIN) || c->seq != GRID_SEQ_LEFT || c->length != 1)
		return false;
	switch (c->ack) {
	case GRID_ACK_BEFORE:
		return acks(kernel) && stays(s, kernel);
	case GRID_ACK_UNA:
		return acks_all(kernel) && becomes(kernel, TCP_CLOSING);
	case GRID_ACK_NXT:
		return acks_all(kernel) && becomes(kernel, TCP_TIME_WAIT);
	default:
		return false;
	}
}

RULE(orphan_gap)
{
	return in(s, RFC_FIN_WAIT_1) && is_orphan(s) &&
	       is_plain(c, SEG_ACK) && has_good_ack(c) && span(c) &&
	       (c->seq == GRID_SEQ_INSIDE || c->seq == GRID_SEQ_EDGE) &&
	       resets(c, &o->kernel) && is_gone(s, &o->kernel);
}

RULE(old_ack)
{
	return has_socket(s) && is_plain(c, SEG_ACK) &&
	       c->ack == GRID_ACK_BEFORE &&
	       (c->seq == GRID_SEQ_LEFT || c->seq == GRID_SEQ_EXACT ||
		c->seq == GRID_SEQ_INSIDE) &&
	       acks(&o->kernel) && stays(s, &o->kernel);
}

RULE(unsent_ack)
{
	return in(s, RFC_ESTABLISHED) && is_plain(c, SEG_ACK) &&
	       c->ack == GRID_ACK_UNSENT && (in_window(c) || is_loose(c)) &&
	       acks(&o->rfc) && is_silent(&o->kernel) &&
	       stays(s, &o->kernel);
}

RULE(loose_reset)
{
	if (is_request(s) ? c->seq != GRID_SEQ_EDGE || span(c) :
			    !has_socket(s) && !is_crossed(s))
		return false;
	return c->flags & SEG_RST && is_loose(c) && is_silent(&o->rfc) &&
	       stays(s, &o->rfc) && acks(&o->kernel) && stays(s, &o->kernel);
}

/* The ACK of everything is taken out of it, and then it is dropped. */
static bool is_all_acked(const struct station *s, const struct cell *c,
			 const struct reaction *r)
{
	bool answers;

	switch (s->rfc) {
	case RFC_SYN_RECEIVED:
		/* A request looks at it as at any other. */
		answers = span(c);
		return (is_crossed(s) || !span(c)) &&
		       becomes(r, TCP_ESTABLISHED) &&
		       (answers ? acks(r) : is_silent(r));
	case RFC_FIN_WAIT_1:
		answers = is_orphan(s) ? c->flags & SEG_FIN : span(c);
		return becomes(r, TCP_FIN_WAIT2) &&
		       (answers ? acks(r) : is_silent(r));
	case RFC_CLOSING:
		return is_silent(r) && becomes(r, TCP_TIME_WAIT);
	case RFC_LAST_ACK:
		return is_silent(r) && is_gone(s, r);
	default:
		return false;
	}
}

RULE(loose_sequence)
{
	bool fin_wait2 = in(s, RFC_FIN_WAIT_2);

	if ((!has_socket(s) && !in(s, RFC_SYN_RECEIVED)) ||
	    !is_plain(c, SEG_ACK) || !is_loose(c) || !acks(&o->rfc) ||
	    !stays(s, &o->rfc))
		return false;
	if (c->ack == GRID_ACK_NXT && is_all_acked(s, c, &o->kernel))
		return true;
	/* SND.UNA and SND.NXT are one where all was acknowledged before. */
	if (!(c->ack == GRID_ACK_UNA ||
	      (c->ack == GRID_ACK_NXT &&
	       (fin_wait2 || in(s, RFC_ESTABLISHED) ||
		in(s, RFC_CLOSE_WAIT))) ||
	      (c->ack == GRID_ACK_BEFORE && fin_wait2)))
		return false;
	return c->seq == GRID_SEQ_EDGE && (is_after_fin(s) || !span(c)) &&
	       !in(s, RFC_SYN_RECEIVED) && is_silent(&o->kernel) &&
	       stays(s, &o->kernel);
}
