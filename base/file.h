/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whole files.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/error.h"

#include <stddef.h>

/**
 * file_load() - the contents of a file
 * @path: of a regular file; "-" is standard input
 * @limit: octets that are too many
 * @size: receives how many there are, or NULL
 *
 * Return: the octets and a NUL behind them, to be freed; NULL when it cannot be
 * read, with errno (EFBIG beyond the limit, EINVAL for what is no file).
 */
char *file_load(const char *path, size_t limit, size_t *size,
		struct error *err);

/**
 * file_folder() - make a folder, and see that files can be made in it
 * @dir: missing folders on the way are made
 *
 * To find out before hours of playing.
 *
 * Return: 0, or -1 with a line that names the folder.
 */
int file_folder(const char *dir, struct error *err);

/**
 * file_replace() - write a text to a file, whole or not at all
 * @path: the file; missing folders on the way are made
 *
 * Return: 0, or -1 with a line that names the file.
 */
int file_replace(const char *path, const char *text, struct error *err);

/** file_replace_octets() - the same for what is no text */
int file_replace_octets(const char *path, const void *data, size_t size,
			struct error *err);

#endif
