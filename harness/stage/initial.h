/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The initial network namespace. Some sysctls exist only there, and are those of
 * the whole machine: they may be set only in a kernel under test, which is
 * nobody else's, and only while a single variant is played.
 */
#ifndef HARNESS_STAGE_INITIAL_H
#define HARNESS_STAGE_INITIAL_H

#include "base/error.h"

#include <stdbool.h>

/* All that a case may set (NEED_ORPHANS in cases/case.h). */
#define INITIAL_MAX_ORPHANS "net.ipv4.tcp_max_orphans"

/* Set by the first process of a kernel under test. */
#define INITIAL_VARIABLE "LASTACK_OWN_KERNEL"

/**
 * initial_keep() - remember the calling process's network namespace
 *
 * To be called before it is left. Without the variable in the environment, or
 * without the right to come back, nothing is kept.
 */
void initial_keep(void);

/** initial_has() - whether a sysctl of the machine may be set here */
bool initial_has(const char *name);

/**
 * initial_write() - set a sysctl of the machine
 *
 * The calling process is back in its own namespace then.
 *
 * Return: 0, or -1.
 */
int initial_write(const char *name, const char *value, struct error *err);

/**
 * initial_save() - remember what cases may change
 *
 * Return: 0, or -1.
 */
int initial_save(struct error *err);

/** initial_restore() - set it back; 0, or -1 */
int initial_restore(struct error *err);

#endif
