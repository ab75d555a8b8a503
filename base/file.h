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

#endif
