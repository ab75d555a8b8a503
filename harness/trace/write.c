/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the structs of a trace to its lines.
 */
#include "harness/trace/line.h"
#include "harness/trace/pattern.h"
#include "harness/trace/words.h"

#include <inttypes.h>
#include <string.h>

static void put_errno(FILE *out, int error)
{
	const char *name = strerrorname_np(error);

	if (name)
		fputs(name, out);
	else
		fprintf(out, "errno %d", error);
}

void seconds_write(FILE *out, const struct seconds *s, const char *before)
{
	if (s->decimals >= 0)
		fprintf(out, "%s%.*f s)", before, s->decimals, s->value);
}

static void put_call(FILE *out, const struct step_outcome *o)
{
	fprintf(out, " = %" PRId64, o->ret);
	if (o->error) {
		fputc(' ', out);
		put_errno(out, o->error);
	}
	if (o->sigpipe)
		fputs(" + SIGPIPE", out);
	if (o->corrupt)
		fputs(" (not the bytes that were sent)", out);
}

static void put_events(FILE *out, const struct step *s)
{
	fputs(" = ", out);
	if (s->out.events)
		words_put_bits(out, &words_poll, s->out.events, " ");
	else
		fputs(s->verb == VERB_EPOLL_WAIT || s->verb == VERB_EPOLL_NOW ?
			      "no event" : "none", out);
}

static void put_error(FILE *out, const struct step_outcome *o)
{
	fputs(" = ", out);
	if (o->error)
		put_errno(out, o->error);
	else
		fputc('0', out);
}

static void put_stuck(FILE *out, const struct step *s)
{
	if (verb_row(s->verb)->who != WHO_UNTIL) {
		fprintf(out, " has not returned after %" PRId64 " s",
			s->out.ret);
		return;
	}
	fprintf(out, ": not after %" PRId64 " s", s->out.ret);
	if (s->verb == VERB_UNTIL_STATE)
		fprintf(out, ", but %s", word_state(s->out.state));
}

static void put_returned(FILE *out, const struct step *s)
{
	switch (verb_row(s->verb)->result) {
	case RESULT_CALL:
		put_call(out, &s->out);
		break;
	case RESULT_EVENTS:
		if (s->out.ret < 0)
			put_call(out, &s->out);
		else
			put_events(out, s);
		break;
	case RESULT_ERROR:
		if (s->out.ret < 0)
			put_call(out, &s->out);
		else
			put_error(out, &s->out);
		break;
	case RESULT_QUEUE:
		if (s->out.ret < 0)
			fputs(": does not listen", out);
		else
			fprintf(out, " holds %" PRId64 ", limit %" PRId64,
				s->out.ret, s->out.limit);
		break;
	default:
		break;
	}
}

static void put_actor(FILE *out, const struct step *s)
{
	const char *word = verb_who_word(verb_row(s->verb)->who);
	char name[24];
	FILE *mem;

	if (word) {
		fprintf(out, "%-*s", LINE_INDENT, word);
		return;
	}
	mem = fmemopen(name, sizeof(name), "w");
	end_write(mem, &s->end);
	fclose(mem);
	/* A long name has one blank behind it all the same. */
	fprintf(out, "%-*s ", LINE_INDENT - 1, name);
}

void step_write(FILE *out, const struct step *s)
{
	put_actor(out, s);
	step_write_words(out, s);
}

void step_write_words(FILE *out, const struct step *s)
{
	if (s->phase == STEP_FINISHED)
		fputs("... ", out);
	pattern_write(out, s);
	if (s->phase == STEP_BEGUN)
		fputs(" ...", out);
	else if (s->out.kind == OUTCOME_STUCK)
		put_stuck(out, s);
	else if (s->out.kind == OUTCOME_RETURNED)
		put_returned(out, s);
	seconds_write(out, &s->out.took, " (");
}

void state_write(FILE *out, const struct shown_state *s)
{
	fputs(word_state(s->state), out);
	if (s->recv_queue)
		fprintf(out, " Recv-Q %" PRId64, s->recv_queue);
	if (s->send_queue)
		fprintf(out, " Send-Q %" PRId64, s->send_queue);
}

void states_write(FILE *out, const struct shown_states *s)
{
	const char *comma = "";
	size_t i;

	for (i = 0; i < s->n; i++) {
		fputs(comma, out);
		comma = ", ";
		end_write(out, &s->state[i].end);
		fputc(' ', out);
		state_write(out, &s->state[i]);
	}
	if (!s->n)
		fputs("no connection", out);
	seconds_write(out, &s->after, " (+");
}

void line_write(FILE *out, const struct line *line)
{
	switch (line->kind) {
	case LINE_HEADER:
		fprintf(out, "# %s", line->text);
		break;
	case LINE_STEP:
		step_write(out, &line->step);
		break;
	case LINE_SEGMENT:
		fprintf(out, "%*s", LINE_INDENT, "");
		segment_write(out, &line->segment);
		break;
	case LINE_STATE:
		fprintf(out, "%*s= ", LINE_INDENT, "");
		states_write(out, &line->states);
		break;
	case LINE_DEVIATION:
		fprintf(out, "%*sdeviates: %s", LINE_INDENT, "", line->text);
		break;
	case LINE_END:
		fprintf(out, "%-*s", LINE_INDENT, "end");
		states_write(out, &line->states);
		break;
	default:
		break;
	}
}
