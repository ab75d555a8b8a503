/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Conversations overlap in a capture, but each is a story of its own: segments
 * are kept until it is over, and then printed together.
 */
#include "harness/commands/decode.h"
#include "harness/commands/decode_stories.h"

#include "pcap/capture.h"
#include "pcap/show.h"

#include <argp.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define STATUS_TROUBLE 2

struct options {
	const char *path;
	unsigned show;
	bool time;
};

static const struct argp_option argp_options[] = {
	{ "show", 's', "WHAT", 0,
	  "Show more of each segment: a list of window, options, urgent",
	  0 },
	{ "time", 't', NULL, 0,
	  "Show seconds since the first segment of the conversation", 0 },
	{ 0 },
};

static void parse_show(const char *list, struct options *options,
		       struct argp_state *state)
{
	static char *const words[] = { "window", "options", "urgent", NULL };
	static const unsigned bits[] = { SHOW_WINDOW, SHOW_OPTIONS,
					 SHOW_URGENT };
	char *copy = strdup(list), *rest = copy, *value;

	if (!copy)
		argp_failure(state, STATUS_TROUBLE, errno, "--show");
	if (!*list)
		argp_error(state, "--show what?");
	while (rest && *rest) {
		char *word = rest;
		int which = getsubopt(&rest, words, &value);

		if (which < 0 || value)
			argp_error(state, "--show knows window, options and "
					  "urgent, not '%s'", word);
		else
			options->show |= bits[which];
	}
	free(copy);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct options *options = state->input;

	switch (key) {
	case 's':
		parse_show(arg, options, state);
		return 0;
	case 't':
		options->time = true;
		return 0;
	case ARGP_KEY_ARG:
		if (options->path)
			argp_error(state, "one file at a time");
		options->path = arg;
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_error(state, "which file?");
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static const struct argp argp = {
	.options = argp_options,
	.parser = parse,
	.args_doc = "FILE",
	.doc = "Print every TCP conversation of a pcap or pcapng file as a "
	       "trace. FILE - is standard input."
	       "\vA conversation is printed when it is over, and at the end of "
	       "FILE.\n\n"
	       "Exit status: 0; 2 when FILE could not be read to its end; 128 "
	       "and the signal's number when a signal ended the reading: what "
	       "was read until then is printed all the same.",
};

/* What is missing from the traces must not be missing from the output. */
static void put_passed_over(const struct capture *cap)
{
	const struct passed_counts *passed = capture_passed(cap);
	struct capture_counts counts;

	capture_counts(cap, &counts);
	if (passed->total) {
		fputs(counts.segments ? "\n# " : "# ", stdout);
		passed_put(stdout, passed);
		putchar('\n');
	} else if (counts.packets == 0) {
		puts("# no packets");
	}
}

static int complain(const struct error *err)
{
	fflush(stdout);
	fprintf(stderr, "lastack decode: %s\n", err->text);
	return STATUS_TROUBLE;
}

/* Nobody is told that nobody listens; a full disk is worth a line. */
static int check_output(struct error *err)
{
	errno = 0;
	if (fflush(stdout) == 0 && !ferror(stdout))
		return 0;
	if (errno != EPIPE) {
		errno = errno ? errno : EIO;
		error_errno(err, "standard output");
		complain(err);
	}
	return STATUS_TROUBLE;
}

/* What ended the reading early, if anything did. */
static volatile sig_atomic_t interrupted;

static void interrupt(int signal)
{
	interrupted = signal;
}

/* What is printed then may take its time; a second signal ends it. */
static void catch_signals(void)
{
	struct sigaction action = { .sa_handler = interrupt,
				    .sa_flags = (int)SA_RESETHAND }, old;

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	/* nohup has it ignored */
	if (sigaction(SIGHUP, NULL, &old) == 0 && old.sa_handler != SIG_IGN)
		sigaction(SIGHUP, &action, NULL);
}

/* Nothing comes: whoever looks on is to see what is over. */
static bool pause_reading(void *stories, bool waited)
{
	if (waited && !interrupted)
		stories_pause(stories);
	fflush(stdout);
	return !interrupted;
}

static int read_all(struct capture *cap, struct stories *stories,
		    struct error *err)
{
	struct segment seg;
	int status = 0;

	while (!interrupted && !ferror_unlocked(stdout) &&
	       (status = capture_next(cap, &seg, err)) == 1) {
		if (stories_add(stories, &seg))
			return error_errno(err, "cannot hold so many segments");
	}
	return interrupted ? 0 : status;
}

static int complain_interrupted(struct capture *cap, const char *path)
{
	struct capture_counts counts;
	struct error err;

	capture_counts(cap, &counts);
	error_set(&err, "%s: interrupted by SIG%s after packet %lu", path,
		  sigabbrev_np(interrupted), counts.packets);
	complain(&err);
	return 128 + interrupted;
}

static int decode(struct capture *cap, const struct options *options)
{
	unsigned show = options->show | (options->time ? PACKED_TIME : 0);
	struct stories *stories = stories_new(stdout, &story_limits, show);
	struct error err = { "" };
	int status;

	if (!stories) {
		error_errno(&err, "conversations");
		return complain(&err);
	}
	catch_signals();
	capture_on_pause(cap, pause_reading, stories);
	status = read_all(cap, stories, &err);
	if (stories_end(stories) && !status)
		status = error_errno(&err, "conversations");
	put_passed_over(cap);
	if (status)
		status = complain(&err);
	else
		status = check_output(&err);
	if (!status && interrupted)
		status = complain_interrupted(cap, options->path);
	stories_free(stories);
	return status;
}

int command_decode(int argc, char **argv)
{
	static char name[] = "lastack decode";
	struct options options = { 0 };
	struct error err = { "" };
	struct capture *cap;
	int status;

	argp_err_exit_status = STATUS_TROUBLE;
	argv[0] = name;
	if (argp_parse(&argp, argc, argv, 0, NULL, &options))
		return STATUS_TROUBLE;
	cap = capture_open_file(options.path, &err);
	if (!cap)
		return complain(&err);
	status = decode(cap, &options);
	capture_close(cap);
	return status;
}
