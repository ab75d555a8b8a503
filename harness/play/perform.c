/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A step is played by whoever acts; here are the calls of players.
 */
#include "harness/play/script.h"

#include <string.h>

/* Where the other player is called. */
static struct address peer_place(struct end e)
{
	return own_address(play->variant.link == LINK_LO || !e.player,
			   SERVER_PORT);
}

/* An IPv4 connection between IPv6 sockets needs a listener on any address. */
static struct address listening_place(struct end e)
{
	struct address a = own_address(e.player, SERVER_PORT);

	if (play->variant.family != play->variant.wire)
		memset(a.bytes, 0, sizeof(a.bytes));
	return a;
}

/* An address as seen on the wire, as a socket of this variant writes it. */
static struct address as_socket_address(const struct address *wire)
{
	struct address a = own_address(0, wire->port);

	if (a.family == wire->family)
		memcpy(a.bytes, wire->bytes, sizeof(a.bytes));
	else
		memcpy(a.bytes + 12, wire->bytes, 4);
	return a;
}

static struct address place_of(const struct step *s)
{
	switch (s->verb) {
	case VERB_BIND:
		return listening_place(s->end);
	case VERB_BIND_AS:
		return as_socket_address(address_of(s->other));
	case VERB_LISTEN:
		if (play->bound[s->end.player])
			break;
		return listening_place(s->end);
	case VERB_CONNECT:
		return peer_place(s->end);
	case VERB_CONNECT_CLOSED:
		return own_address(1, CLOSED_PORT);
	case VERB_CONNECT_SELF:
		return own_address(0, CLOSED_PORT);
	default:
		break;
	}
	return (struct address){0};
}

/* What the harness has to know of a call that is to be made. */
static void note_call(const struct step *s)
{
	unsigned player = s->end.player;

	if (s->verb == VERB_LISTEN)
		play->listens[player] = play->bound[player] = true;
	if (s->verb == VERB_OPTION && s->arg[0] == IPPROTO_TCP &&
	    s->arg[1] == TCP_FASTOPEN_CONNECT && s->arg[2])
		play->early = true;
}

void perform_call(const struct step *s)
{
	struct call call = {.step = *s, .stranger = play->stranger};

	switch (s->verb) {
	case VERB_EXIT:
		perform_exit(*s);
		return;
	case VERB_KILL:
		perform_kill(*s);
		return;
	case VERB_NETCAT:
		perform_netcat(*s);
		return;
	case VERB_ACCEPT_QUEUE:
		perform_accept_queue(*s);
		return;
	case VERB_FILL:
		fill_call(&call);
		return;
	default:
		break;
	}
	if (s->phase == STEP_FINISHED) {
		finish_call(s->end);
		return;
	}
	call.address = place_of(s);
	note_call(s);
	if (s->phase == STEP_BEGUN)
		begin_call(&call);
	else
		make_call(&call);
	if (s->verb == VERB_CLOSE && s->end.which == SOCKET_LISTENER)
		play->bound[s->end.player] = false;
}

void perform_step(const struct step *s)
{
	struct step fresh = *s;

	/* What came of it when the file was written is nothing to us. */
	fresh.out = (struct step_outcome){.took = SECONDS_NONE};
	switch (verb_row(s->verb)->who) {
	case WHO_PLAYER:
		perform_call(&fresh);
		break;
	case WHO_CABLE:
		perform_cable(&fresh);
		break;
	case WHO_FORGED:
		perform_forged(&fresh);
		break;
	case WHO_STAGE:
		perform_stage(&fresh);
		break;
	case WHO_THIRD:
		perform_third(&fresh);
		break;
	default:
		perform_wait(&fresh);
		break;
	}
}
