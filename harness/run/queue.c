/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sorting what is to be played.
 */
#include "harness/run/queue.h"

#include <stdlib.h>

static const struct queue *sorting;

bool queue_alone(const struct queue *q, const struct chosen *c)
{
	return q->own_kernel && c->tc->needs & NEED_ORPHANS;
}

static int in_order(const void *a, const void *b)
{
	size_t i = *(const size_t *)a, k = *(const size_t *)b;
	const struct chosen *first = &sorting->pool->chosen[i];
	const struct chosen *second = &sorting->pool->chosen[k];
	int alone = queue_alone(sorting, first) - queue_alone(sorting, second);

	if (alone)
		return alone;
	if (first->first != second->first)
		return first->first ? -1 : 1;
	if (first->tc->seconds != second->tc->seconds)
		return first->tc->seconds < second->tc->seconds ? 1 : -1;
	return i < k ? -1 : i > k;
}

int queue_open(struct queue *q, const struct pool *pool, bool own_kernel,
	       struct error *err)
{
	size_t i;

	*q = (struct queue){
		.pool = pool,
		.order = calloc(pool->n + 1, sizeof(*q->order)),
		.total = pool->n * (pool->repeat ? pool->repeat : 1),
		.own_kernel = own_kernel,
	};
	if (!q->order)
		return error_errno(err, "memory for the variants");
	for (i = 0; i < pool->n; i++)
		q->order[i] = i;
	sorting = q;
	qsort(q->order, pool->n, sizeof(*q->order), in_order);
	return 0;
}

void queue_close(struct queue *q)
{
	free(q->order);
	q->order = NULL;
}

const struct chosen *queue_first(const struct queue *q)
{
	if (q->next == q->total && !q->pool->until_fail)
		return NULL;
	return &q->pool->chosen[q->order[q->next % q->pool->n]];
}

void queue_take(struct queue *q)
{
	q->next++;
}
