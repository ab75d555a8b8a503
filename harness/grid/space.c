/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Numbering the cells, and filling in their segments.
 */
#include "harness/grid/space.h"
#include "harness/trace/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Flags that a row is made of. */
#define ROW_FLAGS (SEG_FIN | SEG_SYN | SEG_RST | SEG_PSH | SEG_ACK | SEG_URG)

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

/*
 * Rows are sorted by what decides most: RST before SYN before ACK before FIN;
 * PSH and URG, which should decide nothing, make rows of four alike.
 */
static const struct {
	uint16_t bit;
	const char *name;
} row_bits[] = {
	{SEG_URG, "URG"}, {SEG_PSH, "PSH"}, {SEG_FIN, "FIN"},
	{SEG_ACK, "ACK"}, {SEG_SYN, "SYN"}, {SEG_RST, "RST"},
};

static const char *const seq_names[] = {
	"old", "left", "exact", "inside", "edge", "beyond", "far",
};

static const char *const ack_names[] = {
	"old", "before", "una", "nxt", "unsent", "far",
};

static const uint8_t lengths[GRID_LENGTHS] = {0, 1, 10};

const char *cell_seq_name(unsigned seq)
{
	return seq < GRID_SEQS ? seq_names[seq] : NULL;
}

const char *cell_ack_name(unsigned ack)
{
	return ack < GRID_ACKS ? ack_names[ack] : NULL;
}

uint16_t cell_row_flags(unsigned row)
{
	uint16_t flags = 0;
	unsigned i;

	for (i = 0; i < COUNT(row_bits); i++)
		if (row & 1u << i)
			flags |= row_bits[i].bit;
	return flags;
}

static unsigned row_of(uint16_t flags)
{
	unsigned i, row = 0;

	for (i = 0; i < COUNT(row_bits); i++)
		if (flags & row_bits[i].bit)
			row |= 1u << i;
	return row;
}

static unsigned length_number(unsigned length)
{
	unsigned i;

	for (i = 0; i < GRID_LENGTHS && lengths[i] != length; i++)
		;
	return i;
}

struct cell cell_at(unsigned index)
{
	unsigned column = index % GRID_COLUMNS;

	return (struct cell){
		.flags = cell_row_flags(index / GRID_COLUMNS),
		.seq = (uint8_t)(column / (GRID_ACKS * GRID_LENGTHS)),
		.ack = (uint8_t)(column / GRID_LENGTHS % GRID_ACKS),
		.length = lengths[column % GRID_LENGTHS],
	};
}

unsigned cell_index(const struct cell *cell)
{
	return row_of(cell->flags) * GRID_COLUMNS +
	       (cell->seq * GRID_ACKS + cell->ack) * GRID_LENGTHS +
	       length_number(cell->length);
}

char *cell_flags_text(uint16_t flags, char *buf)
{
	size_t n = 0, i;

	for (i = 0; i < words_flag.n; i++)
		if (flags & ROW_FLAGS & words_flag.list[i].value)
			buf[n++] = *words_flag.list[i].text;
	if (!n)
		buf[n++] = '-';
	buf[n] = '\0';
	return buf;
}

char *cell_name(const struct cell *cell, char *buf)
{
	static const uint16_t order[] = {SEG_FIN, SEG_SYN, SEG_RST,
					 SEG_PSH, SEG_ACK, SEG_URG};
	size_t n = 0, i, k;

	for (i = 0; i < COUNT(order); i++)
		for (k = 0; k < COUNT(row_bits); k++)
			if (row_bits[k].bit == order[i] &&
			    cell->flags & order[i])
				n += (size_t)sprintf(buf + n, "%s%s",
						     n ? "." : "",
						     row_bits[k].name);
	sprintf(buf + n, "%s,%s,%s,%u", n ? "" : "none", seq_names[cell->seq],
		ack_names[cell->ack], cell->length);
	return buf;
}

static int parse_flags(char *word, uint16_t *flags, struct error *err)
{
	char *rest = word, *name;
	size_t i;

	*flags = 0;
	if (!strcmp(word, "none"))
		return 0;
	while ((name = strsep(&rest, "."))) {
		for (i = 0; i < COUNT(row_bits); i++)
			if (!strcmp(name, row_bits[i].name))
				break;
		if (i == COUNT(row_bits))
			return error_set(err, "no flag is called \"%s\" (FIN, "
					 "SYN, RST, PSH, ACK, URG with dots "
					 "between them, or none)", name);
		*flags |= row_bits[i].bit;
	}
	return 0;
}

static int parse_name(const char *word, const char *const *names, size_t n,
		      const char *what, uint8_t *value, struct error *err)
{
	char list[96] = "";
	size_t i;

	for (i = 0; i < n; i++) {
		if (word && !strcmp(word, names[i])) {
			*value = (uint8_t)i;
			return 0;
		}
		strcat(strcat(list, i ? ", " : ""), names[i]);
	}
	return error_set(err, "no %s number is called \"%s\" (%s)", what,
			 word ? word : "", list);
}

int cell_parse(const char *name, struct cell *cell, struct error *err)
{
	char copy[CELL_NAME * 2], *rest = copy, *flags, *seq, *ack;
	uint8_t length;

	if (snprintf(copy, sizeof(copy), "%s", name) >= (int)sizeof(copy))
		return error_set(err, "\"%s\" is too long for a cell", name);
	flags = strsep(&rest, ",");
	seq = strsep(&rest, ",");
	ack = strsep(&rest, ",");
	if (parse_flags(flags, &cell->flags, err) ||
	    parse_name(seq, seq_names, GRID_SEQS, "sequence", &cell->seq,
		       err) ||
	    parse_name(ack, ack_names, GRID_ACKS, "acknowledgment",
		       &cell->ack, err))
		return -1;
	for (length = 0; length < GRID_LENGTHS; length++) {
		char text[8];

		snprintf(text, sizeof(text), "%u", lengths[length]);
		if (rest && !strcmp(rest, text)) {
			cell->length = lengths[length];
			return 0;
		}
	}
	return error_set(err, "the length is 0, 1 or 10, not \"%s\"",
			 rest ? rest : "");
}

static uint32_t seq_of(unsigned seq, const struct numbers *n)
{
	switch (seq) {
	case GRID_SEQ_OLD:
		return n->rcv_nxt - 100000;
	case GRID_SEQ_LEFT:
		return n->rcv_nxt - 1;
	case GRID_SEQ_INSIDE:
		return n->rcv_nxt + 100;
	case GRID_SEQ_EDGE:
		return n->rcv_nxt + n->rcv_wnd;
	case GRID_SEQ_BEYOND:
		return n->rcv_nxt + n->rcv_wnd + 1;
	case GRID_SEQ_FAR:
		return n->rcv_nxt + 0x80000000u;
	default:
		return n->rcv_nxt;
	}
}

static uint32_t ack_of(unsigned ack, const struct numbers *n)
{
	switch (ack) {
	case GRID_ACK_OLD:
		return n->snd_una - 200000;
	case GRID_ACK_BEFORE:
		return n->snd_una - 1;
	case GRID_ACK_NXT:
		return n->snd_nxt;
	case GRID_ACK_UNSENT:
		return n->snd_nxt + 1;
	case GRID_ACK_FAR:
		return n->snd_nxt + 0x80000000u;
	default:
		return n->snd_una;
	}
}

void cell_segment(const struct cell *cell, const struct numbers *numbers,
		  struct segment *seg)
{
	seg->flags = cell->flags;
	seg->seq = seq_of(cell->seq, numbers);
	seg->ack = ack_of(cell->ack, numbers);
	seg->length = cell->length;
	seg->window = GRID_WINDOW;
	/* RFC 9293 3.1: it counts from SEG.SEQ on. */
	seg->urgent = cell->flags & SEG_URG ? 1 : 0;
	memset(&seg->options, 0, sizeof(seg->options));
	seg->options.window_scale = -1;
}
