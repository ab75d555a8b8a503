/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The language of cases: what an end sends that is no socket. A part of
 * cases/case.h.
 */
#ifndef CASES_FORGED_H
#define CASES_FORGED_H

#include "cases/ends.h"

#include <stdbool.h>
#include <stdint.h>

/* --- the forged peer (forged only) -------------------------------------- */

/**
 * struct forged - a segment to be forged, as far as it is not the natural one
 * @seq: offset from what the peer would send next
 * @acked: @seq counts from what the subject has acknowledged instead
 * @ack: offset from the last thing that the subject has sent
 * @len: octets of payload
 * @ts: offset of the timestamp value from what it would be
 * @echo: offset of the timestamp echo reply from what it would be
 * @tsval, @tsecr: TS(n) for exactly n in their place
 * @no_ts: no timestamps, though forge_timestamps() was called
 * @window: to be offered, instead of 65535; -1 for a closed one
 * @urgent: the urgent pointer; the flag is "U"
 * @sack: blocks, from @left up to but without @right, in numbers of the
 *        subject as the trace has them: its first octet is 1
 */
struct forged {
	int32_t seq;
	bool acked;
	int32_t ack;
	unsigned len;
	int32_t ts, echo;
	uint64_t tsval, tsecr;
	bool no_ts;
	int window;
	uint16_t urgent;
	struct {
		int32_t left, right;
	} sack[4];
};

/* A timestamp of exactly n; 0 is one. */
#define TS(n) (UINT64_C(1) << 32 | (uint32_t)(n))

/**
 * forge() - the forged peer sends one segment
 * @as: which end is forged
 * @flags: tcpdump's letters: "S", "S.", ".", "P.", "F.", "R", "R.", ...
 * @...: fields of struct forged, as in forge(client, "R", .seq = 1)
 *
 * Its octets are those that a player would send at that place. A segment with
 * natural sequence number moves the peer on by its length; one with .acked, and
 * no .seq, moves it to its own end.
 */
#define forge(as, flags, ...)                                                  \
	forge_segment(as, flags, &(struct forged){__VA_ARGS__})
void forge_segment(struct end as, const char *flags, const struct forged *f);

/** forge_timestamps() - the peer's segments carry timestamps from now on */
void forge_timestamps(struct end as);

/** forge_sack() - the peer's SYN offers SACK */
void forge_sack(struct end as);

/** forge_icmp() - a router reports: destination unreachable, with this code */
void forge_icmp(struct end to, unsigned code);

#endif
