/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Captures on their way out of a kernel under test.
 */
#include "harness/report/captures.h"
#include "tests/folder.h"
#include "tests/suite.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* All octets there are. */
static void write_all_octets(const char *path)
{
	FILE *out = fopen(path, "w");
	int octet;

	ck_assert_ptr_nonnull(out);
	for (octet = 0; octet < 256; octet++)
		putc(octet, out);
	ck_assert_int_eq(fclose(out), 0);
}

static void expect_all_octets(const char *path)
{
	FILE *in = fopen(path, "r");
	int octet;

	ck_assert_ptr_nonnull(in);
	for (octet = 0; octet < 256; octet++)
		ck_assert_int_eq(getc(in), octet);
	ck_assert_int_eq(getc(in), EOF);
	fclose(in);
}

static json_t *line_of(const char **text)
{
	json_t *line = json_loads(*text, JSON_DISABLE_EOF_CHECK, NULL);

	ck_assert_ptr_nonnull(line);
	*text = strchr(*text, '\n') + 1;
	return line;
}

START_TEST(there_and_back)
{
	char *text = NULL, *path;
	const char *at;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	struct error err;
	json_t *line;
	int i;

	ck_assert_int_eq(mkdir("there", 0777), 0);
	ck_assert_int_eq(mkdir("there/close", 0777), 0);
	write_all_octets("there/close/a@wire4.client.pcap");
	write_all_octets("there/close/a@wire4.server.pcap");
	write_all_octets("there/close/b@lo4.pcap");
	ck_assert_int_eq(captures_tell(out, "there", "close/a@wire4", &err), 0);
	ck_assert_int_eq(captures_tell(out, "there", "close/none@lo4", &err),
			 0);
	fclose(out);
	at = text;
	for (i = 0; i < 2; i++) {
		line = line_of(&at);
		ck_assert_int_eq(captures_take(line, "back", &err), 0);
		json_decref(line);
	}
	ck_assert_str_eq(at, "");
	path = captures_find("back", "close/a@wire4");
	ck_assert_str_eq(path, "back/close/a@wire4.server.pcap");
	ck_assert_ptr_null(captures_find("back", "close/none@lo4"));
	expect_all_octets("back/close/a@wire4.client.pcap");
	expect_all_octets("back/close/a@wire4.server.pcap");
	/* What was told is gone, and nothing else. */
	ck_assert_int_ne(access("there/close/a@wire4.client.pcap", F_OK), 0);
	ck_assert_int_eq(access("there/close/b@lo4.pcap", F_OK), 0);
	free(path);
	free(text);
}
END_TEST

static const char *const bad[] = {
	"{\"name\":\"a/b.pcap\",\"hex\":\"d4c\"}",
	"{\"name\":\"a/b.pcap\",\"hex\":\"d4xc\"}",
	"{\"name\":\"a/b.pcap\",\"hex\":\"D4\"}",
	"{\"name\":\"a/b.pcap\"}",
	"{\"hex\":\"d4\"}",
	"{\"name\":\"../b.pcap\",\"hex\":\"d4\"}",
	"{\"name\":\"a/../../b.pcap\",\"hex\":\"d4\"}",
	"{\"name\":\"/b.pcap\",\"hex\":\"d4\"}",
};

START_TEST(damaged)
{
	json_t *line = json_loads(bad[_i], 0, NULL);
	struct error err = {.text = ""};

	ck_assert_ptr_nonnull(line);
	ck_assert_int_eq(captures_take(line, "back", &err), -1);
	ck_assert_str_ne(err.text, "");
	ck_assert_int_ne(access("back/a/b.pcap", F_OK), 0);
	ck_assert_int_ne(access("b.pcap", F_OK), 0);
	json_decref(line);
}
END_TEST

static void enter_folder(void)
{
	folder_make();
	ck_assert_int_eq(chdir(folder), 0);
}

static void leave_folder(void)
{
	ck_assert_int_eq(chdir("/"), 0);
	folder_remove();
}

int main(void)
{
	Suite *suite = suite_create("captures");
	TCase *tcase = tcase_create("captures");

	tcase_add_checked_fixture(tcase, enter_folder, leave_folder);
	tcase_add_test(tcase, there_and_back);
	tcase_add_loop_test(tcase, damaged, 0, COUNT(bad));
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
