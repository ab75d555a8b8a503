/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The house: the namespaces that a whole run lives in.
 *
 * A PID namespace, so that whatever ends the run ends every process of it,
 * SIGKILL included; a network namespace, so that the stages can be given
 * small hash tables without touching the host; a mount namespace for a /proc
 * of its own; and, for an ordinary user, a user namespace that gives the
 * privileges for the others.
 */
#ifndef HARNESS_STAGE_HOUSE_H
#define HARNESS_STAGE_HOUSE_H

#include "base/error.h"

/**
 * house_run() - run a function as the first process of a new house
 * @inside: called there with @arg; its return value is the exit status
 * @status: what @inside returned
 * @caught: SIGINT, SIGTERM or SIGHUP if one came meanwhile, else 0; it was
 *          handed on as SIGTERM, and @inside had the time to end by itself
 * @err: one line that says what to do when the machine forbids a house
 *
 * Return: 0, or -1 when no house could be made, or when it was torn down from
 * outside.
 */
int house_run(int (*inside)(void *arg), void *arg, int *status, int *caught,
	      struct error *err);

/** house_interrupted() - inside: the signal that asked for an end, or 0 */
int house_interrupted(void);

#endif
