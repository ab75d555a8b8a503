/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Archives as cpio(1) reads them.
 */
#include "harness/vm/cpio.h"
#include "tests/suite.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static char *data;
static size_t size;
static struct cpio cpio;

static void begin(void)
{
	memset(&cpio, 0, sizeof(cpio));
	cpio.out = open_memstream(&data, &size);
	ck_assert_ptr_nonnull(cpio.out);
}

static void end(void)
{
	free(data);
}

struct entry {
	unsigned inode, mode, links, size, major, minor;
	const char *name, *data;
};

static unsigned field(const char *head, int i)
{
	char digits[9] = {0};

	memcpy(digits, head + 6 + 8 * i, 8);
	ck_assert_uint_eq(strspn(digits, "0123456789abcdef"), 8);
	return (unsigned)strtoul(digits, NULL, 16);
}

/* Where the next entry begins. */
static size_t read_entry(size_t at, struct entry *e)
{
	const char *head = data + at;
	size_t name;

	ck_assert_uint_eq(at % 4, 0);
	ck_assert_uint_le(at + 110, size);
	ck_assert_int_eq(memcmp(head, "070701", 6), 0);
	e->inode = field(head, 0);
	e->mode = field(head, 1);
	e->links = field(head, 4);
	e->size = field(head, 6);
	e->major = field(head, 9);
	e->minor = field(head, 10);
	e->name = head + 110;
	name = field(head, 11);
	ck_assert_uint_eq(strlen(e->name) + 1, name);
	at = (at + 110 + name + 3) & ~(size_t)3;
	e->data = data + at;
	return (at + e->size + 3) & ~(size_t)3;
}

START_TEST(file)
{
	struct entry e;
	size_t at;

	cpio_file(&cpio, "a", 0755, "12345", 5);
	cpio_file(&cpio, "b", 0644, "", 0);
	cpio_end(&cpio);
	fclose(cpio.out);
	at = read_entry(0, &e);
	ck_assert_str_eq(e.name, "a");
	ck_assert_uint_eq(e.mode, S_IFREG | 0755);
	ck_assert_uint_eq(e.size, 5);
	ck_assert_int_eq(memcmp(e.data, "12345", 5), 0);
	at = read_entry(at, &e);
	ck_assert_str_eq(e.name, "b");
	ck_assert_uint_eq(e.size, 0);
	ck_assert_uint_eq(e.inode, 1);
	at = read_entry(at, &e);
	ck_assert_str_eq(e.name, "TRAILER!!!");
	ck_assert_uint_eq(at, size);
}
END_TEST

START_TEST(folders)
{
	static const char *const names[] = {"a", "a/b", "a/b/c"};
	struct entry e;
	size_t i, at = 0;

	cpio_folder(&cpio, "a/b/c");
	fclose(cpio.out);
	for (i = 0; i < COUNT(names); i++) {
		at = read_entry(at, &e);
		ck_assert_str_eq(e.name, names[i]);
		ck_assert_uint_eq(e.mode, S_IFDIR | 0755);
	}
	ck_assert_uint_eq(at, size);
}
END_TEST

START_TEST(device)
{
	struct entry e;

	cpio_device(&cpio, "dev/console", 5, 1);
	fclose(cpio.out);
	read_entry(0, &e);
	ck_assert_uint_eq(e.mode, S_IFCHR | 0600);
	ck_assert_uint_eq(e.major, 5);
	ck_assert_uint_eq(e.minor, 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("cpio");
	TCase *tcase = tcase_create("cpio");

	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, file);
	tcase_add_test(tcase, folders);
	tcase_add_test(tcase, device);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
