/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A case being played: everything that its verbs work on.
 */
#ifndef HARNESS_PLAY_PLAY_H
#define HARNESS_PLAY_PLAY_H

#include "base/clock.h"
#include "cases/case.h"
#include "harness/judge/golden.h"
#include "harness/judge/trace.h"
#include "harness/net/tcpstate.h"
#include "harness/play/isn.h"
#include "harness/play/player.h"
#include "harness/play/stall.h"
#include "harness/trace/script.h"
#include "pcap/capture.h"
#include "pcap/conversation.h"

#include <setjmp.h>

/* The port that servers listen on. */
#define SERVER_PORT 7777
/* A port that nobody listens on. */
#define CLOSED_PORT 7778
/* Connections whose states are followed. */
#define MAX_CONVERSATIONS 8

/**
 * enum link - what lies between the two ends
 * @LINK_LO: the loopback of one namespace
 * @LINK_WIRE: two namespaces, a TUN device in each, the harness as the cable
 * @LINK_FORGED: one namespace with a TUN device; the other end is no socket
 */
enum link { LINK_LO, LINK_WIRE, LINK_FORGED };

/**
 * struct variant - on which link and family a case is played
 * @name: "lo4", "lo6", "lo46", "wire4", ...
 * @link: between the ends
 * @bit: ON_* bit
 * @family: of the sockets
 * @wire: of the packets
 */
struct variant {
	const char *name;
	enum link link;
	unsigned bit;
	int family;
	int wire;
};

/* What became of a segment that was seen. */
enum fate {
	FATE_PASSED = '>',
	FATE_LOST = 'x',
	FATE_HELD = '|',
	FATE_CORRUPTED = '!',
};

/**
 * struct sighting - a segment as a line of the trace
 * @p: the segment
 * @fate: what became of it
 * @after: seconds since the line before it, a segment or a call
 * @states: those that had changed behind it (SHOW_EACH), or NULL
 */
struct sighting {
	struct placed p;
	enum fate fate;
	double after;
	struct shown_states *states;
};

/**
 * struct forged_peer - the memory of an end that is no socket
 * @begun: it has sent something
 * @timestamps: its segments carry the option
 * @sack: its SYN offers SACK
 * @next: its SND.NXT
 * @sent: segments it has sent; its clock
 * @ts_recent: the subject's last timestamp
 */
struct forged_peer {
	bool begun, timestamps, sack;
	uint32_t next;
	int32_t sent;
	uint32_t ts_recent;
};

/** struct arrived - what of a connection's end has reached the other end */
struct arrived {
	bool reset, fin[2];
};

/** enum play_end - how a play came to its end */
enum play_end {
	PLAY_DONE,	/* the script is through */
	PLAY_STUCK,	/* a call did not return: the trace says so */
	PLAY_DISTURBED, /* too slow for within_ms() */
	PLAY_BROKEN,	/* the harness could not go on */
};

/**
 * struct play - the state of the one case that this process plays
 * @pending: the call that was begun on a connection, by player and number
 * @seen, @n_seen: the segments of the step that is being waited for
 * @capture, @tcpstate: by end; on loopback both are the same
 * @network: the namespace of each end, to go back into; -1 on loopback
 * @peer: the forged ends, by connection
 * @cable: what lies between the ends; NULL on loopback
 * @acked: the highest acknowledgment number that an end has sent, if
 *         @acked_any: what is its peer's and has reached it
 * @isn: SYNs that a conversation does not count from, by end
 * @arrived: where there is a cable, which ends have been heard of
 * @told: states as last written down, by conversation and end
 * @hurry_ms: within_ms() is in force
 * @hurry_calls: calls it still covers
 * @hurry_since: beginning of the first one (monotonic, ns)
 * @listens: a player has begun to listen
 * @bound: and has not closed its listener
 * @early: connect() may come long before the SYN (TCP_FASTOPEN_CONNECT)
 * @before_syn: the highest number of a connection that was shown before its SYN
 * @by_hand: the number of the last SYN that a third party has sent
 * @stranger: a player has become another program, whose octets are its own
 * @filled: call_fill() was used: how much data there is depends on buffers
 * @told_ns: when the last segment was seen or the last call was begun, by the
 *           clock of captures
 * @calling: the step's call has been made and nothing was seen since; how long
 *           a player takes to make it is no time of the kernel's
 * @known_ns: when the step's call had returned, by the same clock
 * @at: the step of a file that is being played, or NULL
 * @mirror: shared memory that shows the trace so far, or NULL
 * @stall: what time was lost
 * @limit_ns: how long a call or an expected segment may take
 */
struct play {
	const struct test_case *tc;
	struct variant variant;
	struct player player[2];
	struct capture *capture[2];
	struct conversations *table;
	struct tcpstate *tcpstate[2];
	int network[2];
	struct cable *cable;
	struct forged_peer peer[MAX_CONVERSATIONS + 1];
	struct golden_set goldens;
	struct trace trace;

	struct call pending[2][MAX_CONVERSATIONS + 1];
	struct sighting *seen;
	size_t n_seen, seen_room;
	unsigned sent[MAX_CONVERSATIONS + 1][2];
	uint32_t acked[MAX_CONVERSATIONS + 1][2];
	bool acked_any[MAX_CONVERSATIONS + 1][2];
	struct isn_list isn[MAX_CONVERSATIONS + 1][2];
	struct arrived arrived[MAX_CONVERSATIONS + 1];
	struct tcpinfo told[MAX_CONVERSATIONS + 1][2];

	unsigned hurry_ms;
	unsigned hurry_calls;
	int64_t hurry_since;
	int64_t limit_ns;
	struct stall stall;
	int64_t told_ns, known_ns;
	bool calling;
	bool listens[2], bound[2];
	bool early;
	unsigned before_syn;
	uint32_t by_hand;
	bool stranger, filled;
	const struct script_step *at;
	char *mirror;
	size_t mirror_size;

	jmp_buf out;
	enum play_end end;
	struct error err;
};

/** play - the one that verbs mean */
extern struct play *play;

/**
 * play_script() - run the script of play->tc to its end
 *
 * Everything of struct play that is needed must be there. The trace is begun
 * with the header and ended with the states.
 *
 * Return: how it came to its end; play->err says why it broke.
 */
enum play_end play_script(void);

/** play_break() - leave the script: the harness could not go on */
void play_break(const char *fmt, ...)
	__attribute__((format(printf, 1, 2), noreturn));

/** play_leave() - leave the script */
void play_leave(enum play_end end) __attribute__((noreturn));

/**
 * step_begin() - a new step: what is seen from now on belongs to it
 *
 * Segments that came after the last step was settled are part of this one.
 */
void step_begin(void);

/**
 * step_settle() - the step is done: write it down, and wait for what it led to
 * @s: with its outcome
 *
 * See settle.c for how long.
 */
void step_settle(const struct step *s);

/** step_hurry_over() - what comes now waits: the two hurried calls are over */
void step_hurry_over(void);

/** step_drain() - take in what was sent; returns the step's segments so far */
size_t step_drain(void);

/**
 * step_saw() - one more segment of this step
 * @seg: the segment
 * @fate: what became of it
 *
 * Return: the sighting, valid until the next one.
 */
struct sighting *step_saw(const struct segment *seg, enum fate fate);

/**
 * since_told() - seconds since the last line; from now on that is @when
 * @when: wall_ns()
 */
double since_told(int64_t when);

/**
 * delay_shown() - how a delay is shown behind a line
 * @seconds: less than the shortest kernel timer that counts is not shown
 *
 * Return: the delay; none where times are not shown.
 */
struct seconds delay_shown(double seconds);

/** step_saw_again() - a segment that was held has come to its end */
void step_saw_again(const struct placed *p, enum fate fate);

/** step_segments() - the step's segments as lines at the end of a trace */
void step_segments(struct trace *t);

/**
 * states_ask() - the kernel's word on a conversation's end
 *
 * Where a later connection has the same addresses, it is none of this one's.
 */
struct tcpinfo states_ask(unsigned conversation, int end);

/**
 * states_changed() - the states that are other than last written down
 * @now: filled with all states
 */
struct shown_states states_changed(struct tcpinfo now[][2]);

/** states_each() - the same, and take note of them */
struct shown_states states_each(void);

/** states_all() - all there are, for the end line */
struct shown_states states_all(void);

/** address_of() - the address of an end's connection; breaks without one */
const struct address *address_of(struct end e);

/** wait_a_little() - block until a segment comes or @ms are over */
void wait_a_little(int ms);

/**
 * wait_again() - block until a segment comes, or it is time to look again
 * @began: when the waiting for whatever it is began (now_ns())
 *
 * That is in a millisecond at first, then in eight; after long waits in a
 * hundredth of them, so that hours are not spent in looking.
 */
void wait_again(int64_t began);

/**
 * link_wait() - block until a segment or something on @fd comes
 * @fd: one more descriptor, or -1
 * @ms: at most so long
 *
 * Return: whether @fd is readable.
 */
bool link_wait(int fd, int ms);

/** wire_address() - where an end of this variant lives, as packets say it */
struct address wire_address(int player, uint16_t port);

/** own_address() - where an end of this variant lives, as its sockets say it */
struct address own_address(int player, uint16_t port);

#endif
