/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which functions count, by contrib/coverage.scope.
 */
#include "harness/coverage/scope.h"
#include "base/file.h"
#include "base/memory.h"

#include <ctype.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SCOPE_NAME "coverage.scope"
#define SCOPE_LIMIT (1 << 20)

#ifndef LASTACK_LIBEXEC_DIR
#define LASTACK_LIBEXEC_DIR "/usr/local/libexec/lastack"
#endif

static size_t group_of(struct scope *s, bool in, const char *title)
{
	size_t i;

	for (i = 0; i < s->groups; i++)
		if (s->group[i].in == in && !strcmp(s->group[i].title, title))
			return i;
	s->group = memory_grow(s->group, &s->group_room, s->groups,
			       sizeof(*s->group));
	s->group[s->groups++] = (struct scope_group){in, memory_copy(title)};
	return i;
}

static void add_rule(struct scope *s, const char *pattern, size_t group)
{
	s->rule = memory_grow(s->rule, &s->rule_room, s->rules,
			      sizeof(*s->rule));
	s->rule[s->rules++] =
		(struct scope_rule){memory_copy(pattern), group};
}

/* "in opening: NAME..." Return: what is wrong, or NULL. */
static const char *parse_line(struct scope *s, char *line)
{
	char *title, *colon, *word, *rest;
	bool in = !strncmp(line, "in ", 3);
	size_t group;

	if (!in && strncmp(line, "out ", 4))
		return "begins with neither \"in\" nor \"out\"";
	title = line + (in ? 3 : 4);
	title += strspn(title, " \t");
	colon = strchr(title, ':');
	if (!colon || colon == title)
		return in ? "lacks \"GROUP:\"" : "lacks \"REASON:\"";
	*colon = '\0';
	word = strtok_r(colon + 1, " \t", &rest);
	if (!word)
		return "names no function";
	group = group_of(s, in, title);
	for (; word; word = strtok_r(NULL, " \t", &rest))
		add_rule(s, word, group);
	return NULL;
}

int scope_parse(struct scope *s, const char *name, const char *text,
		struct error *err)
{
	char *copy = memory_copy(text), *line, *rest = copy;
	const char *wrong = NULL;
	unsigned number = 0;

	while (!wrong && (line = strsep(&rest, "\n"))) {
		number++;
		line += strspn(line, " \t");
		if (*line && *line != '#')
			wrong = parse_line(s, line);
	}
	free(copy);
	if (wrong)
		return error_set(err, "%s:%u: %s", name, number, wrong);
	if (!s->rules)
		return error_set(err, "%s: names no function", name);
	return 0;
}

static const char *find_list(void)
{
	static const char *const places[] = {
		"contrib/" SCOPE_NAME, "../contrib/" SCOPE_NAME,
		"../libexec/lastack/" SCOPE_NAME};
	static char path[PATH_MAX + 64];
	char self[PATH_MAX], *slash;
	ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);
	size_t i;

	self[length < 0 ? 0 : length] = '\0';
	slash = strrchr(self, '/');
	for (i = 0; slash && i < sizeof(places) / sizeof(*places); i++) {
		snprintf(path, sizeof(path), "%.*s/%s", (int)(slash - self),
			 self, places[i]);
		if (!access(path, R_OK))
			return path;
	}
	return LASTACK_LIBEXEC_DIR "/" SCOPE_NAME;
}

int scope_load(struct scope *s, const char *path, struct error *err)
{
	char *text;
	int ret;

	if (!path)
		path = find_list();
	text = file_load(path, SCOPE_LIMIT, NULL, err);
	if (!text)
		return -1;
	ret = scope_parse(s, path, text, err);
	free(text);
	return ret;
}

/* What gcc makes of a function for one caller is called "name.part.0". */
static bool is_name(const char *pattern, const char *function, size_t length)
{
	return strlen(pattern) == length && !memcmp(pattern, function, length);
}

long scope_find(const struct scope *s, const char *function)
{
	size_t i, length = strcspn(function, ".");

	for (i = 0; i < s->rules; i++)
		if (is_name(s->rule[i].pattern, function, length))
			return (long)s->rule[i].group;
	for (i = 0; i < s->rules; i++)
		if (!fnmatch(s->rule[i].pattern, function, 0))
			return (long)s->rule[i].group;
	return -1;
}

void scope_clear(struct scope *s)
{
	size_t i;

	for (i = 0; i < s->groups; i++)
		free(s->group[i].title);
	for (i = 0; i < s->rules; i++)
		free(s->rule[i].pattern);
	free(s->group);
	free(s->rule);
	*s = (struct scope){0};
}
