/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Waiting for workers that end.
 */
#include "harness/run/leaving.h"

#include <errno.h>
#include <string.h>
#include <sys/wait.h>

void leaving_wait_for(pid_t pid, int *status)
{
	while (waitpid(pid, status, 0) < 0 && errno == EINTR)
		;
}

void leaving_add(struct leaving *l, pid_t pid)
{
	if (l->n == LEAVING_MAX) {
		leaving_wait_for(l->pid[0], NULL);
		l->n--;
		memmove(l->pid, l->pid + 1, l->n * sizeof(*l->pid));
	}
	l->pid[l->n++] = pid;
}

void leaving_forget(struct leaving *l, pid_t pid)
{
	unsigned i = 0;

	while (i < l->n)
		if (l->pid[i] == pid)
			l->pid[i] = l->pid[--l->n];
		else
			i++;
}

void leaving_wait(struct leaving *l)
{
	while (l->n)
		leaving_wait_for(l->pid[--l->n], NULL);
}
