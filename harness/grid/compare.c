/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comparing the cells of two pages by what their legends say.
 */
#include "harness/grid/compare.h"

#include <string.h>

static struct change *change_of(struct changes *changes, const char *before,
				const char *after)
{
	unsigned i;

	for (i = 0; i < changes->n; i++)
		if (!strcmp(changes->change[i].before, before) &&
		    !strcmp(changes->change[i].after, after))
			return &changes->change[i];
	if (changes->n == PAGE_CHANGES)
		return &changes->change[PAGE_CHANGES - 1];
	changes->change[i].before = before;
	changes->change[i].after = after;
	changes->n++;
	return &changes->change[i];
}

void page_compare(const struct page *before, const struct page *after,
		  struct changes *changes)
{
	struct change *c;
	unsigned i;

	memset(changes, 0, sizeof(*changes));
	for (i = 0; i < GRID_CELLS; i++) {
		if (!strcmp(page_text(before, i), page_text(after, i)))
			continue;
		c = change_of(changes, page_text(before, i),
			      page_text(after, i));
		if (!c->cells)
			c->first = i;
		c->cells++;
		c->has[i] = true;
		changes->cells++;
	}
}

/*
 * A set of cells as products of values. Greedy: from the first cell that is
 * left, grow one dimension after the other as long as all that it would cover
 * belongs to the set.
 */
struct product {
	uint64_t rows;
	unsigned seqs, acks, lengths;
};

static unsigned index_of(unsigned row, unsigned seq, unsigned ack,
			 unsigned length)
{
	return row * GRID_COLUMNS + (seq * GRID_ACKS + ack) * GRID_LENGTHS +
	       length;
}

static bool covers(const bool *has, const struct product *p)
{
	unsigned r, s, a, l;

	for (r = 0; r < GRID_FLAGS; r++)
		for (s = 0; p->rows >> r & 1 && s < GRID_SEQS; s++)
			for (a = 0; p->seqs >> s & 1 && a < GRID_ACKS; a++)
				for (l = 0; p->acks >> a & 1 &&
				     l < GRID_LENGTHS; l++)
					if (p->lengths >> l & 1 &&
					    !has[index_of(r, s, a, l)])
						return false;
	return true;
}

static struct product grow(const bool *has, unsigned first)
{
	struct product p = {
		.rows = 1ull << first / GRID_COLUMNS,
		.seqs = 1u << first % GRID_COLUMNS / GRID_LENGTHS / GRID_ACKS,
		.acks = 1u << first / GRID_LENGTHS % GRID_ACKS,
		.lengths = 1u << first % GRID_LENGTHS,
	};
	struct product q;
	unsigned i;

	for (i = 0; i < GRID_ACKS; i++) {
		q = p;
		q.acks |= 1u << i;
		p = covers(has, &q) ? q : p;
	}
	for (i = 0; i < GRID_FLAGS; i++) {
		q = p;
		q.rows |= 1ull << i;
		p = covers(has, &q) ? q : p;
	}
	for (i = 0; i < GRID_LENGTHS; i++) {
		q = p;
		q.lengths |= 1u << i;
		p = covers(has, &q) ? q : p;
	}
	for (i = 0; i < GRID_SEQS; i++) {
		q = p;
		q.seqs |= 1u << i;
		p = covers(has, &q) ? q : p;
	}
	return p;
}

/* Flags that all rows have, that none has, and that do not matter. */
static void write_rows(FILE *out, uint64_t rows)
{
	uint16_t always = 0xffff, never = 0, ever = 0;
	unsigned r, free = 0, n = 0;
	char text[8];

	for (r = 0; r < GRID_FLAGS; r++) {
		if (!(rows >> r & 1))
			continue;
		always &= cell_row_flags(r);
		ever |= cell_row_flags(r);
		n++;
	}
	never = (uint16_t)~ever;
	for (r = 0; r < 6; r++)
		free += (ever & ~always) >> r & 1;
	if (n == 1u << free) {
		fprintf(out, "%s", cell_flags_text(always & 0x3f, text));
		if (never & 0x3f)
			fprintf(out, " without %s",
				cell_flags_text(never & 0x3f, text));
		return;
	}
	for (r = 0, n = 0; r < GRID_FLAGS; r++)
		if (rows >> r & 1)
			fprintf(out, "%s%s", n++ ? "|" : "",
				cell_flags_text(cell_row_flags(r), text));
}

static void write_names(FILE *out, const char *what, unsigned set, unsigned n,
			const char *(*name)(unsigned))
{
	unsigned i, k = 0;

	if (set == (1u << n) - 1)
		return;
	fprintf(out, "; %s ", what);
	for (i = 0; i < n; i++)
		if (set >> i & 1)
			fprintf(out, "%s%s", k++ ? ", " : "", name(i));
}

static const char *length_name(unsigned length)
{
	static const char *const names[] = {"0", "1", "10"};

	return names[length];
}

static unsigned take(bool *has, const struct product *p)
{
	unsigned i, n = 0;

	for (i = 0; i < GRID_CELLS; i++) {
		if (!has[i] || !(p->rows >> i / GRID_COLUMNS & 1) ||
		    !(p->seqs >> i % GRID_COLUMNS / GRID_LENGTHS / GRID_ACKS &
		      1) || !(p->acks >> i / GRID_LENGTHS % GRID_ACKS & 1) ||
		    !(p->lengths >> i % GRID_LENGTHS & 1))
			continue;
		has[i] = false;
		n++;
	}
	return n;
}

void change_write_cells(FILE *out, const bool *has, const char *indent,
			unsigned limit)
{
	bool left[GRID_CELLS];
	unsigned i, lines = 0, rest = 0;
	struct product p;

	memcpy(left, has, sizeof(left));
	for (i = 0; i < GRID_CELLS; i++) {
		if (!left[i])
			continue;
		if (lines++ >= limit) {
			rest++;
			continue;
		}
		p = grow(left, i);
		fprintf(out, "%sflags ", indent);
		write_rows(out, p.rows);
		write_names(out, "seq", p.seqs, GRID_SEQS, cell_seq_name);
		write_names(out, "ack", p.acks, GRID_ACKS, cell_ack_name);
		write_names(out, "length", p.lengths, GRID_LENGTHS,
			    length_name);
		fprintf(out, " (%u)\n", take(left, &p));
	}
	if (rest)
		fprintf(out, "%sand %u more\n", indent, rest);
}
