/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is still to be played, and in which order.
 */
#ifndef HARNESS_RUN_QUEUE_H
#define HARNESS_RUN_QUEUE_H

#include "harness/run/pool.h"

/**
 * struct queue - of a pool
 * @order: indices of pool->chosen
 * @next, @total: how many were taken, and how many there are in all
 * @own_kernel: what is set for the whole machine may be set here
 */
struct queue {
	const struct pool *pool;
	size_t *order;
	size_t next, total;
	bool own_kernel;
};

/**
 * queue_open() - what failed last time first, then what waits for kernel timers,
 * and last what must be played alone
 * @own_kernel: what is set for the whole machine may be set here
 *
 * Return: 0, or -1; to be closed in either case.
 */
int queue_open(struct queue *q, const struct pool *pool, bool own_kernel,
	       struct error *err);

void queue_close(struct queue *q);

/** queue_first() - the next one, which stays there; NULL: there is none */
const struct chosen *queue_first(const struct queue *q);

/** queue_take() - and now it is taken */
void queue_take(struct queue *q);

/**
 * queue_alone() - whether a variant may have nobody beside it: it sets something
 * for the whole machine
 */
bool queue_alone(const struct queue *q, const struct chosen *c);

#endif
