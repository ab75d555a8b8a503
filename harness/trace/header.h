/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HARNESS_TRACE_HEADER_H
#define HARNESS_TRACE_HEADER_H

#include "cases/case.h"

#include <stdio.h>

/** header_write() - name, sentence, references and attributes, a line each */
void header_write(FILE *out, const struct test_case *tc);

#endif
