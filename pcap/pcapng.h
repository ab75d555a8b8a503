/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A reader of pcapng files. libpcap has one, but it stops where a second
 * interface has another link type or snapshot length: its callers are promised
 * one of each. Here each packet has its own.
 */
#ifndef PCAP_PCAPNG_H
#define PCAP_PCAPNG_H

#include "base/error.h"
#include "pcap/frame.h"

#include <stdbool.h>
#include <stdio.h>

/* The first octet of every pcapng file, and of no other capture. */
#define PCAPNG_FIRST 0x0a

struct pcapng;

/**
 * pcapng_open() - begin to read
 * @in: at the file's first octet; it may be a pipe. It stays the caller's.
 * @name: the file, for error lines
 * @err: filled on error
 *
 * Return: the reader, or NULL (not a pcapng file, no memory).
 */
struct pcapng *pcapng_open(FILE *in, const char *name, struct error *err);

/**
 * pcapng_next() - the next packet
 * @ng: the reader
 * @frame: filled when 1 is returned
 * @err: filled when -1 is returned, with the packet and the offset
 *
 * Section headers of either byte order, interface descriptions (if_tsresol,
 * if_tsoffset), and enhanced, simple and obsolete packet blocks are read. All
 * other blocks are passed over. Every length is checked.
 *
 * Return: 1 a packet, 0 the end of the file, -1 an error.
 */
int pcapng_next(struct pcapng *ng, struct frame *frame, struct error *err);

/** pcapng_free() - free the reader; NULL is allowed */
void pcapng_free(struct pcapng *ng);

#endif
