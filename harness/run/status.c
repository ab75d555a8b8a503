/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What all commands have in common when they end.
 */
#include "harness/run/status.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const char *called = "lastack";

const char *program_name(void)
{
	return called;
}

void program_set_name(const char *name)
{
	called = name;
}

int complain(const struct error *err)
{
	fprintf(stderr, "lastack: %s\n", err->text);
	return STATUS_BROKEN;
}

int output_status(int status)
{
	bool earlier = ferror(stdout);

	if (fflush(stdout) == 0 && !earlier)
		return status;
	if (earlier || errno != EPIPE)
		fprintf(stderr, "lastack: standard output: %s\n",
			earlier ? "not all of it could be written" :
				  strerror(errno));
	return STATUS_BROKEN;
}
