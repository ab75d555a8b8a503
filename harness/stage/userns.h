/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A user namespace, which lets an ordinary user make the other ones.
 */
#ifndef HARNESS_STAGE_USERNS_H
#define HARNESS_STAGE_USERNS_H

#include "base/error.h"

#include <sys/types.h>

/**
 * userns_map() - in a new user namespace: be root there
 * @uid, @gid: of the caller, as they were before it was made
 *
 * Return: 0, or -1 with errno.
 */
int userns_map(uid_t uid, gid_t gid);

/**
 * userns_forbidden() - which of the usual locks it is, and how it is opened
 * @error: errno of the call that did not make namespaces
 *
 * Return: always -1.
 */
int userns_forbidden(int error, struct error *err);

#endif
