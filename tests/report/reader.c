/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading a report with somebody else's parser.
 */
#include "tests/report/reader.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char *read_all(FILE *file)
{
	char *text;
	long size;

	ck_assert_int_eq(fseek(file, 0, SEEK_END), 0);
	size = ftell(file);
	ck_assert_int_ge(size, 0);
	rewind(file);
	text = calloc(1, (size_t)size + 1);
	ck_assert_ptr_nonnull(text);
	ck_assert_uint_eq(fread(text, 1, (size_t)size, file), (size_t)size);
	return text;
}

int reader_run(const char *const argv[], const char *input, char **output)
{
	FILE *in = tmpfile(), *out = tmpfile();
	int status;
	pid_t pid;

	ck_assert_ptr_nonnull(in);
	ck_assert_ptr_nonnull(out);
	fputs(input, in);
	ck_assert_int_eq(fflush(in), 0);
	rewind(in);
	pid = fork();
	ck_assert_int_ne(pid, -1);
	if (!pid) {
		dup2(fileno(in), STDIN_FILENO);
		dup2(fileno(out), STDOUT_FILENO);
		/* What it complains of is not what a test's reader wants. */
		dup2(fileno(out), STDERR_FILENO);
		execvp(argv[0], (char *const *)argv);
		_exit(READER_MISSING);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	*output = read_all(out);
	fclose(in);
	fclose(out);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool reader_there(const char *name)
{
	const char *const argv[] = { "sh", "-c", "command -v \"$0\"", name,
				     NULL };
	char *output;
	bool there = reader_run(argv, "", &output) == 0;

	free(output);
	if (there)
		return true;
	ck_assert_msg(!getenv("CI"), "%s is not installed", name);
	fprintf(stderr, "%s is not installed: a test is left out\n", name);
	return false;
}
