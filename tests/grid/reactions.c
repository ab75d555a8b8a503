/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reactions written as text, read for tests.
 */
#include "tests/grid/reactions.h"

#include <check.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* Check talks of every ck_assert() that holds; there are millions here. */
#define NEED(condition, ...)                       \
	do {                                       \
		if (!(condition))                  \
			ck_abort_msg(__VA_ARGS__); \
	} while (0)

static bool take(const char **s, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(*s, word, length))
		return false;
	*s += length;
	return true;
}

static uint16_t read_flags(const char **s)
{
	static const struct {
		uint16_t bit;
		const char *name;
	} names[] = {
		{SEG_FIN, "FIN"}, {SEG_SYN, "SYN"}, {SEG_RST, "RST"},
		{SEG_PSH, "PSH"}, {SEG_ACK, "ACK"}, {SEG_URG, "URG"},
	};
	uint16_t flags = 0;
	size_t i;

	for (i = 0; i < COUNT(names); i++)
		if (take(s, names[i].name)) {
			flags |= names[i].bit;
			take(s, ",");
		}
	NEED(flags != 0, "no flags: \"%s\"", *s);
	return flags;
}

static uint8_t read_number(const char **s, int32_t *offset)
{
	static const struct {
		const char *name;
		uint8_t kind;
	} names[] = {
		{"fresh", NUMBER_FRESH},     {"snd.nxt", NUMBER_SND_NXT},
		{"rcv.nxt", NUMBER_RCV_NXT}, {"seg.ack", NUMBER_SEG_ACK},
		{"seg.end", NUMBER_SEG_END}, {"seg.seq+1", NUMBER_SEG_SYN},
		{"other", NUMBER_OTHER},     {"0", NUMBER_ZERO},
	};
	size_t i;
	char *end;

	for (i = 0; i < COUNT(names); i++)
		if (take(s, names[i].name))
			break;
	NEED(i < COUNT(names), "no number: \"%s\"", *s);
	if (**s == '+' || **s == '-') {
		*offset = (int32_t)strtol(*s, &end, 10);
		*s = end;
	}
	return names[i].kind;
}

static void read_reply(const char **s, struct reaction_reply *r)
{
	char *end;

	r->flags = read_flags(s);
	r->seq_kind = NUMBER_SND_NXT;
	if (r->flags & SEG_ACK)
		r->ack_kind = NUMBER_RCV_NXT;
	if (take(s, " seq "))
		r->seq_kind = read_number(s, &r->seq);
	if (take(s, " ack "))
		r->ack_kind = read_number(s, &r->ack);
	if (take(s, " length ")) {
		r->length = (uint32_t)strtoul(*s, &end, 10);
		*s = end;
	}
}

static int read_state(const char **s)
{
	static const struct {
		const char *name;
		int state;
	} names[] = {
		{"ESTABLISHED", TCP_ESTABLISHED}, {"SYN_SENT", TCP_SYN_SENT},
		{"SYN_RECV", TCP_SYN_RECV},	  {"FIN_WAIT1", TCP_FIN_WAIT1},
		{"FIN_WAIT2", TCP_FIN_WAIT2},	  {"TIME_WAIT", TCP_TIME_WAIT},
		{"CLOSE_WAIT", TCP_CLOSE_WAIT},	  {"CLOSED", TCP_CLOSE},
		{"LAST_ACK", TCP_LAST_ACK},	  {"LISTEN", TCP_LISTEN},
		{"CLOSING", TCP_CLOSING},
	};
	size_t i;

	for (i = 0; i < COUNT(names); i++)
		if (take(s, names[i].name))
			break;
	NEED(i < COUNT(names), "no state: \"%s\"", *s);
	return names[i].state;
}

static int read_error(const char **s)
{
	static const int errors[] = {EPIPE, ECONNREFUSED, ECONNRESET,
				     ETIMEDOUT};
	size_t i;

	for (i = 0; i < COUNT(errors); i++)
		if (take(s, strerrorname_np(errors[i])))
			return errors[i];
	ck_abort_msg("no error: \"%s\"", *s);
	return 0;
}

static void read_rest(const char **s, unsigned length, struct reaction *to)
{
	char *end;

	if (take(s, "can be accepted"))
		return;
	if (take(s, "reads all")) {
		to->readable = length;
	} else if (take(s, "reads ")) {
		to->readable = (uint32_t)strtoul(*s, &end, 10);
		*s = end;
	} else if (take(s, "error ")) {
		to->error = read_error(s);
	} else {
		NEED(take(s, "poll "), "what is \"%s\"?", *s);
		*s += strlen(*s);
	}
}

void reaction_read(const char *text, const struct reaction *before,
		   unsigned length, struct reaction *to)
{
	const char *s = text;

	*to = *before;
	if (!take(&s, "silence")) {
		do {
			NEED(to->n < REACTION_REPLIES, "too many replies");
			read_reply(&s, &to->reply[to->n++]);
		} while (take(&s, " + "));
	}
	NEED(take(&s, "; "), "no state: \"%s\"", text);
	if (!take(&s, "stays"))
		to->state = read_state(&s);
	while (take(&s, "; ") || take(&s, ", "))
		read_rest(&s, length, to);
	NEED(!*s, "\"%s\" in \"%s\"", s, text);
}
