/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Recognizing a kernel image and reading its release.
 */
#include "harness/vm/image.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Offsets in the setup header. */
#define SETUP_SECTORS	0x1f1
#define SYSTEM_SIZE	0x1f4
#define BOOT_FLAG	0x1fe
#define MAGIC		0x202
#define VERSION_POINTER 0x20e
#define SECTOR		512

static uint32_t little(const unsigned char *p, int octets)
{
	uint32_t n = 0;

	while (octets-- > 0)
		n = n << 8 | p[octets];
	return n;
}

static int what_else(const char *path, const unsigned char *head,
		     size_t size, struct error *err)
{
	if (size >= 0x3c && !memcmp(head + 0x38, "ARM\x64", 4))
		return error_set(err, "%s: is a kernel for arm64; only x86 "
				 "can be booted here", path);
	return error_set(err, "%s: is not a kernel for x86", path);
}

static int check_head(struct image *image, const unsigned char *head,
		      size_t got, off_t size, struct error *err)
{
	size_t sectors, version;
	off_t need;

	if (got < MAGIC + 16 || little(head + BOOT_FLAG, 2) != 0xaa55 ||
	    memcmp(head + MAGIC, "HdrS", 4))
		return what_else(image->path, head, got, err);
	sectors = head[SETUP_SECTORS] ? head[SETUP_SECTORS] : 4;
	need = (off_t)(sectors + 1) * SECTOR +
	       (off_t)little(head + SYSTEM_SIZE, 4) * 16;
	if (size < need)
		return error_set(err, "%s: is cut off: %lld octets of %lld",
				 image->path, (long long)size,
				 (long long)need);
	version = little(head + VERSION_POINTER, 2) + SECTOR;
	if (version <= SECTOR || version >= got)
		return error_set(err, "%s: does not say its version",
				 image->path);
	snprintf(image->release, sizeof(image->release), "%.*s",
		 (int)strcspn((const char *)head + version, " "),
		 (const char *)head + version);
	return 0;
}

static int read_elf(struct image *image, int fd, off_t size, struct error *err)
{
	char *data = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, fd, 0);
	int ret;

	if (data == MAP_FAILED)
		return error_errno(err, "%s", image->path);
	ret = image_read_elf(image, data, (size_t)size, err);
	munmap(data, (size_t)size);
	return ret;
}

static int read_head(struct image *image, struct error *err)
{
	unsigned char head[0x8000 + 1] = {0};
	int ret;
	struct stat st;
	ssize_t got;
	int fd = open(image->path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return error_errno(err, "%s", image->path);
	got = fstat(fd, &st) ? -1 : read(fd, head, sizeof(head) - 1);
	if (got < 0) {
		error_errno(err, "%s", image->path);
		close(fd);
		return -1;
	}
	ret = got >= 4 && !memcmp(head, "\177ELF", 4) ?
		      read_elf(image, fd, st.st_size, err) :
		      check_head(image, head, (size_t)got, st.st_size, err);
	close(fd);
	return ret;
}

static bool holds(const char *dir, const char *name, mode_t type)
{
	char path[PATH_MAX];
	struct stat st;

	return snprintf(path, sizeof(path), "%s/%s", dir, name) < PATH_MAX &&
	       !stat(path, &st) && (st.st_mode & S_IFMT) == type;
}

static bool holds_modules(const char *dir)
{
	return holds(dir, "kernel", S_IFDIR);
}

/* Where a kernel was built there are folders of that name, too. */
static bool is_build_folder(const char *dir)
{
	return holds(dir, "Makefile", S_IFREG) ||
	       holds(dir, ".config", S_IFREG);
}

static bool try_folder(struct image *image, const char *dir, bool named)
{
	static const char *const ways[] = {"", "/", "/lib/modules/",
					   "/usr/lib/modules/"};
	size_t i;

	for (i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		if (snprintf(image->modules, sizeof(image->modules), "%s%s%s",
			     dir, ways[i], i ? image->release : "") < PATH_MAX
		    && holds_modules(image->modules) &&
		    (named || !is_build_folder(image->modules)))
			return true;
	}
	*image->modules = '\0';
	return false;
}

static int find_modules(struct image *image, const char *named,
			struct error *err)
{
	char dir[PATH_MAX + 8];
	char *slash;

	if (named) {
		if (try_folder(image, named, true))
			return 0;
		return error_set(err, "%s: holds no modules of %s", named,
				 image->release);
	}
	snprintf(dir, sizeof(dir), "%s", image->path);
	slash = strrchr(dir, '/');
	snprintf(slash ? slash : dir, 8, "%s", slash ? "/." : ".");
	if (try_folder(image, dir, false))
		return 0;
	strcat(dir, "/..");
	if (!try_folder(image, dir, false))
		try_folder(image, "", false);
	return 0;
}

int image_open(struct image *image, const char *text, struct error *err)
{
	static const char key[] = ":modules=";
	const char *named = strstr(text, key);
	size_t length = named ? (size_t)(named - text) : strlen(text);

	memset(image, 0, sizeof(*image));
	if (length + 8 >= sizeof(image->path)) {
		errno = ENAMETOOLONG;
		return error_errno(err, "%.40s...", text);
	}
	snprintf(image->path, sizeof(image->path), "%.*s", (int)length, text);
	if (read_head(image, err))
		return -1;
	return find_modules(image, named ? named + strlen(key) : NULL, err);
}
