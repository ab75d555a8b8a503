/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Verbs: what a step of a script can be. verb.def has them all.
 */
#ifndef HARNESS_TRACE_VERB_H
#define HARNESS_TRACE_VERB_H

#include <stdbool.h>
#include <stddef.h>

enum verb {
#define VERB(id, ...) VERB_##id,
#include "harness/trace/verb.def"
#undef VERB
	VERB_COUNT
};

/** enum verb_who - who acts: the first word of a step's line */
enum verb_who {
	WHO_PLAYER, /* "client", "server#2": the step's end */
	WHO_STAGE,
	WHO_THIRD,
	WHO_UNTIL,
	WHO_WATCH,
	WHO_WITHIN,
	WHO_CABLE,
	WHO_FORGED,
	WHO_COUNT
};

/** enum verb_result - what is written behind a step */
enum verb_result {
	RESULT_NONE,	/* nothing */
	RESULT_CALL,	/* "= -1 EPIPE + SIGPIPE" */
	RESULT_EVENTS,	/* "= IN OUT RDHUP" */
	RESULT_ERROR,	/* "= ECONNRESET", "= 0" */
	RESULT_PROCESS, /* nothing, or how long it took */
	RESULT_QUEUE,	/* "holds 1, limit 8" */
	RESULT_WAIT,	/* ": not after 5 s, but FIN_WAIT2" */
};

/**
 * enum verb_meaning - what a step means to RFC 9293: to the referee
 *
 * What is said of a call is so if the call succeeds. The step's end is meant,
 * or its listener where the step is about that.
 */
enum verb_meaning {
	MEANS_NOTHING,		 /* though any call may send an ACK */
	MEANS_OPEN,		 /* OPEN, active; also if the call fails */
	MEANS_OPEN_BY_FLAGS,	 /* the same, with MSG_FASTOPEN */
	MEANS_SAME_PORT,	 /* the next OPEN takes an earlier one's place */
	MEANS_LISTEN,		 /* OPEN, passive */
	MEANS_CLOSE,		 /* CLOSE; of a listener: it is gone */
	MEANS_CLOSE_CONNECTIONS, /* CLOSE of all that the player has */
	MEANS_CLOSE_ALL,	 /* and of its listener */
	MEANS_BY_HOW,		 /* CLOSE, or no more RECEIVE, or both */
	MEANS_ABORT,		 /* ABORT, or what may come to the same */
	MEANS_NETCAT,		 /* OPEN, active, and CLOSE at its end */
	MEANS_BY_OPTION,	 /* TCP_FASTOPEN: text beside a SYN counts */
	MEANS_BY_SETTING,	 /* a sysctl: that, or no timestamps */
	MEANS_TIME,		 /* timers may expire */
	MEANS_COPY,		 /* its segment is not sent by the end */
	MEANS_DOUBLE,		 /* the end's next segment arrives twice */
	MEANS_FORGED,		 /* the end is written by hand; a segment */
	MEANS_TIMESTAMPS,	 /* its segments have timestamps (RFC 7323) */
};

#define VERB_BLOCKS  0x1
#define VERB_OPENS   0x2
#define VERB_LISTENS 0x4
#define VERB_BARE    0x8
#define VERB_SPENDS  0x10

/** struct verb_row - a row of verb.def */
struct verb_row {
	const char *id;
	const char *text;
	const char *sentence;
	enum verb_who who;
	enum verb_result result;
	enum verb_meaning means;
	unsigned flags;
};

/** verb_row() - the row of a verb; that of VERB_COUNT is empty */
const struct verb_row *verb_row(enum verb verb);

/** verb_who_word() - "stage", "third", ...; NULL for WHO_PLAYER */
const char *verb_who_word(enum verb_who who);

/**
 * verb_usage() - a verb's text with names for its arguments
 * @text: receives "setsockopt(OPTION, N)"
 * @size: of @text
 */
void verb_usage(enum verb verb, char *text, size_t size);

/**
 * verb_nearest() - the verb that a step's words probably mean
 * @who: who acts
 * @text: what stands behind
 *
 * Return: the verb, or VERB_COUNT when none is like it.
 */
enum verb verb_nearest(enum verb_who who, const char *text);

#endif
