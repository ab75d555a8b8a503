/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What gcov tells, added up; and the list of functions that are in scope.
 */
#include "harness/coverage/counts.h"
#include "harness/coverage/scope.h"

#include <check.h>
#include <stdlib.h>

/* One function of four lines and a branch, and a header. */
static const char first[] =
	"{'current_working_directory': '/built', 'files': ["
	"{'file': '../src/net/ipv4/tcp.c',"
	" 'functions': [{'name': 'b', 'start_line': 20, 'end_line': 29,"
	"  'execution_count': 0}, {'name': 'a', 'start_line': 10,"
	"  'end_line': 19, 'execution_count': 3}],"
	" 'lines': ["
	"{'line_number': 21, 'count': 0, 'branches': []},"
	"{'line_number': 10, 'count': 3, 'branches': []},"
	"{'line_number': 12, 'count': 3, 'branches':"
	"  [{'count': 3}, {'count': 0}]},"
	"{'line_number': 14, 'count': 0, 'branches': []}]},"
	"{'file': '/src/include/net/tcp.h', 'functions': [], 'lines': ["
	"{'line_number': 1, 'count': 1, 'branches': []}]}]}";
/* Another instance of a line of it, and another source. */
static const char second[] =
	"{'current_working_directory': '/built', 'files': ["
	"{'file': '../src/net/ipv4/tcp.c', 'functions': [], 'lines': ["
	"{'line_number': 12, 'count': 4, 'branches': [{'count': 4}]}]},"
	"{'file': '/src/net/core/request_sock.c', 'functions': [],"
	" 'lines': []}]}";

static void add(struct counts *c, const char *text)
{
	char *copy = strdup(text), *at;
	struct error err;
	json_t *told;

	for (at = copy; (at = strchr(at, '\'')); )
		*at = '"';
	told = json_loads(copy, 0, NULL);
	ck_assert_ptr_nonnull(told);
	ck_assert_int_eq(counts_add(c, told, &err), 0);
	json_decref(told);
	free(copy);
}

START_TEST(counts_are_sorted_and_tallied)
{
	struct counts c = {0};
	struct counts_tally t;
	const struct counts_line *line;
	size_t n;

	add(&c, first);
	counts_sort(&c);
	ck_assert_uint_eq(c.files, 1);
	ck_assert_str_eq(c.file[0].name, "net/ipv4/tcp.c");
	ck_assert_str_eq(c.file[0].path, "/built/../src/net/ipv4/tcp.c");
	ck_assert_str_eq(c.file[0].function[0].name, "a");
	line = counts_lines(&c.file[0], &c.file[0].function[0], &n);
	ck_assert_uint_eq(n, 3);
	ck_assert_uint_eq(line[0].number, 10);
	t = counts_tally(&c.file[0], &c.file[0].function[0]);
	ck_assert_uint_eq(t.lines, 3);
	ck_assert_uint_eq(t.lines_taken, 2);
	ck_assert_uint_eq(t.branches, 2);
	ck_assert_uint_eq(t.branches_taken, 1);
	tally_add(&t, &t);
	ck_assert_uint_eq(t.lines_taken, 4);
	t = counts_tally(&c.file[0], &c.file[0].function[1]);
	ck_assert_uint_eq(t.lines, 1);
	ck_assert_uint_eq(t.lines_taken, 0);
	counts_clear(&c);
}
END_TEST

START_TEST(counts_of_the_same_line_are_added)
{
	struct counts c = {0};
	const struct counts_file *f;
	const struct counts_line *line;
	size_t n;

	add(&c, first);
	add(&c, second);
	counts_sort(&c);
	ck_assert_uint_eq(c.files, 2);
	ck_assert_str_eq(c.file[0].name, "net/core/request_sock.c");
	f = &c.file[1];
	ck_assert_uint_eq(f->lines, 4);
	line = counts_lines(f, &f->function[0], &n);
	ck_assert_uint_eq(n, 3);
	ck_assert_int_eq(line[1].runs, 7);
	ck_assert_uint_eq(line[1].branches, 3);
	counts_clear(&c);
}
END_TEST

START_TEST(counts_of_nothing)
{
	struct counts c = {0};
	struct error err;
	json_t *told = json_pack("{s:i}", "files", 1);

	ck_assert_int_eq(counts_add(&c, told, &err), -1);
	ck_assert_str_eq(err.text, "gcov: what it tells is not its JSON");
	counts_sort(&c);
	counts_clear(&c);
	json_decref(told);
}
END_TEST

START_TEST(scope_names_before_patterns)
{
	struct scope s = {0};
	struct error err;

	ck_assert_int_eq(scope_parse(&s, "list",
				     "# comment\n\n"
				     "out data: tcp_* \n"
				     "in closing:\ttcp_fin  tcp_c*\n"
				     "  in closing: tcp_close\n"
				     "out congestion, and more: other\n", &err),
			 0);
	ck_assert_uint_eq(s.groups, 3);
	ck_assert_int_eq(scope_find(&s, "tcp_fin"), 1);
	ck_assert_int_eq(scope_find(&s, "tcp_close"), 1);
	ck_assert_int_eq(scope_find(&s, "tcp_close.part.0"), 1);
	ck_assert_int_eq(scope_find(&s, "tcp_cork"), 0);
	ck_assert_int_eq(scope_find(&s, "other"), 2);
	ck_assert_int_eq(scope_find(&s, "inet_hash"), -1);
	ck_assert(s.group[1].in);
	ck_assert(!s.group[2].in);
	ck_assert_str_eq(s.group[2].title, "congestion, and more");
	scope_clear(&s);
}
END_TEST

START_TEST(scope_that_is_wrong)
{
	static const struct {
		const char *text, *says;
	} wrong[] = {
		{"in a: b\nof c: d\n",
		 "list:2: begins with neither \"in\" nor \"out\""},
		{"in a b\n", "list:1: lacks \"GROUP:\""},
		{"in : b\n", "list:1: lacks \"GROUP:\""},
		{"out a b\n", "list:1: lacks \"REASON:\""},
		{"out a:\n", "list:1: names no function"},
		{"# nothing\n", "list: names no function"},
	};
	struct error err;
	size_t i;

	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		struct scope s = {0};

		ck_assert_int_eq(scope_parse(&s, "list", wrong[i].text, &err),
				 -1);
		ck_assert_str_eq(err.text, wrong[i].says);
		scope_clear(&s);
	}
}
END_TEST

START_TEST(scope_of_this_tree)
{
	static const struct {
		const char *function, *title;
		bool in;
	} some[] = {
		{"tcp_close", "closing", true},
		{"tcp_disconnect", "resetting", true},
		{"tcp_v4_send_reset", "resetting", true},
		{"tcp_retransmit_timer", "timers", true},
		{"inet_csk_reset_keepalive_timer", "timers", true},
		{"tcp_timewait_state_process", "TIME_WAIT", true},
		{"__inet6_lookup_established", "lookup", true},
		{"tcp_gro_receive", "GRO", false},
		{"tcp_v4_md5_lookup", "MD5 and TCP-AO", false},
		{"tcp_cwnd_reduction",
		 "congestion control and loss recovery", false},
	};
	const char *srcdir = getenv("srcdir");
	struct scope s = {0};
	struct error err;
	char path[4096];
	size_t i;

	snprintf(path, sizeof(path), "%s/contrib/coverage.scope",
		 srcdir ? srcdir : ".");
	ck_assert_msg(!scope_load(&s, path, &err), "%s", err.text);
	for (i = 0; i < sizeof(some) / sizeof(*some); i++) {
		long group = scope_find(&s, some[i].function);

		ck_assert_int_ge(group, 0);
		ck_assert_str_eq(s.group[group].title, some[i].title);
		ck_assert_int_eq(s.group[group].in, some[i].in);
	}
	scope_clear(&s);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("coverage_counts");
	TCase *tc = tcase_create("counts");
	SRunner *runner;
	int failed;

	tcase_add_test(tc, counts_are_sorted_and_tallied);
	tcase_add_test(tc, counts_of_the_same_line_are_added);
	tcase_add_test(tc, counts_of_nothing);
	tcase_add_test(tc, scope_names_before_patterns);
	tcase_add_test(tc, scope_that_is_wrong);
	tcase_add_test(tc, scope_of_this_tree);
	suite_add_tcase(suite, tc);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
