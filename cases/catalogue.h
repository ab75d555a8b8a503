/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The catalogue: all cases of a program.
 */
#ifndef CASES_CATALOGUE_H
#define CASES_CATALOGUE_H

#include "cases/case.h"

#include <stddef.h>

/**
 * case_table() - all cases of this program, sorted by subject and name
 * @n: their number
 *
 * Not in the harness library: the program that links it brings its own table.
 */
const struct test_case *const *case_table(size_t *n);

#endif
