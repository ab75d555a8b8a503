/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finding modules and what they depend on, and unpacking them.
 */
#include "harness/vm/modules.h"
#include "base/file.h"
#include "base/memory.h"

#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const needed[] = {"inet_diag", "tcp_diag", "tun"};

static char *read_all(FILE *in, size_t *size)
{
	char *data = NULL;
	size_t room = 0, got;

	*size = 0;
	do {
		if (*size + 1 >= room) {
			room = room ? 2 * room : 65536;
			data = realloc(data, room);
			if (!data)
				memory_none();
		}
		got = fread(data + *size, 1, room - *size - 1, in);
		*size += got;
	} while (got);
	data[*size] = '\0';
	return data;
}

/* "-" and "_" are the same in the name of a module. */
static bool same_name(const char *file, const char *name, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if ((file[i] == '-' ? '_' : file[i]) != name[i])
			return false;
	return !name[length];
}

/* nftw() has no argument to hand on. */
static const char *wanted;
static char found[PATH_MAX];

static int look(const char *path, const struct stat *st, int kind,
		struct FTW *at)
{
	const char *file = path + at->base, *dot = strstr(file, ".ko");

	(void)st;
	if (kind != FTW_F || !dot || (dot[3] && dot[3] != '.') ||
	    !same_name(file, wanted, (size_t)(dot - file)))
		return 0;
	snprintf(found, sizeof(found), "%s", path);
	return 1;
}

static bool find_module(const char *dir, const char *name)
{
	char path[PATH_MAX];

	wanted = name;
	snprintf(path, sizeof(path), "%s/kernel", dir);
	return nftw(path, look, 16, 0) == 1;
}

static bool is_builtin(const char *dir, const char *name)
{
	char path[PATH_MAX], line[PATH_MAX];
	bool is = false;
	FILE *in;

	snprintf(path, sizeof(path), "%s/modules.builtin", dir);
	in = fopen(path, "re");
	while (in && !is && fgets(line, sizeof(line), in)) {
		const char *slash = strrchr(line, '/');
		const char *dot = slash ? strstr(slash, ".ko") : NULL;

		is = dot && same_name(slash + 1, name,
				      (size_t)(dot - slash - 1));
	}
	if (in)
		fclose(in);
	return is;
}

static const char *unpacker(const char *path)
{
	const char *dot = strrchr(path, '.');

	if (!strcmp(dot, ".xz"))
		return "xz";
	if (!strcmp(dot, ".zst"))
		return "zstd";
	if (!strcmp(dot, ".gz"))
		return "gzip";
	return NULL;
}

static char *unpack(const char *program, const char *path, size_t *size,
		    struct error *err)
{
	int ends[2], status;
	char *data;
	pid_t pid;
	FILE *in;

	if (pipe(ends) || (pid = fork()) < 0) {
		error_errno(err, "%s", path);
		return NULL;
	}
	if (pid == 0) {
		dup2(ends[1], STDOUT_FILENO);
		/* What it has to say is said in one line of ours. */
		close(STDERR_FILENO);
		close(ends[0]);
		close(ends[1]);
		execlp(program, program, "-dc", path, NULL);
		_exit(127);
	}
	close(ends[1]);
	in = fdopen(ends[0], "re");
	if (!in)
		memory_none();
	data = read_all(in, size);
	fclose(in);
	if (waitpid(pid, &status, 0) == pid && status == 0)
		return data;
	free(data);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		error_set(err, "%s: the program %s is missing to unpack it",
			  path, program);
	else
		error_set(err, "%s: %s cannot unpack it", path, program);
	return NULL;
}

static bool is_gathered(const struct modules *m, const char *name)
{
	size_t i;

	for (i = 0; i < m->n; i++)
		if (!strcmp(m->list[i].name, name))
			return true;
	return false;
}

static int gather(struct modules *m, const char *dir, const char *name,
		  int depth, struct error *err);

/* The module says so itself, in its section .modinfo: "depends=a,b". */
static int gather_dependencies(struct modules *m, const char *dir,
			       const char *data, size_t size, int depth,
			       struct error *err)
{
	static const char key[] = "\0depends=";
	const char *at = memmem(data, size, key, sizeof(key) - 1);
	char names[512], *name, *rest;

	if (!at)
		return 0;
	snprintf(names, sizeof(names), "%s", at + sizeof(key) - 1);
	for (name = strtok_r(names, ",", &rest); name;
	     name = strtok_r(NULL, ",", &rest))
		if (gather(m, dir, name, depth + 1, err))
			return -1;
	return 0;
}

static int gather(struct modules *m, const char *dir, const char *name,
		  int depth, struct error *err)
{
	const char *program;
	char path[PATH_MAX];
	char *data;
	size_t size;

	if (is_gathered(m, name))
		return 0;
	if (!find_module(dir, name)) {
		if (is_builtin(dir, name))
			return 0;
		return error_set(err, "%s: no module %s, which lastack needs",
				 dir, name);
	}
	snprintf(path, sizeof(path), "%s", found);
	program = unpacker(path);
	data = program ? unpack(program, path, &size, err) :
			 file_load(path, SIZE_MAX, &size, err);
	if (!data)
		return -1;
	if (size < 4 || memcmp(data, "\177ELF", 4) || depth > 8) {
		free(data);
		return error_set(err, "%s: is damaged", path);
	}
	if (gather_dependencies(m, dir, data, size, depth, err) ||
	    m->n == sizeof(m->list) / sizeof(*m->list)) {
		free(data);
		return -1;
	}
	snprintf(m->list[m->n].name, sizeof(m->list[m->n].name), "%s", name);
	m->list[m->n].data = data;
	m->list[m->n++].size = size;
	return 0;
}

int modules_gather(struct modules *m, const char *dir, struct error *err)
{
	size_t i;

	memset(m, 0, sizeof(*m));
	for (i = 0; i < sizeof(needed) / sizeof(*needed); i++)
		if (gather(m, dir, needed[i], 0, err))
			return -1;
	return 0;
}

void modules_clear(struct modules *m)
{
	while (m->n)
		free(m->list[--m->n].data);
}
