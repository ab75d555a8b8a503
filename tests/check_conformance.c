/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The conformance run as tests of Check, one a variant. The program plays them
 * all at once, and says of each what came of it; a test here only passes that
 * on. A case that was skipped is no failure, and is named.
 *
 * $LASTACK is the program, ./lastack if it is not set.
 */
#include "tests/needs.h"

#include <check.h>
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Every line of type "result"; the lines of type "run" and "summary". */
static json_t *results, *begun, *summary;
static int status;

static const char *text_of(const json_t *result, const char *key)
{
	const char *text = json_string_value(json_object_get(result, key));

	return text ? text : "";
}

static void take_line(const char *line)
{
	json_error_t error;
	json_t *object = json_loads(line, 0, &error);
	const char *type = text_of(object, "type");

	if (!object)
		fprintf(stderr, "not JSON (%s): %s", error.text, line);
	if (!strcmp(type, "result"))
		json_array_append(results, object);
	else if (!strcmp(type, "run"))
		begun = json_incref(object);
	else if (!strcmp(type, "summary"))
		summary = json_incref(object);
	json_decref(object);
}

static pid_t start(const char *program, FILE **out)
{
	int ends[2];
	pid_t pid;

	if (pipe(ends))
		return -1;
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		close(ends[1]);
		execlp(program, program, "run", "--format", "json",
		       (char *)NULL);
		fprintf(stderr, "%s: %s\n", program, strerror(errno));
		_exit(127);
	}
	close(ends[1]);
	*out = fdopen(ends[0], "r");
	return *out ? pid : -1;
}

/* Return: exit status of the run, -1 when it gave none. */
static int play_all(void)
{
	const char *program = getenv("LASTACK");
	char *line = NULL;
	size_t room = 0;
	int ended;
	FILE *out;
	pid_t pid = start(program ? program : "./lastack", &out);

	if (pid < 0)
		return -1;
	while (getline(&line, &room, out) > 0)
		take_line(line);
	free(line);
	fclose(out);
	if (waitpid(pid, &ended, 0) != pid || !WIFEXITED(ended))
		return -1;
	return WEXITSTATUS(ended);
}

START_TEST(variant)
{
	json_t *r = json_array_get(results, (size_t)_i);
	const char *verdict = text_of(r, "verdict");

	/* The reader wants the name of the variant, not that of this test. */
	ck_assert_msg(!strcmp(verdict, "PASS") || !strcmp(verdict, "KNOWN") ||
			      !strcmp(verdict, "SKIP"),
		      "%s %s: %s\n%s\nrerun: %s", verdict, text_of(r, "name"),
		      text_of(r, "reason"), text_of(r, "story"),
		      text_of(r, "rerun"));
}
END_TEST

START_TEST(all_were_played)
{
	json_t *planned = json_object_get(begun, "planned");

	ck_assert_msg(summary != NULL, "the run did not come to its end");
	ck_assert_int_eq((json_int_t)json_array_size(results),
			 json_integer_value(planned));
	ck_assert_uint_gt(json_array_size(results), 0);
	ck_assert_int_eq(status,
			 json_integer_value(json_object_get(summary,
							    "status")));
}
END_TEST

static void name_skipped(void)
{
	json_t *r;
	size_t i;

	json_array_foreach(results, i, r) {
		if (!strcmp(text_of(r, "verdict"), "SKIP"))
			printf("SKIP   %s: %s\n", text_of(r, "name"),
			       text_of(r, "reason"));
	}
}

int main(void)
{
	Suite *suite = suite_create("conformance");
	TCase *whole = tcase_create("run"), *each = tcase_create("variants");
	SRunner *runner = srunner_create(suite);
	int skip = need_for("check_conformance", NEED_NAMESPACES);
	unsigned failed;

	if (skip)
		return skip;
	results = json_array();
	status = play_all();
	name_skipped();
	tcase_add_test(whole, all_were_played);
	suite_add_tcase(suite, whole);
	tcase_add_loop_test(each, variant, 0, (int)json_array_size(results));
	suite_add_tcase(suite, each);
	/* Nothing is played in here that could crash; forking is just slow. */
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_ENV);
	failed = (unsigned)srunner_ntests_failed(runner);
	srunner_free(runner);
	json_decref(results);
	json_decref(begun);
	json_decref(summary);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
