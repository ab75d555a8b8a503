/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * TUN devices: one end of a cable whose other end is a descriptor.
 */
#ifndef HARNESS_NET_TUN_H
#define HARNESS_NET_TUN_H

#include "base/error.h"
#include "pcap/segment.h"

/* The device's name in its namespace. */
#define TUN_DEVICE "tun0"

/**
 * tun_open() - make a TUN device in the caller's namespace
 * @own: its address
 * @peer: the address that is reached through it
 * @err: filled on error
 *
 * No offloads: what is read has a real checksum. The kernel handles a packet
 * that is written, its answer included, before write() returns.
 *
 * Return: a non-blocking descriptor; packets are read and written without any
 * header before them. -1 on error.
 */
int tun_open(const struct address *own, const struct address *peer,
	     struct error *err);

/** tun_missing() - why TUN devices cannot be made here, or NULL */
const char *tun_missing(void);

#endif
