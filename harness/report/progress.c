/* SPDX-License-Identifier: BSD-2-Clause */
#include "harness/report/progress.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool can_redraw(FILE *out)
{
	const char *term = getenv("TERM");

	return term && *term && strcmp(term, "dumb") && isatty(fileno(out));
}

static void draw(struct progress *p)
{
	char line[128];
	int used;

	if (!p->out)
		return;
	used = snprintf(line, sizeof(line), "\r%zu of %zu", p->done,
			p->planned);
	if (p->failed)
		used += snprintf(line + used, sizeof(line) - (size_t)used,
				 ", %u failed", p->failed);
	if (p->broken)
		used += snprintf(line + used, sizeof(line) - (size_t)used,
				 ", %u broken", p->broken);
	/* Erase to the right: the numbers may have become shorter. */
	snprintf(line + used, sizeof(line) - (size_t)used, "\033[K");
	/* One write for one line, or a slow terminal would flicker. */
	fputs(line, p->out);
	fflush(p->out);
	p->drawn = true;
}

void progress_begin(struct progress *p, FILE *out, size_t planned)
{
	*p = (struct progress){
		.out = can_redraw(out) ? out : NULL,
		.planned = planned,
	};
	draw(p);
}

void progress_result(struct progress *p, enum verdict verdict)
{
	p->done++;
	p->failed += verdict == VERDICT_FAIL;
	p->broken += verdict == VERDICT_BROKEN;
	draw(p);
}

void progress_hide(struct progress *p)
{
	if (!p->drawn)
		return;
	fputs("\r\033[K", p->out);
	fflush(p->out);
	p->drawn = false;
}
