/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The grammar of a trace's lines, and when two of them say the same.
 */
#include "harness/judge/trace.h"

#include <ctype.h>
#include <math.h>
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
		if (*s == '\0')
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

/* Finds " (2.0 s)" at the end; returns the length without it. */
static size_t split_time(const char *line, double *seconds)
{
	const char *open = strrchr(line, '(');
	char *end;

	*seconds = -1;
	if (!open || open == line || open[-1] != ' ')
		return strlen(line);
	*seconds = strtod(open + 1, &end);
	if (end == open + 1 || strcmp(end, " s)")) {
		*seconds = -1;
		return strlen(line);
	}
	return (size_t)(open - line);
}

bool line_matches(const char *golden, const char *actual)
{
	double want, got;
	size_t want_length = split_time(golden, &want);
	size_t got_length = split_time(actual, &got);

	if (want_length != got_length || strncmp(golden, actual, want_length))
		return false;
	if (want < 0 || got < 0)
		return want < 0 && got < 0;
	return fabs(want - got) <= fmax(0.5, want / 4);
}
