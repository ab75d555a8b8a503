/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The first process of a kernel under test.
 */
#ifndef HARNESS_VM_GUEST_H
#define HARNESS_VM_GUEST_H

/**
 * command_guest() - be the first process: set the machine up, run lastack as
 * the file /words says, and send its output through the second serial port
 *
 * That is `lastack run --format json`, and one more line behind it:
 * {"type":"exit","status":N}, or before it {"type":"trouble","text":"..."}.
 *
 * Return: only when it is not the first process, an exit status.
 */
int command_guest(int argc, char **argv);

#endif
