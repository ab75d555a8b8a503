/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The stage of one case: a fresh network namespace whose settings are pinned,
 * so that a trace does not depend on the host's.
 */
#ifndef HARNESS_STAGE_STAGE_H
#define HARNESS_STAGE_STAGE_H

#include "base/error.h"
#include "pcap/segment.h"

#include <stdbool.h>
#include <stddef.h>

/**
 * stage_enter() - move the calling process into a fresh network namespace
 *
 * Makes the namespace, pins its sysctls and brings lo up. Needs
 * CAP_SYS_ADMIN in the user namespace, see house_enter().
 *
 * Return: 0, or -1.
 */
int stage_enter(struct error *err);

/**
 * stage_pin_cpu() - bind the calling process, and its children, to one CPU
 * @nth: any number; the allowed CPUs are taken in turn
 *
 * On one CPU the kernel hands a segment over lo and answers it before the
 * system call that sent it returns: what is not seen then needs a timer.
 */
void stage_pin_cpu(unsigned nth);

/** stage_cpus() - number of CPUs this process may use */
unsigned stage_cpus(void);

/**
 * stage_write() - set a sysctl of the calling process's namespaces
 * @name: "net.ipv4.tcp_fin_timeout"
 * @value: what to write
 *
 * Return: 0, or -1 (no such sysctl, not allowed in this namespace).
 */
int stage_write(const char *name, const char *value, struct error *err);

/**
 * stage_read() - the value of a sysctl, without its newline
 *
 * Return: 0, or -1.
 */
int stage_read(const char *name, char *value, size_t size, struct error *err);

/** stage_has() - whether a sysctl can be written in this namespace */
bool stage_has(const char *name);

/**
 * struct pin - a sysctl that every namespace gets
 */
struct pin {
	const char *name;
	const char *value;
};

/**
 * stage_survey() - find out which pins a fresh namespace need not be given
 *
 * To be called in a namespace that is fresh itself, as that of a house is:
 * what the kernel gave to this one it gives to every other, by its defaults
 * or by the host's settings. Writing them all takes longer than a short case.
 * Without a survey, stage_enter() writes every pin.
 */
void stage_survey(void);

/** stage_pin_is_given() - whether the survey found @pin to be as wanted */
bool stage_pin_is_given(const struct pin *pin);

/** stage_pins() - what is pinned, ended by a NULL name; for the run record */
const struct pin *stage_pins(void);

#endif
