/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writing the header of a trace.
 */
#include "harness/trace/header.h"
#include "harness/trace/attribute.h"

void header_write(FILE *out, const struct test_case *tc)
{
	fprintf(out, "# %s/%s\n# %s\n# %s\n", tc->subject, tc->name, tc->about,
		tc->refs);
	attributes_write(out, tc);
}
