/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every station against every call: one table, a line for each.
 */
#ifndef HARNESS_GRID_CALLS_H
#define HARNESS_GRID_CALLS_H

#include "harness/grid/lane.h"

/* Name of the table, where a page has that of a station. */
#define CALLS_NAME "calls"

/* Room for the table. */
#define CALLS_TEXT 65536

/**
 * calls_run() - make every call in every station that has a socket
 * @family: AF_INET or AF_INET6
 * @text: CALLS_TEXT octets: the table
 * @err: filled on error
 *
 * Inside a house. Return: 0, or -1.
 */
int calls_run(int family, char *text, struct error *err);

/**
 * calls_differ() - print the lines that differ between two tables
 * @out: where to; NULL only counts
 * @before, @after: tables
 *
 * Return: how many lines of either the other one does not have.
 */
unsigned calls_differ(FILE *out, const char *before, const char *after);

#endif
