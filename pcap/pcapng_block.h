/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is in the blocks of a pcapng file, once they have been read.
 */
#ifndef PCAP_PCAPNG_BLOCK_H
#define PCAP_PCAPNG_BLOCK_H

#include "pcap/frame.h"

#include <stdbool.h>
#include <stddef.h>

enum {
	BLOCK_INTERFACE = 1,
	BLOCK_OLD_PACKET = 2,
	BLOCK_SIMPLE_PACKET = 3,
	BLOCK_PACKET = 6,
	BLOCK_SECTION = 0x0a0d0d0a,
};

/**
 * struct block - the body of a block
 * @type: BLOCK_*
 * @swapped: its section is in the other byte order than this machine
 */
struct block {
	uint32_t type;
	bool swapped;
	const uint8_t *body;
	size_t size;
};

/**
 * struct interface - an interface of a section
 * @linktype: DLT_*
 * @snaplen: 0 is unlimited
 * @binary: a tick is 2^-@power s, else 10^-@power s
 * @offset_s: to be added to all times
 */
struct interface {
	int linktype;
	uint32_t snaplen;
	bool binary;
	unsigned power;
	int64_t offset_s;
};

/* Numbers of a body, at any alignment, in the order of the section. */
uint16_t block_u16(const struct block *b, size_t at);
uint32_t block_u32(const struct block *b, size_t at);

/**
 * block_interface() - read an interface description
 *
 * Return: NULL, or what is wrong with the block.
 */
const char *block_interface(const struct block *b, struct interface *to);

/**
 * block_packet() - read a packet of any of the three kinds
 * @b: the block
 * @interfaces: those of the section so far
 * @count: how many there are
 * @frame: filled; its data is in the block
 *
 * Return: NULL, or what is wrong with the block.
 */
const char *block_packet(const struct block *b,
			 const struct interface *interfaces, size_t count,
			 struct frame *frame);

#endif
