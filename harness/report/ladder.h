/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The ladder: a trace as a picture. Time runs down; the client's lifeline is
 * on the left, the server's on the right, calls and states stand outside
 * beside their lifeline, and segments are the rungs.
 */
#ifndef HARNESS_REPORT_LADDER_H
#define HARNESS_REPORT_LADDER_H

#include "base/error.h"

#include <stdbool.h>
#include <stdio.h>

/**
 * ladder_draw() - draw a trace as a sequence diagram in text
 * @out: where to; the caller checks it for write errors
 * @trace_text: a whole trace, see harness/judge/trace.h for its lines
 * @utf8: draw with box characters instead of ASCII
 * @err: filled on error
 *
 * The picture is 80 columns wide or less, as long as no single word needs
 * more: what stands beside a lifeline is broken into several lines before the
 * rungs become too short for their labels. Nothing is drawn on error.
 *
 * Return: 0, or -1 with a line that names the number of the trace line that
 * is none, or says that the trace is truncated.
 */
int ladder_draw(FILE *out, const char *trace_text, bool utf8,
		struct error *err);

#endif
