/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * struct tcp_info as the kernel has it: the C library's own is older, and the
 * two headers cannot be included together.
 */
#include "harness/net/tcpstate.h"

#include <linux/tcp.h>
#include <string.h>

bool tcpstate_info_received(const void *info, size_t size, uint64_t *bytes)
{
	const size_t at = offsetof(struct tcp_info, tcpi_bytes_received);

	if (size < at + sizeof(*bytes))
		return false;
	memcpy(bytes, (const char *)info + at, sizeof(*bytes));
	return true;
}
