/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

/**
 * struct error - what went wrong, as one line for a person
 * @text: the line, without a newline; empty while nothing went wrong
 *
 * Library code returns 0 or -1 and fills one of these; only the commands
 * print, and only main() exits.
 */
struct error {
	char text[512];
};

/**
 * error_set() - fill an error with a formatted line
 * @err: the error; NULL is allowed and means that nobody asks
 * @fmt: printf format of the line
 *
 * Return: always -1, so that a caller can write `return error_set(...)`.
 */
int error_set(struct error *err, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/**
 * error_errno() - as error_set(), with ": " and strerror(errno) behind it
 * @err: the error, or NULL
 * @fmt: printf format of what was being done
 *
 * Return: always -1; errno is kept.
 */
int error_errno(struct error *err, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#endif
