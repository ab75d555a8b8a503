/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HARNESS_COMMANDS_DECODE_H
#define HARNESS_COMMANDS_DECODE_H

/**
 * command_decode() - `lastack decode FILE`: a capture as traces
 * @argc: as in main()
 * @argv: as in main(), from the command's own name on
 *
 * Ends the process on --help and on a usage error, as argp does.
 *
 * Return: exit status; 0, or 2 when the file could not be read to its end.
 */
int command_decode(int argc, char **argv);

#endif
