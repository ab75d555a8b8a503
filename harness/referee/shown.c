/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What stands in the lines of a trace: names, segments, states. Steps are read
 * in referee_step.c.
 */
#include "harness/referee/reader.h"
#include "pcap/segment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How far later SYNs are apart, whatever their numbers are. */
#define LATER_SYN (1u << 28)

const char *reader_word(const char *s, const char *word)
{
	size_t length = strlen(word);

	return s && !strncmp(s, word, length) ? s + length : NULL;
}

const char *reader_name(const char *s, struct name *name)
{
	const char *rest = reader_word(s, "client");

	name->end = END_CLIENT;
	name->conv = 1;
	if (!rest) {
		rest = reader_word(s, "server");
		name->end = END_SERVER;
	}
	if (rest && *rest == '#') {
		char *end;

		name->conv = (unsigned)strtoul(rest + 1, &end, 10);
		rest = end;
	}
	return name->conv >= 1 && name->conv <= CONVERSATIONS ? rest : NULL;
}

static uint16_t flag_bits(const char *s)
{
	static const struct {
		char letter;
		uint16_t bit;
	} letters[] = {
		{'F', SEG_FIN}, {'S', SEG_SYN}, {'R', SEG_RST},
		{'P', SEG_PSH}, {'.', SEG_ACK}, {'U', SEG_URG},
	};
	uint16_t flags = 0;
	size_t i;

	if (reader_word(s, "none"))
		return 0;
	for (; *s && *s != ' '; s++)
		for (i = 0; i < sizeof(letters) / sizeof(*letters); i++)
			if (*s == letters[i].letter)
				flags |= letters[i].bit;
	return flags;
}

/*
 * "5", or "ISN#2+5": counted from a later SYN, whose own number nobody knows
 * but that it lies ahead.
 *
 * Return: what is behind it, NULL for no number.
 */
static const char *read_number(const char *s, uint32_t *number)
{
	const char *rest = reader_word(s, "ISN");
	uint32_t base = rest ? LATER_SYN : 0;
	char *end;

	if (!s)
		return NULL;
	if (rest && *rest == '#') {
		base *= (uint32_t)strtoul(rest + 1, &end, 10);
		rest = end;
	}
	if (rest && *rest != '+' && *rest != '-') {
		*number = base;
		return rest;
	}
	s = rest ? rest : s;
	*number = base + (uint32_t)strtoll(s, &end, 10);
	return end == s ? NULL : end;
}

/* "1:5 ack 1", "3 ack 1", "ack 1", "3", "": numbers behind the flags. */
static void read_numbers(const char *s, struct referee_segment *seg)
{
	const char *rest;
	bool numbered;
	uint32_t end;

	s += strspn(s, " ");
	rest = read_number(s, &seg->seq);
	numbered = rest != NULL;
	if (numbered && *rest == ':') {
		rest = read_number(rest + 1, &end);
		seg->length = end - seg->seq;
	}
	if (!numbered) {
		seg->seq = 0;
		rest = s;
	}
	if (rest)
		rest += strspn(rest, " ");
	if (!read_number(reader_word(rest, "ack "), &seg->ack) &&
	    seg->flags & SEG_ACK)
		seg->no_numbers = true;
	if (numbered || seg->flags & SEG_SYN)
		return;
	if (seg->flags & (SEG_FIN | SEG_RST))
		seg->no_numbers = true;
	else
		seg->at_next = true;
}

int reader_segment(const char *s, struct referee_segment *seg, char *fate)
{
	struct name from, to;

	memset(seg, 0, sizeof(*seg));
	s = reader_name(s, &from);
	if (!s || s[0] != ' ' || !s[1] || s[2] != ' ')
		return -1;
	*fate = s[1];
	s = reader_name(s + 3, &to);
	s = reader_word(s, "  ");
	if (!s)
		return -1;
	seg->conv = from.conv;
	seg->from = from.end;
	seg->to = to.end;
	if (reader_word(s, "probe"))
		return 0;
	if (reader_word(s, "data ")) {
		seg->flags = SEG_ACK;
		read_numbers(s + 5, seg);
		seg->no_numbers = false;
		return 1;
	}
	seg->flags = flag_bits(s);
	read_numbers(s + strcspn(s, " "), seg);
	return 1;
}

int reader_state(const char **s, enum rfc_state *state)
{
	static const struct {
		const char *name;
		enum rfc_state state;
	} states[] = {
		{"ESTABLISHED", RFC_ESTABLISHED},
		{"SYN_SENT", RFC_SYN_SENT},
		{"SYN_RECV", RFC_SYN_RECEIVED},
		{"FIN_WAIT1", RFC_FIN_WAIT_1},
		{"FIN_WAIT2", RFC_FIN_WAIT_2},
		{"TIME_WAIT", RFC_TIME_WAIT},
		{"CLOSED", RFC_CLOSED},
		{"CLOSE_WAIT", RFC_CLOSE_WAIT},
		{"LAST_ACK", RFC_LAST_ACK},
		{"LISTEN", RFC_CLOSED},
		{"CLOSING", RFC_CLOSING},
	};
	size_t i, length = strcspn(*s, " ,");

	for (i = 0; i < sizeof(states) / sizeof(*states); i++)
		if (strlen(states[i].name) == length &&
		    !strncmp(states[i].name, *s, length))
			break;
	if (i == sizeof(states) / sizeof(*states))
		return -1;
	*state = states[i].state;
	*s += length;
	*s += strcspn(*s, ",");
	return 0;
}
