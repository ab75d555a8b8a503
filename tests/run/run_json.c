/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Running lastack and reading its JSON.
 */
#include "tests/run/run_json.h"
#include "tests/needs.h"

#include <check.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/wait.h>

/*
 * Nearly all of a run with changed goldens is waiting for what does not come:
 * so not longer than needed.
 */
#define LIMIT_SECONDS "2"

/* Longest path there can be, and a name behind it. */
static char program[PATH_MAX];

int run_possible(const char *test)
{
	if (realpath("lastack", program))
		return need_for(test, NEED_NAMESPACES);
	printf("%s: skipped: there is no ./lastack\n", test);
	return EXIT_SKIP;
}

void run_start(struct run_results *run, const char *expected,
	       const char *const *words)
{
	const char *argv[RUN_WORDS + 8] = { program, "run", "--expected",
					    expected, "--format", "json" };
	size_t n;

	memset(run, 0, sizeof(*run));
	run->out = tmpfile();
	ck_assert_ptr_nonnull(run->out);
	fflush(stdout);
	run->pid = fork();
	ck_assert_int_ge(run->pid, 0);
	if (run->pid)
		return;
	/* Captures of what fails are kept where the run is. */
	if (chdir(expected) || chdir(".."))
		_exit(99);
	setenv("LASTACK_LIMIT_SECONDS", LIMIT_SECONDS, 1);
	/* Looking for leaks needs a thread, which a process whose PID namespace
	 * has ended cannot make. */
	setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
	dup2(fileno(run->out), STDOUT_FILENO);
	for (n = 0; words[n]; n++)
		argv[6 + n] = words[n];
	execv(program, (char *const *)argv);
	_exit(98);
}

size_t run_list(const char *link, char **names, size_t room)
{
	char command[PATH_MAX + 64], line[128];
	size_t n = 0;
	FILE *in;

	snprintf(command, sizeof(command), "'%s' list --link %s", program,
		 link);
	in = popen(command, "re");
	ck_assert_ptr_nonnull(in);
	while (fgets(line, sizeof(line), in)) {
		line[strcspn(line, "@\n")] = '\0';
		if (n && !strcmp(names[n - 1], line))
			continue;
		ck_assert_uint_lt(n, room);
		names[n++] = strdup(line);
	}
	ck_assert_int_eq(pclose(in), 0);
	return n;
}

static const char *text_of(json_t *line, const char *key)
{
	return json_string_value(json_object_get(line, key));
}

static int by_name(const void *a, const void *b)
{
	const struct run_result *one = a, *other = b;

	return strcmp(one->name, other->name);
}

static void take_line(struct run_results *run, json_t *line)
{
	struct run_result *r = &run->result[run->n];

	if (strcmp(text_of(line, "type"), "result"))
		return;
	r->name = text_of(line, "name");
	r->verdict = text_of(line, "verdict");
	r->reason = text_of(line, "reason");
	r->story = text_of(line, "story");
	r->trace = text_of(line, "trace");
	run->n++;
}

int run_finish(struct run_results *run)
{
	json_error_t problem;
	json_t *line;
	size_t i;
	int status;

	ck_assert_int_eq(waitpid(run->pid, &status, 0), run->pid);
	ck_assert(WIFEXITED(status));
	rewind(run->out);
	run->lines = json_array();
	while ((line = json_loadf(run->out, JSON_DISABLE_EOF_CHECK,
				  &problem)))
		json_array_append_new(run->lines, line);
	ck_assert_msg(feof(run->out), "%s", problem.text);
	fclose(run->out);
	run->result = calloc(json_array_size(run->lines) + 1,
			     sizeof(*run->result));
	ck_assert_ptr_nonnull(run->result);
	json_array_foreach(run->lines, i, line)
		take_line(run, line);
	qsort(run->result, run->n, sizeof(*run->result), by_name);
	return WEXITSTATUS(status);
}

void run_clear(struct run_results *run)
{
	free(run->result);
	json_decref(run->lines);
	memset(run, 0, sizeof(*run));
}
