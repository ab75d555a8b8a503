/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a kernel has counted, read by gcc's own tool, gcov(1).
 */
#ifndef HARNESS_COVERAGE_GCOV_H
#define HARNESS_COVERAGE_GCOV_H

#include "harness/coverage/counts.h"

/**
 * gcov_read() - have gcov read all that was counted
 * @c: filled, and sorted; to be cleared in any case
 * @counted: folder with the kernel's files of counts (.gcda), which was its
 *           $GCOV_PREFIX; links to what the compiler has noted (.gcno) are made
 *           beside them
 * @objects: folder where the kernel was built
 *
 * The program is $GCOV, or gcov; it must be of the compiler's version.
 *
 * Return: 0, or -1 with a line.
 */
int gcov_read(struct counts *c, const char *counted, const char *objects,
	      struct error *err);

#endif
