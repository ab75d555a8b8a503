/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the lines of a trace to its structs.
 */
#include "harness/trace/line.h"
#include "harness/trace/pattern.h"
#include "harness/trace/words.h"

#include <string.h>

static bool take_errno(struct cursor *c, int *error)
{
	size_t length = strspn(c->at, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
	int64_t number;
	const char *name;

	if (cursor_has(c, "errno ")) {
		if (!cursor_unsigned(c, &number))
			return false;
		*error = (int)number;
		return true;
	}
	for (*error = 1; *c->at == 'E' && *error < 200; ++*error) {
		name = strerrorname_np(*error);
		if (!name || strlen(name) != length ||
		    strncmp(name, c->at, length))
			continue;
		c->at += length;
		return true;
	}
	return cursor_miss(c, "the name of an error");
}

static bool is_error(const char *text)
{
	return !strncmp(text, " E", 2) || !strncmp(text, " errno ", 7);
}

static bool take_call(struct cursor *c, struct step_outcome *o)
{
	if (!cursor_number(c, &o->ret))
		return false;
	/* " (" begins a remark or a time. */
	if (is_error(c->at)) {
		c->at++;
		if (!take_errno(c, &o->error))
			return false;
	}
	o->sigpipe = cursor_has(c, " + SIGPIPE");
	o->corrupt = cursor_has(c, " (not the bytes that were sent)");
	return true;
}

static bool take_events(struct cursor *c, const struct step *s,
			struct step_outcome *o)
{
	const char *none = s->verb == VERB_EPOLL_WAIT ||
			   s->verb == VERB_EPOLL_NOW ? "no event" : "none";

	if (*c->at == '-')
		return take_call(c, o);
	return cursor_literal(c, none) ||
	       cursor_bits(c, &words_poll, " ", &o->events);
}

static bool take_error(struct cursor *c, struct step_outcome *o)
{
	if (*c->at == '-')
		return take_call(c, o);
	return cursor_literal(c, "0") || take_errno(c, &o->error);
}

static bool take_queue(struct cursor *c, struct step_outcome *o)
{
	o->ret = -1;
	if (cursor_literal(c, ": does not listen"))
		return true;
	return cursor_literal(c, " holds ") && cursor_unsigned(c, &o->ret) &&
	       cursor_literal(c, ", limit ") && cursor_unsigned(c, &o->limit);
}

static bool take_stuck(struct cursor *c, const struct step *s,
		       struct step_outcome *o)
{
	int64_t state;

	o->kind = OUTCOME_STUCK;
	if (!cursor_unsigned(c, &o->ret) || !cursor_literal(c, " s"))
		return false;
	if (s->verb != VERB_UNTIL_STATE)
		return true;
	if (!cursor_literal(c, ", but ") ||
	    !cursor_word(c, &words_state, &state))
		return false;
	o->state = (int)state;
	return true;
}

/* What stands behind a step's text; nothing before it was played. */
static bool take_outcome(struct cursor *c, struct step *s)
{
	enum verb_result result = verb_row(s->verb)->result;
	struct step_outcome *o = &s->out;

	o->took = SECONDS_NONE;
	if (!*c->at || *c->at == '(')
		return true;
	if (cursor_has(c, result == RESULT_WAIT ? ": not after " :
						  " has not returned after "))
		return take_stuck(c, s, o);
	if (result == RESULT_NONE || result == RESULT_WAIT ||
	    result == RESULT_PROCESS)
		return true;
	o->kind = OUTCOME_RETURNED;
	if (result == RESULT_QUEUE)
		return take_queue(c, o);
	if (!cursor_literal(c, " = "))
		return false;
	if (result == RESULT_EVENTS)
		return take_events(c, s, o);
	if (result == RESULT_ERROR)
		return take_error(c, o);
	return take_call(c, o);
}

static bool take_behind(struct cursor *c, struct step *s)
{
	unsigned flags = verb_row(s->verb)->flags;

	if (s->phase == STEP_WHOLE && flags & VERB_BLOCKS &&
	    cursor_has(c, " ...")) {
		s->phase = STEP_BEGUN;
		return cursor_end(c);
	}
	return take_outcome(c, s) && cursor_time(c, " (", &s->out.took) &&
	       cursor_end(c);
}

/* One verb after the other, until one reads the whole line. */
static bool take_verb(struct cursor *c, struct step *s, enum verb_who who)
{
	const struct step before = *s;
	const char *at = c->at;

	for (s->verb = 0; s->verb < VERB_COUNT; s->verb++) {
		const struct verb_row *row = verb_row(s->verb);
		enum verb verb = s->verb;

		if (row->who != who || (s->phase == STEP_FINISHED &&
					!(row->flags & VERB_BLOCKS)))
			continue;
		if (row->flags & VERB_LISTENS)
			s->end.which = SOCKET_LISTENER;
		if (pattern_read(c, s) && take_behind(c, s))
			return true;
		c->at = at;
		*s = before;
		s->verb = verb;
	}
	return false;
}

/* Padded to the column, and one blank at least. */
static bool take_padding(struct cursor *c)
{
	size_t width = (size_t)(c->at - c->line);
	size_t blanks = width < LINE_INDENT ? LINE_INDENT - width : 1;
	size_t there = strspn(c->at, " ");

	if (there != blanks)
		return cursor_miss(c, blanks > 1 ? "blanks up to column 9" :
						   "one blank");
	c->at += blanks;
	return true;
}

static bool take_who(struct cursor *c, struct end *e, enum verb_who *who)
{
	for (*who = 0; *who < WHO_COUNT; ++*who) {
		const char *word = verb_who_word(*who);

		if (word && cursor_has(c, word))
			return true;
	}
	*who = WHO_PLAYER;
	return end_read(c, e) ||
	       cursor_miss(c, "stage, third, until, watch, within, cable or "
			      "forged");
}

enum verb_who line_who(const char *text)
{
	struct cursor c = cursor_on(text);
	enum verb_who who;
	struct end e;

	return take_who(&c, &e, &who) && *c.at == ' ' ? who : WHO_COUNT;
}

bool step_read(struct cursor *c, struct step *s)
{
	enum verb_who who;

	memset(s, 0, sizeof(*s));
	s->end.number = s->other.number = 1;
	s->out.took = SECONDS_NONE;
	if (!take_who(c, &s->end, &who) || !take_padding(c))
		return false;
	if (who == WHO_PLAYER && cursor_has(c, "... "))
		s->phase = STEP_FINISHED;
	return take_verb(c, s, who);
}

static bool read_indented(struct cursor *c, struct line *line)
{
	if (cursor_has(c, "= ")) {
		line->kind = LINE_STATE;
		return states_read(c, &line->states);
	}
	if (cursor_has(c, "deviates: ")) {
		line->kind = LINE_DEVIATION;
		line->text = c->at;
		return cursor_literal(c, "RFC ") &&
		       (*c->at || cursor_miss(c, "a section"));
	}
	line->kind = LINE_SEGMENT;
	return segment_read(c, &line->segment);
}

static bool read_end(struct cursor *c, struct line *line)
{
	line->kind = LINE_END;
	if (!cursor_literal(c, "no connection"))
		return states_read(c, &line->states);
	memset(&line->states, 0, sizeof(line->states));
	line->states.after = SECONDS_NONE;
	return cursor_end(c);
}

enum line_kind line_read(const char *text, struct line *line, struct cursor *c)
{
	bool good;

	*c = cursor_on(text);
	if (!*text) {
		line->kind = LINE_BLANK;
		return LINE_BLANK;
	}
	if (cursor_has(c, "#")) {
		line->kind = LINE_HEADER;
		good = cursor_literal(c, " ") &&
		       (*c->at || cursor_miss(c, "some text"));
		line->text = c->at;
	} else if (cursor_has(c, "        ")) {
		good = read_indented(c, line);
	} else if (cursor_has(c, "end     ")) {
		good = read_end(c, line);
	} else {
		line->kind = LINE_STEP;
		good = step_read(c, &line->step);
	}
	if (!good)
		line->kind = LINE_BAD;
	return line->kind;
}
