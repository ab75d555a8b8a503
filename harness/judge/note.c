/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading the notes in the header of a known behaviour.
 */
#include "harness/judge/note.h"
#include "harness/judge/kernel_version.h"
#include "harness/trace/attribute.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char known[] = "# known: ";
static const char until_is[] = "# until: ";
static const char fixed_in[] = "# fixed: ";
static const char commit_is[] = "# commit: ";

static bool is_version(const char *text)
{
	int major, minor, end = 0;

	return sscanf(text, "%d.%d%n", &major, &minor, &end) == 2 &&
	       !text[end] && end < NOTES_VERSION;
}

/* "6.1.192", of two or three numbers, and where it ends. */
static const char *skip_version(const char *text)
{
	int number, end = 0, numbers = 0;

	while (numbers < 3 && *text >= '0' && *text <= '9' &&
	       sscanf(text, "%d%n", &number, &end) == 1) {
		text += end;
		if (++numbers < 3 && *text == '.' && text[1] != ' ')
			text++;
	}
	return numbers > 1 && (!*text || *text == ' ') ? text : NULL;
}

static bool same_series(const char *one, const char *other)
{
	struct kernel_version a, b;

	return kernel_version_read(one, &a) && kernel_version_read(other, &b) &&
	       a.major == b.major && a.minor == b.minor;
}

/* Versions with one blank between them, of one series each. */
static bool is_list(const char *text)
{
	const char *end, *other;

	for (;; text = end + 1) {
		end = skip_version(text);
		if (!end || end - text >= NOTES_VERSION)
			return false;
		for (other = end; *other; other += strcspn(other, " "))
			if (same_series(text, ++other))
				return false;
		if (!*end)
			return true;
	}
}

static const char *behind(const char *line, const char *key)
{
	size_t length = strlen(key);

	return strncmp(line, key, length) ? NULL : line + length;
}

const char *note_until(const char *line)
{
	return behind(line, until_is);
}

const char *note_fixed(const char *line)
{
	return behind(line, fixed_in);
}

const char *note_commit(const char *line)
{
	return behind(line, commit_is);
}

const char *note_fault(const char *line)
{
	const char *until = note_until(line), *fixed = note_fixed(line);

	if (!attribute_is_note(line))
		return "a note must begin with known:, kernels:, fixed:, "
		       "commit:, rfc: or until:";
	if (fixed && !is_list(fixed))
		return "fixed: takes kernel versions, one of each series, as "
		       "5.10.262 6.1.192";
	if (until && !is_version(until))
		return "until: takes a kernel version, as 6.18";
	return NULL;
}

bool note_excuses(const char *until, const char *kernel_release)
{
	int major, minor, until_major, until_minor;

	if (!until ||
	    sscanf(until, "%d.%d", &until_major, &until_minor) != 2 ||
	    sscanf(kernel_release, "%d.%d", &major, &minor) != 2)
		return true;
	return major < until_major ||
	       (major == until_major && minor < until_minor);
}

bool note_came_back(const char *fixed, const char *commit, const char *kernel,
		    char why[NOTES_WHY])
{
	char in[NOTES_VERSION];

	if (!fixed || !kernel_version_had(fixed, kernel, in, sizeof(in)))
		return false;
	snprintf(why, NOTES_WHY, "came back: fixed in %s%s%s%s", in,
		 commit ? ", commit \"" : "", commit ? commit : "",
		 commit ? "\"" : "");
	return true;
}

const char *notes_add(struct notes *notes, const char *line)
{
	const char *fault = note_fault(line);
	const char *until = note_until(line);
	size_t used = strlen(notes->text);

	if (fault)
		return fault;
	if (used + strlen(line) + 2 > sizeof(notes->text))
		return "there are too many notes";
	snprintf(notes->text + used, sizeof(notes->text) - used, "%s\n", line);
	if (until)
		strcpy(notes->until, until);
	return NULL;
}

/* What stands behind a key, or NULL. */
static char *copy_of(const struct notes *notes, const char *key)
{
	const char *at = strstr(notes->text, key);

	if (!at)
		return NULL;
	at += strlen(key);
	return strndup(at, strcspn(at, "\n"));
}

bool notes_came_back(const struct notes *notes, const char *kernel,
		     char why[NOTES_WHY])
{
	char *fixed = copy_of(notes, fixed_in);
	char *commit = copy_of(notes, commit_is);
	bool back = note_came_back(fixed, commit, kernel, why);

	free(fixed);
	free(commit);
	return back;
}

const char *notes_known(const struct notes *notes, size_t *length)
{
	const char *at = strstr(notes->text, known);

	if (!at)
		return NULL;
	at += sizeof(known) - 1;
	*length = strcspn(at, "\n");
	return at;
}
