/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From what was captured to what a trace shows of it.
 */
#ifndef HARNESS_TRACE_PLACED_H
#define HARNESS_TRACE_PLACED_H

#include "harness/trace/step.h"
#include "pcap/conversation.h"

/**
 * placed_show() - what a trace shows of a segment
 * @p: the placed segment
 * @show: SHOW_WINDOW, SHOW_OPTIONS and SHOW_URGENT; other bits do nothing
 *
 * The sequence number is shown when the segment has payload (first:end), FIN or
 * RST, is a SYN whose relative number is not 0, or has an odd one. Numbers
 * below the base are negative; one that counts from another SYN is shown beyond
 * that ("ISN+1", "ISN#2+1"). Options stand in a fixed order, SACK blocks among
 * them with relative numbers ("sack 1 {3:5}"), and "malformed" last.
 *
 * A segment that was cut says so, whatever @show is: "4 octets of the header",
 * "1360 octets beyond the frame". A window or an urgent pointer that was not
 * captured is left out.
 *
 * Return: the segment, as one that passed, without a time.
 */
struct shown_segment placed_show(const struct placed *p, unsigned show);

/** conversation_end() - an end of a conversation, for end_write() */
struct end conversation_end(const struct conversation *conv, int end);

#endif
