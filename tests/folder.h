/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A folder of a test's own, that goes away with the test, and files in it.
 */
#ifndef TESTS_FOLDER_H
#define TESTS_FOLDER_H

#include <check.h>
#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[PATH_MAX];

/** folder_make() - make it; for the setup of a checked fixture */
static inline void folder_make(void)
{
	const char *tmp = getenv("TMPDIR");

	snprintf(folder, sizeof(folder), "%s/lastack-XXXXXX",
		 tmp ? tmp : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	/* Tests that become another user go on in it. */
	ck_assert_int_eq(chmod(folder, 0755), 0);
}

static inline int folder_remove_one(const char *path, const struct stat *st,
				    int kind, struct FTW *at)
{
	(void)st;
	(void)kind;
	(void)at;
	return remove(path);
}

/** folder_remove() - with all that is in it; for the fixture's teardown */
static inline void folder_remove(void)
{
	nftw(folder, folder_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/** folder_path() - path of a file in it; one of four static buffers */
static inline const char *folder_path(const char *name)
{
	static char path[4][2 * PATH_MAX];
	static unsigned next;
	char *p = path[next++ % 4];

	snprintf(p, sizeof(path[0]), "%s/%s", folder, name);
	return p;
}

/** folder_write() - a file in it, its folder made when missing */
static inline const char *folder_write(const char *name, const char *data,
				       size_t size)
{
	const char *path = folder_path(name);
	char above[2 * PATH_MAX];
	FILE *out;

	snprintf(above, sizeof(above), "%s", path);
	*strrchr(above, '/') = '\0';
	ck_assert(mkdir(above, 0755) == 0 || errno == EEXIST);
	out = fopen(path, "we");
	ck_assert_ptr_nonnull(out);
	ck_assert_uint_eq(fwrite(data, 1, size, out), size);
	ck_assert_int_eq(fclose(out), 0);
	return path;
}

/** folder_put() - the same of a text */
static inline const char *folder_put(const char *name, const char *text)
{
	return folder_write(name, text, strlen(text));
}

/** file_text() - what a file holds, to be freed; NULL when there is none */
static inline char *file_text(const char *path)
{
	FILE *in = fopen(path, "re");
	char *text = NULL;
	size_t size = 0;

	if (!in)
		return NULL;
	if (getdelim(&text, &size, '\0', in) < 0 && text)
		*text = '\0';
	fclose(in);
	return text;
}

#endif
