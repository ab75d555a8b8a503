/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What travels between the harness and a player: one struct call there, one
 * struct answer back, each in a datagram of a SOCK_SEQPACKET pair.
 */
#ifndef HARNESS_PLAY_CALL_H
#define HARNESS_PLAY_CALL_H

#include "harness/trace/step.h"
#include "pcap/segment.h"

/**
 * struct call - one call for a player to make
 * @step: which, on which of its sockets; a call that is begun is made in a
 *        thread: the answer says that it has begun, and another one that it
 *        has ended
 * @address: where to bind or connect to; without a family a listener is bound
 *           already
 * @stranger: what is received comes from no player, and nobody knows it
 */
struct call {
	struct step step;
	struct address address;
	bool stranger;
};

/**
 * struct answer - what became of it
 * @ret: return value, -1 on error
 * @error: errno
 * @events: bits that poll() or epoll_wait() returned
 * @began: the call only begins; its return comes in another answer
 * @thread: then, the thread that makes it, as a path below /proc
 * @took_ns: how long the call took
 * @delay_ns: how long the player was ready to run and did not, since its last
 *            answer
 * @sigpipe: SIGPIPE was delivered
 * @corrupt: bytes were received that the other end never sent
 * @lost: the player cannot do that: a mistake of the script
 */
struct answer {
	int64_t ret;
	int64_t took_ns;
	int64_t delay_ns;
	int32_t error;
	uint32_t events;
	char thread[40];
	bool began;
	bool sigpipe;
	bool corrupt;
	bool lost;
};

/** answer_outcome() - what an answer says, as the outcome of a step */
struct step_outcome answer_outcome(const struct answer *ans);

/** errno_name() - "ECONNRESET"; "errno 4711" for one without a name here */
const char *errno_name(int error);

/** signal_name() - "SIGKILL"; "signal 63" for one without a name */
const char *signal_name(int signal);

#endif
