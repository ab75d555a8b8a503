/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the name of a kernel to the output of lastack in it.
 *
 *	struct boot b = {.kernel = "debian:6.1", .line = take, .arg = x, ...};
 *
 *	if (boot_open(&b, &err) || boot_run(&b, words, &err))
 *		...
 *	if (*b.trouble.text)
 *		boot_tell_console(&b, stderr);
 *	boot_close(&b);
 */
#ifndef HARNESS_VM_BOOT_H
#define HARNESS_VM_BOOT_H

#include "harness/vm/image.h"
#include "harness/vm/modules.h"
#include "harness/vm/vm.h"

#include <jansson.h>
#include <stdio.h>

#define BOOT_MACHINES 8

/**
 * struct boot_machine - one that runs the kernel: for boot.c alone
 * @text, @length: a line that has not come to its end
 * @ended: it has sent lastack's exit status
 */
struct boot_machine {
	struct vm vm;
	char *text;
	size_t length;
	bool ended;
};

/**
 * struct boot - one kernel, from its name to its end
 *
 * Set by the caller:
 * @kernel: "/path/vmlinuz", with ":modules=DIR" behind it or not,
 *          "/path/linux" (UML), or "debian:VERSION"
 * @file, @files: further files, see struct pack
 * @expected: folder of golden traces that goes along, or NULL
 * @virtual_time: guest time jumps over idle waiting
 * @machines: how many share the work, up to BOOT_MACHINES: each gets
 *            `--shard I/N` behind the words. 0 is 1, without that option
 * @silence_seconds: how long the guest may say nothing when it has begun
 * @line: called with each line of JSON, its "type" being @type; returns
 *        whether more is wanted
 * @known: called once, when it is known what it runs on
 * @arg: for @line
 *
 * Filled:
 * @image: what boot_open() found
 * @counts: folder for what a kernel that counts (see struct image) has counted,
 *          as $GCOV_PREFIX says, or NULL; with one, machines end by themselves
 * @on: "KVM", "TCG" or "UML"
 * @caught: SIGINT, SIGTERM or SIGHUP, if one came meanwhile
 * @unwanted: @line wanted no more
 * @status: lastack's exit status there, of several the worst; -1 when it did
 *          not come that far
 * @trouble: what went wrong, if anything did
 */
struct boot {
	const char *kernel;
	const char *expected;
	const struct pack_file *file;
	size_t files;
	bool virtual_time;
	unsigned machines;
	double silence_seconds;
	bool (*line)(void *arg, const char *type, json_t *line);
	void (*known)(const struct boot *b);
	void *arg;

	struct image image;
	const char *counts;
	const char *on;
	int caught;
	bool unwanted;
	int status;
	struct error trouble;

	/* Private. */
	struct boot_machine machine[BOOT_MACHINES];
	struct modules modules;
	int signals;
	bool kvm, begun, told;
};

/**
 * boot_open() - fetch the kernel if that is asked for, and look at it
 *
 * Return: 0, or -1 with a line.
 */
int boot_open(struct boot *b, struct error *err);

/**
 * boot_run() - boot it, and have it run `lastack WORDS...`
 * @words: from the command on, ended by NULL; lastack must print JSON
 *
 * Return: 0 when it was booted, however that ended: see @trouble, @caught and
 * @unwanted; -1 with a line when it could not even be started.
 */
int boot_run(struct boot *b, char *const *words, struct error *err);

/** boot_tell_console() - the last lines of its console, and complaints */
void boot_tell_console(const struct boot *b, FILE *out);

/**
 * boot_console() - all that it has said
 *
 * Return: a text, to be freed.
 */
char *boot_console(const struct boot *b);

/** boot_have_ended() - whether all machines have sent lastack's exit status */
bool boot_have_ended(const struct boot *b);

/**
 * boot_explain() - why lastack never got to say anything, if the console knows
 *
 * @b->trouble becomes the name of the option that the kernel lacks.
 */
void boot_explain(struct boot *b);

/** boot_close() - let go of what boot_run() has left to be read */
void boot_close(struct boot *b);

#endif
