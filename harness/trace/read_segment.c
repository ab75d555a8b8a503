/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lines of segments and of states, read.
 */
#include "harness/trace/line.h"
#include "harness/trace/pattern.h"
#include "harness/trace/words.h"
#include "pcap/segment.h"

#include <string.h>

static bool take_flags(struct cursor *c, uint16_t *flags)
{
	uint32_t bits;

	if (cursor_has(c, "none"))
		return true;
	if (!cursor_bits(c, &words_flag, "", &bits))
		return false;
	*flags = (uint16_t)bits;
	return true;
}

/* Names of the options that a segment can show; numbers may stand behind. */
static bool take_option(struct cursor *c)
{
	static const char *const plain[] = {"sackOK", "TS", "malformed"};
	int64_t number;
	size_t i;

	for (i = 0; i < sizeof(plain) / sizeof(*plain); i++)
		if (cursor_has(c, plain[i]))
			return true;
	if (cursor_has(c, "mss ") || cursor_has(c, "wscale "))
		return cursor_unsigned(c, &number);
	if (!cursor_has(c, "sack "))
		return cursor_miss(c, "mss, sackOK, TS, sack, wscale or "
				      "malformed");
	if (!cursor_unsigned(c, &number) || !cursor_literal(c, " "))
		return false;
	while (cursor_has(c, "{"))
		if (!cursor_number(c, &number) || !cursor_literal(c, ":") ||
		    !cursor_number(c, &number) || !cursor_literal(c, "}"))
			return false;
	return true;
}

static bool take_options(struct cursor *c, char *text, size_t size)
{
	const char *begin = c->at;
	size_t length;

	do {
		if (!take_option(c))
			return false;
	} while (cursor_has(c, ","));
	length = (size_t)(c->at - begin);
	if (length >= size)
		return cursor_miss(c, "fewer options");
	memcpy(text, begin, length);
	text[length] = '\0';
	return cursor_literal(c, ">");
}

/* The flags are padded to four columns if something follows. */
static bool take_gap(struct cursor *c, size_t *blanks)
{
	if (strspn(c->at, " ") != *blanks || c->at[*blanks] == '(')
		return false;
	c->at += *blanks;
	*blanks = 1;
	return true;
}

static bool take_field(struct cursor *c, struct shown_segment *s)
{
	/* Fields come in this order, each at most once. */
	if (!s->has_urgent && !s->has_window && !s->has_ack && !s->has_seq &&
	    (*c->at == '-' || (*c->at >= '0' && *c->at <= '9'))) {
		s->has_seq = cursor_number(c, &s->seq);
		s->has_end = cursor_has(c, ":");
		return s->has_seq && (!s->has_end || cursor_number(c, &s->end));
	}
	if (!s->has_urgent && !s->has_window && !s->has_ack &&
	    cursor_has(c, "ack "))
		return s->has_ack = cursor_number(c, &s->ack);
	if (!s->has_urgent && !s->has_window && cursor_has(c, "win "))
		return s->has_window = cursor_unsigned(c, &s->window);
	if (!s->has_urgent && cursor_has(c, "urg "))
		return s->has_urgent = cursor_unsigned(c, &s->urgent);
	if (!*s->options && cursor_has(c, "<"))
		return take_options(c, s->options, sizeof(s->options));
	return cursor_miss(c, "a sequence number, ack, win, urg or options");
}

static bool take_fields(struct cursor *c, struct shown_segment *s)
{
	const char *flags = c->at;
	size_t width, blanks;

	if (!take_flags(c, &s->flags))
		return false;
	width = (size_t)(c->at - flags);
	blanks = width < 4 ? 5 - width : 1;
	while (take_gap(c, &blanks))
		if (!take_field(c, s) || (*s->options && *c->at == ' ' &&
					  c->at[1] != '('))
			return cursor_miss(c, "the end of the line");
	return true;
}

static bool take_fate(struct cursor *c, char *fate)
{
	if (c->at[0] != ' ' || !c->at[1] || !strchr(">x|!", c->at[1]) ||
	    c->at[2] != ' ')
		return cursor_miss(c, "\" > \", \" x \", \" | \" or \" ! \"");
	*fate = c->at[1];
	c->at += 3;
	return true;
}

bool segment_read(struct cursor *c, struct shown_segment *s)
{
	bool good;

	memset(s, 0, sizeof(*s));
	s->after = SECONDS_NONE;
	if (!end_read(c, &s->from) || !take_fate(c, &s->fate) ||
	    !end_read(c, &s->to) || !cursor_literal(c, "  "))
		return false;
	if (cursor_has(c, "probe")) {
		s->kind = SEGMENT_PROBE;
		good = true;
	} else if (cursor_has(c, "data ")) {
		s->kind = SEGMENT_SUM;
		s->has_seq = s->has_end = true;
		good = cursor_number(c, &s->seq) && cursor_literal(c, ":") &&
		       cursor_number(c, &s->end);
	} else {
		good = take_fields(c, s);
	}
	return good && cursor_time(c, " (+", &s->after) && cursor_end(c);
}

static bool take_queue_length(struct cursor *c, const char *name,
			      int64_t *length)
{
	if (!cursor_has(c, name))
		return true;
	return cursor_unsigned(c, length) &&
	       (*length || cursor_miss(c, "more than 0"));
}

static bool take_state(struct cursor *c, struct shown_state *s)
{
	int64_t state;

	if (!end_read(c, &s->end) || !cursor_literal(c, " ") ||
	    !cursor_word(c, &words_state, &state))
		return false;
	s->state = (int)state;
	return take_queue_length(c, " Recv-Q ", &s->recv_queue) &&
	       take_queue_length(c, " Send-Q ", &s->send_queue);
}

bool states_read(struct cursor *c, struct shown_states *s)
{
	memset(s, 0, sizeof(*s));
	s->after = SECONDS_NONE;
	do {
		if (s->n == SHOWN_STATES)
			return cursor_miss(c, "fewer states");
		if (!take_state(c, &s->state[s->n++]))
			return false;
	} while (cursor_has(c, ", "));
	return cursor_time(c, " (+", &s->after) && cursor_end(c);
}
