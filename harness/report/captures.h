/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The captures of a variant as lines of JSON, for the way out of a kernel
 * under test: {"type":"capture","name":"close/twice@lo4.pcap","hex":"d4c3..."}
 */
#ifndef HARNESS_REPORT_CAPTURES_H
#define HARNESS_REPORT_CAPTURES_H

#include "base/error.h"

#include <jansson.h>
#include <stdio.h>

/**
 * captures_tell() - print the captures of a variant, and remove them
 * @out: where to
 * @folder: where they lie
 * @name: of the variant, "close/twice@lo4"; on the wire it has two of them
 *
 * Return: 0, or -1 with a line when one cannot be read.
 */
int captures_tell(FILE *out, const char *folder, const char *name,
		  struct error *err);

/**
 * captures_take() - write a received one into a folder of this machine
 * @line: what captures_tell() wrote
 * @folder: where to; it is made when it is not there
 *
 * Return: 0, or -1 with a line, also when it is damaged.
 */
int captures_take(const json_t *line, const char *folder, struct error *err);

/**
 * captures_find() - where the capture of a variant lies; the server's of two
 *
 * Return: its path, to be freed; NULL when there is none.
 */
char *captures_find(const char *folder, const char *name);

#endif
