/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Time limits that end what would never end by itself. A case never waits for
 * them when all is well; tests of the harness make them short.
 */
#ifndef BASE_LIMIT_H
#define BASE_LIMIT_H

/**
 * limit_seconds() - a time limit, as the environment has it or as usual
 * @variable: name in the environment: "LASTACK_LIMIT_SECONDS"
 * @usual: seconds when it is not set, or is not a number above 0
 *
 * Return: seconds.
 */
double limit_seconds(const char *variable, double usual);

#endif
