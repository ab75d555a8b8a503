/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Packets and captures put together octet by octet, so that the tests of the
 * decoder do not rest on another encoder.
 */
#ifndef TESTS_PACKETS_H
#define TESTS_PACKETS_H

#include "pcap/segment.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* What a test cannot do without; also checked where NDEBUG is defined. */
static inline void must(bool done)
{
	if (!done)
		abort();
}

struct packet {
	size_t size;
	uint8_t data[2048];
};

static inline void put(struct packet *p, const void *from, size_t n)
{
	must(p->size + n <= sizeof(p->data));
	if (n)
		memcpy(p->data + p->size, from, n);
	p->size += n;
}

static inline void put8(struct packet *p, unsigned v)
{
	put(p, &(uint8_t){ (uint8_t)v }, 1);
}

static inline void put16(struct packet *p, unsigned v)
{
	put8(p, v >> 8);
	put8(p, v);
}

static inline void put32(struct packet *p, uint32_t v)
{
	put16(p, v >> 16);
	put16(p, v & 0xffff);
}

static inline void put_zeros(struct packet *p, size_t n)
{
	while (n--)
		put8(p, 0);
}

static inline void put_ethernet(struct packet *p, unsigned type)
{
	put_zeros(p, 12);
	put16(p, type);
}

/* @total as in the header; options come after this one, from the caller. */
static inline void put_ipv4(struct packet *p, unsigned header, unsigned total,
			    unsigned fragment, unsigned protocol)
{
	put8(p, 0x40 | header / 4);
	put8(p, 0);
	put16(p, total);
	put16(p, 0x1234);
	put16(p, fragment);
	put8(p, 64);
	put8(p, protocol);
	put16(p, 0);
	put32(p, 0x7f000001);
	put32(p, 0x7f000002);
}

static inline void put_ipv6(struct packet *p, unsigned payload, unsigned next)
{
	put32(p, 0x60000000);
	put16(p, payload);
	put8(p, next);
	put8(p, 64);
	put_zeros(p, 15);
	put8(p, 1);
	put_zeros(p, 15);
	put8(p, 2);
}

/* Port 40000 to port 80, window 512, urgent 7. */
static inline void put_tcp(struct packet *p, unsigned flags, uint32_t seq,
			   uint32_t ack, const uint8_t *options, size_t length)
{
	put16(p, 40000);
	put16(p, 80);
	put32(p, seq);
	put32(p, ack);
	put16(p, (unsigned)(20 + length) / 4 << 12 | flags);
	put16(p, 512);
	put16(p, 0);
	put16(p, 7);
	put(p, options, length);
}

/* A whole Ethernet packet: IPv4, TCP without options, @payload octets. */
static inline struct packet tcp_packet(unsigned flags, uint32_t seq,
				       uint32_t ack, unsigned payload)
{
	struct packet p = { 0 };

	put_ethernet(&p, 0x0800);
	put_ipv4(&p, 20, 40 + payload, 0, 6);
	put_tcp(&p, flags, seq, ack, NULL, 0);
	put_zeros(&p, payload);
	return p;
}

/* The same the other way round: addresses and ports exchanged. */
static inline struct packet reply_packet(unsigned flags, uint32_t seq,
					 uint32_t ack, unsigned payload)
{
	struct packet p = tcp_packet(flags, seq, ack, payload);

	p.data[14 + 15] = 2;
	p.data[14 + 19] = 1;
	memcpy(p.data + 34, (uint8_t[]){ 0, 80, 156, 64 }, 4);
	return p;
}

/* An IPv6 packet with every extension header that is walked, and @payload. */
static inline struct packet extended_packet(unsigned payload)
{
	struct packet p = { 0 };

	put_ipv6(&p, 8 + 24 + 8 + 8 + 24 + 20 + payload, 0);
	put16(&p, 43 << 8 | 0); /* hop-by-hop, then routing of 24 */
	put_zeros(&p, 6);
	put16(&p, 60 << 8 | 2); /* then destination options */
	put_zeros(&p, 22);
	put16(&p, 44 << 8 | 0); /* then an atomic fragment */
	put_zeros(&p, 6);
	put16(&p, 51 << 8 | 0); /* then authentication of 24 */
	put_zeros(&p, 6);
	put16(&p, 6 << 8 | 4);
	put_zeros(&p, 22);
	put_tcp(&p, SEG_ACK, 9, 1, NULL, 0);
	put_zeros(&p, payload);
	return p;
}

/* A capture file in the making, without a name: "/proc/self/fd/N" is one. */
struct capture_file {
	int fd;
	char path[32];
	FILE *out;
};

static inline struct capture_file file_new(void)
{
	struct capture_file f = { .fd = memfd_create("capture", 0) };

	must(f.fd >= 0);
	f.out = fdopen(f.fd, "w");
	must(f.out);
	snprintf(f.path, sizeof(f.path), "/proc/self/fd/%d", f.fd);
	return f;
}

static inline void file_put(struct capture_file *f, const void *data, size_t n)
{
	must(fwrite(data, 1, n, f->out) == n);
	fflush(f->out);
}

#define PCAP_MICRO 0xa1b2c3d4
#define PCAP_NANO  0xa1b23c4d

/* In the byte order of this machine, which says so by the magic number. */
static inline struct capture_file pcap_file(uint32_t magic, uint32_t linktype)
{
	struct capture_file f = file_new();
	uint16_t version[2] = { 2, 4 };
	uint32_t rest[4] = { 0, 0, 65535, linktype };

	file_put(&f, &magic, sizeof(magic));
	file_put(&f, version, sizeof(version));
	file_put(&f, rest, sizeof(rest));
	return f;
}

static inline void pcap_packet(struct capture_file *f, uint32_t seconds,
			       uint32_t fraction, const struct packet *p)
{
	uint32_t header[4] = { seconds, fraction, (uint32_t)p->size,
			       (uint32_t)p->size };

	file_put(f, header, sizeof(header));
	file_put(f, p->data, p->size);
}

/* Takes the last @n octets away again. */
static inline void file_cut(struct capture_file *f, long n)
{
	must(ftruncate(f->fd, ftell(f->out) - n) == 0);
}

static inline void file_close(struct capture_file *f)
{
	fclose(f->out);
}

#endif
