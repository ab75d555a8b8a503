/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writing the results that are BROKEN.
 */
#include "harness/run/broken.h"
#include "base/memory.h"
#include "harness/play/call.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

static void broken(struct result *r, const struct chosen *c,
		   const struct run_options *opt, const char *story,
		   char *reason)
{
	char word[PATH_MAX];

	memset(r, 0, sizeof(*r));
	r->name = strdup(c->name);
	r->about = strdup(c->tc->about);
	r->verdict = VERDICT_BROKEN;
	r->reason = reason;
	r->story = strdup(story);
	r->rerun = text_print("%s run %s'%s'", opt->program, opt->rerun,
			      chosen_word(c, word, sizeof(word)));
}

void broken_end(struct result *r, const struct chosen *c,
		const struct run_options *opt, const char *story, int status)
{
	broken(r, c, opt, story, WIFSIGNALED(status) ?
	       text_print("its process died of %s", signal_name(WTERMSIG(status))) :
	       text_print("its process ended without a result"));
}

void broken_hangs(struct result *r, const struct chosen *c,
		  const struct run_options *opt, const char *story,
		  double seconds)
{
	broken(r, c, opt, story,
	       text_print("no result after %g s: it hangs", seconds));
}

void broken_disturbed(struct result *r, const struct chosen *c,
		      const struct run_options *opt, const char *story,
		      unsigned attempts)
{
	struct result last = *r;

	broken(r, c, opt, last.story ? last.story : story,
	       text_print("disturbed %u times: this machine is too slow or too busy "
		    "for it%s%s", attempts,
		    last.reason ? "; the last attempt: " : "",
		    last.reason ? last.reason : ""));
	result_clear(&last);
}
