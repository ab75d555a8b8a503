/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How a command ends: its exit status, and its line on standard error.
 */
#ifndef HARNESS_RUN_STATUS_H
#define HARNESS_RUN_STATUS_H

#include "base/error.h"

#define STATUS_GOOD    0
#define STATUS_FAILED  1
#define STATUS_BROKEN  2
#define STATUS_SKIPPED 77

/** program_name() - how the program was called: "lastack", "./lastack" */
const char *program_name(void);

/** program_set_name() - it was called so; @name must outlive the program */
void program_set_name(const char *name);

/** complain() - "lastack: LINE" on standard error; returns STATUS_BROKEN */
int complain(const struct error *err);

/**
 * output_status() - whether all that was printed arrived
 * @status: what to return when it did
 *
 * Return: @status, or STATUS_BROKEN with a line on standard error. A reader
 * that has gone away (EPIPE) gets no line.
 */
int output_status(int status);

#endif
