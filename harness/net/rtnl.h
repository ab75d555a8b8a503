/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HARNESS_NET_RTNL_H
#define HARNESS_NET_RTNL_H

#include "base/error.h"

struct nlmsghdr;

/**
 * rtnl_talk() - one request to rtnetlink of the caller's namespace
 * @nlh: the message; NLM_F_REQUEST and NLM_F_ACK are added
 * @what: what it is about, for the error line
 *
 * Return: 0, or -1 with errno.
 */
int rtnl_talk(struct nlmsghdr *nlh, const char *what, struct error *err);

#endif
