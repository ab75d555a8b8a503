/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Expected beside actual.
 */
#ifndef HARNESS_JUDGE_DIFF_H
#define HARNESS_JUDGE_DIFF_H

#include "harness/judge/trace.h"

/**
 * diff_print() - two traces side by side
 * @out: receives the lines
 * @expected, @actual: the traces; lines match as line_matches() says
 * @left, @right: headings of the columns
 *
 * Between the columns stands `|` where two lines differ, `<` where only the
 * expected trace has one and `>` where only the actual trace has one; the
 * first difference is pointed at with `-->`. Header lines that agree are left
 * out.
 *
 * Return: the number of lines that differ.
 */
size_t diff_print(FILE *out, const struct trace *expected,
		  const struct trace *actual, const char *left,
		  const char *right);

#endif
