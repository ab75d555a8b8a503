/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every station against every call: one table, a line for each.
 */
#ifndef HARNESS_GRID_CALLS_H
#define HARNESS_GRID_CALLS_H

#include "harness/grid/lane.h"
#include "harness/judge/note.h"

/* Name of the table, where a page has that of a station. */
#define CALLS_NAME "calls"

/* One line for its head. */
#define CALLS_ABOUT \
	"What a call returns in every station, and what becomes of the " \
	"connection."

/* Room for the table. */
#define CALLS_TEXT 65536

/**
 * calls_run() - make every call in every station that has a socket
 * @family: AF_INET or AF_INET6
 * @text: CALLS_TEXT octets: the table
 * @disturbed: grows by the number of calls that were made again
 * @err: filled on error
 *
 * Inside a house. Return: 0, or -1.
 */
int calls_run(int family, char *text, uint64_t *disturbed, struct error *err);

/**
 * calls_load() - the table in DIR/grid/NAME.grid
 * @dir: the folder
 * @name: "calls", "calls@6"; "calls~NAME" is a known behaviour
 * @text: CALLS_TEXT octets: the file as it stands
 * @notes: those in it
 * @err: names the file, and the line of a fault
 *
 * Return: 0, or -1; errno is ENOENT when there is none.
 */
int calls_load(const char *dir, const char *name, char *text,
	       struct notes *notes, struct error *err);

/** calls_save() - write DIR/grid/NAME.grid; 0, or -1 */
int calls_save(const char *dir, const char *name, const char *text,
	       struct error *err);

/**
 * calls_differ() - print the lines that differ between two tables
 * @out: where to; NULL only counts
 * @before, @after: tables; their heads do not matter
 * @word_before, @word_after: what stands before a line that only one has
 *
 * Return: how many lines of either the other one does not have.
 */
unsigned calls_differ(FILE *out, const char *before, const char *after,
		      const char *word_before, const char *word_after);

#endif
