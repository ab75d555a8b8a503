/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a kernel must have been built with, by the names of its options. A kernel
 * of somebody's own may lack any of them, and its error says little of that.
 */
#ifndef HARNESS_VM_LACKS_H
#define HARNESS_VM_LACKS_H

#include <stddef.h>

/**
 * lacks_find() - options that the kernel that runs has not
 * @text: filled with "CONFIG_PACKET, CONFIG_TUN", or "" when all are there
 * @size: of @text; LACKS_TEXT is enough
 *
 * Each is found out by use: a socket, a namespace, a device. Needs /proc, /dev and
 * the modules that there are.
 */
void lacks_find(char *text, size_t size);

/** lacks_add() - one more name, behind a comma if there are others */
void lacks_add(char *text, size_t size, const char *option);

/**
 * lacks_said() - the option that is missing, by a kernel's last words
 * @console: all that it has said
 *
 * Of what must be there before anything of ours runs.
 *
 * Return: "CONFIG_BLK_DEV_INITRD", or NULL.
 */
const char *lacks_said(const char *console);

#define LACKS_TEXT 512

/* Stands before the names, in a line that boot.c looks for in a console. */
#define LACKS_WORDS "this kernel was built without "

#endif
