/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Programs of this machine: where they lie, and what they are linked to.
 */
#ifndef HARNESS_VM_PROGRAM_H
#define HARNESS_VM_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>

/**
 * program_find() - look for a program as execvp() would, in PATH
 * @name: without a slash
 * @path: receives where it lies
 *
 * Return: whether there is one.
 */
bool program_find(const char *name, char *path, size_t size);

/**
 * program_libraries() - the shared libraries that a program would load
 * @path: of the program
 * @each: called with the path of each, in no order that matters
 * @arg: for @each
 *
 * Return: 0, or the first of @each that is not; 0 also when ldd(1) cannot tell.
 */
int program_libraries(const char *path, int (*each)(void *arg, const char *path),
		      void *arg);

#endif
