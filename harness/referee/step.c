/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A step of a trace read as the referee's events: what was called, by whom.
 */
#include "harness/referee/reader.h"

#include <stdlib.h>
#include <string.h>

/* What a player's call means to its end. */
static const struct {
	const char *prefix;
	enum referee_call call;
	bool all;	/* connections of the player */
	bool failing;	/* counts also when the call fails */
} calls[] = {
	{"connect(AF_UNSPEC", REFEREE_ABORT, false, false},
	{"connect(", REFEREE_OPEN_ACTIVE, true, true},
	{"nc ", REFEREE_OPEN_ACTIVE, true, true},
	{"listen(", REFEREE_LISTEN, true, false},
	{"setsockopt(TCP_FASTOPEN,", REFEREE_FAST_OPEN, true, false},
	{"setsockopt(6, 23,", REFEREE_FAST_OPEN, true, false},
	{"close(listener", REFEREE_LISTEN_END, true, false},
	{"close(UNIX", REFEREE_CLOSE, true, false},
	{"close(", REFEREE_CLOSE, false, false},
	{"shutdown(SHUT_RD, listener", REFEREE_LISTEN_END, true, false},
	{"shutdown(SHUT_RDWR, listener", REFEREE_LISTEN_END, true, false},
	{"shutdown(SHUT_RDWR", REFEREE_SHUT_WR, false, false},
	{"shutdown(SHUT_WR", REFEREE_SHUT_WR, false, false},
	{"shutdown(SHUT_RD", REFEREE_SHUT_RD, false, false},
	{"exit(", REFEREE_CLOSE, true, false},
	{"killed by", REFEREE_CLOSE, true, false},
	{"child exit(", REFEREE_CLOSE, true, false},
	{"dup2(", REFEREE_CLOSE, false, false},
};

/* What waits to be accepted goes with the listener: RST. */
static void listener_ends(struct reader *rd, int end)
{
	referee_call(rd->referee, 0, end, REFEREE_LISTEN_END);
	referee_call(rd->referee, 0, end, REFEREE_ABORT);
}

static void take_call(struct reader *rd, const struct name *who,
		      const char *text)
{
	bool failed = strstr(text, " = -1 ") != NULL;
	size_t i;

	/* It connects by itself (RFC 7413 A.1). */
	if (reader_word(text, "send(") && strstr(text, "MSG_FASTOPEN"))
		referee_call(rd->referee, 0, who->end, REFEREE_OPEN_ACTIVE);
	if (reader_word(text, "bind(the same port"))
		referee_same_port(rd->referee, who->conv, who->end);
	referee_call(rd->referee, who->conv, who->end, REFEREE_OTHER);
	text = reader_word(text, "... ") ? text + 4 : text;
	for (i = 0; i < sizeof(calls) / sizeof(*calls); i++)
		if (reader_word(text, calls[i].prefix))
			break;
	if (i == sizeof(calls) / sizeof(*calls) ||
	    (failed && !calls[i].failing))
		return;
	referee_call(rd->referee, calls[i].all ? 0 : who->conv, who->end,
		     calls[i].call);
	if (reader_word(text, "shutdown(SHUT_RDWR"))
		referee_call(rd->referee, who->conv, who->end, REFEREE_SHUT_RD);
	if (calls[i].call == REFEREE_LISTEN_END)
		listener_ends(rd, who->end);
	if (reader_word(text, "exit(") || reader_word(text, "killed by"))
		referee_call(rd->referee, 0, who->end, REFEREE_LISTEN_END);
	/* It closes by itself when its input ends. */
	if (reader_word(text, "nc "))
		referee_call(rd->referee, 0, who->end, REFEREE_CLOSE);
}

void reader_take_time(struct reader *rd)
{
	referee_call(rd->referee, 0, END_CLIENT, REFEREE_TIME);
	referee_call(rd->referee, 0, END_SERVER, REFEREE_TIME);
}

/* Calls that took as long as a timer. */
static bool took_time(const char *text)
{
	size_t length = strlen(text);

	return reader_word(text, "... ") || reader_word(text, "sleep(") ||
	       strstr(text, "ETIMEDOUT") || strstr(text, "EHOSTUNREACH") ||
	       strstr(text, "ENETUNREACH") ||
	       (length > 3 && !strcmp(text + length - 3, " s)") &&
		!strstr(text, " (0.0 s)"));
}

static void take_third(struct reader *rd, const char *text)
{
	const char *victim = reader_word(text, "SOCK_DESTROY of ");
	const char *rest;
	struct name name;

	if (reader_word(text, "sends "))
		rd->copy = true;
	/* What the kernel refuses is not done. */
	if (!victim || strstr(victim, " = -1 "))
		return;
	rest = reader_name(victim, &name);
	if (!rest)
		return;
	if (reader_word(rest, "'s listener"))
		listener_ends(rd, name.end);
	else
		referee_call(rd->referee, name.conv, name.end, REFEREE_ABORT);
}

static void take_cable(struct reader *rd, const char *text)
{
	const char *from = strstr(text, " from ");
	struct name name;

	rd->copy = reader_word(text, "repeats ") != NULL;
	if (reader_word(text, "doubles ") && from &&
	    reader_name(from + 6, &name))
		rd->doubles[name.end] = true;
}

/*
 * "sends F., timestamp -1000": an offset from the value that it would have,
 * which grows by one a segment; without a sign, the value itself.
 */
static void take_timestamp(struct forged_clock *clock, const char *text)
{
	const char *at = strstr(text, ", timestamp ");
	long long n = at ? strtoll(at + strlen(", timestamp "), NULL, 10) : 0;
	bool offset = !at || strchr("+-", at[strlen(", timestamp ")]);

	clock->missing = strstr(text, ", no timestamp") != NULL;
	clock->value = (offset ? FORGED_CLOCK + clock->sent : 0) + (uint32_t)n;
	clock->sent++;
}

static void take_forged(struct reader *rd, const char *text)
{
	const char *to = reader_word(text, "router tells ");
	struct name name;
	const char *does;

	/* RFC 9293 3.9.2.2: it may give up. */
	if (to && reader_name(to, &name)) {
		referee_call(rd->referee, name.conv, name.end, REFEREE_ABORT);
		return;
	}
	does = reader_name(text, &name);
	if (reader_word(does, " has timestamps"))
		rd->clock[name.conv][name.end].runs = true;
	if (!reader_word(does, " sends "))
		return;
	rd->forged = &rd->clock[name.conv][name.end];
	take_timestamp(rd->forged, does);
}

/* "net.ipv4.tcp_fastopen = 1027" */
static void take_stage(struct reader *rd, const char *text)
{
	const char *value = strstr(text, " = ");

	/* TFO_SERVER_WO_SOCKOPT1: all listeners have it. */
	if (reader_word(text, "net.ipv4.tcp_fastopen") && value &&
	    strtol(value + 3, NULL, 0) & 0x400) {
		referee_call(rd->referee, 0, END_CLIENT, REFEREE_FAST_OPEN);
		referee_call(rd->referee, 0, END_SERVER, REFEREE_FAST_OPEN);
	}
	if (reader_word(text, "net.ipv4.tcp_timestamps = "))
		rd->no_timestamps = reader_word(value, " = 0") != NULL;
}

void reader_take_step(struct reader *rd, const char *line)
{
	const char *text = line + strcspn(line, " ");
	struct name who;
	bool injected = reader_word(line, "third") ||
			reader_word(line, "forged");

	text += strspn(text, " ");
	rd->copy = false;
	rd->forged = NULL;
	referee_step(rd->referee, injected);
	if (reader_word(line, "until") || reader_word(line, "watch"))
		reader_take_time(rd);
	else if (reader_word(line, "third"))
		take_third(rd, text);
	else if (reader_word(line, "cable"))
		take_cable(rd, text);
	else if (reader_word(line, "forged"))
		take_forged(rd, text);
	else if (reader_word(line, "stage"))
		take_stage(rd, text);
	else if (reader_name(line, &who))
		take_call(rd, &who, text);
	if (took_time(text))
		reader_take_time(rd);
}
