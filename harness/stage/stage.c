/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A fresh network namespace, its loopback and its CPU.
 */
#include "harness/stage/stage.h"
#include "harness/net/route.h"

#include <errno.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

static int pin_all(struct error *err)
{
	const struct pin *pin;

	for (pin = stage_pins(); pin->name; pin++) {
		if (stage_pin_is_given(pin))
			continue;
		/* Older kernels lack some; the run record shows which. */
		if (stage_write(pin->name, pin->value, err) && errno != ENOENT)
			return -1;
	}
	return 0;
}

int stage_enter(struct error *err)
{
	if (unshare(CLONE_NEWNET))
		return error_errno(err, "a new network namespace");
	if (pin_all(err) || route_device_up("lo", err))
		return -1;
	return 0;
}

void stage_pin_cpu(unsigned nth)
{
	cpu_set_t allowed, one;
	unsigned skip;
	int cpu;

	if (sched_getaffinity(0, sizeof(allowed), &allowed))
		return;
	skip = nth % (unsigned)CPU_COUNT(&allowed);
	for (cpu = 0; cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET(cpu, &allowed) && skip-- == 0)
			break;
	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	sched_setaffinity(0, sizeof(one), &one);
}

unsigned stage_cpus(void)
{
	cpu_set_t allowed;

	if (sched_getaffinity(0, sizeof(allowed), &allowed))
		return 1;
	return (unsigned)CPU_COUNT(&allowed);
}
