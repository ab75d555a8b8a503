/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which functions of the kernel open, close, reset, time out, look up and forget
 * connections: contrib/coverage.scope, and its form:
 *
 *	# a comment
 *	in opening: tcp_v4_connect tcp_connect
 *	out congestion control: tcp_cong_* tcp_cwnd_*
 *
 * What stands behind "out" is the reason. A name counts before a pattern, and of
 * patterns the first.
 */
#ifndef HARNESS_COVERAGE_SCOPE_H
#define HARNESS_COVERAGE_SCOPE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/**
 * struct scope_group - functions that are in for one thing, or out for a reason
 * @title: what for, or the reason
 */
struct scope_group {
	bool in;
	char *title;
};

/**
 * struct scope - the list
 * @group: in the order of the file; a title that comes again is the same group
 * @rule: names, and patterns of fnmatch(3)
 */
struct scope {
	struct scope_group *group;
	size_t groups, group_room;
	struct scope_rule {
		char *pattern;
		size_t group;
	} *rule;
	size_t rules, rule_room;
};

/**
 * scope_load() - read the list
 * @path: of it; NULL: the one that belongs to this program
 *
 * Return: 0, or -1 with "FILE:LINE: what is wrong".
 */
int scope_load(struct scope *s, const char *path, struct error *err);

/** scope_parse() - the same of a text; @name stands for it in an error */
int scope_parse(struct scope *s, const char *name, const char *text,
		struct error *err);

/**
 * scope_find() - what the list says of a function
 *
 * Return: the number of its group, or -1 when it says nothing.
 */
long scope_find(const struct scope *s, const char *function);

void scope_clear(struct scope *s);

#endif
