/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * struct address to struct sockaddr, and back.
 */
#include "harness/net/sockaddr.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

socklen_t sockaddr_fill(const struct address *addr,
			struct sockaddr_storage *ss)
{
	struct sockaddr_in *in = (struct sockaddr_in *)ss;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)ss;

	memset(ss, 0, sizeof(*ss));
	ss->ss_family = addr->family;
	if (addr->family == AF_INET) {
		in->sin_port = htons(addr->port);
		memcpy(&in->sin_addr, addr->bytes, sizeof(in->sin_addr));
		return sizeof(*in);
	}
	in6->sin6_port = htons(addr->port);
	memcpy(&in6->sin6_addr, addr->bytes, sizeof(in6->sin6_addr));
	return sizeof(*in6);
}

struct address sockaddr_address(const struct sockaddr_storage *ss)
{
	const struct sockaddr_in *in = (const struct sockaddr_in *)ss;
	const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)ss;
	struct address a = {.family = AF_INET};

	if (ss->ss_family == AF_INET) {
		a.port = ntohs(in->sin_port);
		memcpy(a.bytes, &in->sin_addr, sizeof(in->sin_addr));
		return a;
	}
	a.port = ntohs(in6->sin6_port);
	if (IN6_IS_ADDR_V4MAPPED(&in6->sin6_addr)) {
		memcpy(a.bytes, in6->sin6_addr.s6_addr + 12, 4);
	} else {
		a.family = AF_INET6;
		memcpy(a.bytes, &in6->sin6_addr, sizeof(in6->sin6_addr));
	}
	return a;
}
