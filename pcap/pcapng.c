/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A pcapng file is a row of blocks: type, length, body, and the length again.
 * A section header says in which byte order the blocks behind it are, and
 * forgets all interfaces. Nothing is sought, so that a pipe will do.
 */
#include "pcap/pcapng.h"

#include "pcap/pcapng_block.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define BYTE_ORDER_MAGIC 0x1a2b3c4d

#define BLOCK_HEAD 8
#define BLOCK_TAIL 4

/* Magic, version, length of the section. */
#define SECTION_FIXED 16

/* No packet is longer than IP's 64 KiB by much; a length that lies may be. */
#define BODY_MAX (16 * 1024 * 1024)

/* How much is asked for at first, before the file has shown to be so long. */
#define BODY_FIRST 65536

/**
 * struct pcapng - a file that is being read
 * @at: offset of the octet that is read next
 * @block_at: offset of the block that is being read
 * @packets: how many came so far
 * @swapped: the section's byte order is not that of this machine
 * @body: of the block that was read last
 */
struct pcapng {
	FILE *in;
	char *name;
	uint64_t at, block_at;
	unsigned long packets;
	bool swapped;
	struct interface *interfaces;
	size_t count, interface_room;
	uint8_t *body;
	size_t room;
};

static int complain(const struct pcapng *ng, const char *what,
		    struct error *err)
{
	return error_set(err, "%s: after packet %lu, at octet %" PRIu64 ": %s",
			 ng->name, ng->packets, ng->block_at, what);
}

static int complain_memory(const struct pcapng *ng, struct error *err)
{
	return error_errno(err, "%s: after packet %lu", ng->name, ng->packets);
}

/* Nothing but the end of the file, or a disk that fails, keeps octets back. */
static int read_octets(struct pcapng *ng, void *to, size_t n,
		       struct error *err)
{
	size_t got = fread(to, 1, n, ng->in);

	ng->at += got;
	if (got == n)
		return 0;
	if (ferror(ng->in))
		return complain(ng, strerror(errno), err);
	return complain(ng, "truncated", err);
}

static uint32_t u32(const struct pcapng *ng, const uint8_t *at)
{
	struct block b = { .swapped = ng->swapped, .body = at };

	return block_u32(&b, 0);
}

/* A false length is not to take memory for what is not in the file. */
static int read_body(struct pcapng *ng, size_t size, struct error *err)
{
	size_t used = 0;

	while (used < size) {
		size_t part = size - used;

		if (ng->room < size && ng->room == used) {
			size_t room = used ? 2 * used : BODY_FIRST;
			uint8_t *body = realloc(ng->body, room);

			if (!body)
				return complain_memory(ng, err);
			ng->body = body;
			ng->room = room;
		}
		if (part > ng->room - used)
			part = ng->room - used;
		if (read_octets(ng, ng->body + used, part, err))
			return -1;
		used += part;
	}
	return 0;
}

static int skip_body(struct pcapng *ng, size_t size, struct error *err)
{
	uint8_t nowhere[4096];

	while (size) {
		size_t part = size < sizeof(nowhere) ? size : sizeof(nowhere);

		if (read_octets(ng, nowhere, part, err))
			return -1;
		size -= part;
	}
	return 0;
}

static int read_tail(struct pcapng *ng, uint32_t length, struct error *err)
{
	uint8_t tail[BLOCK_TAIL];

	if (read_octets(ng, tail, sizeof(tail), err))
		return -1;
	if (u32(ng, tail) != length)
		return complain(ng, "a block's two lengths differ", err);
	return 0;
}

/* Behind the type and a length whose byte order is not known yet. */
static int begin_section(struct pcapng *ng, const uint8_t *length_at,
			 struct error *err)
{
	uint8_t fixed[SECTION_FIXED];
	struct block b = { .body = fixed };
	uint32_t length;

	if (read_octets(ng, fixed, sizeof(fixed), err))
		return -1;
	b.swapped = block_u32(&b, 0) != BYTE_ORDER_MAGIC;
	if (block_u32(&b, 0) != BYTE_ORDER_MAGIC)
		return complain(ng, "unknown file format (a pcapng section "
				    "without its magic number)", err);
	ng->swapped = b.swapped;
	ng->count = 0;
	length = u32(ng, length_at);
	if (length < BLOCK_HEAD + SECTION_FIXED + BLOCK_TAIL || length % 4)
		return complain(ng, "a section header of impossible length",
				err);
	if (block_u16(&b, 4) != 1)
		return complain(ng, "a version of pcapng that is not 1", err);
	if (skip_body(ng, length - BLOCK_HEAD - SECTION_FIXED - BLOCK_TAIL,
		      err))
		return -1;
	return read_tail(ng, length, err);
}

static int add_interface(struct pcapng *ng, const struct block *b,
			 struct error *err)
{
	const char *why;

	if (ng->count == ng->interface_room) {
		size_t room = 2 * ng->interface_room + 4;
		void *more = reallocarray(ng->interfaces, room,
					  sizeof(*ng->interfaces));

		if (!more)
			return complain_memory(ng, err);
		ng->interfaces = more;
		ng->interface_room = room;
	}
	why = block_interface(b, &ng->interfaces[ng->count]);
	if (why)
		return complain(ng, why, err);
	ng->count++;
	return 0;
}

/* Returns 1 for a packet, 0 for a block that is none, -1 for an error. */
static int take_block(struct pcapng *ng, uint32_t type, size_t size,
		      struct frame *frame, struct error *err)
{
	struct block b = { type, ng->swapped, ng->body, size };
	const char *why;

	if (type == BLOCK_INTERFACE)
		return add_interface(ng, &b, err);
	why = block_packet(&b, ng->interfaces, ng->count, frame);
	if (why)
		return complain(ng, why, err);
	ng->packets++;
	return 1;
}

static bool is_read(uint32_t type)
{
	return type == BLOCK_INTERFACE || type == BLOCK_OLD_PACKET ||
	       type == BLOCK_SIMPLE_PACKET || type == BLOCK_PACKET;
}

static int read_block(struct pcapng *ng, const uint8_t *head,
		      struct frame *frame, struct error *err)
{
	uint32_t type = u32(ng, head), length = u32(ng, head + 4);
	size_t size = length - BLOCK_HEAD - BLOCK_TAIL;

	if (length < BLOCK_HEAD + BLOCK_TAIL || length % 4)
		return complain(ng, "a block of impossible length", err);
	if (!is_read(type))
		return skip_body(ng, size, err) ? -1 :
						  read_tail(ng, length, err);
	if (size > BODY_MAX)
		return complain(ng, "a block of more than 16 MiB", err);
	if (read_body(ng, size, err) || read_tail(ng, length, err))
		return -1;
	return take_block(ng, type, size, frame, err);
}

/* Returns 1 when there is another block, 0 at the end of the file. */
static int read_head(struct pcapng *ng, uint8_t *head, struct error *err)
{
	int first = getc(ng->in);

	ng->block_at = ng->at;
	if (first == EOF)
		return ferror(ng->in) ? complain(ng, strerror(errno), err) : 0;
	head[0] = (uint8_t)first;
	ng->at++;
	return read_octets(ng, head + 1, BLOCK_HEAD - 1, err) ? -1 : 1;
}

/* The type of a section header is the same in either order. */
static bool is_section(const uint8_t *head)
{
	static const uint8_t type[4] = { 0x0a, 0x0d, 0x0d, 0x0a };

	return memcmp(head, type, sizeof(type)) == 0;
}

struct pcapng *pcapng_open(FILE *in, const char *name, struct error *err)
{
	struct pcapng *ng = calloc(1, sizeof(*ng));
	uint8_t head[BLOCK_HEAD];
	int status;

	if (!ng || !(ng->name = strdup(name))) {
		error_errno(err, "%s", name);
		pcapng_free(ng);
		return NULL;
	}
	ng->in = in;
	status = read_head(ng, head, err);
	if (status == 0)
		status = error_set(err, "%s: empty file", name);
	else if (status == 1 && !is_section(head))
		status = error_set(err, "%s: unknown file format", name);
	else if (status == 1)
		status = begin_section(ng, head + 4, err);
	if (status) {
		pcapng_free(ng);
		return NULL;
	}
	return ng;
}

int pcapng_next(struct pcapng *ng, struct frame *frame, struct error *err)
{
	uint8_t head[BLOCK_HEAD];
	int status;

	while ((status = read_head(ng, head, err)) == 1) {
		status = is_section(head) ?
				 begin_section(ng, head + 4, err) :
				 read_block(ng, head, frame, err);
		if (status)
			return status;
	}
	return status;
}

void pcapng_free(struct pcapng *ng)
{
	if (!ng)
		return;
	free(ng->name);
	free(ng->interfaces);
	free(ng->body);
	free(ng);
}
