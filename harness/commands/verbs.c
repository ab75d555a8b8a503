/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lastack verbs: what a step of a case can be.
 */
#include "harness/commands/commands.h"
#include "harness/trace/verb.h"

#include <argp.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { KEY_MAN = 256 };

struct arguments {
	const char *word;
	bool plain, man;
};

static const struct argp_option options[] = {
	{"plain", 'p', NULL, 0, "Only the steps, as written in a script", 0},
	{"man", KEY_MAN, NULL, OPTION_HIDDEN, "", 0},
	{0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *a = state->input;

	switch (key) {
	case 'p':
		a->plain = true;
		break;
	case KEY_MAN:
		a->man = true;
		break;
	case ARGP_KEY_ARG:
		if (a->word)
			argp_error(state, "one word at a time");
		a->word = arg;
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct argp argp = {
	options, parse, "[WORD]",
	"List the verbs of a case with their arguments; with a word, only those "
	"with that word in their text or their sentence.",
	NULL, NULL, NULL
};

static const char *const headings[WHO_COUNT] = {
	[WHO_PLAYER] = "Calls, made by client, server, client#2, ...",
	[WHO_STAGE] = "The network namespaces",
	[WHO_THIRD] = "Third parties",
	[WHO_UNTIL] = "Waiting for something",
	[WHO_WATCH] = "Watching",
	[WHO_WITHIN] = "Being faster than a kernel timer",
	[WHO_CABLE] = "The cable (on: wire)",
	[WHO_FORGED] = "The forged peer (on: forged)",
};

static void print_verb(enum verb verb, bool plain)
{
	const struct verb_row *row = verb_row(verb);
	const char *who = verb_who_word(row->who);
	char usage[128];

	verb_usage(verb, usage, sizeof(usage));
	if (plain)
		printf("%-7s %s\n", who ? who : "client", usage);
	else
		printf("  %-7s %s\n            %s%s\n", who ? who : "END",
		       usage, row->sentence,
		       row->flags & VERB_BLOCKS ? "; may be begun (...)" : "");
}

static bool is_wanted(const struct verb_row *row, const char *word)
{
	return !word || strstr(row->text, word) || strstr(row->sentence, word);
}

static const char epilogue[] =
	"\nA call that can block may begin with \" ...\" after it, and end "
	"in a later\nstep: \"client  recv(9) ...\", \"client  ... recv(9)\". A "
	"call on a duplicate\nor on the listener names it: close(dup), "
	"close(listener). See docs/trace.md.\n";

/* The part of lastack-trace(5) that is made from the table. */
static void print_man(void)
{
	enum verb_who who;
	enum verb verb;
	char usage[128];

	puts(".\\\" Made by `lastack verbs --man`: change "
	     "harness/trace/verb.def.\n.Sh VERBS");
	for (who = 0; who < WHO_COUNT; who++) {
		const char *word = verb_who_word(who);

		printf(".Ss %s\n.Bl -tag -width Ds\n", headings[who]);
		for (verb = 0; verb < VERB_COUNT; verb++) {
			const struct verb_row *row = verb_row(verb);

			if (row->who != who)
				continue;
			verb_usage(verb, usage, sizeof(usage));
			printf(".It Li %s %s\n%s%s.\n", word ? word : "client",
			       usage, row->sentence,
			       row->flags & VERB_BLOCKS ? "; may be begun" :
							  "");
		}
		puts(".El");
	}
}

int command_verbs(int argc, char **argv)
{
	struct arguments a = {0};
	struct error err;
	enum verb_who who;
	enum verb verb;
	bool any = false;

	argp_err_exit_status = STATUS_BROKEN;
	argp_parse(&argp, argc, argv, 0, NULL, &a);
	if (a.man) {
		print_man();
		return output_status(STATUS_GOOD);
	}
	for (who = 0; who < WHO_COUNT; who++) {
		bool headed = a.plain;

		for (verb = 0; verb < VERB_COUNT; verb++) {
			if (verb_row(verb)->who != who ||
			    !is_wanted(verb_row(verb), a.word))
				continue;
			if (!headed)
				printf("%s%s\n", any ? "\n" : "",
				       headings[who]);
			headed = any = true;
			print_verb(verb, a.plain);
		}
	}
	if (!any) {
		error_set(&err, "no verb has \"%s\" in it", a.word);
		return complain(&err);
	}
	if (!a.plain && !a.word)
		fputs(epilogue, stdout);
	return output_status(STATUS_GOOD);
}
