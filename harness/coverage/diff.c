/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Of the lines that a patch has changed, those that were reached: git says which
 * lines, and the counts whether they ran.
 */
#include "harness/coverage/report.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/**
 * struct changed - a file that the patch changes
 * @file: its counts, or NULL when nothing counts in it
 * @lines, @code, @reached: lines that are new or changed; those with code; and
 *                          those that ran
 * @missing: the others, " 12 17"
 */
struct changed {
	const struct counts_file *file;
	char *name;
	unsigned lines, code, reached;
	struct text missing;
};

/* Where the tree begins that a source lies in; to be freed. */
static char *tree_of(const struct counts *c)
{
	const struct counts_file *f = &c->file[0];

	return memory_copy_n(f->path, (size_t)(f->name - f->path));
}

static const struct counts_file *find_file(const struct counts *c,
					   const char *name)
{
	size_t i;

	for (i = 0; i < c->files; i++)
		if (!strcmp(c->file[i].name, name))
			return &c->file[i];
	return NULL;
}

static void end_file(struct changed *now, FILE *out)
{
	const char *missing;

	if (!now->name)
		return;
	missing = text_end(&now->missing);
	if (!now->file)
		fprintf(out, "%s: %u lines changed; nothing counts there\n",
			now->name, now->lines);
	else
		fprintf(out, "%s: %u lines changed, %u with code, %u "
			"reached\n", now->name, now->lines, now->code,
			now->reached);
	if (*missing)
		fprintf(out, "  not reached:%s\n", missing);
	free(now->missing.data);
	free(now->name);
	*now = (struct changed){0};
}

static void begin_file(struct changed *now, const struct counts *c,
		       const char *name)
{
	now->name = memory_copy(name);
	now->file = find_file(c, name);
	text_begin(&now->missing);
}

static void take_lines(struct changed *now, unsigned first, unsigned n)
{
	const struct counts_file *f = now->file;
	size_t i;

	now->lines += n;
	for (i = 0; f && i < f->lines; i++) {
		if (f->line[i].number < first ||
		    f->line[i].number >= first + n)
			continue;
		now->code++;
		if (f->line[i].runs)
			now->reached++;
		else
			fprintf(now->missing.file, " %u", f->line[i].number);
	}
}

/* "+++ b/net/ipv4/tcp.c", "@@ -12 +13,2 @@": the new side is what was built. */
static void take_line(struct changed *now, const struct coverage *c, char *line,
		      FILE *out)
{
	unsigned first, n = 1;
	const char *plus;

	line[strcspn(line, "\n")] = '\0';
	if (!strncmp(line, "+++ ", 4)) {
		end_file(now, out);
		if (!strncmp(line, "+++ b/", 6))
			begin_file(now, c->counts, line + 6);
	} else if (!strncmp(line, "@@ -", 4) && now->name) {
		plus = strchr(line, '+');
		if (plus && sscanf(plus, "+%u,%u", &first, &n) >= 1)
			take_lines(now, first, n);
	}
}

int coverage_diff(const struct coverage *c, const char *commit, FILE *out,
		  struct error *err)
{
	char *tree = tree_of(c->counts), *line = NULL;
	struct changed now = {0};
	int ends[2], status = 0;
	size_t room = 0;
	FILE *in;
	pid_t pid;

	if (pipe(ends) || (pid = fork()) < 0) {
		free(tree);
		return error_errno(err, "git");
	}
	if (pid == 0) {
		dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		close(ends[1]);
		execlp("git", "git", "-C", tree, "diff", "--no-color",
		       "--no-ext-diff", "--src-prefix=a/", "--dst-prefix=b/",
		       "--relative", "-U0", commit, "--", "*.c", NULL);
		_exit(127);
	}
	close(ends[1]);
	in = fdopen(ends[0], "r");
	while (in && getline(&line, &room, in) > 0)
		take_line(&now, c, line, out);
	end_file(&now, out);
	if (in)
		fclose(in);
	free(line);
	waitpid(pid, &status, 0);
	if (status)
		error_set(err, "git diff %s: failed in %s", commit, tree);
	free(tree);
	return status ? -1 : 0;
}
