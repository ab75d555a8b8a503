/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The progress line and colour, both on a terminal of the test's own and off
 * any terminal.
 */
#include "harness/report/colour.h"
#include "harness/report/progress.h"
#include "tests/suite.h"

#include <check.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

struct screen {
	int master;
	FILE *terminal;
};

static struct screen screen_open(void)
{
	struct screen s = { .master = posix_openpt(O_RDWR | O_NOCTTY) };
	struct termios raw;
	int slave;

	ck_assert_int_ne(s.master, -1);
	ck_assert_int_eq(grantpt(s.master), 0);
	ck_assert_int_eq(unlockpt(s.master), 0);
	slave = open(ptsname(s.master), O_RDWR | O_NOCTTY);
	ck_assert_int_ne(slave, -1);
	/* Read back what was written, not what the line discipline makes. */
	ck_assert_int_eq(tcgetattr(slave, &raw), 0);
	cfmakeraw(&raw);
	ck_assert_int_eq(tcsetattr(slave, TCSANOW, &raw), 0);
	s.terminal = fdopen(slave, "w");
	ck_assert_ptr_nonnull(s.terminal);
	return s;
}

/* All that stands on the screen by now; a pty hands it over at once. */
static void expect(struct screen *s, const char *expected)
{
	char text[512];
	size_t used = 0;
	struct pollfd readable = { .fd = s->master, .events = POLLIN };

	while (used < strlen(expected) && poll(&readable, 1, 5000) == 1) {
		ssize_t got = read(s->master, text + used,
				   sizeof(text) - 1 - used);

		ck_assert_int_gt(got, 0);
		used += (size_t)got;
	}
	text[used] = '\0';
	ck_assert_str_eq(text, expected);
	ck_assert_int_eq(poll(&readable, 1, 0), 0);
}

static void screen_close(struct screen *s)
{
	fclose(s->terminal);
	close(s->master);
}

START_TEST(drawn_on_a_terminal)
{
	struct screen s = screen_open();
	struct progress p;

	setenv("TERM", "xterm", 1);
	progress_begin(&p, s.terminal, 12);
	expect(&s, "\r0 of 12\033[K");
	progress_result(&p, VERDICT_PASS);
	expect(&s, "\r1 of 12\033[K");
	progress_hide(&p);
	expect(&s, "\r\033[K");
	/* Hidden already: nothing to erase. */
	progress_hide(&p);
	expect(&s, "");
	progress_result(&p, VERDICT_FAIL);
	expect(&s, "\r2 of 12, 1 failed\033[K");
	progress_result(&p, VERDICT_BROKEN);
	expect(&s, "\r3 of 12, 1 failed, 1 broken\033[K");
	progress_result(&p, VERDICT_SKIP);
	progress_result(&p, VERDICT_KNOWN);
	progress_hide(&p);
	expect(&s, "\r4 of 12, 1 failed, 1 broken\033[K"
		   "\r5 of 12, 1 failed, 1 broken\033[K\r\033[K");
	screen_close(&s);
}
END_TEST

static void draw_all(FILE *out)
{
	struct progress p;

	progress_begin(&p, out, 2);
	progress_result(&p, VERDICT_FAIL);
	progress_hide(&p);
	ck_assert_int_eq(fflush(out), 0);
}

START_TEST(silent_elsewhere)
{
	struct screen s = screen_open();
	FILE *file = tmpfile();

	setenv("TERM", "dumb", 1);
	draw_all(s.terminal);
	expect(&s, "");
	unsetenv("TERM");
	draw_all(s.terminal);
	expect(&s, "");
	setenv("TERM", "xterm", 1);
	ck_assert_ptr_nonnull(file);
	draw_all(file);
	ck_assert_int_eq(ftell(file), 0);
	fclose(file);
	screen_close(&s);
}
END_TEST

START_TEST(colour_is_asked_for)
{
	struct screen s = screen_open();
	FILE *file = tmpfile();

	ck_assert_ptr_nonnull(file);
	setenv("TERM", "xterm", 1);
	unsetenv("NO_COLOR");
	ck_assert(colour_wanted(s.terminal));
	ck_assert(!colour_wanted(file));
	setenv("NO_COLOR", "", 1);
	ck_assert(colour_wanted(s.terminal));
	setenv("NO_COLOR", "0", 1);
	ck_assert(!colour_wanted(s.terminal));
	unsetenv("NO_COLOR");
	setenv("TERM", "dumb", 1);
	ck_assert(!colour_wanted(s.terminal));
	unsetenv("TERM");
	ck_assert(!colour_wanted(s.terminal));
	fclose(file);
	screen_close(&s);
}
END_TEST

START_TEST(colour_around_a_word)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	ck_assert_ptr_nonnull(out);
	colour_word(out, true, COLOUR_RED, "FAIL");
	colour_word(out, false, COLOUR_RED, "FAIL");
	colour_word(out, true, COLOUR_PLAIN, "FAIL");
	fclose(out);
	ck_assert_str_eq(text, "\033[31mFAIL\033[0mFAILFAIL");
	free(text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("progress");
	TCase *tcase = tcase_create("progress");

	tcase_add_test(tcase, drawn_on_a_terminal);
	tcase_add_test(tcase, silent_elsewhere);
	tcase_add_test(tcase, colour_is_asked_for);
	tcase_add_test(tcase, colour_around_a_word);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
