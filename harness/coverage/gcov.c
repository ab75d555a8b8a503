/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * gcov itself, run over all that a kernel has counted.
 */
#include "harness/coverage/gcov.h"
#include "base/memory.h"

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/**
 * struct counted - the files of counts that there are
 * @word: for execvp(): gcov, its options, and these files
 */
struct counted {
	char **word;
	size_t words, room;
};

static void add_word(struct counted *files, char *word)
{
	files->word = memory_grow(files->word, &files->room, files->words,
				  sizeof(*files->word));
	files->word[files->words++] = word;
}

/* gcov looks for NAME.gcno where NAME.gcda is. */
static int add_file(struct counted *files, const char *path,
		    const char *counted, const char *objects, struct error *err)
{
	size_t stem = strlen(path) - strlen("gcda");
	char *notes = text_print("%.*sgcno", (int)stem, path);
	char *built = text_print("%s%s", objects, notes + strlen(counted));
	int ret = 0;

	if (access(built, R_OK))
		ret = error_errno(err, "what the compiler noted: %s", built);
	else if (symlink(built, notes) && errno != EEXIST)
		ret = error_errno(err, "%s", notes);
	if (!ret)
		add_word(files, memory_copy(path));
	free(notes);
	free(built);
	return ret;
}

static int find_files(struct counted *files, const char *counted,
		      const char *objects, struct error *err)
{
	char *roots[] = {(char *)counted, NULL};
	FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	const char *end;
	FTSENT *one;
	int ret = 0;

	if (!walk)
		return error_errno(err, "%s", counted);
	while (!ret && (one = fts_read(walk))) {
		end = strrchr(one->fts_name, '.');
		if (one->fts_info == FTS_F && end && !strcmp(end, ".gcda"))
			ret = add_file(files, one->fts_path, counted, objects,
				       err);
	}
	fts_close(walk);
	return ret;
}

/* Several documents, one behind the other. */
static int take_all(struct counts *c, FILE *in, struct error *err)
{
	json_error_t wrong;
	json_t *told;
	int ret = 0, next;

	while (!ret) {
		do
			next = getc(in);
		while (next == '\n');
		if (next == EOF)
			return 0;
		ungetc(next, in);
		told = json_loadf(in, JSON_DISABLE_EOF_CHECK, &wrong);
		if (!told)
			return error_set(err, "gcov: %s", wrong.text);
		ret = counts_add(c, told, err);
		json_decref(told);
	}
	return ret;
}

static int run(struct counts *c, const struct counted *files,
	       const char *counted, struct error *err)
{
	const char *program = files->word[0];
	int ends[2], status = 0, ret;
	FILE *in;
	pid_t pid;

	if (pipe(ends) || (pid = fork()) < 0)
		return error_errno(err, "%s", program);
	if (pid == 0) {
		dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		close(ends[1]);
		if (chdir(counted))
			_exit(126);
		execvp(program, files->word);
		_exit(127);
	}
	close(ends[1]);
	in = fdopen(ends[0], "r");
	if (!in)
		memory_none();
	ret = take_all(c, in, err);
	fclose(in);
	waitpid(pid, &status, 0);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		return error_set(err, "%s is missing: package gcc", program);
	if (status)
		return error_set(err, "%s could not read what was counted",
				 program);
	return ret;
}

int gcov_read(struct counts *c, const char *counted, const char *objects,
	      struct error *err)
{
	const char *program = getenv("GCOV");
	struct counted files = {0};
	size_t i, before;
	int ret;

	add_word(&files, memory_copy(program && *program ? program : "gcov"));
	add_word(&files, memory_copy("--json-format"));
	add_word(&files, memory_copy("--stdout"));
	add_word(&files, memory_copy("--branch-probabilities"));
	before = files.words;
	ret = find_files(&files, counted, objects, err);
	if (!ret && files.words == before)
		ret = error_set(err, "the kernel has counted nothing");
	add_word(&files, NULL);
	if (!ret)
		ret = run(c, &files, counted, err);
	if (!ret && !c->files)
		ret = error_set(err, "gcov tells of no source in net/");
	counts_sort(c);
	for (i = 0; i < files.words; i++)
		free(files.word[i]);
	free(files.word);
	return ret;
}
