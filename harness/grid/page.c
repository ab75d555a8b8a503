/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From answers to a page: kinds of answers, and a character for each.
 */
#include "harness/grid/page.h"
#include "base/file.h"
#include "base/memory.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* For answers whose own character is taken. None of them reads as another. */
static const char spare[] = "bghijmnpqruvwyzABGHIJMNOPQUVYZ03456789"
			    "!#$%&*+=?@^~<>:;";

static int by_text(const void *a, const void *b)
{
	const struct page_class *x = a, *y = b;

	return strcmp(x->text, y->text);
}

static unsigned find_class(const struct page *page, const char *text)
{
	unsigned i;

	for (i = 0; i < page->n_classes; i++)
		if (!strcmp(page->classes[i].text, text))
			break;
	return i;
}

static bool is_taken(const struct page *page, char mark)
{
	unsigned i;

	for (i = 0; i < page->n_classes; i++)
		if (page->classes[i].mark == mark)
			return true;
	return false;
}

/* The plainest answer, which has the shortest text, gets what is wished for.
 * So a page that is made twice has the same characters, and pages are alike. */
static void give_wish(struct page *page, const char *wishes, unsigned i)
{
	size_t length = strlen(page->classes[i].text);
	unsigned k;

	for (k = 0; k < page->n_classes; k++) {
		size_t other = strlen(page->classes[k].text);

		if (wishes[k] == wishes[i] &&
		    (other < length || (other == length && k < i)))
			return;
	}
	page->classes[i].mark = wishes[i];
}

static int give_marks(struct page *page, const char *wishes, struct error *err)
{
	const char *next = spare;
	unsigned i;

	for (i = 0; i < page->n_classes; i++)
		give_wish(page, wishes, i);
	for (i = 0; i < page->n_classes; i++) {
		if (page->classes[i].mark)
			continue;
		while (*next && is_taken(page, *next))
			next++;
		if (!*next)
			return error_set(err, "%s: more kinds of answers than "
					 "characters", page->name);
		page->classes[i].mark = *next;
	}
	return 0;
}

static int collect(struct page *page, const struct reaction *answers,
		   const struct reaction *before, struct error *err)
{
	const struct reaction *last = NULL;
	char text[REACTION_TEXT];
	unsigned i, k = 0, last_length = 0;

	for (i = 0; i < GRID_CELLS; i++) {
		unsigned length = cell_at(i).length;

		/* Neighbours mostly answer alike. */
		if (!last || length != last_length ||
		    memcmp(last, &answers[i], sizeof(*last))) {
			reaction_text(&answers[i], before, length, text);
			k = find_class(page, text);
			last = &answers[i];
			last_length = length;
		}
		if (k == PAGE_CLASSES)
			return error_set(err, "%s: more than %d kinds of "
					 "answers", page->name, PAGE_CLASSES);
		if (k == page->n_classes) {
			page->n_classes++;
			strcpy(page->classes[k].text, text);
		}
		page->classes[k].count++;
	}
	return 0;
}

int page_build(struct page *page, const struct station *station,
	       const struct reaction *answers, const struct reaction *before,
	       struct error *err)
{
	char text[REACTION_TEXT], wishes[PAGE_CLASSES];
	unsigned i, k;

	memset(page, 0, sizeof(*page));
	snprintf(page->name, sizeof(page->name), "%s", station->name);
	snprintf(page->about, sizeof(page->about), "%s", station->about);
	if (collect(page, answers, before, err))
		return -1;
	qsort(page->classes, page->n_classes, sizeof(*page->classes), by_text);
	for (i = 0; i < GRID_CELLS; i++) {
		reaction_text(&answers[i], before, cell_at(i).length, text);
		k = find_class(page, text);
		page->cell[i] = (uint8_t)k;
		wishes[k] = reaction_mark(&answers[i], before);
	}
	return give_marks(page, wishes, err);
}

bool page_equal(const struct page *a, const struct page *b)
{
	unsigned i;

	for (i = 0; i < GRID_CELLS; i++)
		if (strcmp(page_text(a, i), page_text(b, i)))
			return false;
	return true;
}

static int path_of(char *path, const char *dir, const char *name,
		   struct error *err)
{
	if (snprintf(path, PATH_MAX, "%s/grid/%s.grid", dir, name) >= PATH_MAX)
		return error_set(err, "%s: the path is too long", dir);
	return 0;
}

int page_load(const char *dir, const char *name, struct page *page,
	      struct error *err)
{
	char path[PATH_MAX];
	FILE *in;
	int ret;

	if (path_of(path, dir, name, err))
		return -1;
	in = fopen(path, "re");
	if (!in)
		return error_errno(err, "%s", path);
	errno = 0;
	ret = page_read(in, path, strchr(name, '~') != NULL, page, err);
	fclose(in);
	return ret;
}

int page_save(const char *dir, const struct page *page, struct error *err)
{
	char path[PATH_MAX];
	struct text page_text;
	char *text;
	int ret;

	if (path_of(path, dir, page->name, err))
		return -1;
	page_write(text_begin(&page_text), page, false);
	text = text_end(&page_text);
	ret = file_replace(path, text, err);
	free(text);
	return ret;
}
