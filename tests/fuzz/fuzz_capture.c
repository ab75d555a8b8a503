/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A capture of either format, from the file to the traces: all that `lastack
 * decode` does. Run it with -close_fd_mask=3: it prints.
 */
#include "harness/commands/decode.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *argv[] = { (char[]){ "decode" }, (char[]){ "-t" },
			 (char[]){ "--show=window,options,urgent" },
			 (char *)fuzz_file(data, size), NULL };
	int status = command_decode(4, argv);

	/* decode catches signals, which are meant for all of this here */
	if (status > 128)
		_exit(status);
	must(status == 0 || status == 2);
	return 0;
}
