/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The language of cases: whose socket a step is about. A part of cases/case.h.
 */
#ifndef CASES_ENDS_H
#define CASES_ENDS_H

#include <stdint.h>

/**
 * struct end - whose socket a verb is about
 * @player: 0 client, 1 server
 * @number: 1 for the first connection, 2 for the second, ...
 * @which: the connection's socket, a duplicate of it, or the listener
 */
struct end {
	uint8_t player;
	uint32_t number;
	uint8_t which;
};

enum { SOCKET_CONNECTION, SOCKET_DUPLICATE, SOCKET_LISTENER };

#define client ((struct end){0, 1, SOCKET_CONNECTION})
#define server ((struct end){1, 1, SOCKET_CONNECTION})

/** nth() - the player's socket of the n-th connection, n from 1 on */
static inline struct end nth(struct end e, unsigned n)
{
	e.number = n;
	return e;
}

/** duplicate() - the descriptor that call_dup() made */
static inline struct end duplicate(struct end e)
{
	e.which = SOCKET_DUPLICATE;
	return e;
}

/** listener() - the listening socket of a player */
static inline struct end listener(struct end e)
{
	e.which = SOCKET_LISTENER;
	return e;
}

#endif
