/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writing somebody else's text into a format without breaking the format.
 */
#ifndef HARNESS_REPORT_ESCAPE_H
#define HARNESS_REPORT_ESCAPE_H

#include <stdio.h>

/**
 * escape_lines() - write a text, each of its lines with something before it
 * @out: where to
 * @prefix: goes before each line; trailing blanks of it are left out before an
 *          empty one
 * @text: the lines; the last one may lack its newline, and gets it
 *
 * Control characters other than tab become "?", so that a text cannot steer
 * the reader's terminal. Other octets are written as they are.
 */
void escape_lines(FILE *out, const char *prefix, const char *text);

/**
 * escape_word() - write a text as one line, without a newline at its end
 *
 * As escape_lines(), but line breaks become blanks.
 */
void escape_word(FILE *out, const char *text);

/**
 * escape_xml() - write a text as the content of an XML element
 *
 * Characters that XML 1.0 forbids (section 2.2) are dropped, octets that are
 * not UTF-8 become U+FFFD.
 */
void escape_xml(FILE *out, const char *text);

/**
 * escape_xml_attribute() - write a text as the value of an XML attribute
 *
 * As escape_xml(); line breaks and tabs are written as references, since a
 * reader would turn them into blanks.
 */
void escape_xml_attribute(FILE *out, const char *text);

#endif
