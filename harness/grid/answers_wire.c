/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Answers as lines of JSON: how they come out of a kernel under test.
 */
#include "harness/grid/answers.h"
#include "base/memory.h"
#include "harness/grid/calls.h"

#include <stdlib.h>
#include <string.h>

void answers_put(FILE *out, json_t *line)
{
	if (!line || json_dumpf(line, out, JSON_COMPACT))
		memory_none();
	putc('\n', out);
	json_decref(line);
	/* Whoever waits for it wants to know that it goes on. */
	fflush(out);
}

static void put_text(FILE *out, const char *name, int family, const char *text)
{
	json_t *page = json_pack("{s:s, s:s, s:i}", "type", "page", "name",
				 name, "family", family);

	if (text)
		json_object_set_new(page, "text", json_string(text));
	else
		json_object_set_new(page, "same", json_true());
	answers_put(out, page);
}

static char *text_of(const struct page *page)
{
	struct text text;

	page_write(text_begin(&text), page, false);
	return text_end(&text);
}

void answers_tell_page(FILE *out, const struct answered *one)
{
	char *text = text_of(&one->page[0]);

	put_text(out, one->station->name, 4, text);
	free(text);
	text = one->equal ? NULL : text_of(&one->page[1]);
	put_text(out, one->station->name, 6, text);
	free(text);
}

void answers_tell_calls(FILE *out, const struct answers *a)
{
	bool equal = !strcmp(a->calls[0], a->calls[1]);

	put_text(out, CALLS_NAME, 4, a->calls[0]);
	put_text(out, CALLS_NAME, 6, equal ? NULL : a->calls[1]);
}

void answers_tell_closing(FILE *out, const struct answers *a)
{
	answers_put(out, json_pack("{s:s, s:I, s:I}", "type", "closing",
				   "probes", (json_int_t)a->probes,
				   "disturbed", (json_int_t)a->disturbed));
}

static int take_calls(struct answers *a, int family, const char *text,
		      struct error *err)
{
	if (!text)
		text = a->calls[0];
	if (!text || strlen(text) >= CALLS_TEXT)
		return error_set(err,
				 "the guest sent a malformed table of calls");
	free(a->calls[family]);
	a->calls[family] = memory_new(1, CALLS_TEXT);
	strcpy(a->calls[family], text);
	return 0;
}

static int read_text(const char *text, struct page *page, struct error *err)
{
	FILE *in = *text ? fmemopen((void *)text, strlen(text), "r") : NULL;
	int ret;

	if (!in)
		return error_set(err, "the guest sent an empty page");
	ret = page_read(in, "a page from the guest", false, page, err);
	fclose(in);
	return ret;
}

static int take_page(struct answered *one, int family, const char *text,
		     struct error *err)
{
	struct page *page = &one->page[family];

	if (text && read_text(text, page, err))
		return -1;
	if (!text && !(family && one->has[0]))
		return error_set(err, "%s: the guest sent a page without text",
				 one->station->name);
	if (!text)
		*page = one->page[0];
	snprintf(page->name, sizeof(page->name), "%s%s", one->station->name,
		 family ? "@6" : "");
	one->has[family] = true;
	one->equal = one->has[0] && one->has[1] &&
		     page_equal(&one->page[0], &one->page[1]);
	return 0;
}

static int take_named(struct answers *a, const json_t *line, struct error *err)
{
	const char *name = json_string_value(json_object_get(line, "name"));
	const char *text = json_string_value(json_object_get(line, "text"));
	json_int_t family =
		json_integer_value(json_object_get(line, "family"));
	unsigned i;

	if (!name || (family != 4 && family != 6))
		return error_set(err, "the guest sent a page without name or "
				 "family");
	if (!strcmp(name, CALLS_NAME))
		return take_calls(a, family == 6, text, err);
	for (i = 0; i < a->n; i++)
		if (!strcmp(a->of[i].station->name, name))
			return take_page(&a->of[i], family == 6, text, err);
	return error_set(err, "the guest sent a page of \"%s\", which was not "
			 "requested",
			 name);
}

int answers_take(struct answers *a, const char *type, const json_t *line,
		 struct error *err)
{
	if (!strcmp(type, "page"))
		return take_named(a, line, err);
	if (strcmp(type, "closing"))
		return 0;
	/* Several machines may have shared the work. */
	a->probes += (uint64_t)json_integer_value(
		json_object_get(line, "probes"));
	a->disturbed += (uint64_t)json_integer_value(
		json_object_get(line, "disturbed"));
	return 0;
}

const char *answers_missing(const struct answers *a, bool calls)
{
	unsigned i;

	for (i = 0; i < a->n; i++)
		if (!a->of[i].has[0] || !a->of[i].has[1])
			return a->of[i].station->name;
	return calls && (!a->calls[0] || !a->calls[1]) ? CALLS_NAME : NULL;
}
