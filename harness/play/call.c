/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a player's answer means in a trace.
 */
#include "harness/play/call.h"

#include <stdio.h>
#include <string.h>

const char *errno_name(int error)
{
	static char text[32];
	const char *name = strerrorname_np(error);

	if (name)
		return name;
	snprintf(text, sizeof(text), "errno %d", error);
	return text;
}

const char *signal_name(int signal)
{
	static char text[32];
	const char *abbreviation = sigabbrev_np(signal);

	if (abbreviation)
		snprintf(text, sizeof(text), "SIG%s", abbreviation);
	else
		snprintf(text, sizeof(text), "signal %d", signal);
	return text;
}

struct step_outcome answer_outcome(const struct answer *ans)
{
	return (struct step_outcome){
		.kind = OUTCOME_RETURNED,
		.ret = ans->ret,
		.error = ans->error,
		.events = ans->events,
		.sigpipe = ans->sigpipe,
		.corrupt = ans->corrupt,
		.took = SECONDS_NONE,
	};
}
