/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who makes a virtual machine: for vm.c alone.
 */
#ifndef HARNESS_VM_MACHINE_H
#define HARNESS_VM_MACHINE_H

#include "harness/vm/vm.h"

/**
 * struct machine - one way to boot a kernel
 * @check: whether it can be started at all; 0, or -1 with a line
 * @fork: as fork(); -1 with a line
 * @become: called in the child, never to return; @out is where the second
 *          serial port goes to, closed on exec as it stands
 */
struct machine {
	int (*check)(const struct vm_setup *setup, struct error *err);
	pid_t (*fork)(struct error *err);
	void (*become)(const struct vm *vm, const struct vm_setup *setup,
		       int out);
};

extern const struct machine machine_qemu, machine_uml;

#endif
