/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The cable: carries packets between two TUN devices, and can hold, lose,
 * repeat, delay and corrupt them. With one device only, it is the forged
 * peer's side of a connection.
 *
 * Theory of operation. A kernel that is handed a packet by write() on a TUN
 * device has dealt with it, and has queued its answer, before write() returns.
 * So when both devices have nothing to read, nothing is under way: silence is
 * known, not guessed. Packets are passed on one by one, and the receiver's
 * answer is fetched before the sender's next packet: the order in which they
 * would be seen on loopback.
 *
 * libpcap listens on each device as a witness: what the cable has read must be
 * the next thing that the capture shows as sent, and the trace is made of what
 * the capture shows.
 */
#ifndef HARNESS_PLAY_CABLE_H
#define HARNESS_PLAY_CABLE_H

#include "harness/play/play.h"

#include <poll.h>

struct cable;

/**
 * cable_new() - a cable between two devices
 * @fd: their descriptors, by end; -1 at the end that is forged
 */
struct cable *cable_new(const int fd[2]);

/** cable_free() - and close its devices; NULL is fine */
void cable_free(struct cable *c);

/** cable_drain() - carry everything that there is to be carried */
void cable_drain(struct cable *c);

/** cable_fds() - the two descriptors to poll for something to carry */
void cable_fds(const struct cable *c, struct pollfd pfd[2]);

/**
 * cable_deliver() - hand a packet to an end that nobody on the cable sent
 * @c: the cable
 * @to: END_CLIENT or END_SERVER
 * @packet: from the IP header on
 * @size: octets of it
 *
 * When it is a TCP segment it becomes part of the step, as passed.
 */
void cable_deliver(struct cable *c, int to, const uint8_t *packet,
		   size_t size);

/* What a rule does with the first segment that it is about. */
enum cable_action {
	CABLE_DROP,
	CABLE_DUPLICATE,
	CABLE_DELAY,
	CABLE_CORRUPT,
};

/** cable_rule() - one more rule; breaks the play when there are too many */
void cable_rule(struct cable *c, int from, enum kind kind,
		enum cable_action action);

/** cable_set_held() - begin or end a hold; the packets stay where they are */
void cable_set_held(struct cable *c, int from, bool held);

/** cable_held() - packets that are held */
size_t cable_held(const struct cable *c, int from);

/**
 * cable_let_go() - one held packet comes to its end
 * @from: whose
 * @index: 0 for the one that has waited for longest
 * @pass: it is delivered; else lost
 */
void cable_let_go(struct cable *c, int from, size_t index, bool pass);

/** cable_set_cut() - lose everything from now on, or no longer */
void cable_set_cut(struct cable *c, bool cut);

/**
 * cable_replay() - deliver a copy of the last segment of a kind
 *
 * Return: whether there was one.
 */
bool cable_replay(struct cable *c, int from, enum kind kind);

/** cable_is_holding() - whether something is or would be kept back, or lost */
bool cable_is_holding(const struct cable *c);

/**
 * cable_unused_rule() - a rule that has not met its segment yet
 * @c: the cable
 * @from: set to the end it is about
 * @kind: set to the kind of segment
 *
 * Return: whether there is one.
 */
bool cable_unused_rule(const struct cable *c, int *from, enum kind *kind);

/** cable_seen() - segments of each kind that an end has sent, as text */
char *cable_seen(const struct cable *c, int from);

#endif
