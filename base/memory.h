/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory that is there. What Lastack keeps is small: when there is none left,
 * one line says so and the process aborts. Everything that may be large (a
 * capture, a file) is limited where it is read.
 */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>
#include <stdio.h>

/** memory_none() - say that there is no memory, and abort */
void memory_none(void) __attribute__((noreturn));

/** memory_new() - zeroed memory for @n things of @size octets */
void *memory_new(size_t n, size_t size);

/** memory_copy() - a copy of a string; NULL stays NULL */
char *memory_copy(const char *text);

/** memory_copy_n() - a copy of the first @length octets of a string */
char *memory_copy_n(const char *text, size_t length);

/**
 * memory_grow() - room for one more
 * @array: NULL, or what this function returned before
 * @room: how many things there is room for; updated
 * @n: how many there are
 * @size: octets of a thing
 *
 * Return: the array, with room for n + 1 things at least.
 */
void *memory_grow(void *array, size_t *room, size_t n, size_t size);

/**
 * text_print() - what printf() would print, as a string to be freed
 */
char *text_print(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/**
 * struct text - a string that is written like a file
 * @file: to write to, between text_begin() and text_end()
 * @data, @size: valid behind text_end(); @data is to be freed
 */
struct text {
	FILE *file;
	char *data;
	size_t size;
};

/** text_begin() - an empty text; returns its file */
FILE *text_begin(struct text *t);

/** text_end() - no more is written; returns the string */
char *text_end(struct text *t);

#endif
