/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Playing variants one after another, each from an empty stage to a verdict.
 *
 * A fork costs more than a play, so a worker and its players are used again, in
 * new namespaces, as long as nothing was out of the ordinary.
 */
#include "harness/run/worker.h"
#include "base/limit.h"
#include "base/memory.h"
#include "harness/judge/judge.h"
#include "harness/judge/kernel_version.h"
#include "harness/judge/same.h"
#include "harness/play/setting.h"
#include "harness/referee/referee.h"
#include "harness/run/result_wire.h"
#include "harness/stage/stage.h"
#include "harness/run/worker_line.h"
#include "harness/trace/words.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

/* How long a call or a segment that is expected may take; kernel timers that
 * a case waits for come on top. */
#define LIMIT_SECONDS  5
#define LIMIT_VARIABLE "LASTACK_LIMIT_SECONDS"
/* A worker ends after so many: what it leaks, if it does, has an end as well. */
#define WORKER_PLAYS   100

static struct play the_play;

static int64_t cpu_ns(const struct rusage *u)
{
	return (u->ru_utime.tv_sec + u->ru_stime.tv_sec) * 1000000000LL +
	       (u->ru_utime.tv_usec + u->ru_stime.tv_usec) * 1000LL;
}

static int64_t cpu_used(void)
{
	struct rusage self, children;

	getrusage(RUSAGE_SELF, &self);
	getrusage(RUSAGE_CHILDREN, &children);
	/* A player is one of the children as soon as it has ended. */
	return cpu_ns(&self) + cpu_ns(&children) +
	       player_cpu_ns(&play->player[0]) +
	       player_cpu_ns(&play->player[1]);
}

/* One file on loopback; on the wire one of what each end saw. */
static void keep_capture(const struct chosen *c, const struct run_options *opt,
			 struct result *r)
{
	bool lo = c->variant->link == LINK_LO;
	char path[4096];
	struct error err;
	int end;

	if (!opt->keep)
		return;
	/* Folders that are there are fine; what else fails shows in saving. */
	mkdir(opt->keep, 0777);
	snprintf(path, sizeof(path), "%s/%s", opt->keep, c->tc->subject);
	mkdir(path, 0777);
	for (end = 0; end < (lo ? 1 : 2); end++) {
		if (!play->capture[end])
			continue;
		snprintf(path, sizeof(path), "%s/%s%s%s.pcap", opt->keep,
			 c->name, lo ? "" : ".",
			 lo ? "" : word_text(&words_end, end));
		free(r->pcap);
		r->pcap = NULL;
		if (capture_save(play->capture[end], path, &err) == 0) {
			r->pcap = strdup(path);
			continue;
		}
		if (asprintf(&r->pcap, CAPTURE_NOT_KEPT "%s", err.text) < 0)
			memory_none();
		return;
	}
}

/* The referee looks at the whole trace; its words become part of it. */
static void call_referee(void)
{
	struct trace told;

	if (play->end == PLAY_BROKEN)
		return;
	if (referee_annotate(&play->trace, play->tc->show & SHOW_BULK, &told,
			     &play->err) < 0) {
		play->end = PLAY_BROKEN;
		return;
	}
	trace_clear(&play->trace);
	play->trace = told;
}

static void decide(const struct chosen *c, const struct run_options *opt,
		   struct result *r)
{
	struct utsname kernel;

	uname(&kernel);
	stall_beat(0);
	stall_look();
	if (play->end == PLAY_DISTURBED) {
		r->disturbed = 1;
		return;
	}
	call_referee();
	r->trace = trace_text(&play->trace);
	if (play->end == PLAY_BROKEN) {
		r->verdict = VERDICT_BROKEN;
		r->reason = strdup(play->err.text);
		r->story = trace_text(&play->trace);
	} else if (opt->expected) {
		judge(r, &play->trace, &play->goldens,
		      kernel_version_text(kernel.release, kernel.version),
		      opt->strict);
	}
	/* What is to be blessed must not be disturbed, either. */
	r->disturbed = (!opt->expected || r->verdict == VERDICT_FAIL ||
			r->verdict == VERDICT_BROKEN) && stall_disturbs();
	if (!r->disturbed &&
	    (opt->pcap || r->verdict == VERDICT_FAIL ||
	     r->verdict == VERDICT_BROKEN))
		keep_capture(c, opt, r);
}

/* A file that has only steps so far is no golden of itself. */
static int load_goldens(const struct chosen *c, const struct run_options *opt)
{
	char base[PATH_MAX];

	if (!opt->expected || (c->tc->steps && !c->tc->steps->whole))
		return 0;
	return golden_load(&play->goldens,
			   chosen_base(c, opt->expected, base, sizeof(base)),
			   c->variant->name, &play->err);
}

static void play_it(const struct chosen *c, const struct run_options *opt,
		    struct result *r)
{
	const char *missing = NULL;

	if (load_goldens(c, opt) ||
	    setting_build(&missing, &play->err))
		play->end = PLAY_BROKEN;
	else if (!missing)
		play_script();
	if (missing) {
		r->verdict = VERDICT_SKIP;
		r->reason = strdup(missing);
	} else {
		decide(c, opt, r);
	}
}

static void prepare(const struct chosen *c, char *mirror, size_t mirror_size)
{
	play->network[0] = play->network[1] = -1;
	play->tc = c->tc;
	play->variant = *c->variant;
	play->mirror = mirror;
	play->mirror_size = mirror_size;
	play->stall.off = getenv("LASTACK_VIRTUAL_TIME");
	line_clock(kernel_hz(), play->stall.off);
	play->limit_ns = (int64_t)((limit_seconds(LIMIT_VARIABLE,
						  LIMIT_SECONDS) +
				    3 * c->tc->seconds) * 1e9);
}

/* After anything else this process has seen enough. */
static bool is_clean(const struct result *r)
{
	return !r->disturbed && r->verdict != VERDICT_FAIL &&
	       r->verdict != VERDICT_BROKEN;
}

/* Return: whether another variant can be played. */
static bool play_one(const struct chosen *c, const struct run_options *opt,
		     struct worker_line *line)
{
	int64_t began = now_ns(), cpu = cpu_used();
	struct result r = {0};
	char word[PATH_MAX];
	bool stays;

	prepare(c, line->mirror, line->mirror_size);
	r.name = strdup(c->name);
	r.about = strdup(c->tc->about);
	r.rerun = text_print("%s run %s'%s'", opt->program, opt->rerun,
			     chosen_word(c, word, sizeof(word)));
	play_it(c, opt, &r);
	r.wall_ns = now_ns() - began;
	r.cpu_ns = cpu_used() - cpu;
	setting_clear();
	stays = is_clean(&r) && ++line->played < WORKER_PLAYS;
	if (worker_send(line->fd, &r, stays))
		_exit(1);
	result_clear(&r);
	return stays;
}

void worker_main(const struct run_options *opt, unsigned cpu,
		 struct worker_line *line)
{
	const struct chosen *c;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGTERM, SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	stage_pin_cpu(cpu);
	play = &the_play;
	while ((c = worker_next(line->fd)) && play_one(c, opt, line))
		;
	setting_end();
	_exit(0);
}
