/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comparing addresses, and writing them.
 */
#include "pcap/segment.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

int address_compare(const struct address *a, const struct address *b)
{
	int order;

	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	order = memcmp(a->bytes, b->bytes, sizeof(a->bytes));
	if (order)
		return order;
	if (a->port != b->port)
		return a->port < b->port ? -1 : 1;
	return 0;
}

bool address_equal(const struct address *a, const struct address *b)
{
	return address_compare(a, b) == 0;
}

char *address_text(const struct address *a, char *buf, size_t size)
{
	char host[INET6_ADDRSTRLEN];

	if (!inet_ntop(a->family, a->bytes, host, sizeof(host)))
		snprintf(buf, size, "-");
	else if (a->family == AF_INET6)
		snprintf(buf, size, "[%s]:%u", host, a->port);
	else
		snprintf(buf, size, "%s:%u", host, a->port);
	return buf;
}
