/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * For tests: hand a text to a program that did not come from here, and look
 * at what it makes of it.
 */
#ifndef TESTS_REPORT_READER_H
#define TESTS_REPORT_READER_H

#include <stdbool.h>

/* Exit status of reader_run() when there is no such program. */
#define READER_MISSING 127

/**
 * reader_run() - run a program with a text as its standard input
 * @argv: the program, looked up in PATH, and its words; NULL ends them
 * @input: its standard input
 * @output: receives what it wrote to standard output, to free()
 *
 * Return: its exit status, READER_MISSING, or -1 when it was killed.
 */
int reader_run(const char *const argv[], const char *input, char **output);

/**
 * reader_there() - whether a program can be run
 * @name: looked up in PATH
 *
 * A test without its reader proves nothing. On a build server (CI is set)
 * that is a failure; elsewhere the test says so and passes over it.
 *
 * Return: true, or false when the test is to be left out.
 */
bool reader_there(const char *name);

#endif
