/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Between pool and worker: a variant there, and its result back. Both are forks
 * of one process, so a variant is a pointer into the list that they share.
 */
#ifndef HARNESS_RUN_WORKER_LINE_H
#define HARNESS_RUN_WORKER_LINE_H

#include "harness/run/worker.h"

/**
 * worker_give() - a variant to be played
 *
 * Return: 0, or -1 with errno: the worker is gone.
 */
int worker_give(int fd, const struct chosen *c);

/** worker_next() - wait for the next variant; NULL: there will be none */
const struct chosen *worker_next(int fd);

/**
 * worker_send() - a result
 * @stays: the worker can have another variant
 *
 * Return: 0, or -1 with errno.
 */
int worker_send(int fd, const struct result *r, bool stays);

/**
 * worker_result() - a result out of what has come so far
 * @data, @size: all of it
 * @stays: set if there is a result
 *
 * Return: 1 a result, 0 it is not whole yet, -1 that is none.
 */
int worker_result(const char *data, size_t size, struct result *r,
		  bool *stays);

#endif
