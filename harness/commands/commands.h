/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The commands: each takes its own words, argv[0] being its name, and returns
 * an exit status: 0 good, 1 a case failed or runs differ, 2 usage error or
 * broken harness, 77 everything skipped.
 */
#ifndef HARNESS_COMMANDS_H
#define HARNESS_COMMANDS_H

#include "base/error.h"
#include "harness/commands/decode.h"

#define STATUS_GOOD   0
#define STATUS_FAILED 1
#define STATUS_BROKEN 2

int command_run(int argc, char **argv);
int command_list(int argc, char **argv);
int command_show(int argc, char **argv);
int command_diff(int argc, char **argv);
int command_bless(int argc, char **argv);
int command_new(int argc, char **argv);
int command_verbs(int argc, char **argv);
int command_compare(int argc, char **argv);
int command_grid(int argc, char **argv);

/**
 * lastack_main() - the whole program: finds the command and calls it
 *
 * Return: its exit status.
 */
int lastack_main(int argc, char **argv);

/** program_name() - how the program was called: "lastack", "./lastack" */
const char *program_name(void);

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
