/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Files that are played in a kernel under test: they travel into the guest with
 * all that lies beside them, and what is reported there is about them here.
 */
#ifndef HARNESS_RUN_GUEST_FILES_H
#define HARNESS_RUN_GUEST_FILES_H

#include "harness/run/select.h"
#include "harness/vm/pack.h"

/**
 * struct guest_files - what travels
 * @file, @n: for struct pack
 */
struct guest_files {
	struct pack_file *file;
	size_t n, room;
};

/**
 * guest_files_add() - a case's file, its goldens and its known behaviours
 * @c: any variant; a case of the suite has no file, and a file is added once
 *
 * Return: 0, or -1 with a line.
 */
int guest_files_add(struct guest_files *f, const struct chosen *c,
		    struct error *err);

/** guest_word() - the word that chooses this variant there; to be freed */
char *guest_word(const struct chosen *c);

/**
 * guest_paths() - paths of the guest in a text become those of here
 * @text: replaced; may be NULL
 * @expected: the folder of goldens
 */
void guest_paths(const struct guest_files *f, const char *expected,
		 char **text);

void guest_files_clear(struct guest_files *f);

#endif
