/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The runs below `lastack coverage`: `lastack run` and `lastack grid`, each in a
 * process of its own, on a kernel that writes its counts to one folder.
 */
#include "base/memory.h"
#include "harness/commands/commands.h"
#include "harness/commands/coverage.h"
#include "harness/grid/grid.h"
#include "harness/judge/verdict.h"

#include <errno.h>
#include <fts.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t caught, child;

static void pass_on(int sig)
{
	caught = sig;
	if (child > 0)
		kill(child, sig);
}

static void listen_for_signals(struct sigaction *old)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction act = {.sa_handler = pass_on};
	size_t i;

	for (i = 0; i < 3; i++)
		sigaction(signals[i], &act, &old[i]);
}

static void listen_no_more(const struct sigaction *old)
{
	sigaction(SIGINT, &old[0], NULL);
	sigaction(SIGTERM, &old[1], NULL);
	sigaction(SIGHUP, &old[2], NULL);
}

static void be_the_run(const struct coverage_play *p, char **words, int argc,
		       const struct sigaction *old)
{
	char *folder = text_print("%s/counts", p->folder);

	listen_no_more(old);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	setenv("GCOV_PREFIX", folder, 1);
	dup2(STDERR_FILENO, STDOUT_FILENO);
	exit(lastack_main(argc, words));
}

/* Return: the exit status. */
static int run(struct coverage_play *p, char **words,
	       const struct sigaction *old, struct error *err)
{
	int argc = 0, status;
	pid_t pid;

	while (words[argc])
		argc++;
	fflush(NULL);
	pid = fork();
	if (pid < 0) {
		error_errno(err, "fork");
		return -1;
	}
	if (pid == 0)
		be_the_run(p, words, argc, old);
	child = pid;
	if (caught)
		kill(pid, caught);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	child = 0;
	if (WIFSIGNALED(status) && !caught)
		caught = WTERMSIG(status);
	return WIFEXITED(status) ? WEXITSTATUS(status) : STATUS_BROKEN;
}

static bool is_grid(const char *glob)
{
	return !strcmp(glob, "grid") || !strncmp(glob, "grid/", 5);
}

/**
 * make_words() - `lastack run -k ...`, or `lastack grid -k ...`
 *
 * Return: the words, or NULL when nothing is to be played of it.
 */
static char **make_words(const struct coverage_play *p,
			 const struct coverage_arguments *a, bool grid)
{
	char **words = memory_new(a->n + 12, sizeof(*words));
	size_t i, n = 0, named = 0;

	words[n++] = (char *)program_name();
	words[n++] = grid ? "grid" : "run";
	words[n++] = "--kernel";
	words[n++] = (char *)a->kernel;
	words[n++] = "--record";
	words[n++] = text_print("%s/%s", p->folder, grid ? "grid" : "cases");
	if (!grid)
		words[n++] = "--virtual-time";
	if (a->expected) {
		words[n++] = "--expected";
		words[n++] = (char *)a->expected;
	}
	words[n++] = "--";
	for (i = 0; i < a->n; i++) {
		if (is_grid(a->globs[i]) != grid)
			continue;
		named++;
		if (!grid)
			words[n++] = a->globs[i];
		else if (grid_name(a->globs[i]))
			words[n++] = (char *)grid_name(a->globs[i]);
	}
	if (a->n ? named > 0 : !(grid && a->no_grid))
		return words;
	free(words[5]);
	free(words);
	return NULL;
}

static int play_part(struct coverage_play *p,
		     const struct coverage_arguments *a, bool grid,
		     const struct sigaction *old, struct error *err)
{
	char **words = caught ? NULL : make_words(p, a, grid);
	char *record;
	int status;

	if (!words)
		return 0;
	record = words[5];
	status = run(p, words, old, err);
	free(record);
	free(words);
	if (status < 0)
		return -1;
	p->status = p->status < 0 ? status : status_worse(p->status, status);
	return 0;
}

static int make_folder(struct coverage_play *p, struct error *err)
{
	const char *tmp = getenv("TMPDIR");
	char *counts;
	int ret;

	snprintf(p->folder, sizeof(p->folder), "%s/lastack-coverage.XXXXXX",
		 tmp && *tmp ? tmp : "/tmp");
	if (!mkdtemp(p->folder)) {
		error_errno(err, "%s", p->folder);
		*p->folder = '\0';
		return -1;
	}
	counts = text_print("%s/counts", p->folder);
	ret = mkdir(counts, 0777) ? error_errno(err, "%s", counts) : 0;
	free(counts);
	return ret;
}

int coverage_play(struct coverage_play *p, const struct coverage_arguments *a,
		  struct error *err)
{
	struct sigaction old[3];
	int ret;

	p->status = -1;
	if (make_folder(p, err))
		return -1;
	listen_for_signals(old);
	ret = play_part(p, a, false, old, err);
	if (!ret && p->status != STATUS_BROKEN)
		ret = play_part(p, a, true, old, err);
	listen_no_more(old);
	p->caught = caught;
	return ret;
}

void coverage_play_clear(struct coverage_play *p)
{
	char *roots[] = {p->folder, NULL};
	FTS *walk;
	FTSENT *one;

	if (!*p->folder)
		return;
	walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	while (walk && (one = fts_read(walk)))
		if (one->fts_info != FTS_D)
			remove(one->fts_accpath);
	if (walk)
		fts_close(walk);
	*p->folder = '\0';
}
