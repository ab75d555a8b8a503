/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The inside of a player's process: it receives calls and performs them.
 */
#ifndef HARNESS_PLAY_ACTOR_H
#define HARNESS_PLAY_ACTOR_H

#include "harness/play/call.h"

/* Connections a player can have at once. */
#define ACTOR_SOCKETS 8

/**
 * struct actor - everything the process owns
 * @family: of its sockets
 * @listener: descriptor, or -1
 * @connection, @duplicate: descriptors by connection number - 1, or -1; a
 *                          closed one keeps its number, so that it can be
 *                          closed twice
 * @sent, @received: octets so far, by connection; they say which octet is next
 * @pipe: UNIX socket pair that holds a passed descriptor
 * @child: process made by fork
 * @epoll: descriptor, or -1
 */
struct actor {
	int family;
	int listener;
	int connection[ACTOR_SOCKETS];
	int duplicate[ACTOR_SOCKETS];
	uint64_t sent[ACTOR_SOCKETS];
	uint64_t received[ACTOR_SOCKETS];
	int pipe[2];
	int child;
	int child_pipe;
	int epoll;
	int *files;
	size_t n_files;
};

/**
 * actor_run() - the life of a player's process
 * @control: descriptor that calls come from and answers go to
 * @family: AF_INET or AF_INET6
 *
 * Never returns: ends with the harness, with OP_EXIT, or with a signal.
 */
void actor_run(int control, int family) __attribute__((noreturn));

/** actor_perform() - make one call; see actor_calls.c */
void actor_perform(struct actor *a, const struct call *call,
		   struct answer *ans);

/** actor_data() - the calls that move octets; see actor_data.c */
void actor_data(struct actor *a, int fd, const struct call *call,
		struct answer *ans);

/** octet_at() - the octet at @offset of what every end sends, from 0 on */
char octet_at(uint64_t offset);

/** actor_process() - calls about descriptors and processes */
void actor_process(struct actor *a, int fd, const struct call *call,
		   struct answer *ans);

/** actor_fd() - pointer to the descriptor that a call is about */
int *actor_fd(struct actor *a, const struct end *end);

/** actor_ret() - fill an answer from a return value and errno */
void actor_ret(struct answer *ans, int64_t ret);

#endif
