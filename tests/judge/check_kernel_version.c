/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which kernel it is, by the words of uname(), and whether its series had
 * already left a known behaviour.
 */
#include "harness/judge/kernel_version.h"
#include "harness/judge/note.h"
#include "tests/suite.h"

#include <string.h>

static const struct {
	const char *text;
	bool is;
	struct kernel_version v;
} versions[] = {
	{ "6.1.192", true, { 6, 1, 192 } },
	{ "6.18.44-fc-v669", true, { 6, 18, 44 } },
	{ "7.3.4+", true, { 7, 3, 4 } },
	{ "6.12", true, { 6, 12, 0 } },
	{ "6.1.0-55-amd64", true, { 6, 1, 0 } },
	{ "6.19.0-rc4-next-20260101", true, { 6, 19, -1 } },
	{ "6.18-rc1", true, { 6, 18, -1 } },
	{ "6.18~rc7-1~exp1", true, { 6, 18, -1 } },
	{ "6.1.193-rc1", true, { 6, 1, 192 } },
	{ "6.12.118-1~bpo12+1 (2026-10-30)", true, { 6, 12, 118 } },
	{ "5.10.", true, { 5, 10, 0 } },
	{ "6", false, { 0 } },
	{ "v6.1", false, { 0 } },
	{ "-6.1.2", false, { 0 } },
	{ "", false, { 0 } },
};

START_TEST(read)
{
	struct kernel_version v;

	ck_assert_msg(kernel_version_read(versions[_i].text, &v) ==
			      versions[_i].is, "%s", versions[_i].text);
	if (versions[_i].is)
		ck_assert_msg(!memcmp(&v, &versions[_i].v, sizeof(v)),
			      "%s: %d.%d.%d", versions[_i].text, v.major,
			      v.minor, v.patch);
}
END_TEST

static const struct {
	const char *release, *version, *begins;
} unames[] = {
	{ "6.1.0-55-amd64", "#1 SMP PREEMPT_DYNAMIC Debian 6.1.192-1 "
	  "(2026-10-30)", "6.1.192-1" },
	{ "6.18.44-fc-v669", "#1 SMP PREEMPT Tue Nov 3 2026", "6.18.44-fc" },
	{ "6.12.118+deb12-amd64", "#1 SMP Debian unknown", "6.12.118+" },
	{ "5.15.0-119-generic", "#129-Ubuntu SMP Fri Aug 2", "5.15.0-119" },
};

START_TEST(text)
{
	const char *at = kernel_version_text(unames[_i].release,
					     unames[_i].version);

	ck_assert_msg(!strncmp(at, unames[_i].begins,
			       strlen(unames[_i].begins)), "%s", at);
}
END_TEST

#define LIST "5.10.262 6.1.192 6.18.44 7.3"

static const struct {
	const char *kernel, *fixed_in;
} kernels[] = {
	{ "6.1.192", "6.1.192" },
	{ "6.1.193-custom", "6.1.192" },
	{ "6.1.1000", "6.1.192" },
	{ "6.1.191", NULL },
	{ "6.1.9", NULL },
	{ "6.1.192-rc1", NULL },
	{ "6.1.193-rc1", "6.1.192" },
	{ "6.1.0-55-amd64", NULL },
	{ "5.10.263", "5.10.262" },
	{ "5.1.300", NULL },
	{ "5.15.200", NULL },
	{ "6.12.118", NULL },
	{ "6.19.0", NULL },
	{ "7.3.0-rc7", NULL },
	{ "7.3.0", "7.3" },
	{ "7.3.1", "7.3" },
	{ "7.30.1", NULL },
	{ "unknown", NULL },
};

START_TEST(had)
{
	const char *want = kernels[_i].fixed_in;
	char in[NOTES_VERSION] = "";

	ck_assert_msg(kernel_version_had(LIST, kernels[_i].kernel, in,
					 sizeof(in)) == (want != NULL),
		      "%s", kernels[_i].kernel);
	ck_assert_str_eq(in, want ? want : "");
}
END_TEST

START_TEST(came_back)
{
	char why[NOTES_WHY];

	ck_assert(!note_came_back(NULL, "c", "6.1.192", why));
	ck_assert(!note_came_back(LIST, "c", "6.1.191", why));
	ck_assert(note_came_back(LIST, "tcp: x", "6.1.192-1 (2026)", why));
	ck_assert_str_eq(why, "came back: fixed in 6.1.192, commit "
			 "\"tcp: x\"");
	ck_assert(note_came_back(LIST, NULL, "7.3.4", why));
	ck_assert_str_eq(why, "came back: fixed in 7.3");
}
END_TEST

static const struct {
	const char *line;
	bool good;
} notes[] = {
	{ "# fixed: 6.1.192", true },
	{ "# fixed: 5.10.262 6.1.192 6.18.44", true },
	{ "# fixed: 7.3", true },
	{ "# fixed: 6.1.192 6.1.193", false },
	{ "# fixed: 6.1.192 5.10.3 6.1.2", false },
	{ "# fixed: 6.1.192, 6.12.3", false },
	{ "# fixed: 6.1.192  6.12.3", false },
	{ "# fixed: 6.1.192 ", false },
	{ "# fixed: 6.1. 7.2.1", false },
	{ "# fixed: 6", false },
	{ "# fixed: 6.1.2.3", false },
	{ "# fixed: 6.1.192-rc1", false },
	{ "# fixed: in 6.1.192", false },
	{ "# fixed:", false },
	{ "# mended: 6.1.192", false },
};

START_TEST(note)
{
	const char *fault = note_fault(notes[_i].line);

	ck_assert_msg((fault == NULL) == notes[_i].good, "%s: %s",
		      notes[_i].line, fault ? fault : "no fault");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("kernel_version");
	TCase *tcase = tcase_create("kernel_version");

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, read, 0, COUNT(versions));
	tcase_add_loop_test(tcase, text, 0, COUNT(unames));
	tcase_add_loop_test(tcase, had, 0, COUNT(kernels));
	tcase_add_test(tcase, came_back);
	tcase_add_loop_test(tcase, note, 0, COUNT(notes));
	return suite_run(suite);
}
