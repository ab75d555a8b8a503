/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Walking along the text of a verb, argument by argument.
 */
#include "harness/trace/pattern.h"
#include "harness/trace/argument.h"

#include <string.h>

const char *pattern_argument(char letter)
{
	return argument_of(letter)->name;
}

/* The bracket that a call ends with: what its descriptor is stands before. */
static bool is_last_bracket(const char *text)
{
	return text[0] == ')' && !text[1];
}

static const char *descriptor_name(const struct step *s)
{
	if (s->end.which == SOCKET_DUPLICATE)
		return "dup";
	if (s->end.which == SOCKET_LISTENER &&
	    !(verb_row(s->verb)->flags & VERB_LISTENS))
		return "listener";
	return NULL;
}

void pattern_write(FILE *out, const struct step *s)
{
	struct step copy = *s;
	struct pattern_place p = {&copy, 0};
	const char *text = verb_row(s->verb)->text;
	const char *name = descriptor_name(s);

	for (; *text; text++) {
		if (*text == '%') {
			argument_of(*++text)->put(out, &p);
			continue;
		}
		if (is_last_bracket(text) && name)
			fprintf(out, "%s%s", text[-1] == '(' ? "" : ", ", name);
		fputc(*text, out);
	}
}

static void take_descriptor(struct cursor *c, struct step *s, bool first)
{
	if (cursor_has(c, first ? "dup" : ", dup"))
		s->end.which = SOCKET_DUPLICATE;
	else if (cursor_has(c, first ? "listener" : ", listener"))
		s->end.which = SOCKET_LISTENER;
}

/*
 * What stands between two arguments must be there to the letter. The last
 * bracket is by itself.
 */
static bool take_literal(struct cursor *c, const char **text)
{
	size_t length = strcspn(*text, "%");
	char literal[64];

	if (length > 1 && is_last_bracket(*text + length - 1))
		length--;

	memcpy(literal, *text, length);
	literal[length] = '\0';
	*text += length;
	return cursor_literal(c, literal);
}

bool pattern_read(struct cursor *c, struct step *s)
{
	const char *text = verb_row(s->verb)->text;
	struct pattern_place p = {s, 0};

	while (*text) {
		if (*text == '%') {
			if (!argument_of(*++text)->take(c, &p))
				return false;
			text++;
			continue;
		}
		if (is_last_bracket(text))
			take_descriptor(c, s, text[-1] == '(');
		if (!take_literal(c, &text))
			return false;
	}
	return true;
}
