/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Segments as text, for those who have nothing to do with steps.
 */
#ifndef HARNESS_TRACE_SEGMENT_LINE_H
#define HARNESS_TRACE_SEGMENT_LINE_H

#include "pcap/conversation.h"
#include "pcap/show.h"

#include <stdio.h>

/**
 * segment_line() - a segment in the notation of a trace
 * @out: receives the text, without indentation and newline
 * @p: the placed segment
 * @show: SHOW_* bits
 *
 * For example "client > server  S", "server > client  S.   ack 1",
 * "client > server  P.   1:3 ack 1", "client > server  F.   3 ack 1",
 * "server > client  R    3". See placed_show() for what is shown.
 */
void segment_line(FILE *out, const struct placed *p, unsigned show);

/* Room for any line without a time. */
#define SEGMENT_TEXT 640

/**
 * segment_text() - segment_line() into memory
 * @text: receives the line, without anything behind it
 *
 * Return: how long the line is.
 */
size_t segment_text(char text[SEGMENT_TEXT], const struct placed *p,
		    unsigned show);

/** conversation_end_name() - "client", "server", "client#2", ... */
void conversation_end_name(FILE *out, const struct conversation *conv, int end);

#endif
