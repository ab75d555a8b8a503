/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Files of steps as a person writes them, right and wrong.
 */
#include "base/memory.h"
#include "harness/trace/attribute.h"
#include "harness/trace/script.h"
#include "tests/suite.h"

#include <stdio.h>
#include <string.h>

static struct error err;

static struct script *parse(const char *path, const char *text)
{
	char *copy = memory_copy(text);
	struct script *s = script_parse(path, copy, strlen(copy), &err);

	free(copy);
	return s;
}

#define STEPS "server  listen(backlog 8)\nclient  connect()\n"

START_TEST(steps_alone)
{
	struct script *s = parse("my-cases/idle.trace", "\n" STEPS);

	ck_assert_msg(s != NULL, "%s", err.text);
	ck_assert_uint_eq(s->n, 2);
	ck_assert_int_eq(s->step[1].step.verb, VERB_CONNECT);
	ck_assert_uint_eq(s->step[1].line, 3);
	ck_assert_str_eq(s->tc.subject, "my-cases");
	ck_assert_str_eq(s->tc.name, "idle");
	ck_assert(!s->whole);
	ck_assert_int_eq(script_check(s, &err), 0);
	script_free(s);
}
END_TEST

START_TEST(whole_header)
{
	struct script *s = parse("x.trace",
		"# subject/name\n# It opens.\n# RFC 9293\n"
		"# on: wire forged6\n# forged: client\n"
		"# needs: netcat SOCK_DESTROY\n# seconds: 2.5\n# slow\n"
		"# show: window each\n# known: it does not\n\n"
		"# The server comes first.\n" STEPS
		"\n# The end.\nend     no connection\n");

	ck_assert_msg(s != NULL, "%s", err.text);
	ck_assert_str_eq(s->tc.subject, "subject");
	ck_assert_str_eq(s->tc.name, "name");
	ck_assert_str_eq(s->tc.about, "It opens.");
	ck_assert_uint_eq(s->tc.on, ON_WIRE | ON_FORGED6);
	ck_assert_uint_eq(s->tc.forged, FORGED_CLIENT);
	ck_assert_uint_eq(s->tc.needs, NEED_NETCAT | NEED_DESTROY);
	ck_assert(s->tc.seconds == 2.5);
	ck_assert(s->tc.slow);
	ck_assert_uint_eq(s->tc.show, 1 | SHOW_EACH);
	ck_assert_str_eq(s->notes, "# known: it does not\n");
	ck_assert(s->whole);
	ck_assert_uint_eq(s->comments, 3);
	ck_assert_str_eq(s->comment[0].text, "# The server comes first.");
	ck_assert_uint_eq(s->comment[0].before, 0);
	ck_assert_str_eq(s->comment[1].text, "");
	ck_assert_uint_eq(s->comment[2].before, 2);
	script_free(s);
}
END_TEST

START_TEST(attributes_survive)
{
	static const char text[] = "# on: lo4 wire forged\n# forged: server\n"
				   "# needs: SYN_cookies\n# seconds: 0.5\n"
				   "# slow\n# show: time bulk probes\n";
	char *whole = text_print("%s\n" STEPS, text);
	struct script *s = parse("a/b.trace", whole);
	struct text t;

	ck_assert_msg(s != NULL, "%s", err.text);
	attributes_write(text_begin(&t), &s->tc);
	ck_assert_str_eq(text_end(&t), text);
	free(t.data);
	free(whole);
	script_free(s);
}
END_TEST

/* Files that are refused, and where, and why. */
static const struct {
	const char *text, *fault;
} bad[] = {
	{"", "f: there is no step in it"},
	{"# only/a_header\n", "f: there is no step in it"},
	{"client  shutdwn(SHUT_WR)\n",
	 "f:1:9: there is no verb \"shutdwn\"; did you mean shutdown(HOW)?"},
	{"\nclient  xyzzy()\n",
	 "f:2:9: no verb begins with \"xyzzy()\" (see `lastack verbs`)"},
	{STEPS "client  recv(x)\n", "f:3:14: expected a number"},
	{STEPS "klient  recv(9)\n", "f:3:1: expected client or server or "},
	{STEPS "client  close()\r\n", "f:3:1: a carriage return"},
	{STEPS "# \xff\n", "f:3:1: not UTF-8"},
	{"        client > server  S\n" STEPS, "f:1:1: the first line must be"},
	{STEPS "end     no connection\n" STEPS, "f:4:1: a line behind the end"},
	{"# a/b\n# c\n# d\n# e\n\n" STEPS, "f:4:1: a fourth line of text"},
	{"# on: lo5\n\n" STEPS, "f:1:9: expected"},
	{"# on: lo4 lo4\n\n" STEPS, "f:1:11: expected each once"},
	{"# slow\n# forged: client\n\n" STEPS, "f: forged: wants on: forged"},
	{"# on: forged\n\n" STEPS, "f: on: forged wants forged: client"},
	{"# show: each\n\n" STEPS, "f: show: each is possible only with"},
	{"# show: probes\n\n" STEPS, "f: show: probes wants bulk"},
};

START_TEST(refused)
{
	ck_assert_ptr_null(parse("f", bad[_i].text));
	ck_assert_msg(!strncmp(err.text, bad[_i].fault, strlen(bad[_i].fault)),
		      "%s", err.text);
}
END_TEST

/* Files whose lines are right, and which cannot be played. */
static const struct {
	const char *text, *fault;
} unplayable[] = {
	{STEPS "server  recv(9)\n", "f:3: server has no such socket"},
	{STEPS "client#2 recv(9)\n", "f:3: client has no such socket"},
	{STEPS "client  close(listener)\n", "f:3: client has no listener"},
	{STEPS "client  close(dup)\n", "f:3: client has no such duplicate"},
	{"client  connect()\nserver  accept()\n", "f:2: server does not listen"},
	{STEPS "client  ... recv(9)\n", "f:3: client has begun no such call"},
	{STEPS "client  exit()\nclient  close()\n",
	 "f:4: the process of client has ended"},
	{STEPS "cable   is cut\n", "f:3: there is a cable only on the wire"},
	{STEPS "forged  client sends S\n", "f:3: a forged peer needs"},
	{"# on: forged\n# forged: client\n\n" STEPS,
	 "f:5: client is forged, and makes no calls"},
	{"# on: forged\n# forged: client\n\nforged  server sends S\n",
	 "f:4: server is not the forged end"},
};

START_TEST(cannot_be_played)
{
	struct script *s = parse("f", unplayable[_i].text);

	ck_assert_msg(s != NULL, "%s", err.text);
	ck_assert_int_eq(script_check(s, &err), -1);
	ck_assert_msg(!strncmp(err.text, unplayable[_i].fault,
			       strlen(unplayable[_i].fault)), "%s", err.text);
	script_free(s);
}
END_TEST

START_TEST(paths)
{
	ck_assert(script_is_path("x.trace"));
	ck_assert(script_is_path("./x.trace"));
	ck_assert(script_is_path("/dev/null") == false);
	ck_assert(!script_is_path("linger"));
	ck_assert(!script_is_path("linger/off"));
	ck_assert(!script_is_path(".trace"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("script");
	TCase *tc = tcase_create("files");

	tcase_add_test(tc, steps_alone);
	tcase_add_test(tc, whole_header);
	tcase_add_test(tc, attributes_survive);
	tcase_add_loop_test(tc, refused, 0, COUNT(bad));
	tcase_add_loop_test(tc, cannot_be_played, 0, COUNT(unplayable));
	tcase_add_test(tc, paths);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
