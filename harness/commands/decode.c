/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Conversations overlap in a capture, but each is a story of its own: all
 * segments are placed first, and then told conversation by conversation.
 */
#include "harness/commands/decode.h"

#include "harness/trace/segment_line.h"
#include "pcap/capture.h"

#include <argp.h>
#include <errno.h>
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
	  "Show more of a segment; WHAT is a list of window, options, urgent",
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
	       "trace. FILE may be - for standard input."
	       "\vExit status: 0, or 2 when FILE could not be read to its end.",
};

/**
 * struct story - all segments of a capture
 * @lines: first in the order of the capture, then by conversation
 */
struct story {
	struct line {
		struct placed placed;
		size_t number;
	} *lines;
	size_t count, room;
};

static int add_line(struct story *story, struct conversations *table,
		    const struct segment *seg)
{
	struct line *line;

	if (story->count == story->room) {
		size_t room = 2 * story->room + 64;
		void *lines = reallocarray(story->lines, room, sizeof(*line));

		if (!lines)
			return -1;
		story->lines = lines;
		story->room = room;
	}
	line = &story->lines[story->count];
	if (conversations_place(table, seg, &line->placed))
		return -1;
	line->number = story->count++;
	return 0;
}

static int compare_lines(const void *one, const void *two)
{
	const struct line *a = one, *b = two;
	unsigned conv_a = a->placed.conv->number;
	unsigned conv_b = b->placed.conv->number;

	if (conv_a != conv_b)
		return conv_a < conv_b ? -1 : 1;
	return a->number < b->number ? -1 : a->number > b->number;
}

static void put_heading(const struct conversation *conv)
{
	char client[ADDRESS_TEXT], server[ADDRESS_TEXT];
	const struct address *end = conv->end;

	fputs("# ", stdout);
	conversation_end_name(stdout, conv, END_CLIENT);
	printf(" %s, ", address_text(&end[END_CLIENT], client, sizeof(client)));
	if (address_equal(&end[END_CLIENT], &end[END_SERVER])) {
		puts("connected to itself");
		return;
	}
	conversation_end_name(stdout, conv, END_SERVER);
	printf(" %s\n",
	       address_text(&end[END_SERVER], server, sizeof(server)));
}

/* Captures of several interfaces are not always in order: time can go back. */
static void put_time(int64_t from, int64_t to)
{
	char text[32];
	int64_t us;

	if (__builtin_sub_overflow(to, from, &us))
		us = 0;
	us /= 1000;
	snprintf(text, sizeof(text), "%s%lld.%06lld", us < 0 ? "-" : "",
		 llabs(us / 1000000), llabs(us % 1000000));
	printf("%13s  ", text);
}

static void put_story(const struct story *story, const struct options *options)
{
	const struct placed *first = NULL;

	for (size_t i = 0; i < story->count && !ferror(stdout); i++) {
		const struct placed *p = &story->lines[i].placed;

		if (!first || first->conv != p->conv) {
			if (first)
				putchar('\n');
			first = p;
			put_heading(p->conv);
		}
		if (options->time)
			put_time(first->seg.time_ns, p->seg.time_ns);
		else
			printf("%8s", "");
		segment_line(stdout, p, options->show);
		putchar('\n');
	}
}

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

static int read_story(struct capture *cap, struct conversations *table,
		      struct story *story, struct error *err)
{
	struct segment seg;
	int status;

	while ((status = capture_next(cap, &seg, err)) == 1) {
		if (add_line(story, table, &seg))
			return error_errno(err, "cannot hold so many segments");
	}
	return status;
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

static int decode(struct capture *cap, const struct options *options)
{
	struct conversations *table = conversations_new(0);
	struct story story = { 0 };
	struct error err = { "" };
	int status;

	if (!table) {
		error_errno(&err, "conversations");
		return complain(&err);
	}
	status = read_story(cap, table, &story, &err);
	if (story.count)
		qsort(story.lines, story.count, sizeof(*story.lines),
		      compare_lines);
	put_story(&story, options);
	put_passed_over(cap);
	if (status)
		status = complain(&err);
	else
		status = check_output(&err);
	free(story.lines);
	conversations_free(table);
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
