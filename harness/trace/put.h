/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writing into memory, digit by digit: a capture has millions of lines, and
 * printf() would take most of the time. Each function writes at @at and returns
 * where the next octet goes; there must be room.
 */
#ifndef HARNESS_TRACE_PUT_H
#define HARNESS_TRACE_PUT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline char *put_text(char *at, const char *text)
{
	size_t length = strlen(text);

	memcpy(at, text, length);
	return at + length;
}

static inline char *put_number(char *at, int64_t number)
{
	uint64_t left = number < 0 ? -(uint64_t)number : (uint64_t)number;
	char digits[20];
	size_t n = 0;

	if (number < 0)
		*at++ = '-';
	do {
		digits[n++] = (char)('0' + left % 10);
		left /= 10;
	} while (left);
	while (n)
		*at++ = digits[--n];
	return at;
}

#endif
