/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Goldens are the whole assertion; so changing any line of any of them must
 * make its cases fail, no others, and show that line.
 *
 * Every golden is changed once, at another line each: in one run those of one
 * half, in a run beside it those of the other half, so that in both there are
 * cases that must not fail. With LASTACK_THOROUGH=1 in the environment every
 * line of every golden gets its turn, which takes a quarter of an hour and
 * more; another number is the line to begin with.
 */
#include "tests/folder.h"
#include "tests/run/mutation.h"
#include "tests/run/run_json.h"
#include "tests/suite.h"

#include "harness/judge/golden.h"
#include "harness/judge/same.h"

#include <glob.h>
#include <sys/wait.h>

/* What lies in expected/, and how it is changed in the round at hand. */
struct file {
	const char *name;
	struct trace lines;
	struct mutation mutation;
	bool used;
	bool changed;
};

static struct file *files;
static size_t n_files;

/* One variant: what it did when no golden was changed, and by which file. */
static struct run_results before;
static struct file **judge_of;

/* What is played: options and globs. */
static const char *words[RUN_WORDS + 1];

/* Two copies of expected/, one for each half. */
static const char *const copy_name[2] = { "copy0", "copy1" };
static char copy[2][2 * PATH_MAX];

static void read_goldens(void)
{
	const char *expected = getenv("LASTACK_EXPECTED");
	char pattern[PATH_MAX];
	glob_t found;
	size_t i;

	snprintf(pattern, sizeof(pattern), "%s/*/*.trace",
		 expected ? expected : "expected");
	ck_assert_msg(glob(pattern, 0, NULL, &found) == 0, "no %s", pattern);
	n_files = found.gl_pathc;
	files = calloc(n_files, sizeof(*files));
	ck_assert_ptr_nonnull(files);
	for (i = 0; i < n_files; i++) {
		char *text = file_text(found.gl_pathv[i]);

		ck_assert_ptr_nonnull(text);
		trace_from_text(&files[i].lines, text);
		files[i].name = strdup(found.gl_pathv[i] + strlen(pattern) -
				       strlen("*/*.trace"));
		free(text);
	}
	globfree(&found);
}

/* As it is, or as it is changed. */
static void put_file(const struct file *f, unsigned half)
{
	char name[256], *text = f->changed ?
		mutation_apply(&f->mutation, &f->lines) :
		trace_text(&f->lines);

	snprintf(name, sizeof(name), "%s/%s", copy_name[half], f->name);
	folder_put(name, text);
	free(text);
}

static void put_all(unsigned half)
{
	size_t i;

	snprintf(copy[half], sizeof(copy[half]), "%s/%s", folder,
		 copy_name[half]);
	ck_assert_int_eq(mkdir(copy[half], 0755), 0);
	for (i = 0; i < n_files; i++)
		put_file(&files[i], half);
}

static struct file *file_of(const char *path)
{
	size_t i;

	for (i = 0; i < n_files; i++)
		if (!strcmp(path + strlen(copy[0]) + 1, files[i].name))
			return &files[i];
	ck_abort_msg("%s was not copied", path);
}

/* The golden that a variant passed by; NULL for one that was skipped. */
static struct file *find_judge(const struct run_result *r)
{
	char subject[64], name[64], variant[16], base[3 * PATH_MAX];
	struct file *found = NULL;
	struct golden_set set;
	size_t i;

	if (!strcmp(r->verdict, "SKIP"))
		return NULL;
	ck_assert_int_eq(sscanf(r->name, "%63[^/]/%63[^@]@%15s", subject,
				name, variant), 3);
	snprintf(base, sizeof(base), "%s/%s/%s", copy[0], subject, name);
	ck_assert_int_eq(golden_load(&set, base, variant, NULL), 0);
	for (i = 0; i < set.n; i++) {
		const char *known = set.golden[i].known;

		if (known ? !strcmp(r->verdict, "KNOWN") &&
			    !strcmp(r->reason, known) :
			    !strcmp(r->verdict, "PASS"))
			found = file_of(set.golden[i].path);
	}
	golden_clear(&set);
	ck_assert_msg(found != NULL, "%s is judged by nothing", r->name);
	found->used = true;
	return found;
}

/* Kept to the end: results are made of their texts. */
static struct run_results *again;
static size_t n_again;

/*
 * So many at once are more than a machine may be fit for: a verdict that is
 * not what it should be is given again by a run of that variant alone.
 */
static void play_alone(struct run_result *r, const char *goldens)
{
	const char *const alone[] = { r->name, NULL };
	struct run_results *run;

	again = realloc(again, (n_again + 1) * sizeof(*again));
	ck_assert_ptr_nonnull(again);
	run = &again[n_again++];
	run_start(run, goldens, alone);
	run_finish(run);
	ck_assert_uint_eq(run->n, 1);
	*r = run->result[0];
}

static bool is_good(const struct run_result *r)
{
	return strcmp(r->verdict, "FAIL") && strcmp(r->verdict, "BROKEN");
}

/* As long as the suite does not pass, nothing can be said about goldens. */
static void run_unchanged(void)
{
	size_t i;
	int status;

	run_start(&before, copy[0], words);
	status = run_finish(&before);
	if (status == 77)
		return;
	judge_of = calloc(before.n, sizeof(*judge_of));
	ck_assert_ptr_nonnull(judge_of);
	for (i = 0; i < before.n; i++) {
		struct run_result *r = &before.result[i];

		if (!is_good(r))
			play_alone(r, copy[0]);
		ck_assert_msg(is_good(r),
			      "%s: %s with its goldens as they are", r->name,
			      r->verdict);
		judge_of[i] = find_judge(r);
	}
}

/* Of those that failed as they should: what was to be seen of the change. */
static size_t shown, played_otherwise;

static bool is_as_before(const struct run_result *r, size_t nth)
{
	struct trace one, other;
	bool same;
	size_t i;

	trace_from_text(&one, before.result[nth].trace);
	trace_from_text(&other, r->trace);
	same = one.n == other.n;
	for (i = 0; same && i < one.n; i++)
		same = line_matches(one.line[i], other.line[i]);
	trace_clear(&one);
	trace_clear(&other);
	return same;
}

static void expect_verdict(struct run_result *r, size_t i, unsigned half)
{
	const struct file *judge = judge_of[i];
	bool other = judge && judge->changed &&
		     (size_t)(judge - files) % 2 == half;
	const char *expected = other ? "FAIL" : before.result[i].verdict;
	const struct mutation *m;

	ck_assert_str_eq(r->name, before.result[i].name);
	if (strcmp(r->verdict, expected))
		play_alone(r, copy[half]);
	if (!other) {
		ck_assert_msg(!strcmp(r->verdict, expected),
			      "%s: %s, and its golden was not changed: %s\n%s",
			      r->name, r->verdict, r->reason, r->story);
		return;
	}
	m = &judge->mutation;
	ck_assert_msg(!strcmp(r->verdict, expected),
		      "%s: %s, and line %zu of %s was changed: %s",
		      r->name, r->verdict, m->line + 1, judge->name,
		      mutation_name(m->kind));
	/*
	 * A golden also says how long a step lasts; so what happens behind a
	 * line that it has wrong may be something else.
	 */
	if (!is_as_before(r, i)) {
		played_otherwise++;
		ck_assert_ptr_nonnull(strstr(r->story, "-->"));
		return;
	}
	shown++;
	ck_assert_msg(mutation_shown(m, &judge->lines, r->story),
		      "%s: line %zu of %s was changed (%s), and is not shown:"
		      "\n%s", r->name, m->line + 1, judge->name,
		      mutation_name(m->kind), r->story);
}

static void check_half(struct run_results *after, unsigned half)
{
	int status = run_finish(after);
	bool failed = false;
	size_t i;

	ck_assert_uint_eq(after->n, before.n);
	for (i = 0; i < after->n; i++)
		failed = failed || !strcmp(after->result[i].verdict, "FAIL");
	ck_assert_int_eq(status, failed);
	for (i = 0; i < after->n; i++)
		expect_verdict(&after->result[i], i, half);
	run_clear(after);
}

/*
 * What judged nothing is taken away: a known behaviour of other kernels may
 * be nearer to what happens than the golden that was changed, and would then
 * be what the story compares with.
 */
static void remove_unused(void)
{
	char name[256];
	size_t i;
	unsigned half;

	for (i = 0; i < n_files; i++)
		for (half = 0; half < 2 && !files[i].used; half++) {
			snprintf(name, sizeof(name), "%s/%s", copy_name[half],
				 files[i].name);
			ck_assert_int_eq(unlink(folder_path(name)), 0);
		}
}

/* Changes each golden that can be changed so; returns how many were. */
static size_t change(size_t round, bool thorough)
{
	size_t i, line, changed = 0;

	for (i = 0; i < n_files; i++) {
		struct file *f = &files[i];

		if (!f->used)
			continue;
		line = thorough ? round : i * 7 % f->lines.n;

		f->changed = line < f->lines.n &&
			     mutation_choose(&f->mutation, &f->lines, line,
					     i / 2 + round);
		changed += f->changed;
		put_file(f, i % 2);
	}
	return changed;
}

static void run_changed(void)
{
	struct run_results after[2];
	unsigned half;

	for (half = 0; half < 2; half++)
		run_start(&after[half], copy[half], words);
	for (half = 0; half < 2; half++)
		check_half(&after[half], half);
}

#define MOST_CASES 900

/* A golden of its own: of a case that loopback has not, or as "name@wire". */
static bool only_wire(const char *name, char *const *lo, size_t n_lo)
{
	char own[64];
	size_t i;

	snprintf(own, sizeof(own), "%s@wire", name);
	for (i = 0; i < n_files; i++)
		if (!strncmp(files[i].name, own, strlen(own)))
			return true;
	for (i = 0; i < n_lo && strcmp(lo[i], name); i++)
		;
	return i == n_lo;
}

/*
 * All of loopback, and of the wire what has goldens of its own; thoroughly,
 * what it shares as well. They wait for what does not come, and may do so all
 * at once.
 */
static void choose_words(bool thorough)
{
	static char *lo[MOST_CASES], *wire[MOST_CASES];
	size_t n_lo = run_list("lo", lo, MOST_CASES), i, n = 0;
	size_t n_wire = run_list("wire", wire, MOST_CASES);
	char *glob;

	words[n++] = "-j";
	words[n++] = "64";
	words[n++] = "*@lo*";
	for (i = 0; i < n_wire; i++) {
		if (!thorough && !only_wire(wire[i], lo, n_lo))
			continue;
		ck_assert_int_ge(asprintf(&glob, "%s@wire*", wire[i]), 0);
		words[n++] = glob;
	}
}

static size_t most_lines(void)
{
	size_t i, most = 0;

	for (i = 0; i < n_files; i++)
		if (files[i].used && files[i].lines.n > most)
			most = files[i].lines.n;
	return most;
}

/* Every line from a number on, telling how far it is. */
static void change_all_lines(const char *from)
{
	size_t lines = most_lines(), line = strtoul(from, NULL, 10);

	for (line = line ? line : 1; line <= lines; line++) {
		printf("line %zu of %zu: %zu goldens\n", line, lines,
		       change(line - 1, true));
		fflush(stdout);
		run_changed();
	}
}

START_TEST(every_golden)
{
	const char *thorough = getenv("LASTACK_THOROUGH");

	read_goldens();
	choose_words(thorough != NULL);
	put_all(0);
	put_all(1);
	run_unchanged();
	remove_unused();
	if (thorough) {
		change_all_lines(thorough);
	} else {
		ck_assert_uint_gt(change(0, false), 100);
		run_changed();
	}
	/* Or else nothing is said of what a diff shows. */
	ck_assert_uint_le(played_otherwise, shown / 10);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("goldens");
	TCase *tcase = tcase_create("goldens");
	int skip = run_possible("check_goldens");

	if (skip)
		return skip;
	tcase_set_timeout(tcase, 0);
	tcase_add_checked_fixture(tcase, folder_make, folder_remove);
	tcase_add_test(tcase, every_golden);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
