/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every argument has a row of its own here: how it is written, how it is read.
 */
#include "harness/trace/argument.h"
#include "harness/trace/words.h"
#include "pcap/segment.h"

#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

/* Numbers of connections that a step can be about. */
#define MAX_NUMBER 64

void end_write(FILE *out, const struct end *e)
{
	fputs(word_text(&words_end, e->player), out);
	if (e->number > 1)
		fprintf(out, "#%u", e->number);
}

bool end_read(struct cursor *c, struct end *e)
{
	int64_t player, number = 1;

	if (!cursor_word(c, &words_end, &player))
		return false;
	if (cursor_has(c, "#") && (!cursor_unsigned(c, &number) ||
				   number < 2 || number > MAX_NUMBER))
		return cursor_miss(c, "the number of a connection, from 2 on");
	e->player = (uint8_t)player;
	e->number = (uint32_t)number;
	return true;
}

static void put_number(FILE *out, struct pattern_place *p)
{
	fprintf(out, "%" PRId64, p->s->arg[p->n++]);
}

static bool take_number(struct cursor *c, struct pattern_place *p)
{
	return cursor_number(c, &p->s->arg[p->n++]);
}

static void put_offset(FILE *out, struct pattern_place *p)
{
	int64_t offset = p->s->arg[p->n++];

	if (offset)
		fprintf(out, "%+" PRId64, offset);
}

static bool take_offset(struct cursor *c, struct pattern_place *p)
{
	int64_t *offset = &p->s->arg[p->n++];

	*offset = 0;
	cursor_signed(c, offset);
	return true;
}

static void put_how(FILE *out, struct pattern_place *p)
{
	fputs(word_text(&words_how, p->s->arg[p->n++]), out);
}

static bool take_how(struct cursor *c, struct pattern_place *p)
{
	return cursor_word(c, &words_how, &p->s->arg[p->n++]);
}

static void put_option(FILE *out, struct pattern_place *p)
{
	int64_t level = p->s->arg[p->n++], name = p->s->arg[p->n++];
	const char *text = word_option(level, name);

	if (text)
		fputs(text, out);
	else
		fprintf(out, "%" PRId64 ", %" PRId64, level, name);
}

static bool take_option(struct cursor *c, struct pattern_place *p)
{
	const struct word *word = word_find(&words_option, c->at);
	int64_t *level = &p->s->arg[p->n++], *name = &p->s->arg[p->n++];

	if (word) {
		*level = word->value;
		*name = word->more;
		c->at += strlen(word->text);
		return true;
	}
	cursor_miss(c, "a socket option");
	return cursor_unsigned(c, level) && cursor_literal(c, ", ") &&
	       cursor_unsigned(c, name) && !word_option(*level, *name);
}

static void put_msg(FILE *out, struct pattern_place *p)
{
	int64_t flags = p->s->arg[p->n++];
	uint32_t left;

	if (!flags)
		return;
	fputs(", ", out);
	left = words_put_bits(out, &words_msg, (uint32_t)flags, "|");
	if (left)
		fprintf(out, "%s%#x", left == flags ? "" : "|", left);
}

/* Bits without a name are one hexadecimal number behind the others. */
static bool take_nameless(struct cursor *c, uint32_t *flags)
{
	const char *at = c->at + (*flags && *c->at == '|');
	unsigned long bits;
	char *end;

	if (strncmp(at, "0x", 2))
		return *flags != 0;
	bits = strtoul(at, &end, 16);
	*flags |= (uint32_t)bits;
	c->at = end;
	return true;
}

static bool take_msg(struct cursor *c, struct pattern_place *p)
{
	const char *before = c->at;
	uint32_t flags = 0;

	/* What stands behind a comma may be the descriptor, too. */
	if (cursor_has(c, ", ")) {
		cursor_bits(c, &words_msg, "|", &flags);
		if (!take_nameless(c, &flags))
			c->at = before;
	}
	p->s->arg[p->n++] = flags;
	return true;
}

static void put_poll(FILE *out, struct pattern_place *p)
{
	words_put_bits(out, &words_poll, (uint32_t)p->s->arg[p->n++], " ");
}

static bool take_poll(struct cursor *c, struct pattern_place *p)
{
	uint32_t bits;

	if (!cursor_bits(c, &words_poll, " ", &bits))
		return false;
	p->s->arg[p->n++] = bits;
	return true;
}

static void put_kind(FILE *out, struct pattern_place *p)
{
	fputs(word_text(&words_kind, p->s->arg[p->n++]), out);
}

static bool take_kind(struct cursor *c, struct pattern_place *p)
{
	return cursor_word(c, &words_kind, &p->s->arg[p->n++]);
}

static void put_state(FILE *out, struct pattern_place *p)
{
	fputs(word_text(&words_state, p->s->arg[p->n++]), out);
}

static bool take_state(struct cursor *c, struct pattern_place *p)
{
	return cursor_word(c, &words_state, &p->s->arg[p->n++]);
}

static void put_signal(FILE *out, struct pattern_place *p)
{
	int64_t number = p->s->arg[p->n++];
	const char *name = sigabbrev_np((int)number);

	if (name)
		fprintf(out, "SIG%s", name);
	else
		fprintf(out, "signal %" PRId64, number);
}

static bool take_signal(struct cursor *c, struct pattern_place *p)
{
	size_t length = strspn(c->at, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
	int number;

	if (length > 3 && !strncmp(c->at, "SIG", 3))
		for (number = 1; number < NSIG; number++) {
			const char *name = sigabbrev_np(number);

			if (!name || strlen(name) != length - 3 ||
			    strncmp(name, c->at + 3, length - 3))
				continue;
			p->s->arg[p->n++] = number;
			c->at += length;
			return true;
		}
	return cursor_miss(c, "a signal, as SIGKILL");
}

static void put_end(FILE *out, struct pattern_place *p)
{
	end_write(out, &p->s->end);
}

static bool take_end(struct cursor *c, struct pattern_place *p)
{
	return end_read(c, &p->s->end);
}

static const char of_listener[] = "'s listener";

static void put_target(FILE *out, struct pattern_place *p)
{
	end_write(out, &p->s->end);
	if (p->s->end.which == SOCKET_LISTENER)
		fputs(of_listener, out);
}

static bool take_target(struct cursor *c, struct pattern_place *p)
{
	if (!end_read(c, &p->s->end))
		return false;
	if (cursor_has(c, of_listener))
		p->s->end.which = SOCKET_LISTENER;
	return true;
}

/* What an injected number counts from is decided when it is sent. */
static void put_origin(FILE *out, struct pattern_place *p)
{
	fputs(p->s->arg[p->n++] ? "SND.NXT" : "RCV.NXT", out);
}

static bool take_origin(struct cursor *c, struct pattern_place *p)
{
	int64_t *origin = &p->s->arg[p->n++];

	*origin = cursor_has(c, "SND.NXT");
	return *origin || cursor_literal(c, "RCV.NXT");
}

static void put_other(FILE *out, struct pattern_place *p)
{
	end_write(out, &p->s->other);
}

static bool take_other(struct cursor *c, struct pattern_place *p)
{
	return end_read(c, &p->s->other);
}

static bool take_text(struct cursor *c, char *into, size_t room, size_t length,
		      const char *what)
{
	if (!length)
		return cursor_miss(c, what);
	if (length >= room)
		return cursor_miss(c, "something shorter");
	memcpy(into, c->at, length);
	into[length] = '\0';
	c->at += length;
	return true;
}

static void put_quoted(FILE *out, struct pattern_place *p)
{
	fprintf(out, "\"%s\"", p->s->text);
}

static bool take_quoted(struct cursor *c, struct pattern_place *p)
{
	return cursor_literal(c, "\"") &&
	       take_text(c, p->s->text, sizeof(p->s->text),
			 strcspn(c->at, "\""), "a text") &&
	       cursor_literal(c, "\"");
}

/* Both parts of a setting share the step's text. */
static void put_name(FILE *out, struct pattern_place *p)
{
	fputs(p->s->text, out);
}

static bool take_name(struct cursor *c, struct pattern_place *p)
{
	return take_text(c, p->s->text, sizeof(p->s->text) / 2,
			 strcspn(c->at, " "), "the name of a sysctl");
}

static void put_rest(FILE *out, struct pattern_place *p)
{
	fputs(step_value(p->s), out);
}

static bool take_rest(struct cursor *c, struct pattern_place *p)
{
	char *into = p->s->text + strlen(p->s->text) + 1;

	return take_text(c, into, sizeof(p->s->text) - (size_t)(into -
								p->s->text),
			 strlen(c->at), "a value");
}

static bool take_flags(struct cursor *c, struct pattern_place *p)
{
	size_t length = 0;
	const struct word *word;
	const char *at;

	for (at = c->at; (word = word_find(&words_flag, at)); at++)
		length++;
	return take_text(c, p->s->text, sizeof(p->s->text), length,
			 "TCP flags, as S or F.");
}

static void put_fields(FILE *out, struct pattern_place *p)
{
	forged_write(out, &p->s->forged);
}

static bool take_fields(struct cursor *c, struct pattern_place *p)
{
	return forged_read(c, &p->s->forged);
}

static const struct argument arguments[] = {
	{'n', "N", put_number, take_number},
	{'d', "+N", put_offset, take_offset},
	{'h', "HOW", put_how, take_how},
	{'o', "OPTION", put_option, take_option},
	{'f', ", FLAGS", put_msg, take_msg},
	{'p', "EVENTS", put_poll, take_poll},
	{'k', "KIND", put_kind, take_kind},
	{'S', "STATE", put_state, take_state},
	{'g', "SIGNAL", put_signal, take_signal},
	{'e', "END", put_end, take_end},
	{'E', "END", put_other, take_other},
	{'t', "END", put_target, take_target},
	{'O', "RCV.NXT", put_origin, take_origin},
	{'q', "\"TEXT\"", put_quoted, take_quoted},
	{'w', "SYSCTL", put_name, take_name},
	{'r', "VALUE", put_rest, take_rest},
	{'F', "FLAGS", put_name, take_flags},
	{'X', ", FIELDS", put_fields, take_fields},
};

const struct argument *argument_of(char letter)
{
	const struct argument *a = arguments;

	while (a->letter != letter)
		a++;
	return a;
}
