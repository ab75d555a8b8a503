/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Segments told in a few words, and their lines: what the tests of
 * conversations and of the notation are made of.
 */
#ifndef TESTS_LINES_H
#define TESTS_LINES_H

#include "harness/trace/segment_line.h"

#include <check.h>
#include <stdlib.h>
#include <sys/socket.h>

/* Ports of the ends; all on 127.0.0.1. */
#define C 40000
#define S 80

/* Flags as the tests combine them. */
#define SYN	SEG_SYN
#define SYN_ACK (SEG_SYN | SEG_ACK)
#define ACK	SEG_ACK
#define DATA	(SEG_PSH | SEG_ACK)
#define FIN	(SEG_FIN | SEG_ACK)
#define RST	SEG_RST
#define RST_ACK (SEG_RST | SEG_ACK)

static inline struct segment segment(int from, int to, unsigned flags,
				     uint32_t seq, uint32_t ack,
				     uint32_t length)
{
	return (struct segment){
		.src = { AF_INET, (uint16_t)from, { 127, 0, 0, 1 } },
		.dst = { AF_INET, (uint16_t)to, { 127, 0, 0, 1 } },
		.flags = (uint16_t)flags,
		.seq = seq,
		.ack = ack,
		.length = length,
		.options.window_scale = -1,
	};
}

/* The line of a placed segment; valid until the next one. */
static inline const char *line_of(const struct placed *p, unsigned show)
{
	static char text[512];
	FILE *out = fmemopen(text, sizeof(text), "w");

	ck_assert_ptr_nonnull(out);
	segment_line(out, p, show);
	fclose(out);
	return text;
}

static struct placed placed;

static inline const char *place(struct conversations *table, int from, int to,
				unsigned flags, uint32_t seq, uint32_t ack,
				uint32_t length)
{
	struct segment seg = segment(from, to, flags, seq, ack, length);

	ck_assert_int_eq(conversations_place(table, &seg, &placed), 0);
	return line_of(&placed, 0);
}

/* Places a segment in @table, which the test has, and compares its line. */
#define SEES(line, ...) ck_assert_str_eq(place(table, __VA_ARGS__), line)

#endif
