/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From a shown segment to its line.
 */
#include "harness/trace/line.h"
#include "harness/trace/put.h"
#include "harness/trace/segment_line.h"
#include "harness/trace/words.h"

static char *put_end(char *at, const struct end *e)
{
	at = put_text(at, word_text(&words_end, e->player));
	if (e->number <= 1)
		return at;
	*at++ = '#';
	return put_number(at, e->number);
}

static char *put_flags(char *at, const struct shown_segment *s)
{
	size_t i;

	if (s->kind == SEGMENT_PROBE)
		return put_text(at, "probe");
	if (s->kind == SEGMENT_SUM)
		return put_text(at, "data");
	if (!s->flags)
		return put_text(at, "none");
	for (i = 0; i < words_flag.n; i++)
		if (s->flags & words_flag.list[i].value)
			*at++ = *words_flag.list[i].text;
	return at;
}

/* What separates fields is written before the next one. */
static char *put_gap(char *at, size_t *gap)
{
	memset(at, ' ', *gap);
	at += *gap;
	*gap = 1;
	return at;
}

/* A number, or how far it is beyond the n-th SYN that is not the base. */
static char *put_shown(char *at, const struct shown_number *n)
{
	if (!n->isn)
		return put_number(at, n->value);
	at = put_text(at, "ISN");
	if (n->isn > 1) {
		*at++ = '#';
		at = put_number(at, n->isn);
	}
	if (n->value > 0)
		*at++ = '+';
	return n->value ? put_number(at, n->value) : at;
}

static char *put_field(char *at, size_t *gap, const char *before,
		       const char *text, const char *behind)
{
	at = put_text(put_gap(at, gap), before);
	return put_text(put_text(at, text), behind);
}

/* What stands behind the flags, with a gap of so many blanks before it. */
static char *put_fields(char *at, const struct shown_segment *s, size_t gap)
{
	if (s->has_seq)
		at = put_shown(put_gap(at, &gap), &s->seq);
	if (s->has_end) {
		*at++ = ':';
		at = put_shown(at, &s->end);
	}
	if (s->has_ack)
		at = put_shown(put_text(put_gap(at, &gap), "ack "), &s->ack);
	if (s->has_window)
		at = put_number(put_text(put_gap(at, &gap), "win "),
				s->window);
	if (s->has_urgent)
		at = put_number(put_text(put_gap(at, &gap), "urg "),
				s->urgent);
	if (*s->options)
		at = put_field(at, &gap, "<", s->options, ">");
	if (*s->cut)
		at = put_field(at, &gap, "[cut: ", s->cut, "]");
	return at;
}

size_t shown_text(char *text, const struct shown_segment *s)
{
	char *at = put_end(text, &s->from), *flags;
	size_t width;

	*at++ = ' ';
	*at++ = s->fate;
	*at++ = ' ';
	at = put_text(put_end(at, &s->to), "  ");
	flags = at;
	at = put_flags(at, s);
	width = (size_t)(at - flags);
	/* Flags are padded to four columns if something follows. */
	at = put_fields(at, s, width < 4 ? 5 - width : 1);
	return (size_t)(at - text);
}

void segment_write(FILE *out, const struct shown_segment *s)
{
	char text[SEGMENT_TEXT];

	fwrite(text, 1, shown_text(text, s), out);
	seconds_write(out, &s->after, " (+");
}

void segment_write_flags(FILE *out, const struct shown_segment *s)
{
	char text[16];

	fwrite(text, 1, (size_t)(put_flags(text, s) - text), out);
}

void segment_write_fields(FILE *out, const struct shown_segment *s)
{
	char text[SEGMENT_TEXT];
	size_t length = (size_t)(put_fields(text, s, 0) - text);

	fwrite(text, 1, length, out);
	seconds_write(out, &s->after, length ? " (+" : "(+");
}
