/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whether there are colours, and writing them.
 */
#include "harness/report/colour.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool decided, decision;

void colour_decide(bool wanted)
{
	decided = true;
	decision = wanted;
}

bool colour_wanted(FILE *out)
{
	const char *no = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	if (decided)
		return decision;
	if (no && *no)
		return false;
	if (!term || !*term || !strcmp(term, "dumb"))
		return false;
	return isatty(fileno(out));
}

void colour_word(FILE *out, bool wanted, enum colour colour, const char *word)
{
	static const char *const start[] = {
		[COLOUR_RED] = "\033[31m",     [COLOUR_GREEN] = "\033[32m",
		[COLOUR_YELLOW] = "\033[33m",  [COLOUR_MAGENTA] = "\033[35m",
		[COLOUR_CYAN] = "\033[36m",
	};

	if (wanted && colour != COLOUR_PLAIN)
		fprintf(out, "%s%s\033[0m", start[colour], word);
	else
		fputs(word, out);
}
