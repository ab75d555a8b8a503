/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The forged peer: it has no socket, only a memory of what it has sent, and
 * knows from the conversation what the subject has sent.
 */
#include "harness/play/cable.h"
#include "harness/play/packet.h"
#include "harness/play/script.h"

#include <arpa/inet.h>
#include <string.h>

#define FORGED_MSS    1000
#define FORGED_WINDOW 65535
/* Timestamps of the peer begin here and grow by one a segment. */
#define FORGED_TS 1000000

/* The port that the forged client calls from. */
#define FORGED_PORT 40000
/* Initial sequence number of the peer's first connection, then one more. */
#define FORGED_ISS 0x10000000u

static uint16_t flag_bits(const char *letters)
{
	static const char order[] = "FSRP.UEW";
	uint16_t bits = 0;

	for (; *letters; letters++) {
		const char *at = strchr(order, *letters);

		if (!at)
			play_break("forge: no flag is called '%c'", *letters);
		bits |= (uint16_t)(1 << (at - order));
	}
	return bits;
}

/* The conversation whose number is @as's, or NULL before its first segment. */
static struct conversation *conversation_of(struct end as)
{
	if (as.number > conversations_count(play->table))
		return NULL;
	return conversations_get(play->table, as.number);
}

static void fill_addresses(struct end as, const struct conversation *conv,
			   struct segment *seg)
{
	if (conv) {
		seg->src = conv->end[as.player];
		seg->dst = conv->end[!as.player];
		return;
	}
	/* Always the same ones: a later connection is a new incarnation. */
	seg->src = own_address(as.player, as.player ? SERVER_PORT :
						      FORGED_PORT);
	seg->dst = own_address(!as.player, as.player ? FORGED_PORT :
						       SERVER_PORT);
}

static void fill_options(struct forged_peer *peer, const struct forged *f,
			 struct segment *seg)
{
	bool syn = seg->flags & SEG_SYN;

	seg->options.window_scale = -1;
	if (syn)
		seg->options.mss = FORGED_MSS;
	if (!peer->timestamps)
		return;
	seg->options.has_timestamps = true;
	seg->options.ts_value = (uint32_t)(FORGED_TS + peer->sent + f->ts);
	if (seg->flags & SEG_ACK)
		seg->options.ts_echo = peer->ts_recent;
}

static void tell(struct end as, const char *flags, const struct forged *f)
{
	char what[128];
	int n = snprintf(what, sizeof(what), "%s", flags);

	if (f->seq)
		n += snprintf(what + n, sizeof(what) - (size_t)n,
			      ", seq %+d", (int)f->seq);
	if (f->ack)
		n += snprintf(what + n, sizeof(what) - (size_t)n,
			      ", ack %+d", (int)f->ack);
	if (f->len)
		n += snprintf(what + n, sizeof(what) - (size_t)n,
			      ", %u octets", f->len);
	if (f->ts)
		n += snprintf(what + n, sizeof(what) - (size_t)n,
			      ", timestamp %+d", (int)f->ts);
	if (f->window)
		snprintf(what + n, sizeof(what) - (size_t)n, ", window %d",
			 f->window < 0 ? 0 : f->window);
	step_settle("forged  %s sends %s", actor_name(as), what);
}

static void need_forged(struct end as, const char *verb)
{
	if (play->variant.link != LINK_FORGED)
		play_break("%s: there is no forged peer on this link", verb);
	if (as.player != (play->tc->forged == FORGED_SERVER))
		play_break("%s: %s is not the forged end", verb,
			   actor_name(as));
	if (as.number > MAX_CONVERSATIONS)
		play_break("%s: too many connections", verb);
}

/* The subject's last timestamp, to be echoed. */
static void learn_timestamp(struct forged_peer *peer, struct end as)
{
	size_t i;

	for (i = 0; i < play->n_seen; i++) {
		const struct placed *p = &play->seen[i].p;

		if (p->conv->number == as.number && p->from != as.player &&
		    p->seg.options.has_timestamps)
			peer->ts_recent = p->seg.options.ts_value;
	}
}

void forge_segment(struct end as, const char *flags, const struct forged *f)
{
	struct forged_peer *peer = &play->peer[as.number];
	struct conversation *conv;
	struct segment seg = {.flags = flag_bits(flags), .length = f->len};
	uint8_t data[PACKET_MAX];
	struct error err;
	int size;

	need_forged(as, "forge");
	learn_timestamp(peer, as);
	conv = conversation_of(as);
	if (!peer->begun) {
		peer->begun = true;
		peer->next = FORGED_ISS;
	}
	fill_addresses(as, conv, &seg);
	seg.seq = peer->next + (uint32_t)f->seq;
	if (seg.flags & SEG_ACK)
		seg.ack = (conv ? conv->next[!as.player] : 0) +
			  (uint32_t)f->ack;
	seg.window = (uint16_t)(f->window < 0 ? 0 :
				f->window ? f->window : FORGED_WINDOW);
	fill_options(peer, f, &seg);
	size = packet_build(&seg, data, &err);
	if (size < 0)
		play_break("%s", err.text);
	peer->sent++;
	/* What has neither ACK nor SYN is taken by nobody. */
	if (!f->seq && seg.flags & (SEG_ACK | SEG_SYN) &&
	    !(seg.flags & SEG_RST))
		peer->next += segment_span(&seg);
	step_begin();
	cable_deliver(play->cable, !as.player, data, (size_t)size);
	tell(as, flags, f);
	learn_timestamp(peer, as);
}

void forge_timestamps(struct end as)
{
	need_forged(as, "forge_timestamps");
	play->peer[as.number].timestamps = true;
	step_begin();
	step_settle("forged  %s has timestamps", actor_name(as));
}

void forge_icmp(struct end to, unsigned code)
{
	struct conversation *conv = conversation_of(to);
	struct address router;
	struct segment seg = {.flags = SEG_ACK};
	uint8_t original[PACKET_MAX], data[PACKET_MAX];
	struct error err;
	int size;

	if (play->variant.link != LINK_FORGED || !conv)
		play_break("forge_icmp: there is no connection to report on");
	seg.src = conv->end[to.player];
	seg.dst = conv->end[!to.player];
	/* RFC 5927: the sequence number must be one that is outstanding. */
	seg.seq = conv->next[to.player] - 1;
	seg.options.window_scale = -1;
	router = own_address(!to.player, 0);
	size = packet_build(&seg, original, &err);
	if (size >= 0)
		size = packet_build_unreachable(&router, code, original,
						(size_t)size, data, &err);
	if (size < 0)
		play_break("%s", err.text);
	step_begin();
	cable_deliver(play->cable, to.player, data, (size_t)size);
	step_settle("forged  router tells %s: unreachable, code %u",
		    actor_name(to), code);
}
