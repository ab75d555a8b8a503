/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A virtual machine, whoever makes it: a console that is kept, and a second
 * serial port that results come through.
 */
#ifndef HARNESS_VM_VM_H
#define HARNESS_VM_VM_H

#include "base/error.h"
#include "harness/vm/image.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/**
 * struct vm_setup - what to boot
 * @image: the kernel; it says who makes the machine
 * @initramfs: descriptor of it, inherited by the machine
 * @append: further words for the kernel's command line
 * @kvm: with KVM, otherwise TCG (QEMU only)
 * @virtual_time: guest time jumps over idle waiting (not with KVM)
 * @nth: of those that run at once, from 0
 * @counts: folder for what a kernel has counted (see struct image), or NULL
 */
struct vm_setup {
	const struct image *image;
	int initramfs;
	const char *append;
	bool kvm;
	bool virtual_time;
	unsigned nth;
	const char *counts;
};

/**
 * struct vm - one that runs
 * @pid: of it, which dies with the process that started it
 * @out: what the guest writes to its second serial port
 * @console, @errors: files in memory of the guest's console and of the
 *                    complaints of who makes the machine
 */
struct vm {
	pid_t pid;
	int out;
	int console;
	int errors;
};

/**
 * vm_start() - start it
 *
 * Return: 0, or -1 with a line that says what to do about it.
 */
int vm_start(struct vm *vm, const struct vm_setup *setup, struct error *err);

/**
 * vm_wait() - until it has ended by itself
 * @seconds: for so long at most
 *
 * Return: whether it has; vm_stop() is needed in any case.
 */
bool vm_wait(const struct vm *vm, double seconds);

/** vm_stop() - end it, however it stands, and wait until it is gone */
void vm_stop(struct vm *vm);

/**
 * vm_text() - all that a file in memory holds
 * @fd: vm->console or vm->errors
 *
 * Return: it, to be freed.
 */
char *vm_text(int fd);

/** vm_close() - let go of what vm_stop() has left to be read */
void vm_close(struct vm *vm);

#endif
