/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RFC 9293, section 3.10 (event processing), with RFC 5961, RFC 6191, RFC 7323,
 * RFC 7413 and RFC 1337, as a function: from a control block and an event to
 * the segments that answer it, the next control block, and what the user is
 * told.
 *
 * Theory of operation: nothing in here does anything. rfc9293_event() looks at
 * one `struct tcb` and one `struct event` and fills a `struct outcome`; time,
 * timers, the network and the user are its callers. There is about one function
 * for each section: rfc9293_calls.c has 3.10.1 to 3.10.6,
 * rfc9293_unsynchronized.c has 3.10.7.1 to 3.10.7.3, rfc9293_steps.c has the
 * eight steps of 3.10.7.4, and rfc9293.c has 3.10.8 and chooses between them.
 *
 * The model is of opening and closing. Data are octets without content; a
 * segment is never cut at a maximum size; urgent data, precedence and security
 * are left out.
 */
#ifndef HARNESS_REFEREE_RFC9293_H
#define HARNESS_REFEREE_RFC9293_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum rfc_state {
	RFC_CLOSED,
	RFC_LISTEN,
	RFC_SYN_SENT,
	RFC_SYN_RECEIVED,
	RFC_ESTABLISHED,
	RFC_FIN_WAIT_1,
	RFC_FIN_WAIT_2,
	RFC_CLOSE_WAIT,
	RFC_CLOSING,
	RFC_LAST_ACK,
	RFC_TIME_WAIT,
	RFC_STATES
};

/* Pieces of the stream behind a gap that an end keeps (SHLD-31). */
#define TCB_HELD 4

/**
 * struct tcb - transmission control block (RFC 9293 3.3.1)
 * @state: of the connection
 * @passive: SYN-RECEIVED was entered from a passive OPEN (MUST-11)
 * @remote_known: LISTEN: the OPEN named the remote socket
 * @iss: initial send sequence number
 * @snd_una: oldest octet sent and not acknowledged
 * @snd_nxt: next octet to be sent
 * @snd_wnd: the peer's window, in octets behind @snd_una
 * @snd_wl1, @snd_wl2: SEG.SEQ and SEG.ACK of the last window update
 * @max_snd_wnd: the largest @snd_wnd so far (RFC 5961 5.2)
 * @queued: octets that the user has sent and that are not segmentized
 * @fin_due: CLOSE was called and the FIN is not sent yet
 * @fin_sent: the FIN is sent; it is the octet before @snd_nxt
 * @irs: initial receive sequence number
 * @rcv_nxt: next octet expected
 * @rcv_wnd: window offered to the peer, in octets behind @rcv_nxt
 * @peer_fin: the peer's FIN was received; it is the octet before @rcv_nxt
 * @no_reading: half-duplex CLOSE (MAY-1): the user reads no more
 * @ignore_reset: RST does not end TIME-WAIT (RFC 1337, fix F1)
 * @fast_open: SYN-RECEIVED may send and receive text (RFC 7413 4.2)
 * @timestamps: both SYNs had the option (RFC 7323), so @ts_recent is valid
 * @ts_recent: TS.Recent
 * @n_held: entries of @held
 * @held: what arrived behind a gap; @fin stands behind its last octet
 */
struct tcb {
	enum rfc_state state;
	bool passive, remote_known;
	uint32_t iss, snd_una, snd_nxt, snd_wnd, snd_wl1, snd_wl2, max_snd_wnd;
	uint32_t queued;
	bool fin_due, fin_sent;
	uint32_t irs, rcv_nxt, rcv_wnd;
	bool peer_fin, no_reading, ignore_reset, fast_open, timestamps;
	uint32_t ts_recent;
	uint8_t n_held;
	struct tcb_held {
		uint32_t seq, length;
		bool fin;
	} held[TCB_HELD];
};

/**
 * rfc9293_possible() - whether a control block does not contradict itself
 *
 * For example, only CLOSE-WAIT, CLOSING, LAST-ACK and TIME-WAIT have received
 * a FIN, and in FIN-WAIT-2 everything sent is acknowledged.
 */
bool rfc9293_possible(const struct tcb *tcb);

enum event_kind {
	EVENT_OPEN_ACTIVE,
	EVENT_OPEN_PASSIVE,
	EVENT_SEND,
	EVENT_RECEIVE,
	EVENT_CLOSE,
	EVENT_ABORT,
	EVENT_STATUS,
	EVENT_SEGMENT,
	EVENT_USER_TIMEOUT,
	EVENT_RETRANSMISSION_TIMEOUT,
	EVENT_TIME_WAIT_TIMEOUT,
};

/**
 * struct event - something that happens to a connection
 * @kind: what
 * @octets: EVENT_SEND: how many
 * @iss: the ISS to take when the event makes the end choose one
 * @window: the window to offer from then on, likewise
 * @remote: EVENT_OPEN_PASSIVE: the remote socket is specified
 * @newer: EVENT_SEGMENT, a SYN in TIME-WAIT: it is known to begin a newer
 *         connection (RFC 6191, or MAY-2), and somebody listens
 * @fast_open: EVENT_SEGMENT, a SYN in LISTEN: its text is taken (RFC 7413)
 * @last_ack: EVENT_SEGMENT with timestamps: Last.ACK.sent (RFC 7323 4.3)
 * @seg: EVENT_SEGMENT; flags as in pcap/segment.h, @length without SYN and FIN;
 *       @ts is TSval if @has_ts says that there is one
 */
struct event {
	enum event_kind kind;
	uint32_t octets;
	uint32_t iss, window;
	bool remote, newer, fast_open;
	uint32_t last_ack;
	struct event_segment {
		uint32_t seq, ack, length, wnd, ts;
		uint16_t flags;
		bool has_ts;
	} seg;
};

/* How binding a reply is. */
enum reply_strength {
	REPLY_DUE,	 /* it must be sent */
	REPLY_DELAYED,	 /* so must this, but it may wait and be summed up */
	REPLY_CHALLENGE, /* challenge ACK: throttled (RFC 5961 7) */
	REPLY_MAY,	 /* it may be sent */
};

/**
 * struct reply - a segment that answers an event
 * @length: octets of data
 */
struct reply {
	uint32_t seq, ack, length;
	uint16_t flags;
	enum reply_strength strength;
};

/* What the user is told, as bits. */
#define SIGNAL_NO_CONNECTION   0x001 /* error: connection does not exist */
#define SIGNAL_EXISTS	       0x002 /* error: connection already exists */
#define SIGNAL_UNSPECIFIED     0x004 /* error: remote socket unspecified */
#define SIGNAL_CLOSING	       0x008 /* (error:) connection closing */
#define SIGNAL_RESET	       0x010 /* (error:) connection reset */
#define SIGNAL_REFUSED	       0x020 /* connection refused */
#define SIGNAL_TIMED_OUT       0x040 /* aborted due to user timeout */
#define SIGNAL_ESTABLISHED     0x080 /* the OPEN has succeeded */
#define SIGNAL_DATA	       0x100 /* there is something to be read */
#define SIGNAL_RESTART_2MSL    0x200 /* not for the user: (re)start the timer */

#define OUTCOME_REPLIES 4

/**
 * struct outcome - what becomes of an event
 * @tcb: the next control block
 * @reply, @n: segments that answer
 * @signals: SIGNAL_* bits
 * @impossible: the event cannot occur there, or the control block cannot be
 * @why: the paragraph that decided, "3.10.7.4 second step"
 */
struct outcome {
	struct tcb tcb;
	struct reply reply[OUTCOME_REPLIES];
	unsigned n;
	unsigned signals;
	bool impossible;
	const char *why;
};

/**
 * rfc9293_event() - process one event
 * @tcb: the control block; @out may not hold it
 * @event: what happens
 * @out: filled
 */
void rfc9293_event(const struct tcb *tcb, const struct event *event,
		   struct outcome *out);

/** rfc9293_state_name() - "FIN-WAIT-1", as the RFC writes it */
const char *rfc9293_state_name(enum rfc_state state);

/**
 * rfc9293_synchronized() - RFC 9293 3.3.2: ESTABLISHED and all behind it
 */
static inline bool rfc9293_synchronized(enum rfc_state state)
{
	return state >= RFC_ESTABLISHED;
}

/**
 * struct rfc9293_reading - a place where the text contradicts itself
 * @where: section
 * @conflict: what the text says twice
 * @taken: what this model does
 */
struct rfc9293_reading {
	const char *where, *conflict, *taken;
};

/* The nine of them; ended by an entry without @where. */
extern const struct rfc9293_reading rfc9293_readings[];

#endif
