/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What kind of line a text is. The grammar is in harness/trace/.
 */
#include "harness/judge/trace.h"

#include <string.h>

enum line_kind line_kind(const char *text)
{
	struct line line;
	struct cursor c;

	return line_read(text, &line, &c);
}

static bool begins(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

enum line_kind line_at_sight(const char *text)
{
	if (*text == '\0')
		return LINE_BLANK;
	if (*text == '#')
		return LINE_HEADER;
	if (begins(text, "        = "))
		return LINE_STATE;
	if (begins(text, "        deviates: "))
		return LINE_DEVIATION;
	if (begins(text, "        "))
		return LINE_SEGMENT;
	return begins(text, "end     ") ? LINE_END : LINE_STEP;
}
