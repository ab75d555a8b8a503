/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The model against tests/referee/rfc9293.tsv: every state, every event, as section
 * 3.10 of RFC 9293 has it. Each row is tried at several initial sequence
 * numbers, so that every comparison is made across 2^32 and across 2^31.
 */
#include "tests/referee/rfc9293_trial.h"
#include "tests/suite.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char row_text[512];

/* --- what a row says of the reply --------------------------------------- */

struct wanted {
	bool none, any_ack, challenge, data, front;
	bool has_ack;
	uint32_t seq, ack;
	uint16_t flags;
};

/* SND.NXT is that before the event, RCV.NXT that behind it. */
static uint32_t value(const char *s, size_t length, const struct trial *t,
		      const struct outcome *o)
{
	const struct event_segment *seg = &t->event.seg;
	char name[32];

	snprintf(name, sizeof(name), "%.*s", (int)length, s);
	if (!strcmp(name, "0"))
		return 0;
	if (!strcmp(name, "ISS"))
		return t->tcb.state == RFC_SYN_SENT ||
				       t->tcb.state == RFC_SYN_RECEIVED ?
			       t->tcb.iss :
			       NEW_ISS;
	if (!strcmp(name, "SND.NXT"))
		return t->tcb.snd_nxt;
	if (!strcmp(name, "RCV.NXT"))
		return o->tcb.rcv_nxt;
	if (!strcmp(name, "SEG.ACK"))
		return seg->ack;
	if (!strcmp(name, "SEG.SEQ+SEG.LEN"))
		return seg->seq + seg->length + !!(seg->flags & SEG_SYN) +
		       !!(seg->flags & SEG_FIN);
	ck_abort_msg("%s: value \"%s\"", row_text, name);
	return 0;
}

static uint16_t control(const char *s, size_t length)
{
	uint16_t flags = 0;
	char names[32], *save, *name;

	snprintf(names, sizeof(names), "%.*s", (int)length, s);
	for (name = strtok_r(names, ",", &save); name;
	     name = strtok_r(NULL, ",", &save)) {
		if (!strcmp(name, "SYN"))
			flags |= SEG_SYN;
		else if (!strcmp(name, "ACK"))
			flags |= SEG_ACK;
		else if (!strcmp(name, "FIN"))
			flags |= SEG_FIN;
		else if (!strcmp(name, "RST"))
			flags |= SEG_RST;
		else
			ck_abort_msg("%s: control \"%s\"", row_text, name);
	}
	return flags;
}

static void read_template(struct wanted *w, const char *s,
			  const struct trial *t, const struct outcome *o)
{
	while (*s == '<') {
		size_t length = strcspn(s, ">");

		ck_assert_msg(s[length] == '>', "%s: template", row_text);
		if (!strncmp(s, "<SEQ=", 5)) {
			w->seq = value(s + 5, length - 5, t, o);
		} else if (!strncmp(s, "<ACK=", 5)) {
			w->ack = value(s + 5, length - 5, t, o);
			w->has_ack = true;
		} else if (!strncmp(s, "<CTL=", 5)) {
			w->flags = control(s + 5, length - 5);
		} else {
			ck_abort_msg("%s: template %s", row_text, s);
		}
		s += length + 1;
	}
	ck_assert_msg(w->flags != 0 && (*s == '\0' || *s == ' '),
		      "%s: template", row_text);
}

/* "A (passive) / B (active)", "X A ; else B": which one is meant. */
static const char *alternative(const char *text, const struct setting *s)
{
	static char chosen[256];
	const char *cut = strstr(text, " (passive) / ");
	const char *other = strstr(text, "; else ");
	const char *either = strstr(text, " or ");

	if (cut) {
		if (s->passive)
			snprintf(chosen, sizeof(chosen), "%.*s",
				 (int)(cut - text), text);
		else
			snprintf(chosen, sizeof(chosen), "%.*s",
				 (int)strcspn(cut + 13, "("), cut + 13);
		if (chosen[strlen(chosen) - 1] == ' ')
			chosen[strlen(chosen) - 1] = '\0';
		return chosen;
	}
	if (other)
		return s->newer && strchr(text, '<') < other ?
			       strchr(text, '<') :
			       other + 7;
	if (either && *text != '<') {
		snprintf(chosen, sizeof(chosen), "%.*s",
			 (int)(either - text), text);
		return s->newer ? chosen : either + 4;
	}
	return text;
}

static struct wanted read_reply(const char *text, const struct trial *t,
				const struct outcome *o,
				const struct setting *s)
{
	struct wanted w = {.none = false};

	text = alternative(text, s);
	if (!strcmp(text, "none")) {
		w.none = true;
		return w;
	}
	if (!strncmp(text, "ACK", 3)) {
		w.any_ack = true;
		return w;
	}
	if (!strncmp(text, "data segment", 12)) {
		w.data = true;
		return w;
	}
	if (!strncmp(text, "front of retransmission", 23)) {
		w.front = true;
		return w;
	}
	w.challenge = !strncmp(text, "C:", 2);
	read_template(&w, text + (w.challenge ? 2 : 0), t, o);
	return w;
}

/* Return: NULL when the outcome is what the row says, else what differs. */
static const char *compare_reply(const struct wanted *w,
				 const struct trial *t,
				 const struct outcome *o)
{
	const struct reply *r = &o->reply[0];

	if (w->none)
		return o->n ? "a reply" : NULL;
	if (o->n != 1)
		return "not just one reply";
	if (w->any_ack)
		return r->flags != SEG_ACK || r->ack != o->tcb.rcv_nxt ||
				       r->seq != t->tcb.snd_nxt || r->length ?
			       "no ACK" :
			       NULL;
	if (w->data)
		return r->flags != SEG_ACK || r->seq != t->tcb.snd_nxt ||
				       r->ack != t->tcb.rcv_nxt ||
				       r->length != t->event.octets ?
			       "no data" :
			       NULL;
	if (w->front)
		return r->seq != t->tcb.snd_una || r->ack != t->tcb.rcv_nxt ||
				       r->length != 2 ?
			       "not the front of the queue" :
			       NULL;
	if (r->flags != w->flags)
		return "flags";
	if (r->seq != w->seq)
		return "sequence number";
	if (w->has_ack && r->ack != w->ack)
		return "acknowledgment number";
	if (r->length)
		return "data";
	if (w->challenge != (r->strength == REPLY_CHALLENGE))
		return "challenge or not";
	return NULL;
}

/* --- the rows ----------------------------------------------------------- */

static enum rfc_state state_named(const char *name)
{
	int state;

	for (state = 0; state < RFC_STATES; state++)
		if (!strcmp(name, rfc9293_state_name(state)))
			return state;
	ck_abort_msg("%s: state \"%s\"", row_text, name);
	return RFC_STATES;
}

/* Both kinds of row need data that are not acknowledged. */
static bool wants_outstanding(const char *event)
{
	return strstr(event, "not covering") || strstr(event, "=< SND.NXT") ||
	       !strcmp(event, "TMO retransmission");
}

static unsigned try_row(char *const column[4], const struct setting *s)
{
	enum rfc_state state = state_named(column[0]);
	bool outstanding = wants_outstanding(column[1]);
	unsigned tried = 0;
	size_t i, k;

	for (i = 0; trial_events[i].name; i++)
		if (!strcmp(trial_events[i].name, column[1]))
			break;
	ck_assert_msg(trial_events[i].name, "%s: no such event", row_text);
	for (k = 0; trial_events[i].build[k]; k++) {
		struct trial t;
		struct outcome o;
		struct wanted w;
		const char *differs;

		trial_prepare(&t, s, state, outstanding,
			      trial_events[i].build[k]);
		ck_assert_msg(rfc9293_possible(&t.tcb), "%s: block %zu",
			      row_text, k);
		rfc9293_event(&t.tcb, &t.event, &o);
		ck_assert_msg(!o.impossible, "%s: impossible", row_text);
		w = read_reply(column[2], &t, &o, s);
		differs = compare_reply(&w, &t, &o);
		ck_assert_msg(!differs, "%s: form %zu, ISS %#x: %s (%s)",
			      row_text, k, s->iss, differs, o.why);
		ck_assert_msg(o.tcb.state ==
				      state_named(alternative(column[3], s)),
			      "%s: form %zu: %s", row_text, k,
			      rfc9293_state_name(o.tcb.state));
		ck_assert_msg(rfc9293_possible(&o.tcb),
			      "%s: form %zu: next block", row_text, k);
		tried++;
	}
	return tried;
}

static void try_impossible(char *const column[4], const struct setting *s)
{
	struct outcome o;
	struct trial t;
	size_t i;

	for (i = 0; trial_impossible[i].name; i++)
		if (!strcmp(trial_impossible[i].name, column[1]))
			break;
	ck_assert_msg(trial_impossible[i].name, "%s: no such event", row_text);
	trial_prepare(&t, s, state_named(column[0]), false,
		      trial_impossible[i].build[0]);
	rfc9293_event(&t.tcb, &t.event, &o);
	ck_assert_msg(o.impossible, "%s: possible", row_text);
}

/* The row says so itself when it has two sides. */
static bool concerns(char *const column[4], const struct setting *s)
{
	bool time_wait_syn = !strcmp(column[0], "TIME-WAIT") &&
			     strstr(column[1], "SYN (ACK off)");

	/* RFC 6191 outside the window has a test of its own. */
	return !s->newer ||
	       (time_wait_syn && strstr(column[3], "SYN-RECEIVED"));
}

static FILE *open_rows(void)
{
	const char *srcdir = getenv("srcdir");
	char path[4096];
	FILE *in;

	snprintf(path, sizeof(path), "%s/tests/referee/rfc9293.tsv",
		 srcdir ? srcdir : ".");
	in = fopen(path, "re");
	ck_assert_msg(in != NULL, "%s", path);
	return in;
}

static unsigned walk(const struct setting *s)
{
	char *line = NULL, *column[4], *rest;
	unsigned rows = 0;
	size_t room = 0;
	FILE *in = open_rows();
	int i;

	/* the heading */
	ck_assert(getline(&line, &room, in) > 0);
	while (getline(&line, &room, in) > 0) {
		line[strcspn(line, "\n")] = '\0';
		snprintf(row_text, sizeof(row_text), "%s", line);
		rest = line;
		for (i = 0; i < 4; i++)
			column[i] = strsep(&rest, "\t");
		ck_assert_msg(column[3] && !rest, "%s: columns", row_text);
		rows++;
		if (!concerns(column, s))
			continue;
		if (!strcmp(column[2], "n/a"))
			try_impossible(column, s);
		else
			ck_assert_uint_gt(try_row(column, s), 0);
	}
	free(line);
	fclose(in);
	return rows;
}

START_TEST(every_row)
{
	static const uint32_t numbers[] = {
		1000,		       0xffffffff, 0xfffffff4,
		0x7fffffff, 0x80000000, 0,
	};
	const size_t n = sizeof(numbers) / sizeof(*numbers);
	size_t i;

	for (i = 0; i < 4 * n; i++) {
		struct setting s = {
			.iss = numbers[i / 4],
			.irs = numbers[n - 1 - i / 4] - 15,
			.passive = i & 1,
			.newer = i & 2,
		};

		ck_assert_uint_eq(walk(&s), 263);
	}
}
END_TEST

/* The comparison that the rows rest on can fail. */
START_TEST(comparison_fails)
{
	struct wanted w = {.flags = SEG_ACK, .seq = 1, .ack = 2,
			   .has_ack = true};
	struct trial t = {.event = {.kind = EVENT_STATUS}};
	struct outcome o = {.n = 1};

	o.reply[0] = (struct reply){.flags = SEG_ACK, .seq = 1, .ack = 2};
	ck_assert_ptr_null(compare_reply(&w, &t, &o));
	o.reply[0].seq = 3;
	ck_assert_str_eq(compare_reply(&w, &t, &o), "sequence number");
	o.reply[0].seq = 1;
	o.reply[0].ack = 3;
	ck_assert_str_eq(compare_reply(&w, &t, &o), "acknowledgment number");
	o.reply[0].ack = 2;
	o.reply[0].strength = REPLY_CHALLENGE;
	ck_assert_str_eq(compare_reply(&w, &t, &o), "challenge or not");
	o.reply[0].flags = SEG_RST;
	ck_assert_str_eq(compare_reply(&w, &t, &o), "flags");
	o.n = 0;
	ck_assert_ptr_nonnull(compare_reply(&w, &t, &o));
	w.none = true;
	ck_assert_ptr_null(compare_reply(&w, &t, &o));
	o.n = 1;
	ck_assert_str_eq(compare_reply(&w, &t, &o), "a reply");
}
END_TEST

int main(void)
{
	Suite *s = suite_create("rfc9293");
	TCase *tc = tcase_create("table");

	tcase_add_test(tc, every_row);
	tcase_add_test(tc, comparison_fails);
	suite_add_tcase(s, tc);
	return suite_run(s);
}
