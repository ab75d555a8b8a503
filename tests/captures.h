/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Capture files of both formats, in either byte order, put together octet by
 * octet; and what `lastack decode` makes of them.
 */
#ifndef TESTS_CAPTURES_H
#define TESTS_CAPTURES_H

#include "harness/commands/decode.h"
#include "tests/packets.h"

#include <sys/wait.h>

#define FILE_NULL     0
#define FILE_ETHERNET 1
#define FILE_RAW      101

enum { NG_INTERFACE = 1, NG_OLD = 2, NG_SIMPLE = 3, NG_PACKET = 6 };

/* Numbers in the order of the file: big endian, or little. */
static inline void order16(struct packet *p, bool big, unsigned v)
{
	put16(p, big ? v : __builtin_bswap16((uint16_t)v));
}

static inline void order32(struct packet *p, bool big, uint32_t v)
{
	put32(p, big ? v : __builtin_bswap32(v));
}

static inline void order64(struct packet *p, bool big, uint64_t v)
{
	order32(p, big, (uint32_t)(big ? v >> 32 : v));
	order32(p, big, (uint32_t)(big ? v : v >> 32));
}

static inline void pad4(struct packet *p)
{
	put_zeros(p, -p->size & 3);
}

/* A pcap file of microseconds. */
static inline struct capture_file ordered_pcap(bool big, uint32_t linktype)
{
	struct capture_file f = file_new();
	struct packet p = { 0 };

	order32(&p, big, PCAP_MICRO);
	order16(&p, big, 2);
	order16(&p, big, 4);
	put_zeros(&p, 8);
	order32(&p, big, 65535);
	order32(&p, big, linktype);
	file_put(&f, p.data, p.size);
	return f;
}

/* @length is that on the wire, of which all of @packet was captured. */
static inline void ordered_record(struct capture_file *f, bool big,
				  const struct packet *packet, size_t length)
{
	struct packet p = { 0 };

	order32(&p, big, 1);
	order32(&p, big, 0);
	order32(&p, big, (uint32_t)packet->size);
	order32(&p, big, (uint32_t)length);
	put(&p, packet->data, packet->size);
	file_put(f, p.data, p.size);
}

static inline void ng_block(struct capture_file *f, bool big, uint32_t type,
			    const struct packet *body)
{
	struct packet p = { 0 };

	order32(&p, big, type);
	order32(&p, big, (uint32_t)body->size + 12);
	put(&p, body->data, body->size);
	order32(&p, big, (uint32_t)body->size + 12);
	file_put(f, p.data, p.size);
}

static inline void ng_section(struct capture_file *f, bool big)
{
	struct packet p = { 0 };

	order32(&p, big, 0x1a2b3c4d);
	order16(&p, big, 1);
	order16(&p, big, 0);
	order64(&p, big, UINT64_MAX);
	ng_block(f, big, 0x0a0d0d0a, &p);
}

/* The options are those of the caller, in the order of the file. */
static inline void ng_interface(struct capture_file *f, bool big,
				unsigned linktype, uint32_t snaplen,
				const struct packet *options)
{
	struct packet p = { 0 };

	order16(&p, big, linktype);
	order16(&p, big, 0);
	order32(&p, big, snaplen);
	if (options)
		put(&p, options->data, options->size);
	ng_block(f, big, NG_INTERFACE, &p);
}

static inline void ng_packet(struct capture_file *f, bool big, uint32_t which,
			     uint64_t ticks, const struct packet *packet,
			     size_t length)
{
	struct packet p = { 0 };

	order32(&p, big, which);
	order32(&p, big, (uint32_t)(ticks >> 32));
	order32(&p, big, (uint32_t)ticks);
	order32(&p, big, (uint32_t)packet->size);
	order32(&p, big, (uint32_t)length);
	put(&p, packet->data, packet->size);
	pad4(&p);
	ng_block(f, big, NG_PACKET, &p);
}

/* The octets of a packet from @from on. */
static inline struct packet rest_of(const struct packet *packet, size_t from)
{
	struct packet p = { 0 };

	put(&p, packet->data + from, packet->size - from);
	return p;
}

/* The first four packets of a connection. */
static inline struct packet segment_of(int which)
{
	switch (which) {
	case 0:
		return tcp_packet(SEG_SYN, 1000, 0, 0);
	case 1:
		return reply_packet(SEG_SYN | SEG_ACK, 5000, 1001, 0);
	case 2:
		return tcp_packet(SEG_ACK, 1001, 5001, 0);
	default:
		return reply_packet(SEG_FIN | SEG_ACK, 5001, 1001, 0);
	}
}

/* Section (28 octets), interface (20), three packets (88 each). */
static inline struct capture_file three_packets(bool big)
{
	struct capture_file f = file_new();

	ng_section(&f, big);
	ng_interface(&f, big, FILE_ETHERNET, 0, NULL);
	for (int i = 0; i < 3; i++) {
		struct packet p = segment_of(i);

		ng_packet(&f, big, 0, 0, &p, p.size);
	}
	return f;
}

/* What the command printed last, on both of its outputs. */
static struct {
	char out[8192], errors[1024];
} decoded;

static inline void decoded_read(int fd, char *text, size_t size)
{
	ssize_t n = pread(fd, text, size - 1, 0);

	must(n >= 0);
	text[n] = '\0';
	close(fd);
}

/* Runs `lastack decode FILE` with @in as standard input; its exit status. */
static inline int decode_from(int in, const char *path)
{
	int out = memfd_create("out", 0), errors = memfd_create("errors", 0);
	char *argv[] = { (char[]){ "decode" }, (char *)path, NULL };
	pid_t child;
	int status;

	fflush(NULL);
	child = fork();
	must(child >= 0);
	if (child == 0) {
		must(dup2(out, STDOUT_FILENO) >= 0);
		must(dup2(errors, STDERR_FILENO) >= 0);
		must(in < 0 || dup2(in, STDIN_FILENO) >= 0);
		exit(command_decode(2, argv));
	}
	must(waitpid(child, &status, 0) == child);
	decoded_read(out, decoded.out, sizeof(decoded.out));
	decoded_read(errors, decoded.errors, sizeof(decoded.errors));
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static inline int decode_file(const struct capture_file *f)
{
	return decode_from(-1, f->path);
}

#endif
