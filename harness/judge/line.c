/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The grammar of a trace's lines. When two of them say the same: same.c.
 */
#include "harness/judge/trace.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Columns that a step's actor takes up. */
#define ACTOR_WIDTH 8

static const char *const state_names[] = {
	"ESTABLISHED", "SYN_SENT",   "SYN_RECV", "FIN_WAIT1",
	"FIN_WAIT2",   "TIME_WAIT",  "CLOSED",	 "CLOSE_WAIT",
	"LAST_ACK",    "LISTEN",     "CLOSING",
};

/* What can stand at the beginning of a step beside the two players. */
static const char *const other_actors[] = {"stage", "third",  "until",
					   "watch", "cable",  "forged"};

/* Each skip_ function returns what is behind the thing, NULL without it. */

static const char *skip_word(const char *s, const char *word)
{
	size_t length = strlen(word);

	return strncmp(s, word, length) ? NULL : s + length;
}

static const char *skip_number(const char *s)
{
	if (*s == '-')
		s++;
	if (!isdigit((unsigned char)*s))
		return NULL;
	while (isdigit((unsigned char)*s))
		s++;
	return s;
}

static const char *skip_player(const char *s)
{
	const char *end = skip_word(s, "client");

	if (!end)
		end = skip_word(s, "server");
	if (end && *end == '#')
		end = skip_number(end + 1);
	return end;
}

static const char *skip_state(const char *s)
{
	const char *end = NULL;
	size_t i;

	for (i = 0; !end && i < sizeof(state_names) / sizeof(*state_names); i++)
		end = skip_word(s, state_names[i]);
	return end;
}

static const char *skip_queue(const char *s, const char *name)
{
	const char *end = skip_word(s, name);

	return end ? skip_number(end) : s;
}

/* " (+2.5 s)", up to the end. */
static bool is_delay(const char *s)
{
	char *end;

	s = skip_word(s, " (+");
	return s && isdigit((unsigned char)*s) && strtod(s, &end) >= 0 &&
	       !strcmp(end, " s)");
}

/* "client FIN_WAIT2, server CLOSE_WAIT Recv-Q 5", up to the end. */
static bool is_states(const char *s)
{
	for (;;) {
		s = skip_player(s);
		if (!s || *s++ != ' ')
			return false;
		s = skip_state(s);
		if (!s)
			return false;
		s = skip_queue(s, " Recv-Q ");
		if (s)
			s = skip_queue(s, " Send-Q ");
		if (!s)
			return false;
		if (*s == '\0' || is_delay(s))
			return true;
		s = skip_word(s, ", ");
		if (!s)
			return false;
	}
}

/* Behind the flags: numbers and shown fields, closely enough. */
static bool is_segment(const char *s)
{
	s = skip_player(s);
	if (!s || s[0] != ' ' || !s[1] || !strchr(">x|!", s[1]) ||
	    s[2] != ' ' || !(s = skip_player(s + 3)) ||
	    !(s = skip_word(s, "  ")))
		return false;
	if (skip_word(s, "data ") || skip_word(s, "probe"))
		return true;
	if (!strchr("SFPRUEWA.n", *s) || *s == '\0')
		return false;
	while (*s && *s != ' ')
		if (!strchr("SFPRUEWA.none", *s++))
			return false;
	return s[0] == '\0' || s[strlen(s) - 1] != ' ';
}

static bool is_step(const char *s)
{
	const char *end = skip_player(s);
	size_t i;

	for (i = 0; !end && i < sizeof(other_actors) / sizeof(*other_actors);
	     i++)
		end = skip_word(s, other_actors[i]);
	if (!end || *end != ' ')
		return false;
	while (*end == ' ')
		end++;
	/* Padded to the width, but a long name still has one space. */
	return *end && (end - s == ACTOR_WIDTH || end[-2] != ' ');
}

enum line_kind line_kind(const char *line)
{
	const char *rest;

	if (*line == '\0')
		return LINE_BLANK;
	if (line[0] == '#')
		return line[1] == ' ' && line[2] ? LINE_HEADER : LINE_BAD;
	rest = skip_word(line, "        ");
	if (rest && skip_word(rest, "= "))
		return is_states(rest + 2) ? LINE_STATE : LINE_BAD;
	if (rest && skip_word(rest, "deviates: RFC "))
		return LINE_DEVIATION;
	if (rest)
		return is_segment(rest) ? LINE_SEGMENT : LINE_BAD;
	rest = skip_word(line, "end     ");
	if (rest)
		return is_states(rest) || !strcmp(rest, "no connection") ?
			       LINE_END : LINE_BAD;
	return is_step(line) ? LINE_STEP : LINE_BAD;
}
