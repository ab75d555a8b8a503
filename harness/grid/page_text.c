/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page as text, and back.
 *
 *	# grid/ESTABLISHED
 *	# A connection that was accepted; no data yet.
 *	# known: notes, where it is the page of a known behaviour
 *	#
 *	# seq     old                left ...
 *	# ack     old|bef|una|nxt|uns|far
 *	# length  01A01A01A01A01A01A
 *	-         aaaaaaaaaaaaaaaaaa aaaa...
 *	...
 *	legend
 *	a   5012  ACK; stays
 */
#include "harness/grid/page.h"
#include "harness/report/colour.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define GROUP	  (GRID_ACKS * GRID_LENGTHS)
#define ROW_BLOCK 16
#define LABEL	  8

static void write_head(FILE *out, const struct page *page)
{
	unsigned i, k;

	fprintf(out, "# grid/%s\n# %s\n%s#\n%-*s", page->name, page->about,
		page->notes.text, LABEL, "# seq");
	for (i = 0; i < GRID_SEQS; i++)
		fprintf(out, i + 1 < GRID_SEQS ? "%-*s" : "%.*s", GROUP + 1,
			cell_seq_name(i));
	fprintf(out, "\n%-*s", LABEL, "# ack");
	for (i = 0; i < GRID_SEQS; i++) {
		for (k = 0; k < GRID_ACKS; k++)
			fprintf(out, "%-*.*s", GRID_LENGTHS, GRID_LENGTHS - 1,
				cell_ack_name(k));
		if (i + 1 < GRID_SEQS)
			fputc(' ', out);
	}
	fprintf(out, "\n%-*s", LABEL, "# len");
	for (i = 0; i < GRID_SEQS; i++) {
		for (k = 0; k < GRID_ACKS; k++)
			fputs("01X", out);
		if (i + 1 < GRID_SEQS)
			fputc(' ', out);
	}
	fputs("\n\n", out);
}

static enum colour colour_of(char mark)
{
	if (strchr(".o", mark))
		return COLOUR_PLAIN;
	if (strchr("RXx", mark))
		return COLOUR_RED;
	if (mark == 'a')
		return COLOUR_GREEN;
	if (islower((unsigned char)mark))
		return COLOUR_YELLOW;
	return COLOUR_CYAN;
}

static void write_marks(FILE *out, const struct page *page, unsigned first,
			bool colour)
{
	char run[GROUP + 1];
	unsigned i, n;

	for (i = 0; i < GROUP; i += n) {
		char mark = page->classes[page->cell[first + i]].mark;

		for (n = 0; i + n < GROUP; n++) {
			run[n] = page->classes[page->cell[first + i + n]].mark;
			if (run[n] != mark)
				break;
		}
		run[n] = '\0';
		colour_word(out, colour, colour_of(mark), run);
	}
}

void page_write(FILE *out, const struct page *page, bool colour)
{
	unsigned row, group, i;
	char flags[8];

	write_head(out, page);
	for (row = 0; row < GRID_FLAGS; row++) {
		if (row && row % ROW_BLOCK == 0)
			fputc('\n', out);
		fprintf(out, "%-*s", LABEL,
			cell_flags_text(cell_row_flags(row), flags));
		for (group = 0; group < GRID_SEQS; group++) {
			if (group)
				fputc(' ', out);
			write_marks(out, page,
				    row * GRID_COLUMNS + group * GROUP, colour);
		}
		fputc('\n', out);
	}
	fputs("\nlegend\n", out);
	for (i = 0; i < page->n_classes; i++)
		fprintf(out, "%c %6u  %s\n", page->classes[i].mark,
			page->classes[i].count, page->classes[i].text);
}

/* What the reader has come to. */
struct reading {
	const char *path;
	unsigned line, row;
	bool known, legend;
	char marks[GRID_CELLS];
	struct page *page;
};

static int fault(const struct reading *r, struct error *err, const char *what)
{
	return error_set(err, "%s:%u: %s", r->path, r->line, what);
}

static int read_row(struct reading *r, const char *line, struct error *err)
{
	char label[LABEL + 1], flags[8];
	unsigned column = 0;

	if (r->row == GRID_FLAGS)
		return fault(r, err, "a row too many");
	snprintf(label, sizeof(label), "%-*s", LABEL,
		 cell_flags_text(cell_row_flags(r->row), flags));
	if (strncmp(line, label, LABEL))
		return fault(r, err, "this is not the row of its flags");
	for (line += LABEL; *line; line++) {
		if (*line == ' ')
			continue;
		if (column == GRID_COLUMNS)
			return fault(r, err, "the row is too long");
		r->marks[r->row * GRID_COLUMNS + column++] = *line;
	}
	if (column < GRID_COLUMNS)
		return fault(r, err, "the row is too short");
	r->row++;
	return 0;
}

static int read_legend(struct reading *r, const char *line, struct error *err)
{
	struct page_class *class = &r->page->classes[r->page->n_classes];
	unsigned count, i;
	int used = 0;

	if (r->page->n_classes == PAGE_CLASSES)
		return fault(r, err, "the legend is too long");
	if (!isgraph((unsigned char)*line) ||
	    sscanf(line + 1, " %u %n", &count, &used) != 1 || !used ||
	    strlen(line + 1 + used) >= REACTION_TEXT)
		return fault(r, err, "a line of the legend is a character, a "
			     "count and a text");
	for (i = 0; i < r->page->n_classes; i++)
		if (r->page->classes[i].mark == *line)
			return fault(r, err, "the character is there twice");
	class->mark = *line;
	strcpy(class->text, line + 1 + used);
	r->page->n_classes++;
	return 0;
}

/* What stands above the columns is not a note. */
static bool is_ruler(const char *line)
{
	return !strcmp(line, "#") || !strncmp(line, "# seq ", 6) ||
	       !strncmp(line, "# ack ", 6) || !strncmp(line, "# len ", 6);
}

static int read_note(struct reading *r, const char *line, struct error *err)
{
	const char *wrong;

	if (is_ruler(line))
		return 0;
	if (!r->known)
		return fault(r, err, "only the page of a known behaviour, "
			     "STATION~NAME.grid, has notes");
	wrong = notes_add(&r->page->notes, line);
	return wrong ? fault(r, err, wrong) : 0;
}

static int read_line(struct reading *r, const char *line, struct error *err)
{
	static const char title[] = "# grid/";

	if (r->line == 1) {
		if (strncmp(line, title, sizeof(title) - 1) ||
		    strlen(line) - sizeof(title) + 1 >= PAGE_NAME)
			return fault(r, err, "a page begins with \"# grid/\" "
				     "and the station");
		strcpy(r->page->name, line + sizeof(title) - 1);
		return 0;
	}
	if (r->line == 2 && !strncmp(line, "# ", 2)) {
		snprintf(r->page->about, sizeof(r->page->about), "%s",
			 line + 2);
		return 0;
	}
	if (*line == '#' && !r->row && !r->legend)
		return read_note(r, line, err);
	if (!*line)
		return 0;
	if (!r->legend && !strcmp(line, "legend")) {
		r->legend = true;
		return 0;
	}
	return r->legend ? read_legend(r, line, err) : read_row(r, line, err);
}

static int resolve(struct reading *r, struct error *err)
{
	struct page *page = r->page;
	char flags[8], name[CELL_NAME];
	unsigned i, k;

	if (r->row < GRID_FLAGS)
		return error_set(err, "%s: the row %s is missing", r->path,
				 cell_flags_text(cell_row_flags(r->row),
						 flags));
	for (i = 0; i < GRID_CELLS; i++) {
		struct cell cell = cell_at(i);

		for (k = 0; k < page->n_classes; k++)
			if (page->classes[k].mark == r->marks[i])
				break;
		if (k == page->n_classes)
			return error_set(err, "%s: the cell %s is '%c', which "
					 "the legend does not have", r->path,
					 cell_name(&cell, name), r->marks[i]);
		page->cell[i] = (uint8_t)k;
		page->classes[k].count++;
	}
	return 0;
}

int page_read(FILE *in, const char *path, bool known, struct page *page,
	      struct error *err)
{
	struct reading r = {.path = path, .known = known, .page = page};
	char *line = NULL;
	size_t room = 0;
	ssize_t length;
	int ret = 0;

	memset(page, 0, sizeof(*page));
	while (!ret && (length = getline(&line, &room, in)) >= 0) {
		r.line++;
		if (length && line[length - 1] == '\n')
			line[length - 1] = '\0';
		ret = read_line(&r, line, err);
	}
	free(line);
	return ret ? ret : resolve(&r, err);
}
