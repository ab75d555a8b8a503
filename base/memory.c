/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Allocating, where a lack of memory is the end.
 */
#include "base/memory.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void memory_none(void)
{
	fputs("lastack: out of memory\n", stderr);
	abort();
}

void *memory_new(size_t n, size_t size)
{
	void *p = calloc(n, size);

	if (!p && n && size)
		memory_none();
	return p;
}

char *memory_copy(const char *text)
{
	return text ? memory_copy_n(text, strlen(text)) : NULL;
}

char *memory_copy_n(const char *text, size_t length)
{
	char *copy = strndup(text, length);

	if (!copy)
		memory_none();
	return copy;
}

void *memory_grow(void *array, size_t *room, size_t n, size_t size)
{
	if (n < *room)
		return array;
	*room = *room ? 2 * *room : 16;
	array = reallocarray(array, *room, size);
	if (!array)
		memory_none();
	return array;
}

char *text_print(const char *fmt, ...)
{
	char *text;
	va_list ap;
	int length;

	va_start(ap, fmt);
	length = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (length < 0)
		memory_none();
	return text;
}

FILE *text_begin(struct text *t)
{
	t->file = open_memstream(&t->data, &t->size);
	if (!t->file)
		memory_none();
	return t->file;
}

char *text_end(struct text *t)
{
	if (fclose(t->file))
		memory_none();
	t->file = NULL;
	return t->data;
}
