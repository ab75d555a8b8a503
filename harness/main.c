/* SPDX-License-Identifier: BSD-2-Clause */
#include "harness/commands/commands.h"

int main(int argc, char **argv)
{
	return lastack_main(argc, argv);
}
