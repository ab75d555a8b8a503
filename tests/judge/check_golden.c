/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Loading goldens and known behaviours, and choosing among them.
 */
#include "harness/judge/golden.h"
#include "tests/folder.h"
#include "tests/suite.h"

#define HEAD "# s/n\n# About.\n# RFC 9293\n"
#define BODY "\nclient  connect() = 0\nend     client CLOSED\n"

static struct golden_set set;
static struct error err;

static void load(const char *name, const char *variant)
{
	char base[64];

	snprintf(base, sizeof(base), "s/%s", name);
	ck_assert_int_eq(golden_load(&set, folder_path(base), variant, &err),
			 0);
}

/* A file that says which one it is. */
static void put_golden(const char *name)
{
	char path[128], text[256];

	snprintf(path, sizeof(path), "s/%s.trace", name);
	snprintf(text, sizeof(text), "# s/n\n# %s\n# RFC 9293\n" BODY, name);
	folder_put(path, text);
}

/* The files a set was read from: "n@lo6 n~x", known behaviours behind. */
static const char *files(void)
{
	static char text[512];
	size_t i, used = 0;

	*text = '\0';
	for (i = 0; i < set.n; i++) {
		const char *name = strrchr(set.golden[i].path, '/') + 1;

		ck_assert_ptr_null(set.golden[i].problem);
		used += (size_t)snprintf(text + used, sizeof(text) - used,
					 "%s%.*s", i ? " " : "",
					 (int)(strlen(name) - strlen(".trace")),
					 name);
		/* What was read is what that file holds. */
		ck_assert_str_eq(set.golden[i].lines.line[1] + 2,
				 strrchr(text, ' ') ? strrchr(text, ' ') + 1 :
						      text);
	}
	return text;
}

/* What lies there, and what a variant of the case "n" is judged by. */
static const struct {
	const char *there[8];
	const char *variant;
	const char *chosen;
} choices[] = {
	{ { "n" }, "lo4", "n" },
	{ { "n" }, "lo6", "n" },
	{ { "n" }, "lo46", "n" },
	{ { "n", "n@lo" }, "lo4", "n@lo" },
	{ { "n", "n@lo" }, "lo6", "n@lo" },
	{ { "n", "n@lo" }, "lo46", "n@lo" },
	{ { "n", "n@lo", "n@lo6" }, "lo4", "n@lo" },
	{ { "n", "n@lo", "n@lo6" }, "lo6", "n@lo6" },
	{ { "n", "n@lo", "n@lo6" }, "lo46", "n@lo" },
	{ { "n", "n@lo4", "n@lo46" }, "lo4", "n@lo4" },
	{ { "n", "n@lo4", "n@lo46" }, "lo6", "n" },
	{ { "n", "n@lo4", "n@lo46" }, "lo46", "n@lo46" },
	{ { "n", "n@wire" }, "lo4", "n" },
	{ { "n", "n@wire" }, "wire4", "n@wire" },
	{ { "n", "n@wire", "n@wire6" }, "wire6", "n@wire6" },
	{ { "n@lo6" }, "lo4", "" },
	{ { NULL }, "lo4", "" },
	/* Cases whose names begin like this one's. */
	{ { "nn", "n_n", "m" }, "lo4", "" },
	{ { "n", "nn~x", "n_n~x", "nn@lo4~x", "m~x" }, "lo4", "n" },
	/* Known behaviours: of all variants, and of one. */
	{ { "n", "n~x" }, "lo4", "n n~x" },
	{ { "n", "n~x" }, "lo46", "n n~x" },
	{ { "n", "n~b", "n~a" }, "lo4", "n n~a n~b" },
	{ { "n", "n@lo6~x" }, "lo6", "n n@lo6~x" },
	{ { "n", "n@lo6~x" }, "lo4", "n" },
	{ { "n", "n@lo4~x" }, "lo46", "n" },
	{ { "n", "n@lo46~x" }, "lo4", "n" },
	{ { "n", "n@lo6~x", "n~y" }, "lo6", "n n@lo6~x n~y" },
	{ { "n@lo6", "n", "n~y" }, "lo6", "n@lo6 n~y" },
	{ { "n~x" }, "lo4", "n~x" },
};

START_TEST(choice)
{
	size_t i;

	folder_put("s/README", "no trace");
	folder_put("s/n~x.trace.new", "no trace");
	folder_put("s/n~x", "no trace");
	folder_put("other/n.trace", "of another subject");
	for (i = 0; choices[_i].there[i]; i++)
		put_golden(choices[_i].there[i]);
	load("n", choices[_i].variant);
	ck_assert_str_eq(files(), choices[_i].chosen);
	for (i = 0; i < set.n; i++) {
		const struct golden *g = &set.golden[i];
		const char *tilde = strchr(g->path, '~');

		ck_assert(g->fits);
		ck_assert_ptr_null(g->until);
		ck_assert_int_eq(g->known != NULL, tilde != NULL);
		/* The name of the behaviour: without variant and suffix. */
		if (tilde) {
			ck_assert_uint_eq(strlen(g->known), 1);
			ck_assert_int_eq(*g->known, tilde[1]);
		}
	}
	golden_clear(&set);
	ck_assert_uint_eq(set.n, 0);
}
END_TEST

START_TEST(no_folder)
{
	load("n", "lo4");
	ck_assert_uint_eq(set.n, 0);
	folder_put("s", "a file where a folder should be");
	ck_assert_int_eq(golden_load(&set, folder_path("s/n"), "lo4", &err),
			 -1);
	ck_assert_ptr_nonnull(strstr(err.text, folder));
	golden_clear(&set);
}
END_TEST

START_TEST(path)
{
	char text[64];

	golden_path(text, sizeof(text), "d/s/n", NULL);
	ck_assert_str_eq(text, "d/s/n.trace");
	golden_path(text, sizeof(text), "d/s/n", "lo6");
	ck_assert_str_eq(text, "d/s/n@lo6.trace");
}
END_TEST

START_TEST(notes)
{
	struct golden *g;

	put_golden("n");
	folder_put("s/n~old.trace",
		   HEAD "# known: it answers twice\n# kernels: 5.10\n"
		   "# commit: tcp: answer once\n# rfc: allows it\n"
		   "# until: 6.18\n" BODY);
	load("n", "lo4");
	ck_assert_uint_eq(set.n, 2);
	g = &set.golden[1];
	ck_assert_ptr_null(g->problem);
	ck_assert_str_eq(g->known, "old");
	ck_assert_str_eq(g->until, "6.18");
	ck_assert_uint_eq(g->notes.n, 5);
	ck_assert_str_eq(g->notes.line[0], "# known: it answers twice");
	ck_assert_str_eq(g->notes.line[4], "# until: 6.18");
	/* What is left is a trace as it happens. */
	ck_assert_uint_eq(g->lines.n, 6);
	ck_assert_str_eq(g->lines.line[2], "# RFC 9293");
	ck_assert_str_eq(g->lines.line[3], "");
	ck_assert_str_eq(g->lines.line[5], "end     client CLOSED");
	golden_clear(&set);
}
END_TEST

/* A file, its text, and what is wrong with it. */
static const struct {
	const char *file;
	const char *text;
	const char *problem;
} problems[] = {
	{ "s/n.trace", "", "s/n.trace: the file is empty" },
	{ "s/n.trace", HEAD, "s/n.trace:3: truncated" },
	{ "s/n.trace", HEAD "# known: x\n" BODY,
	  "s/n.trace:4: more than three header lines that are no attributes" },
	{ "s/n.trace", HEAD "# until: 6.18\n" BODY,
	  "s/n.trace:4: more than three header lines that are no attributes" },
	{ "s/n.trace", HEAD "\nnonsense\n", "s/n.trace:5: not a line" },
	{ "s/n~x.trace", "", "s/n~x.trace: the file is empty" },
	{ "s/n~x.trace", "# s/n\n# About.\n\n", "s/n~x.trace:3: the first" },
	{ "s/n~x.trace", HEAD "# known: x\n# anything\n" BODY,
	  "s/n~x.trace:5: a note must begin with" },
	{ "s/n~x.trace", HEAD "# known:x\n" BODY,
	  "s/n~x.trace:4: a note must begin with" },
	{ "s/n~x.trace", HEAD "# until: soon\n" BODY,
	  "s/n~x.trace:4: until: takes a kernel version" },
	{ "s/n~x.trace", HEAD "# until: 6\n" BODY,
	  "s/n~x.trace:4: until: takes a kernel version" },
	{ "s/n~x.trace", HEAD "# until: 6.18 or so\n" BODY,
	  "s/n~x.trace:4: until: takes a kernel version" },
};

START_TEST(problem)
{
	char expected[PATH_MAX + 128];
	const char *got;

	folder_put(problems[_i].file, problems[_i].text);
	load("n", "lo4");
	ck_assert_uint_eq(set.n, 1);
	got = set.golden[0].problem;
	ck_assert_ptr_nonnull(got);
	snprintf(expected, sizeof(expected), "%s/%s", folder,
		 problems[_i].problem);
	ck_assert_msg(!strncmp(got, expected, strlen(expected)),
		      "\"%s\" is not \"%s\"", got, expected);
	golden_clear(&set);
}
END_TEST

START_TEST(a_folder_is_a_problem)
{
	put_golden("m");
	ck_assert_int_eq(mkdir(folder_path("s/n.trace"), 0755), 0);
	load("n", "lo4");
	ck_assert_uint_eq(set.n, 1);
	ck_assert_ptr_nonnull(set.golden[0].problem);
	ck_assert_ptr_nonnull(strstr(set.golden[0].problem, "s/n.trace"));
	golden_clear(&set);
}
END_TEST

static void expect_fits(bool first, bool second)
{
	ck_assert_int_eq(set.golden[0].fits, first);
	ck_assert_int_eq(set.golden[1].fits, second);
}

START_TEST(follow)
{
	struct trace t;

	folder_put("s/n.trace", HEAD "\nclient  connect() = 0\n"
		   "client  close() = 0 (2.0 s)\nend     client CLOSED\n");
	folder_put("s/n~x.trace", HEAD "# known: x\n\nclient  connect() = 0\n"
		   "client  close() = -1\nend     client CLOSED\n");
	load("n", "lo4");
	trace_from_text(&t, HEAD "\n");
	golden_follow(&set, &t, 0);
	expect_fits(true, true);
	trace_add(&t, "client  connect() = 0");
	golden_follow(&set, &t, 4);
	expect_fits(true, true);
	/* Nothing new: nothing changes. */
	golden_follow(&set, &t, 5);
	expect_fits(true, true);
	trace_add(&t, "client  close() = 0 (2.2 s)");
	golden_follow(&set, &t, 5);
	expect_fits(true, false);
	/* Once it does not fit, it does not fit again. */
	trace_cut(&t, 5);
	trace_add(&t, "client  close() = -1");
	golden_follow(&set, &t, 5);
	expect_fits(false, false);
	golden_rewind(&set);
	expect_fits(true, true);
	golden_follow(&set, &t, 0);
	expect_fits(false, true);
	/* As long as the golden, and no longer. */
	trace_add(&t, "end     client CLOSED");
	golden_follow(&set, &t, 6);
	expect_fits(false, true);
	trace_add(&t, "client  close() = -1");
	golden_follow(&set, &t, 7);
	expect_fits(false, false);
	trace_clear(&t);
	golden_clear(&set);
}
END_TEST

static const struct {
	const char *until;
	const char *kernel;
	bool excuses;
} versions[] = {
	{ NULL, "6.18.44", true },
	{ "6.18", "5.10.0", true },
	{ "6.18", "6.9.12-amd64", true },
	{ "6.18", "6.17.99", true },
	{ "6.18", "6.18.0", false },
	{ "6.18", "6.18-rc1", false },
	{ "6.18", "6.18.44-generic", false },
	{ "6.18", "6.19", false },
	{ "6.18", "7.0", false },
	{ "6.18", "7.2.1", false },
	{ "6.9", "6.10", false },
	{ "7.0", "6.99.1", true },
};

START_TEST(excuses)
{
	struct golden g = { .until = (char *)versions[_i].until };

	ck_assert_msg(golden_excuses(&g, versions[_i].kernel) ==
			      versions[_i].excuses,
		      "until %s, on %s", versions[_i].until,
		      versions[_i].kernel);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("golden");
	TCase *tcase = tcase_create("golden");

	tcase_add_checked_fixture(tcase, folder_make, folder_remove);
	tcase_add_loop_test(tcase, choice, 0, COUNT(choices));
	tcase_add_test(tcase, no_folder);
	tcase_add_test(tcase, path);
	tcase_add_test(tcase, notes);
	tcase_add_loop_test(tcase, problem, 0, COUNT(problems));
	tcase_add_test(tcase, a_folder_is_a_problem);
	tcase_add_test(tcase, follow);
	tcase_add_loop_test(tcase, excuses, 0, COUNT(versions));
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
