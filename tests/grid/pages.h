/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page to try things on, and its text.
 */
#ifndef TESTS_GRID_PAGES_H
#define TESTS_GRID_PAGES_H

#include "harness/grid/page.h"

#include <check.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>

static struct error err;
static const struct reaction quiet = {.state = TCP_ESTABLISHED,
				      .events = POLLOUT};

/* A page with four kinds of answers, two of which want the same character. */
static inline void fill(struct page *page, struct reaction *answers)
{
	unsigned i;

	for (i = 0; i < GRID_CELLS; i++) {
		answers[i] = quiet;
		if (cell_at(i).flags & SEG_RST)
			answers[i].state = TCP_CLOSE;
		if (cell_at(i).seq == GRID_SEQ_FAR)
			answers[i].error = EPIPE;
	}
	ck_assert_msg(!page_build(page, station_find("ESTABLISHED"), answers,
				  &quiet, &err), "%s", err.text);
}

static inline char *written(const struct page *page)
{
	static char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	page_write(out, page, false);
	fclose(out);
	return text;
}

#endif
