/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Time limits of the environment.
 */
#include "base/limit.h"

#include <math.h>
#include <stdlib.h>

double limit_seconds(const char *variable, double usual)
{
	const char *text = getenv(variable);
	double seconds;
	char *end;

	if (!text || !*text)
		return usual;
	seconds = strtod(text, &end);
	return !*end && isfinite(seconds) && seconds > 0 ? seconds : usual;
}
