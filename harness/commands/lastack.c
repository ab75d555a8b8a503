/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finding the command, and what all commands have in common.
 */
#include "harness/commands/commands.h"
#include "harness/vm/guest.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *words;
	const char *about;
} commands[] = {
	{"run", command_run, "[GLOB|FILE...]", "play cases and judge them"},
	{"list", command_list, "[GLOB|FILE...]", "list variants, one a line"},
	{"show", command_show, "CASE...", "draw a case as a ladder"},
	{"diff", command_diff, "CASE...", "play it: expected beside actual"},
	{"bless", command_bless, "CASE...", "write golden traces"},
	{"new", command_new, "SUBJECT/NAME", "write a file to start a case from"},
	{"verbs", command_verbs, "[WORD]", "every step that a case can have"},
	{"compare", command_compare, "RUN RUN...", "show where runs differ"},
	{"grid", command_grid, "[STATION...]",
	 "probe every state with every segment"},
	{"coverage", command_coverage, "-k LINUX",
	 "show which kernel lines are reached"},
	{"decode", command_decode, "FILE.pcap",
	 "print pcap or pcapng as traces"},
};

#define N_COMMANDS (sizeof(commands) / sizeof(*commands))

static void usage(FILE *out)
{
	size_t i;

	fputs("Lastack tests how TCP connections open and close on Linux.\n\n",
	      out);
	for (i = 0; i < N_COMMANDS; i++)
		fprintf(out, "  lastack %-8s %-14s  %s\n", commands[i].name,
			commands[i].words, commands[i].about);
	fputs("\n`lastack COMMAND --help` shows the options of a command.\n"
	      "Exit status: 0 good, 1 a case failed or runs differ, 2 usage "
	      "error or broken\nharness, 77 everything was skipped.\n", out);
}

int lastack_main(int argc, char **argv)
{
	static char name[64];
	struct error err;
	size_t i;

	if (argv[0])
		program_set_name(argv[0]);
	if (argc < 2) {
		usage(stderr);
		return STATUS_BROKEN;
	}
	/* Nobody but a booting kernel calls it, so it is not listed. */
	if (!strcmp(argv[1], "guest"))
		return command_guest(argc - 1, argv + 1);
	for (i = 0; i < N_COMMANDS; i++) {
		if (strcmp(argv[1], commands[i].name))
			continue;
		/* What `Usage:` is followed by. */
		snprintf(name, sizeof(name), "lastack %s", argv[1]);
		argv[1] = name;
		return commands[i].run(argc - 1, argv + 1);
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") ||
	    !strcmp(argv[1], "help")) {
		usage(stdout);
		return output_status(STATUS_GOOD);
	}
	if (!strcmp(argv[1], "--version")) {
		puts(PACKAGE_STRING);
		return output_status(STATUS_GOOD);
	}
	error_set(&err, "there is no command \"%s\" (see `lastack --help`)",
		  argv[1]);
	return complain(&err);
}
