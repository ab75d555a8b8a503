/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The commands: each takes its own words, argv[0] being its name, and returns
 * an exit status: 0 good, 1 a case failed or runs differ, 2 usage error or
 * broken harness, 77 everything skipped.
 */
#ifndef HARNESS_COMMANDS_COMMANDS_H
#define HARNESS_COMMANDS_COMMANDS_H

#include "harness/commands/decode.h"
#include "harness/run/status.h"

int command_run(int argc, char **argv);
int command_list(int argc, char **argv);
int command_show(int argc, char **argv);
int command_diff(int argc, char **argv);
int command_bless(int argc, char **argv);
int command_new(int argc, char **argv);
int command_verbs(int argc, char **argv);
int command_compare(int argc, char **argv);
int command_grid(int argc, char **argv);
int command_coverage(int argc, char **argv);

/**
 * lastack_main() - the whole program: finds the command and calls it
 *
 * Return: its exit status.
 */
int lastack_main(int argc, char **argv);

#endif
