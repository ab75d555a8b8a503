/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The table of report formats.
 */
#include "harness/report/report.h"

#include <string.h>

static const struct report_format *const formats[] = {
	&report_text,
	&report_ktap,
	&report_json,
};

const struct report_format *report_find(const char *name)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		if (!strcmp(formats[i]->name, name))
			return formats[i];
	return NULL;
}
