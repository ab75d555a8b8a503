/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel sent, with ports and sequence numbers made relative.
 */
#include "harness/grid/reaction.h"
#include "harness/net/tcpstate.h"
#include "harness/trace/words.h"
#include "pcap/conversation.h"

#include <netinet/tcp.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Numbers farther away than this have nothing to do with each other. */
#define NEAR 1000000
/* How far ahead of TIME_WAIT the SYN,ACK is that answers a new SYN, see
 * tcp_timewait_state_process(). */
#define TIME_WAIT_ISN 65537

static bool near(uint32_t a, uint32_t b, int32_t *distance)
{
	*distance = (int32_t)(a - b);
	return *distance > -NEAR && *distance < NEAR;
}

/* Between the same addresses and ports a new initial sequence number is ahead
 * of the old one by the clock that made it, 64 ns an octet: no two are alike. */
static bool by_the_clock(const struct segment *reply, int32_t distance)
{
	return reply->flags & SEG_SYN && distance > 0 &&
	       distance != TIME_WAIT_ISN;
}

/*
 * A RST is made from the probe, everything else from the connection: where
 * both would fit, that is what decides, so that a column in which the numbers
 * happen to be equal looks like its neighbours.
 */
static void place_seq(struct reaction_reply *to, const struct station *station,
		      const struct numbers *numbers,
		      const struct segment *probe, const struct segment *reply)
{
	bool rst = reply->flags & SEG_RST;

	if (rst && !(reply->flags & SEG_ACK) && reply->seq == probe->ack)
		to->seq_kind = NUMBER_SEG_ACK;
	else if (rst && reply->seq == 0)
		to->seq_kind = NUMBER_ZERO;
	else if (!station->no_peer &&
		 near(reply->seq, numbers->snd_nxt, &to->seq) &&
		 !by_the_clock(reply, to->seq))
		to->seq_kind = NUMBER_SND_NXT;
	else if (reply->flags & SEG_SYN)
		to->seq_kind = NUMBER_FRESH;
	else
		to->seq_kind = NUMBER_OTHER;
	if (to->seq_kind != NUMBER_SND_NXT)
		to->seq = 0;
}

static void place_ack(struct reaction_reply *to, const struct station *station,
		      const struct numbers *numbers,
		      const struct segment *probe, const struct segment *reply)
{
	bool known = !station->no_peer && !station->no_rcv;
	uint32_t end = probe->seq + segment_span(probe);

	if (!(reply->flags & SEG_ACK))
		return;
	if (to->seq_kind == NUMBER_ZERO && reply->ack == end)
		to->ack_kind = NUMBER_SEG_END;
	else if (known && reply->ack == numbers->rcv_nxt)
		to->ack_kind = NUMBER_RCV_NXT;
	else if (probe->flags & SEG_SYN && reply->ack == probe->seq + 1)
		to->ack_kind = NUMBER_SEG_SYN;
	else if (reply->ack == end)
		to->ack_kind = NUMBER_SEG_END;
	else if (known && near(reply->ack, numbers->rcv_nxt, &to->ack))
		to->ack_kind = NUMBER_RCV_NXT;
	else
		to->ack_kind = NUMBER_OTHER;
	if (to->ack_kind != NUMBER_RCV_NXT)
		to->ack = 0;
}

void reaction_add(struct reaction *answer, const struct station *station,
		const struct numbers *numbers, const struct segment *probe,
		const struct segment *reply)
{
	struct reaction_reply *to;

	if (answer->n++ >= REACTION_REPLIES)
		return;
	to = &answer->reply[answer->n - 1];
	to->flags = reply->flags;
	to->length = reply->length;
	place_seq(to, station, numbers, probe, reply);
	place_ack(to, station, numbers, probe, reply);
}

static void put(char *buf, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static void put(char *buf, const char *fmt, ...)
{
	size_t used = strlen(buf);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(buf + used, REACTION_TEXT - used, fmt, ap);
	va_end(ap);
}

static void put_number(char *buf, const char *what, unsigned kind,
		       int32_t offset)
{
	static const char *const names[] = {
		[NUMBER_ZERO] = "0",	       [NUMBER_FRESH] = "fresh",
		[NUMBER_SND_NXT] = "snd.nxt",  [NUMBER_RCV_NXT] = "rcv.nxt",
		[NUMBER_SEG_ACK] = "seg.ack",  [NUMBER_SEG_END] = "seg.end",
		[NUMBER_SEG_SYN] = "seg.seq+1", [NUMBER_OTHER] = "other",
	};

	put(buf, " %s %s", what, names[kind]);
	if (offset)
		put(buf, "%+d", offset);
}

static void put_reply(char *buf, const struct reaction_reply *r)
{
	static const struct {
		uint16_t bit;
		const char *name;
	} flags[] = {
		{SEG_FIN, "FIN"}, {SEG_SYN, "SYN"}, {SEG_RST, "RST"},
		{SEG_PSH, "PSH"}, {SEG_ACK, "ACK"}, {SEG_URG, "URG"},
	};
	const char *comma = "";
	size_t i;

	for (i = 0; i < sizeof(flags) / sizeof(*flags); i++) {
		if (!(r->flags & flags[i].bit))
			continue;
		put(buf, "%s%s", comma, flags[i].name);
		comma = ",";
	}
	/* A plain ACK has the numbers that everybody expects. */
	if (r->seq_kind != NUMBER_SND_NXT || r->seq)
		put_number(buf, "seq", r->seq_kind, r->seq);
	if (r->ack_kind && (r->ack_kind != NUMBER_RCV_NXT || r->ack))
		put_number(buf, "ack", r->ack_kind, r->ack);
	if (r->length)
		put(buf, " length %u", r->length);
}

static void put_events(char *buf, unsigned events)
{
	static const struct {
		unsigned bit;
		const char *name;
	} names[] = {
		{POLLIN, "IN"},	  {POLLPRI, "PRI"}, {POLLOUT, "OUT"},
		{POLLERR, "ERR"}, {POLLHUP, "HUP"}, {POLLRDHUP, "RDHUP"},
	};
	size_t i;

	put(buf, "poll");
	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (events & names[i].bit)
			put(buf, " %s", names[i].name);
	if (!events)
		put(buf, " nothing");
}

char *reaction_text(const struct reaction *answer,
		    const struct reaction *before, unsigned length, char *buf)
{
	const char *mark = "; ";
	unsigned i;

	*buf = '\0';
	if (!answer->n)
		put(buf, "silence");
	for (i = 0; i < answer->n && i < REACTION_REPLIES; i++) {
		put(buf, "%s", i ? " + " : "");
		put_reply(buf, &answer->reply[i]);
	}
	if (answer->n > REACTION_REPLIES)
		put(buf, " + %u more", answer->n - REACTION_REPLIES);
	if (answer->state == before->state)
		put(buf, "; stays");
	else
		put(buf, "; %s", word_state(answer->state));
	if (answer->waiting) {
		put(buf, "%scan be accepted", mark);
		mark = ", ";
	}
	if (answer->readable != before->readable) {
		if (answer->readable == length)
			put(buf, "%sreads all", mark);
		else
			put(buf, "%sreads %u", mark, answer->readable);
		mark = ", ";
	}
	if (answer->error) {
		put(buf, "%serror %s", mark, strerrorname_np(answer->error));
		mark = ", ";
	}
	if (answer->events != before->events) {
		put(buf, "%s", mark);
		put_events(buf, answer->events);
	}
	return buf;
}

static char state_mark(int state)
{
	switch (state) {
	case TCP_ESTABLISHED:
		return 'e';
	case TCP_SYN_RECV:
		return 's';
	case TCP_FIN_WAIT1:
		return '1';
	case TCP_FIN_WAIT2:
		return '2';
	case TCP_CLOSE_WAIT:
		return 'f';
	case TCP_CLOSING:
		return 'c';
	case TCP_LAST_ACK:
		return 'l';
	case TCP_TIME_WAIT:
		return 't';
	default:
		return 'k';
	}
}

char reaction_mark(const struct reaction *answer, const struct reaction *before)
{
	unsigned flags = answer->n ? answer->reply[0].flags : 0;
	bool gone = answer->state == TCP_CLOSE || answer->state == TCP_LISTEN;
	char mark;

	if (answer->state == before->state) {
		if (flags & SEG_RST)
			return 'R';
		if (flags & SEG_SYN)
			return 'S';
		if (answer->readable != before->readable)
			return answer->n ? 'd' : 'D';
		if (answer->n)
			return 'a';
		return answer->events == before->events ? '.' : 'o';
	}
	if (gone && !(answer->n && !(flags & SEG_RST)))
		return flags & SEG_RST ? 'X' : 'x';
	mark = state_mark(answer->state);
	if (!answer->n && mark >= 'a')
		mark = (char)(mark - 'a' + 'A');
	return mark;
}
