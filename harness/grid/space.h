/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The space of segments that every station is probed with: 64 combinations of
 * flags, seven sequence numbers, six acknowledgment numbers, three lengths.
 * The numbers are relative to what the subject expects (RFC 9293 3.3.1).
 */
#ifndef HARNESS_GRID_SPACE_H
#define HARNESS_GRID_SPACE_H

#include "base/error.h"
#include "pcap/segment.h"

#define GRID_FLAGS   64
#define GRID_SEQS    7
#define GRID_ACKS    6
#define GRID_LENGTHS 3
#define GRID_COLUMNS (GRID_SEQS * GRID_ACKS * GRID_LENGTHS)
#define GRID_CELLS   (GRID_FLAGS * GRID_COLUMNS)

/* Window of the forged peer, never scaled. */
#define GRID_WINDOW 65535

enum grid_seq {
	GRID_SEQ_OLD,	 /* RCV.NXT - 100000, left of any window */
	GRID_SEQ_LEFT,	 /* RCV.NXT - 1 */
	GRID_SEQ_EXACT,	 /* RCV.NXT */
	GRID_SEQ_INSIDE, /* RCV.NXT + 100 */
	GRID_SEQ_EDGE,	 /* RCV.NXT + RCV.WND, the first one outside */
	GRID_SEQ_BEYOND, /* RCV.NXT + RCV.WND + 1 */
	GRID_SEQ_FAR,	 /* RCV.NXT + 2^31 */
};

enum grid_ack {
	GRID_ACK_OLD,	 /* SND.UNA - 200000, older than any window */
	GRID_ACK_BEFORE, /* SND.UNA - 1 */
	GRID_ACK_UNA,	 /* SND.UNA */
	GRID_ACK_NXT,	 /* SND.NXT */
	GRID_ACK_UNSENT, /* SND.NXT + 1 */
	GRID_ACK_FAR,	 /* SND.NXT + 2^31 */
};

/**
 * struct cell - one segment of the space
 * @flags: SEG_* bits, without ECE, CWR and AE
 * @seq: enum grid_seq
 * @ack: enum grid_ack; sent in the header whether or not SEG_ACK is set
 * @length: octets of payload
 */
struct cell {
	uint16_t flags;
	uint8_t seq, ack, length;
};

/**
 * struct numbers - what the subject expects, as its peer knows it
 * @rcv_wnd: octets that the subject offered behind @rcv_nxt
 */
struct numbers {
	uint32_t snd_una, snd_nxt, rcv_nxt, rcv_wnd;
};

/** cell_at() - the cell of an index below GRID_CELLS: row by row */
struct cell cell_at(unsigned index);

/** cell_index() - the other way round */
unsigned cell_index(const struct cell *cell);

/* Room for cell_name(). */
#define CELL_NAME 64

/**
 * cell_name() - "FIN.ACK,exact,una,0"
 * @cell: the cell
 * @buf: CELL_NAME octets
 *
 * Return: @buf.
 */
char *cell_name(const struct cell *cell, char *buf);

/**
 * cell_parse() - the other way round; flags in any order
 * @name: "ACK.FIN,exact,una,0"
 * @cell: filled
 * @err: says what is allowed in the place of what is not
 *
 * Return: 0, or -1.
 */
int cell_parse(const char *name, struct cell *cell, struct error *err);

/** cell_seq_name() - "exact"; NULL behind the last one */
const char *cell_seq_name(unsigned seq);

/** cell_ack_name() - "una"; NULL behind the last one */
const char *cell_ack_name(unsigned ack);

/**
 * cell_flags_text() - the flags of a row in tcpdump's letters, "-" for none
 * @flags: SEG_* bits
 * @buf: 8 octets
 *
 * Return: @buf.
 */
char *cell_flags_text(uint16_t flags, char *buf);

/** cell_row_flags() - the flags of a row below GRID_FLAGS */
uint16_t cell_row_flags(unsigned row);

/**
 * cell_segment() - the segment itself
 * @cell: of the space
 * @numbers: what the subject expects
 * @seg: flags, numbers, length, window and options are filled; not addresses
 */
void cell_segment(const struct cell *cell, const struct numbers *numbers,
		  struct segment *seg);

#endif
