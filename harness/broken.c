/* SPDX-License-Identifier: BSD-2-Clause */
#include "harness/broken.h"
#include "harness/play/call.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

static char *text(const char *fmt, ...)
{
	char *t;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&t, fmt, ap) < 0)
		abort();
	va_end(ap);
	return t;
}

static void broken(struct result *r, const struct chosen *c,
		   const struct run_options *opt, const char *story,
		   char *reason)
{
	memset(r, 0, sizeof(*r));
	r->name = strdup(c->name);
	r->about = strdup(c->tc->about);
	r->verdict = VERDICT_BROKEN;
	r->reason = reason;
	r->story = strdup(story);
	r->rerun = text("%s run %s'%s'", opt->program, opt->rerun, c->name);
}

void broken_end(struct result *r, const struct chosen *c,
		const struct run_options *opt, const char *story, int status)
{
	broken(r, c, opt, story, WIFSIGNALED(status) ?
	       text("its process died of %s", signal_name(WTERMSIG(status))) :
	       text("its process gave no result"));
}

void broken_hangs(struct result *r, const struct chosen *c,
		  const struct run_options *opt, const char *story,
		  double seconds)
{
	broken(r, c, opt, story,
	       text("no result after %g s: it hangs", seconds));
}

void broken_disturbed(struct result *r, const struct chosen *c,
		      const struct run_options *opt, const char *story,
		      unsigned attempts)
{
	struct result last = *r;

	broken(r, c, opt, last.story ? last.story : story,
	       text("disturbed %u times: this machine is too slow or too busy "
		    "for it%s%s", attempts,
		    last.reason ? "; the last attempt: " : "",
		    last.reason ? last.reason : ""));
	result_clear(&last);
}
