/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HARNESS_JUDGE_EXPECTED_H
#define HARNESS_JUDGE_EXPECTED_H

#include "base/error.h"

/**
 * expected_dir() - the folder of golden traces
 * @named: what --expected says, or NULL
 *
 * The first there is of: @named, $LASTACK_EXPECTED, expected/ beside the
 * program or one folder above it (a build tree), share/lastack/expected/ beside
 * the program's folder (an installed tree, wherever it was moved), the folder
 * that was configured.
 *
 * Return: the path, in a static buffer; NULL with a line when there is none,
 * or when the one that was named is no folder.
 */
const char *expected_dir(const char *named, struct error *err);

#endif
