/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Verbs of a third party: segments with an end's addresses, and SOCK_DESTROY.
 */
#include "harness/play/cable.h"
#include "harness/net/forge.h"
#include "harness/net/packet.h"
#include "harness/play/script.h"

#include <errno.h>
#include <string.h>

/*
 * What the victim expects next. A full socket says how many octets have arrived
 * in order; a mini-socket does not, but has acknowledged all that it has taken.
 */
static uint32_t rcv_nxt(const struct conversation *conv, int as)
{
	int victim = !as;
	uint64_t bytes = 0;
	int known = tcpstate_received(play->tcpstate[victim],
				      &conv->end[victim], &conv->end[as],
				      &bytes, &play->err);

	if (known < 0)
		play_break("%s", play->err.text);
	if (!known && play->acked_any[conv->number][victim])
		return play->acked[conv->number][victim];
	return conv->base[as] + 1 + (uint32_t)bytes;
}

/**
 * struct origin - what an injected segment's number counts from
 * @sender: from SND.NXT of its sender, and not from RCV.NXT of the victim
 */
struct origin {
	bool sender;
	uint32_t seq;
};

/* Where the victim has no socket, or the peer has never sent, there is no
 * RCV.NXT: then it is what the end would send itself. */
static struct origin origin_of(const struct conversation *conv, int as)
{
	struct tcpinfo victim = states_ask(conv->number, !as);

	if (victim.state == TCP_CLOSE || victim.state == TCP_SYN_SENT ||
	    !conv->base_known[as])
		return (struct origin){true, conv->next[as]};
	return (struct origin){false, rcv_nxt(conv, as)};
}

static void inject_by_cable(const struct conversation *conv, int as,
			    const char *flags, uint32_t seq)
{
	struct segment seg;
	uint8_t data[PACKET_MAX];
	struct error err;
	int size;

	forge_segment_of(conv, as, flags, seq, &seg);
	size = packet_build(&seg, data, &err);
	if (size < 0)
		play_break("%s", err.text);
	cable_deliver(play->cable, !as, data, (size_t)size);
}

static void inject_segment(struct step s)
{
	struct end as = s.end, victim = as;
	struct conversation *conv;
	struct origin origin;
	struct error err;

	victim.player = !as.player;
	address_of(as);
	need_real(victim);
	conv = conversations_get(play->table, as.number);
	step_begin();
	step_drain();
	origin = origin_of(conv, as.player);
	s.arg[0] = origin.sender;
	origin.seq += (uint32_t)s.arg[1];
	play->by_hand = strchr(s.text, 'S') ? origin.seq : 0;
	if (play->cable)
		inject_by_cable(conv, as.player, s.text, origin.seq);
	else if (forge_inject(conv, as.player, s.text, origin.seq, &err))
		play_break("%s", err.text);
	step_settle(&s);
}

/* A later connection with the same addresses is not the one that is meant. */
static bool was_replaced(struct end e)
{
	const struct conversation *conv = conversations_get(play->table,
							    e.number);
	struct tcpinfo info;

	if (tcpstate_ask(play->tcpstate[e.player], &conv->end[e.player],
			 &conv->end[!e.player], &info, &play->err))
		play_break("%s", play->err.text);
	return info.state != TCP_CLOSE &&
	       states_ask(e.number, e.player).state == TCP_CLOSE;
}

static void destroy(struct step s)
{
	struct end e = s.end;
	bool listens = e.which == SOCKET_LISTENER;
	struct address local, remote;
	struct error err;
	int refusal = 0;

	if (listens) {
		local = listener_of(e);
	} else {
		local = *address_of(e);
		need_real(e);
		remote = conversations_get(play->table,
					   e.number)->end[!e.player];
	}
	step_begin();
	step_drain();
	if (!listens && was_replaced(e))
		refusal = ENOENT;
	else if (tcpstate_destroy(play->tcpstate[e.player], &local,
				  listens ? NULL : &remote, &refusal, &err))
		play_break("%s", err.text);
	s.out.kind = OUTCOME_RETURNED;
	s.out.ret = refusal ? -1 : 0;
	s.out.error = refusal;
	step_settle(&s);
}

void perform_third(const struct step *s)
{
	if (s->verb == VERB_INJECT)
		inject_segment(*s);
	else
		destroy(*s);
}
