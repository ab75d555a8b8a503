/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The text of a verb, written and read by one pattern. %X is an argument:
 *
 *	%n  a number			%d  an offset, "+5", or nothing for 0
 *	%h  SHUT_RD, ...		%o  a socket option
 *	%f  ", MSG_OOB|MSG_MORE"	%p  IN RDHUP, ...
 *	%k  SYN,ACK, ...		%S  a TCP state
 *	%g  a signal			%e  the end that the verb is about
 *	%E  another end			%q  "text"
 *	%t  the end, or its listener	%O  RCV.NXT or SND.NXT
 *	%w  a word			%r  the rest of the line
 *	%F  TCP flags			%X  fields of a forged segment
 *
 * Numbers go into the step's arg[] from left to right (%o takes two places);
 * %F, %q, %w and %r are in its text.
 */
#ifndef HARNESS_TRACE_PATTERN_H
#define HARNESS_TRACE_PATTERN_H

#include "harness/trace/cursor.h"
#include "harness/trace/step.h"

#include <stdio.h>

/** pattern_write() - the verb's text with the step's arguments */
void pattern_write(FILE *out, const struct step *s);

/**
 * pattern_read() - read the arguments of s->verb
 * @c: in front of the text; behind it on success
 *
 * Return: whether the text is there.
 */
bool pattern_read(struct cursor *c, struct step *s);

/** forged_write() - ", seq +1, 10 octets": what differs; nothing if nothing does */
void forged_write(FILE *out, const struct forged *f);

/** forged_read() - the same, taken from a line */
bool forged_read(struct cursor *c, struct forged *f);

/** pattern_argument() - what stands for an argument in a usage, "N" for 'n' */
const char *pattern_argument(char letter);

/** end_write() - "client", "server#2" */
void end_write(FILE *out, const struct end *e);

/** end_read() - the same, taken from a line */
bool end_read(struct cursor *c, struct end *e);

#endif
