/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Captures as hexadecimal lines of JSON, and back.
 */
#include "harness/report/captures.h"
#include "base/file.h"
#include "base/memory.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void write_capture(FILE *out, const char *name, FILE *in)
{
	int octet;

	fprintf(out, "{\"type\":\"capture\",\"name\":\"%s\",\"hex\":\"", name);
	while ((octet = getc(in)) != EOF)
		fprintf(out, "%02x", octet);
	fputs("\"}\n", out);
}

static const char *const ends[] = {"", ".client", ".server"};

char *captures_find(const char *folder, const char *name)
{
	size_t i = sizeof(ends) / sizeof(*ends);
	char *path;

	while (i--) {
		path = text_print("%s/%s%s.pcap", folder, name, ends[i]);
		if (!access(path, F_OK))
			return path;
		free(path);
	}
	return NULL;
}

int captures_tell(FILE *out, const char *folder, const char *name,
		  struct error *err)
{
	char path[PATH_MAX], file[256];
	size_t i;
	FILE *in;

	for (i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		bool failed;

		snprintf(file, sizeof(file), "%s%s.pcap", name, ends[i]);
		snprintf(path, sizeof(path), "%s/%s", folder, file);
		in = fopen(path, "re");
		if (!in && errno == ENOENT)
			continue;
		if (!in)
			return error_errno(err, "%s", path);
		write_capture(out, file, in);
		failed = ferror(in);
		fclose(in);
		if (failed)
			return error_set(err, "%s: cannot be read", path);
		unlink(path);
	}
	return 0;
}

static int nibble(char digit)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = digit ? strchr(digits, digit) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* In place: two digits become one octet. */
static int from_hex(char *hex, size_t *size)
{
	size_t i, length = strlen(hex);

	for (i = 0; i < length / 2; i++) {
		int high = nibble(hex[2 * i]), low = nibble(hex[2 * i + 1]);

		if (high < 0 || low < 0)
			return -1;
		hex[i] = (char)(high << 4 | low);
	}
	*size = length / 2;
	return length % 2 ? -1 : 0;
}

int captures_take(const json_t *line, const char *folder, struct error *err)
{
	const char *name = json_string_value(json_object_get(line, "name"));
	const char *hex = json_string_value(json_object_get(line, "hex"));
	char path[PATH_MAX], *data;
	size_t octets;
	int ret;

	/* It names a file of this machine: nothing but one below the folder. */
	if (!name || !hex || *name == '/' || strstr(name, ".."))
		return error_set(err, "a capture without a name or octets");
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	data = strdup(hex);
	if (!data)
		return error_errno(err, "%s", path);
	ret = from_hex(data, &octets) ?
		      error_set(err, "%s: damaged in transfer", path) :
		      file_replace_octets(path, data, octets, err);
	free(data);
	return ret;
}
