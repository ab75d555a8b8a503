/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lastack grid: the table of calls.
 */
#include "harness/commands/grid.h"
#include "harness/grid/calls.h"
#include "harness/report/record.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static void path_of(char *path, const char *dir, const char *family)
{
	snprintf(path, PATH_MAX, "%s/grid/" CALLS_NAME "%s.grid", dir, family);
}

/* Return: what the file holds, or NULL when there is none. */
static char *load(const char *dir, const char *family)
{
	char path[PATH_MAX], *text = NULL;
	size_t room = 0;
	FILE *in;

	path_of(path, dir, family);
	in = fopen(path, "re");
	if (!in)
		return NULL;
	if (getdelim(&text, &room, '\0', in) < 0) {
		free(text);
		text = NULL;
	}
	fclose(in);
	return text;
}

static int save(const char *dir, const char *family, const char *text,
		struct error *err)
{
	char path[PATH_MAX];

	path_of(path, dir, family);
	return file_replace(path, text, err);
}

static unsigned compare(const char *dir, const char *family, const char *text)
{
	char *expected = load(dir, family);
	unsigned differ;

	if (!expected && *family)
		expected = load(dir, "");
	if (!expected) {
		puts("FAIL  grid/calls: there is no table yet; look at it and "
		     "write it with\n  lastack bless grid/calls");
		return 1;
	}
	differ = calls_differ(NULL, expected, text);
	if (differ) {
		printf("FAIL  grid/calls over IPv%c:\n", *family ? '6' : '4');
		calls_differ(stdout, expected, text);
	}
	free(expected);
	return differ;
}

static int bless(const char *dir, const char *family, const char *text,
		 bool dry, unsigned *changed, struct error *err)
{
	char *old = load(dir, family);
	bool same = old && !strcmp(old, text);

	if (!same) {
		printf("grid/calls%s%s\n", family, old ? "" : " (new)");
		if (old)
			calls_differ(stdout, old, text);
		else
			fputs(text, stdout);
		++*changed;
	}
	free(old);
	return same || dry ? 0 : save(dir, family, text, err);
}

int grid_calls(const char *expected, const char *record, bool write, bool dry,
	       unsigned *changed, struct error *err)
{
	static char text[SWEEP_FAMILIES][CALLS_TEXT];
	static const char *const families[] = {"", "@6"};
	int i, n;

	*changed = 0;
	if (calls_run(AF_INET, text[0], err) ||
	    calls_run(AF_INET6, text[1], err))
		return -1;
	n = strcmp(text[0], text[1]) ? SWEEP_FAMILIES : 1;
	for (i = 0; i < n; i++) {
		if (record && save(record, families[i], text[i], err))
			return -1;
		if (write && bless(expected, families[i], text[i], dry,
				   changed, err))
			return -1;
	}
	for (i = 0; !write && i < SWEEP_FAMILIES; i++)
		*changed += compare(expected, families[i], text[i]);
	return 0;
}

int grid_show_calls(const char *expected, struct error *err)
{
	char *text = load(expected, "");

	if (!text)
		return error_errno(err, "%s/grid/" CALLS_NAME ".grid",
				   expected);
	fputs(text, stdout);
	free(text);
	return 0;
}
