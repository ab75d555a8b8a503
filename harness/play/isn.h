/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Numbers of a new incarnation, shown in the old one.
 *
 * Where a port is used anew while the other end still knows the old
 * connection, the SYN belongs to the conversation that it disturbs. Its number
 * comes from the kernel's clock (secure_tcp_seq()), so it is another one in
 * each run, and is written by name: "ISN".
 */
#ifndef HARNESS_PLAY_ISN_H
#define HARNESS_PLAY_ISN_H

#include "pcap/conversation.h"

/* SYNs of one end, beside the one that its conversation counts from. */
#define ISN_MAX 4

/**
 * struct isn_list - the other SYNs of one end of a conversation
 * @isn: their numbers, as they came
 * @n: how many
 */
struct isn_list {
	uint32_t isn[ISN_MAX];
	unsigned n;
};

/**
 * isn_learn() - take note of a segment if it is a SYN of another number
 * @list: of the end that sent it
 * @p: the segment as placed
 */
void isn_learn(struct isn_list *list, const struct placed *p);

/**
 * isn_name() - numbers of a later incarnation count from its SYN
 * @from: list of the end that sent the segment
 * @to: list of the other end
 * @p: the segment as placed; seq_isn, ack_isn and the numbers are set
 *
 * The clock only goes forward: a number of the old connection is below that of
 * the later SYN.
 */
void isn_name(const struct isn_list *from, const struct isn_list *to,
	      struct placed *p);

#endif
