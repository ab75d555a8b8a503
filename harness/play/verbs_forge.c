/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The forged peer: it has no socket, only a memory of what it has sent, and
 * knows from the conversation what the subject has sent.
 */
#include "harness/play/actor.h"
#include "harness/net/packet.h"
#include "harness/play/cable.h"
#include "harness/play/script.h"
#include "harness/trace/words.h"

#include <arpa/inet.h>
#include <stdlib.h>
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
	uint16_t bits = 0;

	for (; *letters; letters++) {
		const struct word *flag = word_find(&words_flag, letters);

		if (!flag)
			play_break("forge: no flag is called '%c'", *letters);
		bits |= (uint16_t)flag->value;
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

/* A timestamp of exactly what the case says, or one beside the natural one. */
static uint32_t timestamp(uint64_t exact, uint32_t natural, int32_t offset)
{
	return exact ? (uint32_t)exact : natural + (uint32_t)offset;
}

static void fill_sack(const struct conversation *conv, int subject,
		      const struct forged *f, struct tcp_options *o)
{
	int i;

	for (i = 0; i < 4 && f->sack[i].right; i++) {
		if (!conv || !conv->base_known[subject])
			play_break("forge: nothing was sent that SACK could "
				   "be about");
		o->sack[i].left = conv->base[subject] +
				  (uint32_t)f->sack[i].left;
		o->sack[i].right = conv->base[subject] +
				   (uint32_t)f->sack[i].right;
		o->sack_blocks++;
	}
}

static void fill_options(struct forged_peer *peer, const struct forged *f,
			 struct segment *seg)
{
	struct tcp_options *o = &seg->options;
	bool syn = seg->flags & SEG_SYN;

	o->window_scale = -1;
	if (syn)
		o->mss = FORGED_MSS;
	o->sack_permitted = syn && peer->sack;
	if (!peer->timestamps || f->no_ts)
		return;
	o->has_timestamps = true;
	o->ts_value = timestamp(f->tsval, FORGED_TS + (uint32_t)peer->sent,
				f->ts);
	/* RFC 7323 3.2: it must be 0 without ACK; a case may have it so. */
	if (seg->flags & SEG_ACK || f->tsecr)
		o->ts_echo = timestamp(f->tsecr, peer->ts_recent, f->echo);
}

/*
 * The octets that stand at this place in what the peer sends: the same ones
 * when it sends them again.
 */
static void fill_payload(const struct conversation *conv, int from,
			 const struct segment *seg, uint8_t *payload)
{
	uint32_t iss = conv && conv->base_known[from] ? conv->base[from] :
							seg->seq;
	uint32_t first = seg->seq + !!(seg->flags & SEG_SYN) - (iss + 1);
	uint32_t i;

	for (i = 0; i < seg->length && i < PACKET_MAX; i++)
		payload[i] = (uint8_t)octet_at(first + i);
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

static uint32_t acked_by_subject(struct end as)
{
	if (!play->acked_any[as.number][!as.player])
		play_break("forge: nothing of %s was acknowledged",
			   actor_name(as));
	return play->acked[as.number][!as.player];
}

static void forge_one(const struct step *s)
{
	const struct forged *f = &s->forged;
	struct end as = s->end;
	struct forged_peer *peer = &play->peer[as.number];
	struct conversation *conv;
	struct segment seg = {.flags = flag_bits(s->text), .length = f->len,
			      .urgent = f->urgent};
	uint8_t data[PACKET_MAX], payload[PACKET_MAX];
	struct error err;
	int size;

	learn_timestamp(peer, as);
	conv = conversation_of(as);
	if (!peer->begun) {
		peer->begun = true;
		peer->next = FORGED_ISS;
	}
	fill_addresses(as, conv, &seg);
	seg.seq = (f->acked ? acked_by_subject(as) : peer->next) +
		  (uint32_t)f->seq;
	if (seg.flags & SEG_ACK)
		seg.ack = (conv ? conv->next[!as.player] : 0) +
			  (uint32_t)f->ack;
	seg.window = (uint16_t)(f->window < 0 ? 0 :
				f->window ? f->window : FORGED_WINDOW);
	fill_options(peer, f, &seg);
	fill_sack(conv, !as.player, f, &seg.options);
	fill_payload(conv, as.player, &seg, payload);
	size = packet_build_data(&seg, payload, data, &err);
	if (size < 0)
		play_break("%s", err.text);
	peer->sent++;
	/* What has neither ACK nor SYN is taken by nobody. */
	if (!f->seq && seg.flags & (SEG_ACK | SEG_SYN) &&
	    !(seg.flags & SEG_RST))
		peer->next = seg.seq + segment_span(&seg);
	step_begin();
	cable_deliver(play->cable, !as.player, data, (size_t)size);
	step_settle(s);
	learn_timestamp(peer, as);
}

static void report_unreachable(const struct step *s)
{
	struct end to = s->end;
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
		size = packet_build_unreachable(&router, (unsigned)s->arg[0],
						original, (size_t)size, data,
						&err);
	if (size < 0)
		play_break("%s", err.text);
	step_begin();
	cable_deliver(play->cable, to.player, data, (size_t)size);
	step_settle(s);
}

void perform_forged(const struct step *s)
{
	if (s->verb == VERB_ICMP) {
		report_unreachable(s);
		return;
	}
	need_forged(s->end, "forge");
	if (s->verb == VERB_FORGE) {
		forge_one(s);
		return;
	}
	if (s->verb == VERB_FORGED_TIMESTAMPS)
		play->peer[s->end.number].timestamps = true;
	else
		play->peer[s->end.number].sack = true;
	step_begin();
	step_settle(s);
}
