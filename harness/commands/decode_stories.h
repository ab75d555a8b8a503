/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The conversations of a capture, each printed as a whole as soon as it is
 * over, in bounded memory.
 */
#ifndef HARNESS_COMMANDS_DECODE_STORIES_H
#define HARNESS_COMMANDS_DECODE_STORIES_H

#include "pcap/packed.h"

#include <stdio.h>

struct stories;

/**
 * struct story_limits - how long a conversation is kept
 * @octets: what all segments that are not printed may take
 * @conversations: how many are remembered, printed ones included
 * @quiet_ns: by how much a conversation that is over must lie back, so that
 *            what comes late still stands with it
 * @quiet_segments: the same in segments of the capture; the first one counts
 * @idle_ns: the same for one that is not over
 */
struct story_limits {
	size_t octets;
	size_t conversations;
	int64_t quiet_ns;
	uint64_t quiet_segments;
	int64_t idle_ns;
};

/* 160 MB in all, 1 s, 50,000 segments, an hour; docs/captures.md says so. */
extern const struct story_limits story_limits;

/**
 * stories_new() - none so far
 * @out: where they are printed; the caller looks for errors
 * @limits: is copied
 * @show: SHOW_* bits, and PACKED_TIME
 *
 * Return: the stories, or NULL without memory.
 */
struct stories *stories_new(FILE *out, const struct story_limits *limits,
			    unsigned show);

/**
 * stories_add() - the next segment of the capture
 *
 * Prints what is over, in the order in which it became so, with all that was
 * seen of it. What does not fit into memory is printed unfinished, the one
 * that was quiet for longest first, and goes on under the same name.
 *
 * Return: 0, or -1 without memory.
 */
int stories_add(struct stories *stories, const struct segment *seg);

/** stories_pause() - the capture has a pause: print what is over by now */
void stories_pause(struct stories *stories);

/**
 * stories_end() - print all the others, in the order of their numbers
 *
 * Return: 0, or -1 without memory.
 */
int stories_end(struct stories *stories);

/** stories_open() - how many would be printed by stories_end() */
size_t stories_open(const struct stories *stories);

/** stories_free() - NULL is allowed */
void stories_free(struct stories *stories);

#endif
