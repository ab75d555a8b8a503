/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Interface descriptions and packets of pcapng (draft-ietf-opsawg-pcapng).
 */
#include "pcap/pcapng_block.h"

#include <pcap/dlt.h>
#include <string.h>

/* As files number it; all others that are read have the number of the DLT. */
#define LINKTYPE_RAW 101

#define INTERFACE_FIXED	  8
#define PACKET_FIXED	  20
#define SIMPLE_FIXED	  4
#define OPTION_END	  0
#define OPTION_TSRESOL	  9
#define OPTION_TSOFFSET	  14

#define BINARY_FINEST  34
#define DECIMAL_FINEST 19 /* 10^19 fits 64 bits */

uint16_t block_u16(const struct block *b, size_t at)
{
	uint16_t v;

	memcpy(&v, b->body + at, sizeof(v));
	return b->swapped ? __builtin_bswap16(v) : v;
}

uint32_t block_u32(const struct block *b, size_t at)
{
	uint32_t v;

	memcpy(&v, b->body + at, sizeof(v));
	return b->swapped ? __builtin_bswap32(v) : v;
}

static int64_t block_s64(const struct block *b, size_t at)
{
	uint64_t v;

	memcpy(&v, b->body + at, sizeof(v));
	return (int64_t)(b->swapped ? __builtin_bswap64(v) : v);
}

static const char *take_option(const struct block *b, uint16_t code, size_t at,
			       size_t length, struct interface *to)
{
	switch (code) {
	case OPTION_TSRESOL:
		if (length != 1)
			return "if_tsresol is not one octet";
		to->binary = b->body[at] & 0x80;
		to->power = b->body[at] & 0x7f;
		return NULL;
	case OPTION_TSOFFSET:
		if (length != 8)
			return "if_tsoffset is not 8 octets";
		to->offset_s = block_s64(b, at);
		return NULL;
	}
	return NULL;
}

const char *block_interface(const struct block *b, struct interface *to)
{
	size_t at = INTERFACE_FIXED;

	if (b->size < INTERFACE_FIXED)
		return "too short for an interface";
	*to = (struct interface){ .linktype = block_u16(b, 0),
				  .snaplen = block_u32(b, 4), .power = 6 };
	if (to->linktype == LINKTYPE_RAW)
		to->linktype = DLT_RAW;
	while (b->size - at >= 4) {
		uint16_t code = block_u16(b, at);
		size_t length = block_u16(b, at + 2);
		size_t whole = (length + 3) & ~(size_t)3;
		const char *why;

		at += 4;
		if (code == OPTION_END)
			break;
		if (whole > b->size - at)
			return "an option is longer than its block";
		why = take_option(b, code, at, length, to);
		if (why)
			return why;
		at += whole;
	}
	return NULL;
}

static uint64_t power_of_ten(unsigned exponent)
{
	uint64_t v = 1;

	while (exponent--)
		v *= 10;
	return v;
}

/*
 * Ticks of 2^-@power s. Below 2^-34 s nothing is left of a nanosecond, and
 * 2^34 nanoseconds still fit.
 */
static bool binary_ns(uint64_t ticks, unsigned power, uint64_t *ns)
{
	uint64_t seconds = power < 64 ? ticks >> power : 0;
	uint64_t part = power < 64 ? ticks & ((1ULL << power) - 1) : ticks;

	if (power > BINARY_FINEST) {
		power -= BINARY_FINEST;
		part = power < 64 ? part >> power : 0;
		power = BINARY_FINEST;
	}
	return !__builtin_mul_overflow(seconds, (uint64_t)NS_PER_S, ns) &&
	       !__builtin_add_overflow(*ns, part * NS_PER_S >> power, ns);
}

/* Ticks of 10^-@power s. */
static bool decimal_ns(uint64_t ticks, unsigned power, uint64_t *ns)
{
	if (power <= 9)
		return !__builtin_mul_overflow(ticks, power_of_ten(9 - power),
					       ns);
	power -= 9;
	*ns = power > DECIMAL_FINEST ? 0 : ticks / power_of_ten(power);
	return true;
}

/* Returns 0 for a time that does not fit. */
static int64_t time_ns(const struct interface *i, uint64_t ticks)
{
	uint64_t ns;
	int64_t offset, sum;

	if (!(i->binary ? binary_ns : decimal_ns)(ticks, i->power, &ns) ||
	    ns > INT64_MAX ||
	    __builtin_mul_overflow(i->offset_s, NS_PER_S, &offset) ||
	    __builtin_add_overflow((int64_t)ns, offset, &sum))
		return 0;
	return sum;
}

/* Of the first interface, without a time, and as long as the block says. */
static const char *simple_packet(const struct block *b,
				 const struct interface *interfaces,
				 size_t count, struct frame *frame)
{
	uint32_t captured;

	if (b->size < SIMPLE_FIXED)
		return "too short for a packet";
	if (count == 0)
		return "a packet without an interface";
	captured = frame->length = block_u32(b, 0);
	if (interfaces->snaplen && captured > interfaces->snaplen)
		captured = interfaces->snaplen;
	if (captured > b->size - SIMPLE_FIXED)
		return "a packet is longer than its block";
	frame->linktype = interfaces->linktype;
	frame->time_ns = 0;
	frame->captured = captured;
	frame->data = b->body + SIMPLE_FIXED;
	return NULL;
}

const char *block_packet(const struct block *b,
			 const struct interface *interfaces, size_t count,
			 struct frame *frame)
{
	const struct interface *interface;
	uint32_t which;

	if (b->type == BLOCK_SIMPLE_PACKET)
		return simple_packet(b, interfaces, count, frame);
	if (b->size < PACKET_FIXED)
		return "too short for a packet";
	/* the obsolete one has a count of drops in the other half */
	which = b->type == BLOCK_PACKET ? block_u32(b, 0) : block_u16(b, 0);
	if (which >= count)
		return "a packet of an interface that is not described";
	interface = &interfaces[which];
	frame->linktype = interface->linktype;
	frame->time_ns = time_ns(interface, (uint64_t)block_u32(b, 4) << 32 |
						    block_u32(b, 8));
	frame->captured = block_u32(b, 12);
	frame->length = block_u32(b, 16);
	if (frame->captured > b->size - PACKET_FIXED)
		return "a packet is longer than its block";
	frame->data = b->body + PACKET_FIXED;
	return NULL;
}
