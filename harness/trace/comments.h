/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HARNESS_TRACE_COMMENTS_H
#define HARNESS_TRACE_COMMENTS_H

/**
 * comments_keep() - a trace with the comments and blank lines of an older one
 * @old: whose comments they are; each stays in front of the step that it stands
 *       in front of there, counted from the first
 * @text: the trace, without any
 *
 * Return: the text, to be freed.
 */
char *comments_keep(const char *old, const char *text);

#endif
