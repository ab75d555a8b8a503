/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The libraries are those this process has loaded itself, so nothing has to
 * be asked which they are, and a build with sanitizers brings its own.
 */
#include "harness/vm/pack.h"
#include "base/file.h"
#include "base/memory.h"
#include "harness/vm/cpio.h"
#include "harness/vm/program.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct packing {
	struct cpio cpio;
	struct error *err;
};

static int copy_file(struct packing *p, const char *from, const char *to,
		     unsigned mode)
{
	size_t size;
	char *data = file_load(from, SIZE_MAX, &size, p->err);

	if (!data)
		return -1;
	cpio_file(&p->cpio, to, mode, data, size);
	free(data);
	return 0;
}

static int copy_loader(struct packing *p, const char *path)
{
	char folder[PATH_MAX];

	snprintf(folder, sizeof(folder), "%s", path + 1);
	*strrchr(folder, '/') = '\0';
	cpio_folder(&p->cpio, folder);
	return copy_file(p, path, path + 1, 0755);
}

static int copy_object(struct dl_phdr_info *info, size_t size, void *arg)
{
	struct packing *p = arg;
	const char *slash = strrchr(info->dlpi_name, '/');
	char to[PATH_MAX];
	int i;

	(void)size;
	if (slash) {
		snprintf(to, sizeof(to), "lib/lastack%s", slash);
		return copy_file(p, info->dlpi_name, to, 0755);
	}
	/* Not the program itself, and no file: the kernel's own object. */
	if (*info->dlpi_name)
		return 0;
	for (i = 0; i < info->dlpi_phnum; i++)
		if (info->dlpi_phdr[i].p_type == PT_INTERP)
			return copy_loader(p, (const char *)info->dlpi_addr +
					      info->dlpi_phdr[i].p_vaddr);
	return 0;
}

static int copy_library(void *arg, const char *path)
{
	void *loaded = dlopen(path, RTLD_LAZY | RTLD_NOLOAD);
	struct packing *p = arg;
	char to[PATH_MAX];

	/* Those of this process are there already. */
	if (loaded)
		return dlclose(loaded);
	snprintf(to, sizeof(to), "lib/lastack%s", strrchr(path, '/'));
	return copy_file(p, path, to, 0755);
}

/* One case plays with it. Without it that case is skipped, here as there. */
static int copy_netcat(struct packing *p)
{
	char path[PATH_MAX];

	if (!program_find("nc", path, sizeof(path)))
		return 0;
	cpio_folder(&p->cpio, "bin");
	if (copy_file(p, path, "bin/nc", 0755))
		return -1;
	return program_libraries(path, copy_library, p);
}

static int copy_subject(struct packing *p, const char *expected,
			const char *subject)
{
	char path[PATH_MAX], to[PATH_MAX];
	struct dirent *entry;
	int ret = 0;
	DIR *folder;

	snprintf(path, sizeof(path), "%s/%s", expected, subject);
	folder = opendir(path);
	if (!folder)
		return errno == ENOTDIR ? 0 : error_errno(p->err, "%s", path);
	snprintf(to, sizeof(to), "expected/%s", subject);
	cpio_folder(&p->cpio, to);
	while (!ret && (entry = readdir(folder))) {
		if (!strstr(entry->d_name, ".trace"))
			continue;
		snprintf(path, sizeof(path), "%s/%s/%s", expected, subject,
			 entry->d_name);
		snprintf(to, sizeof(to), "expected/%s/%s", subject,
			 entry->d_name);
		ret = copy_file(p, path, to, 0644);
	}
	closedir(folder);
	return ret;
}

static int copy_expected(struct packing *p, const char *expected)
{
	DIR *folder = expected ? opendir(expected) : NULL;
	struct dirent *entry;
	int ret = 0;

	if (!expected)
		return 0;
	if (!folder)
		return error_errno(p->err, "%s", expected);
	while (!ret && (entry = readdir(folder)))
		if (*entry->d_name != '.')
			ret = copy_subject(p, expected, entry->d_name);
	closedir(folder);
	return ret;
}

/* A folder may come several times: the kernel takes the first. */
static int copy_files(struct packing *p, const struct pack *pack)
{
	char folder[PATH_MAX];
	size_t i;

	if (pack->files)
		cpio_folder(&p->cpio, "files");
	for (i = 0; i < pack->files; i++) {
		const struct pack_file *f = &pack->file[i];

		snprintf(folder, sizeof(folder), "%.*s",
			 (int)(strrchr(f->to, '/') - f->to), f->to);
		cpio_folder(&p->cpio, folder);
		if (copy_file(p, f->from, f->to, 0644))
			return -1;
	}
	return 0;
}

static void put_modules(struct cpio *c, const struct modules *m)
{
	char path[128];
	size_t i;

	for (i = 0; i < m->n; i++) {
		snprintf(path, sizeof(path), "modules/%02zu-%s.ko", i,
			 m->list[i].name);
		cpio_file(c, path, 0644, m->list[i].data, m->list[i].size);
	}
}

static void put_words(struct cpio *c, char *const *words)
{
	struct text text;
	FILE *out = text_begin(&text);
	size_t i;

	for (i = 0; words[i]; i++)
		fprintf(out, "%s\n", words[i]);
	text_end(&text);
	cpio_file(c, "words", 0644, text.data, text.size);
	free(text.data);
}

static int put_all(struct packing *p, const struct pack *pack)
{
	static const char *const folders[] = {"dev", "expected", "lib/lastack",
					      "modules", "proc", "sys", "tmp"};
	size_t i;

	for (i = 0; i < sizeof(folders) / sizeof(*folders); i++)
		cpio_folder(&p->cpio, folders[i]);
	/* The first process has it open before it can mount anything. */
	cpio_device(&p->cpio, "dev/console", 5, 1);
	put_modules(&p->cpio, pack->modules);
	put_words(&p->cpio, pack->words);
	if (copy_file(p, "/proc/self/exe", "lastack", 0755) ||
	    dl_iterate_phdr(copy_object, p) || copy_netcat(p) ||
	    copy_expected(p, pack->expected) || copy_files(p, pack))
		return -1;
	cpio_end(&p->cpio);
	return 0;
}

int pack_initramfs(const struct pack *pack, struct error *err)
{
	struct packing p = {.err = err};
	int fd = memfd_create("initramfs", 0);
	int copy = fd < 0 ? -1 : dup(fd);
	int ret;

	p.cpio.out = copy < 0 ? NULL : fdopen(copy, "w");
	if (!p.cpio.out)
		return error_errno(err, "initramfs");
	ret = put_all(&p, pack);
	if (fclose(p.cpio.out) && !ret)
		ret = error_errno(err, "initramfs");
	if (!ret)
		return fd;
	close(fd);
	return -1;
}
