/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A UML kernel is a program like any other. What tells it from others are two
 * texts in it: the version of Linux, and an option that it alone has.
 */
#include "harness/vm/image.h"

#include <elf.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *machine_name(unsigned machine)
{
	switch (machine) {
	case EM_386:
		return "32-bit x86";
	case EM_ARM:
		return "arm";
	case EM_AARCH64:
		return "arm64";
	case EM_PPC64:
		return "ppc64";
	case EM_RISCV:
		return "riscv";
	case EM_S390:
		return "s390";
	}
	return "another machine";
}

static uint64_t larger(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

/* As far as the headers say; those of sections stand last, as a rule. */
static uint64_t whole_size(const char *data, size_t size,
			   const Elf64_Ehdr *head)
{
	uint64_t end = head->e_phoff + (uint64_t)head->e_phnum *
					       sizeof(Elf64_Phdr);
	size_t i;

	if (head->e_phoff > size || end > size)
		return larger(head->e_phoff, end);
	for (i = 0; i < head->e_phnum; i++) {
		Elf64_Phdr part;

		memcpy(&part, data + head->e_phoff + i * sizeof(part),
		       sizeof(part));
		end = larger(end, part.p_offset + part.p_filesz);
	}
	return larger(end, head->e_shoff + (uint64_t)head->e_shnum *
						   sizeof(Elf64_Shdr));
}

/* "Linux version 6.1.0 (somebody)", but not the format of such a line. */
static void find_release(struct image *image, const char *data, size_t size)
{
	static const char words[] = "Linux version ";
	const char *at = data, *end = data + size;

	while ((at = memmem(at, (size_t)(end - at), words, strlen(words)))) {
		at += strlen(words);
		if (at < end && *at >= '0' && *at <= '9') {
			snprintf(image->release, sizeof(image->release), "%.*s",
				 (int)(end - at < 120 ? end - at : 120), at);
			image->release[strcspn(image->release, " ")] = '\0';
			return;
		}
	}
}

/* gcc has put the path of the file that counts go to beside each object. */
static void find_objects(struct image *image, const char *data, size_t size)
{
	static const char last[] = "/net/ipv4/tcp_input.gcda";
	const char *found = memmem(data, size, last, sizeof(last));
	const char *at = found;

	*image->objects = '\0';
	while (at && at > data && at[-1])
		at--;
	if (at && found - at < PATH_MAX)
		snprintf(image->objects, sizeof(image->objects), "%.*s",
			 (int)(found - at), at);
}

static bool has(const char *data, size_t size, const char *text)
{
	return memmem(data, size, text, strlen(text));
}

int image_read_elf(struct image *image, const char *data, size_t size,
		   struct error *err)
{
	Elf64_Ehdr head = {.e_machine = EM_NONE};
	uint64_t whole;

	memcpy(&head, data, size < sizeof(head) ? size : sizeof(head));
	if (size >= sizeof(Elf32_Ehdr) && head.e_machine != EM_X86_64)
		return error_set(err, "%s: is an ELF file for %s; only x86 "
				 "can be booted here", image->path,
				 machine_name(head.e_machine));
	whole = size < sizeof(head) ? size : whole_size(data, size, &head);
	if (size < whole)
		return error_set(err, "%s: is cut off: %zu octets of %llu",
				 image->path, size, (unsigned long long)whole);
	find_release(image, data, size);
	if (!*image->release || !has(data, size, "uml_dir="))
		return error_set(err, "%s: is an ELF file, not a bootable "
				 "image (bzImage, vmlinuz) nor a UML kernel",
				 image->path);
	if (access(image->path, X_OK))
		return error_set(err, "%s: is a UML kernel that may not be "
				 "executed (chmod +x)", image->path);
	image->uml = true;
	image->time_travel = has(data, size, "time-travel=inf-cpu");
	find_objects(image, data, size);
	return 0;
}
