/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Notes: what the file of a known behaviour says of it, in its header. Traces
 * and pages of the grid have the same.
 */
#ifndef HARNESS_JUDGE_NOTE_H
#define HARNESS_JUDGE_NOTE_H

#include <stdbool.h>
#include <stddef.h>

/**
 * note_fault() - what is wrong with a line that is to be a note
 * @line: "# commit: tcp: ..."
 *
 * Return: words, or NULL when nothing is.
 */
const char *note_fault(const char *line);

/** note_until() - "6.18" of "# until: 6.18"; NULL of any other line */
const char *note_until(const char *line);

/**
 * note_excuses() - whether a known behaviour still excuses a kernel
 * @until: a version, or NULL: for ever
 * @kernel_release: its version
 */
bool note_excuses(const char *until, const char *kernel_release);

/** note_fixed() - "5.10.262 6.1.192" of a line with that note, or NULL */
const char *note_fixed(const char *line);

/** note_commit() - the subject of a line with that note, or NULL */
const char *note_commit(const char *line);

/* Room for why a known behaviour is no excuse. */
#define NOTES_WHY 1024

/**
 * note_came_back() - whether a kernel's own series had left the behaviour
 * @fixed: point releases that were measured without it, or NULL
 * @commit: that changed it, or NULL
 * @kernel: its version, to the point release; see kernel_version_text()
 * @why: says so: "came back: fixed in 6.1.192, commit \"tcp: ...\""
 */
bool note_came_back(const char *fixed, const char *commit, const char *kernel,
		    char why[NOTES_WHY]);

/* Room for the notes of a file, and for a version. */
#define NOTES_TEXT    4096
#define NOTES_VERSION 16

/**
 * struct notes - all of a file
 * @text: its lines as they stand there
 * @until: a version, or empty
 */
struct notes {
	char text[NOTES_TEXT];
	char until[NOTES_VERSION];
};

/**
 * notes_add() - one more line
 *
 * Return: NULL, or what is wrong with it.
 */
const char *notes_add(struct notes *notes, const char *line);

/** notes_came_back() - note_came_back() with the notes of a file */
bool notes_came_back(const struct notes *notes, const char *kernel,
		     char why[NOTES_WHY]);

/**
 * notes_known() - the sentence behind "# known: "
 * @length: its length
 *
 * Return: where it begins, or NULL.
 */
const char *notes_known(const struct notes *notes, size_t *length);

#endif
