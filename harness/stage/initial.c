/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A process sees the sysctls of the network namespace that it is in, so each
 * access goes there and comes back.
 */
#include "harness/stage/initial.h"
#include "base/memory.h"
#include "harness/stage/stage.h"

#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int initial = -1;
static char saved[64];

void initial_keep(void)
{
	if (getenv(INITIAL_VARIABLE))
		initial = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
}

/* Return: a descriptor of the own namespace, for the way back; or -1. */
static int go_there(void)
{
	int own;

	if (initial < 0)
		return -1;
	own = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	if (own >= 0 && setns(initial, CLONE_NEWNET)) {
		close(own);
		return -1;
	}
	return own;
}

static void come_back(int own)
{
	/* Nobody may go on in the machine's namespace as if it were his. */
	if (setns(own, CLONE_NEWNET))
		memory_none();
	close(own);
}

bool initial_has(const char *name)
{
	int own = go_there();
	bool has;

	if (own < 0)
		return false;
	has = !strcmp(name, INITIAL_MAX_ORPHANS) && stage_has(name);
	come_back(own);
	return has;
}

int initial_write(const char *name, const char *value, struct error *err)
{
	int own = go_there(), ret;

	if (own < 0)
		return error_errno(err, "the initial network namespace");
	ret = stage_write(name, value, err);
	come_back(own);
	return ret;
}

int initial_save(struct error *err)
{
	int own = go_there(), ret;

	if (own < 0)
		return error_errno(err, "the initial network namespace");
	ret = stage_read(INITIAL_MAX_ORPHANS, saved, sizeof(saved), err);
	come_back(own);
	return ret;
}

int initial_restore(struct error *err)
{
	return initial_write(INITIAL_MAX_ORPHANS, saved, err);
}
