/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From a verb of a script to a step of the trace.
 */
#include "harness/play/script.h"
#include "harness/trace/words.h"
#include "base/memory.h"
#include "harness/play/cable.h"
#include "harness/play/cable_packet.h"
#include "harness/trace/header.h"
#include "harness/trace/pattern.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NS_PER_MS 1000000LL

void play_leave(enum play_end end)
{
	play->end = end;
	longjmp(play->out, 1);
}

void play_break(const char *fmt, ...)
{
	char text[sizeof(play->err.text)];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (play->at)
		error_set(&play->err, "%s:%u: %s", play->tc->file,
			  play->at->line, text);
	else
		error_set(&play->err, "%s", text);
	play_leave(PLAY_BROKEN);
}

/* A rule that never met its segment: the case did not test what it says. */
static void check_rules(void)
{
	enum kind kind;
	int from;

	if (!play->cable || !cable_unused_rule(play->cable, &from, &kind))
		return;
	play_break("rule never used: no %s came from %s (it sent %s)",
		   kind_name(kind), word_text(&words_end, from),
		   cable_seen(play->cable, from));
}

static void play_steps(const struct script *script)
{
	size_t i;

	for (i = 0; i < script->n; i++) {
		play->at = &script->step[i];
		perform_step(&script->step[i].step);
	}
	play->at = NULL;
}

static void write_header(const struct test_case *tc)
{
	struct text header;
	char *line, *rest;

	header_write(text_begin(&header), tc);
	rest = text_end(&header);
	while ((line = strsep(&rest, "\n")) && rest)
		trace_add(&play->trace, "%s", line);
	free(header.data);
	trace_add(&play->trace, "%s", "");
}

enum play_end play_script(void)
{
	unsigned i;

	for (i = 0; i <= MAX_CONVERSATIONS; i++)
		play->told[i][0].state = play->told[i][1].state = TCP_CLOSE;
	write_header(play->tc);
	golden_follow(&play->goldens, &play->trace, 0);
	play->end = PLAY_DONE;
	if (setjmp(play->out) == 0) {
		if (play->tc->steps)
			play_steps(play->tc->steps);
		else
			play->tc->script();
		step_hurry_over();
		check_rules();
		/* What has come since the last step was settled? */
		step_begin();
		step_drain();
		step_segments(&play->trace);
	}
	if (play->end != PLAY_BROKEN && setjmp(play->out) == 0) {
		struct line end = {.kind = LINE_END, .states = states_all()};

		trace_add_line(&play->trace, &end);
	}
	return play->end;
}

const char *actor_name(struct end e)
{
	static char text[24];
	const char *name = word_text(&words_end, e.player);

	if (e.number > 1)
		snprintf(text, sizeof(text), "%s#%u", name, e.number);
	else
		snprintf(text, sizeof(text), "%s", name);
	return text;
}

/* "setsockopt(SO_LINGER, on, 0 s)", for a person. */
static char *call_string(const struct call *call)
{
	struct text t;

	pattern_write(text_begin(&t), &call->step);
	return text_end(&t);
}

/* Where time is the point, it is that of calls that can block. */
static void take_answer(struct step *s, const struct answer *ans)
{
	s->out = answer_outcome(ans);
	if (play->tc->show & SHOW_TIME &&
	    (s->verb == VERB_CLOSE || s->phase == STEP_FINISHED))
		s->out.took = (struct seconds){(double)ans->took_ns / 1e9, 1};
}

static struct player *player_of(const struct call *call)
{
	return &play->player[call->step.end.player];
}

static void note_call(const struct call *call)
{
	struct error err;

	need_real(call->step.end);
	if (!call->step.end.number || call->step.end.number > MAX_CONVERSATIONS)
		play_break("%s: a player has sockets 1 to %d",
			   actor_name(call->step.end), MAX_CONVERSATIONS);

	since_told(wall_ns());
	play->calling = true;
	if (player_tell(player_of(call), call, &err))
		play_break("%s: %s", actor_name(call->step.end), err.text);
}

void play_stuck(struct step *s)
{
	s->out = (struct step_outcome){
		.kind = OUTCOME_STUCK,
		.ret = play->limit_ns / 1000 / NS_PER_MS,
		.state = s->out.state,
		.took = SECONDS_NONE,
	};
	step_settle(s);
	play_leave(PLAY_STUCK);
}

/* Waits for the player, and meanwhile carries what its call sends. */
static void await_player(const struct player *p, int timeout_ms)
{
	int64_t limit = now_ns() + timeout_ms * NS_PER_MS;
	int64_t left;

	step_drain();
	while ((left = limit - now_ns()) > 0 &&
	       !link_wait(p->fd, (int)(left / NS_PER_MS) + 1))
		step_drain();
}

/* Nothing may be left that is to be freed: play_break() does not return. */
static void lost(const struct call *call)
{
	char copy[200], *text = call_string(call);

	snprintf(copy, sizeof(copy), "%s", text);
	free(text);
	play_break("%s cannot make the call %s", actor_name(call->step.end),
		   copy);
}

/* Return: whether an answer came in time. */
static bool hear(const struct call *call, struct answer *ans, int timeout_ms)
{
	struct error err;
	int got;

	/* On loopback nothing has to be carried: one wake-up is enough. */
	if (play->cable)
		await_player(player_of(call), timeout_ms);
	got = player_hear(player_of(call), ans, play->cable ? 0 : timeout_ms,
			  &err);
	if (got > 0)
		stall_add(ans->delay_ns);
	if (got < 0)
		play_break("%s: %s", actor_name(call->step.end), err.text);
	if (got && ans->lost)
		lost(call);
	return got;
}

static int limit_ms(void)
{
	return (int)(play->limit_ns / NS_PER_MS);
}

void make_call(struct call *call)
{
	struct answer ans;

	step_begin();
	note_call(call);
	if (!hear(call, &ans, limit_ms()))
		play_stuck(&call->step);
	take_answer(&call->step, &ans);
	step_settle(&call->step);
}

/*
 * On the wire the player fills the send buffer, the cable empties it, and so
 * on until the receiver has no more room either.
 */
void fill_call(struct call *call)
{
	struct answer ans;

	play->filled = true;
	step_begin();
	do {
		note_call(call);
		if (!hear(call, &ans, limit_ms()))
			play_stuck(&call->step);
		step_drain();
	} while (ans.ret > 0);
	take_answer(&call->step, &ans);
	step_settle(&call->step);
}

/* Whether the kernel shows a thread asleep: 'S' behind the command's name. */
static bool is_asleep(const char *thread)
{
	char path[64], stat[256], *state;
	ssize_t got;
	int fd;

	snprintf(path, sizeof(path), "/proc/%s/stat", thread);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return true;
	got = read(fd, stat, sizeof(stat) - 1);
	close(fd);
	if (got <= 0)
		return true;
	stat[got] = '\0';
	state = strrchr(stat, ')');
	return !state || state[2] == 'S';
}

/* The thread has said that it is about to call: wait until it is blocked. */
static void await_blocked(const struct call *call, const char *thread)
{
	struct pollfd pfd = {.fd = player_of(call)->fd, .events = POLLIN};
	int64_t limit = now_ns() + play->limit_ns;

	while (!is_asleep(thread)) {
		/* An answer says that it was over before it could block. */
		if (poll(&pfd, 1, 1) > 0)
			return;
		if (now_ns() > limit)
			play_break("%s: a begun call neither blocks nor ends",
				   actor_name(call->step.end));
	}
}

void begin_call(struct call *call)
{
	struct end e = call->step.end;
	struct call *pending;
	struct answer ans;

	call->step.phase = STEP_BEGUN;
	step_begin();
	note_call(call);
	pending = &play->pending[e.player][e.number];
	if (pending->step.phase == STEP_BEGUN)
		play_break("%s has begun a call already", actor_name(e));
	*pending = *call;
	if (!hear(call, &ans, limit_ms()))
		play_break("%s does not begin a call", actor_name(e));
	await_blocked(call, ans.thread);
	step_settle(&call->step);
}

void finish_call(struct end e)
{
	struct call *call = &play->pending[e.player][e.number];
	struct answer ans;

	if (e.number > MAX_CONVERSATIONS || call->step.phase != STEP_BEGUN)
		play_break("%s has begun no call", actor_name(e));
	call->step.phase = STEP_FINISHED;
	step_begin();
	if (!hear(call, &ans, limit_ms()))
		play_stuck(&call->step);
	take_answer(&call->step, &ans);
	step_settle(&call->step);
}

const struct address *address_of(struct end e)
{
	if (!e.number || e.number > MAX_CONVERSATIONS ||
	    e.number > conversations_count(play->table))
		play_break("%s has no connection that was seen",
			   actor_name(e));
	return &conversations_get(play->table, e.number)->end[e.player];
}
