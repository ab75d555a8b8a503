/* SPDX-License-Identifier: BSD-2-Clause */
#include "harness/judge/note.h"

#include <stdio.h>
#include <string.h>

static const char known[] = "# known: ";
static const char until_is[] = "# until: ";

static bool has_key(const char *line)
{
	static const char *const keys[] = {known, "# kernels: ", "# commit: ",
					   "# rfc: ", until_is};
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (!strncmp(line, keys[i], strlen(keys[i])))
			return true;
	return false;
}

static bool is_version(const char *text)
{
	int major, minor, end = 0;

	return sscanf(text, "%d.%d%n", &major, &minor, &end) == 2 &&
	       !text[end] && end < NOTES_VERSION;
}

const char *note_until(const char *line)
{
	size_t length = sizeof(until_is) - 1;

	return strncmp(line, until_is, length) ? NULL : line + length;
}

const char *note_fault(const char *line)
{
	const char *until = note_until(line);

	if (!has_key(line))
		return "a note must begin with known:, kernels:, commit:, "
		       "rfc: or until:";
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

const char *notes_known(const struct notes *notes, size_t *length)
{
	const char *at = strstr(notes->text, known);

	if (!at)
		return NULL;
	at += sizeof(known) - 1;
	*length = strcspn(at, "\n");
	return at;
}
