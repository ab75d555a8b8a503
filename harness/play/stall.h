/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lost time: while a process of the play was stopped, frozen or not scheduled,
 * kernel timers went on. What happened then says nothing about the kernel.
 */
#ifndef HARNESS_PLAY_STALL_H
#define HARNESS_PLAY_STALL_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

/**
 * struct stall - the time that a play has lost
 * @off: virtual time: none passes unless everybody sleeps, so none is lost
 * @seen: when the harness was last seen running (monotonic, ns); 0: not yet
 * @lost: the sum of all that was lost, ns
 */
struct stall {
	bool off;
	int64_t seen;
	int64_t lost;
};

/**
 * stall_beat() - the harness is running
 * @slept_ns: how long it has slept on purpose since the last time
 *
 * What else has passed since then, if it is more than work takes, is lost.
 */
void stall_beat(int64_t slept_ns);

/** stall_add() - @ns more are lost */
void stall_add(int64_t ns);

/**
 * stall_poll() - poll(), in short slices
 *
 * A slice that takes longer than asked is lost time; a stop in the middle of
 * one long wait would look like waiting. Between slices it looks whether a
 * player has been stopped, as stall_look() does.
 *
 * Return: as poll().
 */
int stall_poll(struct pollfd *pfd, nfds_t n, int ms);

/** stall_look() - has a player been stopped since the last look? */
void stall_look(void);

/**
 * stall_delay() - how long a thread has waited for a CPU so far
 * @who: as a folder of /proc: "thread-self", or a process id
 *
 * Return: ns; 0 also when the kernel does not say (CONFIG_SCHED_INFO).
 */
int64_t stall_delay(const char *who);

/** stall_open() - a descriptor for stall_delay_of(), or -1 */
int stall_open(const char *who);

/** stall_delay_of() - the same, of a descriptor that can be kept */
int64_t stall_delay_of(int fd);

/**
 * stall_disturbs() - whether so much was lost that a kernel timer may have
 * fired which would not have
 */
bool stall_disturbs(void);

#endif
