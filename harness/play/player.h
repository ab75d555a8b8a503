/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A player: a process that owns one end's sockets and makes the calls it is
 * told to make. It is a process so that exit, fork, signals, descriptor limits
 * and inherited descriptors are the real thing.
 */
#ifndef HARNESS_PLAY_PLAYER_H
#define HARNESS_PLAY_PLAYER_H

#include "base/error.h"
#include "harness/play/call.h"

#include <sys/types.h>

/**
 * struct player - the harness's side of a player
 * @pid: its process, or 0 when it is gone
 * @fd: where calls go and answers come from
 * @spent: it was told to make a call after which its process is not as it was
 */
struct player {
	pid_t pid;
	int fd;
	bool spent;
};

/**
 * player_start() - fork a player into the caller's namespaces
 * @p: filled
 * @family: AF_INET or AF_INET6: what its sockets are
 *
 * The player dies with the calling process.
 *
 * Return: 0, or -1 when fork or socketpair fail.
 */
int player_start(struct player *p, int family, struct error *err);

/**
 * player_enter() - a player of an earlier play begins anew
 * @p: alive and not spent
 * @family: of its sockets from now on
 * @network: the network namespace that it goes into
 *
 * It resets and closes what it has. Calls may follow at once. A player that
 * cannot do it dies.
 *
 * Return: 0, or -1 when it is dead.
 */
int player_enter(struct player *p, int family, int network,
		 struct error *err);

/** player_cpu_ns() - CPU time of a living player so far; 0 without one */
int64_t player_cpu_ns(const struct player *p);

/**
 * player_tell() - hand a call to the player
 *
 * Return: 0, or -1 when it is dead.
 */
int player_tell(struct player *p, const struct call *call, struct error *err);

/**
 * player_hear() - the next answer
 * @timeout_ms: how long to wait for it; 0 looks once
 *
 * Return: 1 an answer, 0 none in time, -1 the player is dead.
 */
int player_hear(struct player *p, struct answer *ans, int timeout_ms,
		struct error *err);

/**
 * player_wait() - wait for the end of a player that is to end
 * @status: as of waitpid()
 *
 * Return: 0, or -1 (the player had been waited for, or lives on after
 * @timeout_ms).
 */
int player_wait(struct player *p, int *status, int timeout_ms,
		struct error *err);

/** player_stop() - kill the player and wait for its end; harmless twice */
void player_stop(struct player *p);

#endif
