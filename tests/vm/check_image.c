/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Recognizing kernel images.
 */
#include "harness/vm/image.h"
#include "harness/vm/modules.h"
#include "tests/folder.h"
#include "tests/suite.h"

#include <elf.h>

static struct error err;
static struct image image;
static struct modules modules;

/* Four sectors of setup, one of the rest; its version behind the header. */
static void make_image(char *data, size_t size)
{
	memset(data, 0, size);
	data[0x1f1] = 4;
	data[0x1f4] = 512 / 16;
	data[0x1fe] = 0x55;
	data[0x1ff] = (char)0xaa;
	memcpy(data + 0x202, "HdrS", 4);
	data[0x20e] = 0x00;
	data[0x20f] = 0x01;
	strcpy(data + 0x300, "6.1.0-test (somebody) #1 SMP");
}

static const char *put_image(const char *name, size_t size)
{
	char data[4096];

	make_image(data, sizeof(data));
	return folder_write(name, data, size);
}

static void make_folders(const char *name)
{
	char path[PATH_MAX], *slash;

	snprintf(path, sizeof(path), "%s/", name);
	for (slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		ck_assert(mkdir(folder_path(path), 0755) == 0 ||
			  errno == EEXIST);
		*slash = '/';
	}
}

static void refuse(const char *text, const char *words)
{
	ck_assert_int_eq(image_open(&image, text, &err), -1);
	ck_assert_msg(strstr(err.text, words), "%s", err.text);
	ck_assert_ptr_null(strchr(err.text, '\n'));
}

START_TEST(good)
{
	ck_assert_int_eq(image_open(&image, put_image("vmlinuz", 4096), &err),
			 0);
	ck_assert_str_eq(image.release, "6.1.0-test");
	ck_assert_str_eq(image.path, folder_path("vmlinuz"));
	ck_assert_str_eq(image.modules, "");
}
END_TEST

START_TEST(bad)
{
	char text[PATH_MAX * 2 + 32];

	refuse(folder_path("none"), "none: No such file");
	refuse(folder, "Is a directory");
	refuse(folder_put("empty", ""), "is not a kernel");
	refuse(folder_put("words", "#!/bin/sh\n"), "is not a kernel");
	refuse(folder_put("elf", "\177ELF----"), "is an ELF file");
	refuse(put_image("cut", 3000), "is cut off: 3000 octets of 3072");
	memset(text, 0, sizeof(text));
	memcpy(text + 0x38, "ARM\x64", 4);
	refuse(folder_write("arm", text, 128), "arm64");
	snprintf(text, sizeof(text), "%s:modules=%s",
		 put_image("vmlinuz", 4096), folder);
	refuse(text, "holds no modules of 6.1.0-test");
}
END_TEST

START_TEST(find_modules)
{
	static const char *const places[] = {
		"lib/modules/6.1.0-test", "boot/lib/modules/6.1.0-test",
		"boot",
	};
	char path[PATH_MAX], text[3 * PATH_MAX];
	size_t i;

	make_folders("boot");
	put_image("boot/vmlinuz", 4096);
	for (i = 0; i < COUNT(places); i++) {
		snprintf(path, sizeof(path), "%s/kernel", places[i]);
		make_folders(path);
		ck_assert_int_eq(image_open(&image,
					    folder_path("boot/vmlinuz"),
					    &err), 0);
		ck_assert_ptr_nonnull(strstr(image.modules,
					     i < 2 ? places[i] + i * 5 :
						     "boot/."));
	}
	snprintf(text, sizeof(text), "%s:modules=%s",
		 folder_path("boot/vmlinuz"), folder);
	ck_assert_int_eq(image_open(&image, text, &err), 0);
	ck_assert_str_eq(image.modules, folder_path("lib/modules/6.1.0-test"));
}
END_TEST

/* A kernel's own sources have a folder kernel/, too, and so has the folder that
 * it is built in; Debian's modules come without any other file from 7.2 on. */
START_TEST(build_folder)
{
	const char *path;

	make_folders("boot/kernel");
	path = put_image("boot/vmlinuz", 4096);
	ck_assert_int_eq(image_open(&image, path, &err), 0);
	ck_assert_str_ne(image.modules, "");
	folder_put("boot/.config", "");
	ck_assert_int_eq(image_open(&image, path, &err), 0);
	ck_assert_str_eq(image.modules, "");
	ck_assert_int_eq(unlink(folder_path("boot/.config")), 0);
	folder_put("boot/Makefile", "");
	ck_assert_int_eq(image_open(&image, path, &err), 0);
	ck_assert_str_eq(image.modules, "");
}
END_TEST

/* A program with one part and a text in it; headers of sections behind. */
static const char *put_elf(const char *name, unsigned machine, size_t size,
			   const char *text, size_t length)
{
	static char data[4096];
	Elf64_Ehdr head = {
		.e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64,
			    ELFDATA2LSB},
		.e_machine = (Elf64_Half)machine,
		.e_phoff = sizeof(head),
		.e_phnum = 1,
		.e_shoff = 2048,
		.e_shnum = 2,
	};
	Elf64_Phdr part = {.p_offset = 512, .p_filesz = 1024};
	const char *path;

	memset(data, 0, sizeof(data));
	memcpy(data, &head, sizeof(head));
	memcpy(data + sizeof(head), &part, sizeof(part));
	memcpy(data + 512, text, length);
	path = folder_write(name, data, size);
	ck_assert_int_eq(chmod(path, 0755), 0);
	return path;
}

#define PUT_ELF(name, machine, size, text) \
	put_elf(name, machine, size, text, sizeof(text))
#define BANNER "Linux version %s (%s)\0Linux version 6.1.192 (me@here) #1\0"
#define UML    BANNER "uml_dir=\0"

START_TEST(uml)
{
	const char *path = PUT_ELF("linux", EM_X86_64, 4096,
				   UML "time-travel=inf-cpu\n");

	ck_assert_msg(image_open(&image, path, &err) == 0, "%s", err.text);
	ck_assert(image.uml && image.time_travel);
	ck_assert_str_eq(image.release, "6.1.192");
	path = PUT_ELF("without", EM_X86_64, 4096, UML);
	ck_assert_int_eq(image_open(&image, path, &err), 0);
	ck_assert(image.uml && !image.time_travel);
	ck_assert_str_eq(image.objects, "");
	path = PUT_ELF("counts", EM_X86_64, 4096,
		       UML "/a b/net/ipv4/tcp.gcda\0"
			   "/a b/net/ipv4/tcp_input.gcda\0");
	ck_assert_int_eq(image_open(&image, path, &err), 0);
	ck_assert_str_eq(image.objects, "/a b");
	ck_assert_int_eq(image_open(&image, put_image("vmlinuz", 4096), &err),
			 0);
	ck_assert(!image.uml);
}
END_TEST

START_TEST(no_uml)
{
	const char *path;
	size_t size;

	refuse(PUT_ELF("vmlinux", EM_X86_64, 4096, BANNER), "nor a UML kernel");
	refuse(PUT_ELF("ls", EM_X86_64, 4096, "usage: ls"), "is an ELF file");
	refuse(PUT_ELF("arm", EM_AARCH64, 4096, UML), "for arm64");
	refuse(PUT_ELF("i386", EM_386, 4096, UML), "for 32-bit x86");
	refuse(PUT_ELF("odd", 9999, 4096, UML), "for another machine");
	refuse(PUT_ELF("cut", EM_X86_64, 2100, UML),
	       "is cut off: 2100 octets of 2176");
	refuse(PUT_ELF("half", EM_X86_64, 1000, UML), "is cut off");
	path = PUT_ELF("linux", EM_X86_64, 4096, UML);
	ck_assert_int_eq(chmod(path, 0644), 0);
	refuse(path, "may not be executed");
	/* However short it is, nothing is read that is not there. */
	for (size = 4; size < 2176; size += 13)
		refuse(PUT_ELF("short", EM_X86_64, size, UML), ": is ");
}
END_TEST

static void put_module(const char *name, const char *depends)
{
	char path[256], data[256] = "\177ELF";
	int used = 16;

	used += snprintf(data + used, sizeof(data) - (size_t)used,
			 "license=x%cdepends=%s", 0, depends) + 1;
	snprintf(path, sizeof(path), "kernel/%s", name);
	folder_write(path, data, (size_t)used);
}

START_TEST(gather)
{
	make_folders("kernel");
	put_module("tcp_diag.ko", "inet_diag");
	put_module("inet-diag.ko", "sock_one,sock_two");
	put_module("sock_one.ko", "sock_two");
	put_module("sock_two.ko", "");
	folder_put("modules.builtin", "kernel/drivers/net/tun.ko\n");
	ck_assert_msg(modules_gather(&modules, folder, &err) == 0, "%s",
		      err.text);
	ck_assert_uint_eq(modules.n, 4);
	ck_assert_str_eq(modules.list[0].name, "sock_two");
	ck_assert_str_eq(modules.list[1].name, "sock_one");
	ck_assert_str_eq(modules.list[2].name, "inet_diag");
	ck_assert_str_eq(modules.list[3].name, "tcp_diag");
	modules_clear(&modules);
}
END_TEST

static void refuse_modules(const char *words)
{
	ck_assert_int_eq(modules_gather(&modules, folder, &err), -1);
	ck_assert_msg(strstr(err.text, words), "%s", err.text);
	modules_clear(&modules);
}

START_TEST(gather_fails)
{
	make_folders("kernel");
	put_module("inet_diag.ko", "");
	put_module("tcp_diag.ko", "inet_diag");
	refuse_modules("no module tun");
	put_module("tun.ko", "circle");
	refuse_modules("no module circle");
	put_module("circle.ko", "tun");
	refuse_modules("is damaged");
	folder_put("kernel/tun.ko", "no module");
	refuse_modules("tun.ko: is damaged");
	ck_assert_int_eq(unlink(folder_path("kernel/tun.ko")), 0);
	folder_put("kernel/tun.ko.gz", "not packed");
	refuse_modules("gzip cannot unpack it");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("image");
	TCase *tcase = tcase_create("image");

	tcase_add_checked_fixture(tcase, folder_make, folder_remove);
	tcase_add_test(tcase, good);
	tcase_add_test(tcase, bad);
	tcase_add_test(tcase, find_modules);
	tcase_add_test(tcase, build_folder);
	tcase_add_test(tcase, uml);
	tcase_add_test(tcase, no_uml);
	tcase_add_test(tcase, gather);
	tcase_add_test(tcase, gather_fails);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
