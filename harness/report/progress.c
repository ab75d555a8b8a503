/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Drawing the line of progress on a terminal.
 */
#include "harness/report/progress.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static bool can_redraw(FILE *out)
{
	const char *term = getenv("TERM");

	return term && *term && strcmp(term, "dumb") && isatty(fileno(out));
}

static struct progress_meter *shared;

void progress_share(struct progress_meter *meter)
{
	shared = meter;
}

void progress_meter_text(const struct progress_meter *meter, char *text,
			 size_t size)
{
	int used;

	if (!meter->planned) {
		snprintf(text, size, "boots");
		return;
	}
	used = snprintf(text, size, "%zu of %zu", meter->done, meter->planned);
	if (meter->failed)
		used += snprintf(text + used, size - (size_t)used,
				 ", %u failed", meter->failed);
	if (meter->broken)
		snprintf(text + used, size - (size_t)used, ", %u broken",
			 meter->broken);
}

static int columns(FILE *out)
{
	struct winsize size;

	return ioctl(fileno(out), TIOCGWINSZ, &size) || !size.ws_col ?
		       80 : size.ws_col;
}

void progress_text(struct progress *p, const char *text)
{
	if (!p->out)
		return;
	/* Erase to the right: it may have become shorter. In one write, or a
	 * slow terminal would flicker. */
	fprintf(p->out, "\r%.*s\033[K", columns(p->out) - 1, text);
	fflush(p->out);
	p->drawn = true;
}

static void draw(struct progress *p)
{
	char line[128];

	if (shared)
		*shared = p->counts;
	progress_meter_text(&p->counts, line, sizeof(line));
	progress_text(p, line);
}

void progress_open(struct progress *p, FILE *out)
{
	*p = (struct progress){.out = can_redraw(out) ? out : NULL};
}

void progress_begin(struct progress *p, FILE *out, size_t planned)
{
	progress_open(p, out);
	p->counts.planned = planned;
	draw(p);
}

void progress_result(struct progress *p, enum verdict verdict)
{
	p->counts.done++;
	p->counts.failed += verdict == VERDICT_FAIL;
	p->counts.broken += verdict == VERDICT_BROKEN;
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
