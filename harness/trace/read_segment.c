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

/* "1", "-1", "ISN", "ISN#2+1" */
static bool take_number(struct cursor *c, struct shown_number *n)
{
	int64_t isn = 1;

	if (!cursor_has(c, "ISN"))
		return cursor_number(c, &n->value);
	if (cursor_has(c, "#") && (!cursor_unsigned(c, &isn) || isn < 2))
		return cursor_miss(c, "a number from 2 on");
	n->isn = (unsigned)isn;
	return (*c->at != '+' && *c->at != '-') ||
	       cursor_signed(c, &n->value);
}

static bool take_cut(struct cursor *c, struct shown_segment *s)
{
	size_t length = strcspn(c->at, "]");

	if (!length || length >= sizeof(s->cut))
		return cursor_miss(c, "what is missing");
	memcpy(s->cut, c->at, length);
	c->at += length;
	return cursor_literal(c, "]");
}

static bool is_number(const struct cursor *c)
{
	return *c->at == '-' || (*c->at >= '0' && *c->at <= '9') ||
	       !strncmp(c->at, "ISN", 3);
}

/* Fields come in this order, each at most once. */
enum field { FIELD_SEQ, FIELD_ACK, FIELD_WINDOW, FIELD_URGENT, FIELD_OPTIONS,
	     FIELD_CUT, FIELD_NONE };

static bool take_field(struct cursor *c, struct shown_segment *s,
		       enum field *next)
{
	if (*next <= FIELD_SEQ && is_number(c)) {
		*next = FIELD_ACK;
		s->has_seq = take_number(c, &s->seq);
		s->has_end = cursor_has(c, ":");
		return s->has_seq && (!s->has_end || take_number(c, &s->end));
	}
	if (*next <= FIELD_ACK && cursor_has(c, "ack ")) {
		*next = FIELD_WINDOW;
		return s->has_ack = take_number(c, &s->ack);
	}
	if (*next <= FIELD_WINDOW && cursor_has(c, "win ")) {
		*next = FIELD_URGENT;
		return s->has_window = cursor_unsigned(c, &s->window);
	}
	if (*next <= FIELD_URGENT && cursor_has(c, "urg ")) {
		*next = FIELD_OPTIONS;
		return s->has_urgent = cursor_unsigned(c, &s->urgent);
	}
	if (*next <= FIELD_OPTIONS && cursor_has(c, "<")) {
		*next = FIELD_CUT;
		return take_options(c, s->options, sizeof(s->options));
	}
	if (*next <= FIELD_CUT && cursor_has(c, "[cut: ")) {
		*next = FIELD_NONE;
		return take_cut(c, s);
	}
	return cursor_miss(c, *next == FIELD_NONE ? "the end of the line" :
			      "a sequence number, ack, win, urg or options");
}

static bool take_fields(struct cursor *c, struct shown_segment *s)
{
	const char *flags = c->at;
	enum field next = FIELD_SEQ;
	size_t width, blanks;

	if (!take_flags(c, &s->flags))
		return false;
	width = (size_t)(c->at - flags);
	blanks = width < 4 ? 5 - width : 1;
	while (take_gap(c, &blanks))
		if (!take_field(c, s, &next))
			return false;
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
		good = cursor_number(c, &s->seq.value) &&
		       cursor_literal(c, ":") &&
		       cursor_number(c, &s->end.value);
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
