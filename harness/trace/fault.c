/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is wrong with a line, in words that help to mend it.
 */
#include "harness/trace/line.h"

#include <string.h>

/* A step that no verb begins like is most often one that is misspelt. */
static void misspelt(enum verb_who who, const char *text, char *what,
		     size_t size)
{
	enum verb verb = verb_nearest(who, text);
	char usage[96];

	if (verb == VERB_COUNT) {
		snprintf(what, size, "no verb begins with \"%.40s\" (see "
			 "`lastack verbs`)", text);
		return;
	}
	verb_usage(verb, usage, sizeof(usage));
	snprintf(what, size, "there is no verb \"%.*s\"; did you mean %s?",
		 (int)strcspn(text, "("), text, usage);
}

void line_fault(const char *text, const struct cursor *c, char *what,
		size_t size)
{
	const char *verb = text + strcspn(text, " ");
	enum verb_who who = line_who(text);

	verb += strspn(verb, " ");
	if (who != WHO_COUNT && cursor_column(c) == (size_t)(verb - text) + 1)
		misspelt(who, verb, what, size);
	else
		snprintf(what, size, "expected %s", c->expected);
}
