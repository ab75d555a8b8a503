/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The report for a person. What went wrong is shown at once and in full, unless
 * the same was shown before; what went well is counted, and what was left out is
 * gathered by its reason.
 */
#include "harness/report/colour.h"
#include "harness/report/escape.h"
#include "harness/report/group.h"
#include "harness/report/report.h"

#include <stdlib.h>
#include <string.h>

/* This many names are worth reading; of more, the number says enough. */
#define SKIP_NAMES 3
/* Who has more failures wants to know first how many causes there are. */
#define FEW_FAILURES 5

struct skipped {
	char *reason;
	char *names[SKIP_NAMES];
	unsigned count;
};

struct text {
	size_t planned;
	bool colour;
	bool verbose;
	struct skipped *skipped;
	size_t reasons;
	struct groups groups;
	char *expected, *record;
};

static const char *variants(size_t count)
{
	return count == 1 ? "variant" : "variants";
}

static void *text_begin(FILE *out, const struct run_facts *facts)
{
	struct text *text = calloc(1, sizeof(*text));

	if (facts->verbose && facts->kernel) {
		escape_word(out, facts->kernel);
		fprintf(out, ": %zu %s\n", facts->planned,
			variants(facts->planned));
	}
	if (!text)
		return NULL;
	text->planned = facts->planned;
	text->colour = facts->colour;
	text->verbose = facts->verbose;
	text->expected = strdup(facts->expected ? facts->expected : "expected");
	text->record = facts->record ? strdup(facts->record) : NULL;
	return text;
}

static void put_word(FILE *out, const struct text *text, enum verdict verdict)
{
	static const enum colour colours[VERDICT_COUNT] = {
		[VERDICT_PASS] = COLOUR_GREEN,
		[VERDICT_KNOWN] = COLOUR_CYAN,
		[VERDICT_FAIL] = COLOUR_RED,
		[VERDICT_BROKEN] = COLOUR_MAGENTA,
		[VERDICT_SKIP] = COLOUR_YELLOW,
	};
	const char *word = verdict_word(verdict);

	colour_word(out, text && text->colour, colours[verdict], word);
	/* The names stand in one column; "BROKEN" is the longest word. */
	fprintf(out, "%*s", 7 - (int)strlen(word), "");
}

static struct skipped *find_reason(struct text *text, const char *reason)
{
	struct skipped *grown;

	for (size_t i = 0; i < text->reasons; i++)
		if (!strcmp(text->skipped[i].reason, reason))
			return &text->skipped[i];
	grown = realloc(text->skipped, (text->reasons + 1) * sizeof(*grown));
	if (!grown)
		return NULL;
	text->skipped = grown;
	grown += text->reasons;
	memset(grown, 0, sizeof(*grown));
	grown->reason = strdup(reason);
	if (!grown->reason)
		return NULL;
	text->reasons++;
	return grown;
}

static void put_one(FILE *out, const struct text *text, const struct result *r)
{
	put_word(out, text, r->verdict);
	escape_word(out, r->name);
	if (r->reason) {
		fputs(": ", out);
		escape_word(out, r->reason);
	}
	putc('\n', out);
}

static void put_skip(FILE *out, struct text *text, const struct result *r)
{
	struct skipped *s;

	s = text ? find_reason(text, r->reason ? r->reason : "") : NULL;
	if (!s) {
		put_one(out, text, r);
		return;
	}
	if (s->count < SKIP_NAMES)
		s->names[s->count] = strdup(r->name);
	s->count++;
}

static void put_wrong(FILE *out, const struct text *text,
		      const struct result *r)
{
	put_word(out, text, r->verdict);
	escape_word(out, r->name);
	putc('\n', out);
	if (r->about)
		escape_lines(out, "       ", r->about);
	if (r->reason)
		escape_lines(out, "       ", r->reason);
	if (r->story) {
		putc('\n', out);
		escape_lines(out, "       ", r->story);
		putc('\n', out);
	}
	if (r->pcap) {
		fputs("       pcap:  ", out);
		escape_word(out, r->pcap);
		putc('\n', out);
	}
	if (r->rerun) {
		fputs("       rerun: ", out);
		escape_word(out, r->rerun);
		putc('\n', out);
	}
	putc('\n', out);
}

static void put_wrong_or_like(FILE *out, struct text *text,
			      const struct result *r)
{
	const struct group *group = text ? groups_add(&text->groups, r) : NULL;

	if (!group || text->verbose) {
		put_wrong(out, text, r);
		return;
	}
	put_word(out, text, r->verdict);
	escape_word(out, r->name);
	fprintf(out, ": the same%s as ", r->difference ? " difference" : "");
	escape_word(out, group->name);
	putc('\n', out);
}

static void text_result(FILE *out, void *state, const struct result *r)
{
	struct text *text = state;

	switch (r->verdict) {
	case VERDICT_PASS:
		if (!text || !text->verbose)
			return;
		put_word(out, text, r->verdict);
		escape_word(out, r->name);
		fprintf(out, " (%.1f ms)\n", (double)r->wall_ns / 1e6);
		break;
	case VERDICT_KNOWN:
		put_one(out, text, r);
		break;
	case VERDICT_SKIP:
		put_skip(out, text, r);
		break;
	default:
		put_wrong_or_like(out, text, r);
	}
}

static void put_skipped(FILE *out, const struct text *text,
			const struct skipped *s)
{
	put_word(out, text, VERDICT_SKIP);
	fprintf(out, "%u %s: ", s->count, variants(s->count));
	escape_word(out, s->reason);
	if (s->count <= SKIP_NAMES) {
		for (unsigned i = 0; i < s->count; i++) {
			fputs(i ? ", " : " (", out);
			escape_word(out, s->names[i] ? s->names[i] : "?");
		}
		putc(')', out);
	}
	putc('\n', out);
}

static void text_end(FILE *out, void *state, const struct summary *sum)
{
	double seconds = (double)sum->wall_ns / 1e9;
	struct text *text = state;

	for (size_t i = 0; text && i < text->reasons; i++) {
		put_skipped(out, text, &text->skipped[i]);
		for (unsigned n = 0; n < SKIP_NAMES; n++)
			free(text->skipped[i].names[n]);
		free(text->skipped[i].reason);
	}
	if (text && text->groups.count > FEW_FAILURES)
		groups_print(out, &text->groups, text->expected, text->record);
	if (sum->interrupted) {
		fprintf(out, "interrupted by signal %d (%s)", sum->interrupted,
			strsignal(sum->interrupted));
		if (text)
			fprintf(out, " after %u of %zu %s",
				summary_total(sum), text->planned,
				variants(text->planned));
		fprintf(out, ", %.2f s", seconds);
	} else {
		fprintf(out, "%u %s in %.2f s", summary_total(sum),
			variants(summary_total(sum)), seconds);
		if (sum->unplayed)
			fprintf(out, ", stopped at the first failure: %u not "
				"played", sum->unplayed);
	}
	if (sum->disturbed)
		fprintf(out, ", %u attempt%s disturbed and repeated",
			sum->disturbed, sum->disturbed == 1 ? "" : "s");
	putc('\n', out);
	summary_line(out, sum);
	if (text) {
		groups_clear(&text->groups);
		free(text->expected);
		free(text->record);
		free(text->skipped);
	}
	free(text);
}

const struct report_format report_text = {
	.name = "text",
	.begin = text_begin,
	.result = text_result,
	.end = text_end,
};
