/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Looking verbs up in the table of verb.def.
 */
#include "harness/trace/verb.h"
#include "harness/trace/pattern.h"
#include "harness/trace/words.h"

#include <string.h>

/* Behind the last one there is one more, which is empty. */
static const struct verb_row rows[VERB_COUNT + 1] = {
#define VERB(id_, who_, text_, result_, flags_, means_, sentence_)             \
	[VERB_##id_] = {                                                       \
		.id = #id_,                                                    \
		.text = text_,                                                 \
		.sentence = sentence_,                                         \
		.who = WHO_##who_,                                             \
		.result = RESULT_##result_,                                    \
		.means = MEANS_##means_,                                       \
		.flags = flags_,                                               \
	},
#include "harness/trace/verb.def"
#undef VERB
};

const struct verb_row *verb_row(enum verb verb)
{
	return &rows[verb];
}

const char *verb_who_word(enum verb_who who)
{
	static const char *const words[WHO_COUNT] = {
		[WHO_STAGE] = "stage",	 [WHO_THIRD] = "third",
		[WHO_UNTIL] = "until",	 [WHO_WATCH] = "watch",
		[WHO_WITHIN] = "within", [WHO_CABLE] = "cable",
		[WHO_FORGED] = "forged",
	};

	return words[who];
}

void verb_usage(enum verb verb, char *text, size_t size)
{
	const char *from = rows[verb].text;
	size_t used = 0;

	for (; *from && used + 1 < size; from++) {
		const char *name;
		size_t length;

		if (*from != '%') {
			text[used++] = *from;
			continue;
		}
		name = pattern_argument(*++from);
		length = strnlen(name, size - used - 1);
		memcpy(text + used, name, length);
		used += length;
	}
	text[used] = '\0';
}

/*
 * A verb's name in a line: that of a call is what stands before its bracket or
 * argument; of others the first word is enough.
 */
static size_t name_length(enum verb_who who, const char *text)
{
	return strcspn(text, who == WHO_PLAYER ? "(%" : " %");
}

enum verb verb_nearest(enum verb_who who, const char *text)
{
	size_t length = name_length(who, text), best = length / 2 + 1;
	enum verb verb, nearest = VERB_COUNT;

	for (verb = 0; verb < VERB_COUNT; verb++) {
		const char *name = rows[verb].text;
		size_t d;

		if (rows[verb].who != who)
			continue;
		d = word_distance(text, length, name, name_length(who, name));
		if (d < best) {
			best = d;
			nearest = verb;
		}
	}
	return nearest;
}
