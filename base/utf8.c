/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * UTF-8, decoded octet by octet.
 */
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

size_t utf8_next(const char *s, int32_t *code)
{
	static const int32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *u = (const unsigned char *)s;
	size_t length;
	int32_t c;

	if (u[0] < 0x80) {
		*code = u[0];
		return 1;
	}
	*code = -1;
	if ((u[0] & 0xe0) == 0xc0)
		length = 2;
	else if ((u[0] & 0xf0) == 0xe0)
		length = 3;
	else if ((u[0] & 0xf8) == 0xf0)
		length = 4;
	else
		return 1;
	c = u[0] & (0x7f >> length);
	for (size_t i = 1; i < length; i++) {
		/* The terminating zero ends the loop here, too. */
		if ((u[i] & 0xc0) != 0x80)
			return 1;
		c = c << 6 | (u[i] & 0x3f);
	}
	if (c < least[length] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 1;
	*code = c;
	return length;
}

bool utf8_valid(const char *s)
{
	int32_t code = 0;

	while (*s && code >= 0)
		s += utf8_next(s, &code);
	return code >= 0;
}

char *utf8_copy(const char *s)
{
	static const char replacement[] = "\xef\xbf\xbd";
	char *copy = malloc(3 * strlen(s) + 1);
	char *to = copy;
	size_t length;
	int32_t code;

	if (!copy)
		return NULL;
	for (; *s; s += length) {
		length = utf8_next(s, &code);
		if (code < 0) {
			memcpy(to, replacement, 3);
			to += 3;
		} else {
			memcpy(to, s, length);
			to += length;
		}
	}
	*to = '\0';
	return copy;
}

size_t utf8_width(const char *s, size_t length)
{
	size_t width = 0;

	for (size_t i = 0; i < length; i++)
		width += ((unsigned char)s[i] & 0xc0) != 0x80;
	return width;
}
