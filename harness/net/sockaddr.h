/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Addresses as the system calls take them.
 */
#ifndef HARNESS_NET_SOCKADDR_H
#define HARNESS_NET_SOCKADDR_H

#include "pcap/segment.h"

#include <sys/socket.h>

/**
 * sockaddr_fill() - an address and its port for bind() and connect()
 * @ss: filled; it can be handed on as a struct sockaddr
 *
 * Return: its size, for the family at hand.
 */
socklen_t sockaddr_fill(const struct address *addr,
			struct sockaddr_storage *ss);

/**
 * sockaddr_address() - the reverse, as packets have it
 * @ss: of AF_INET or AF_INET6; an IPv4-mapped address becomes an IPv4 one
 */
struct address sockaddr_address(const struct sockaddr_storage *ss);

#endif
