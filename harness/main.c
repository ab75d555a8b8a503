/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The program: a command and its words.
 */
#include "harness/commands/commands.h"

int main(int argc, char **argv)
{
	return lastack_main(argc, argv);
}
