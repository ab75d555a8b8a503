/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * UTF-8 (RFC 3629). Names and stories may hold any octets, but traces, JSON and
 * XML may not.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What stands for an octet that is not UTF-8. */
#define UTF8_REPLACEMENT 0xfffd

/**
 * utf8_next() - decode the character at the head of a string
 * @s: not empty
 * @code: receives the character, or -1 for an octet that is not UTF-8
 *        (overlong forms, surrogates and codes above U+10FFFF are not)
 *
 * Return: how many octets it takes; 1 for a bad one.
 */
size_t utf8_next(const char *s, int32_t *code);

/** utf8_valid() - whether a string is UTF-8 to its end */
bool utf8_valid(const char *s);

/**
 * utf8_copy() - a copy with bad octets replaced by U+FFFD
 *
 * Return: a string to free(), or NULL without memory.
 */
char *utf8_copy(const char *s);

/**
 * utf8_width() - how many columns a string takes
 * @s: the string
 * @length: how many of its octets count
 *
 * One column per character: nothing here is written in wide ones.
 */
size_t utf8_width(const char *s, size_t length);

#endif
