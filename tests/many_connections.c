/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writes a capture of many connections to standard output, for
 * tests/bench_decode: Ethernet, IPv4, TCP without options, 10 us between two
 * packets.
 *
 *	many_connections PACKETS CONNECTIONS OPEN
 *
 * OPEN connections are open at a time, and take turns. Each has PACKETS /
 * CONNECTIONS packets: a handshake, requests of 35 octets and their ACKs, and
 * a FIN from each end; or a SYN alone. Same arguments, same octets.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEADERS 54
#define PAYLOAD 35
#define SHORTEST 6 /* three for the handshake, three for the end; or a SYN */

enum { FIN = 1, SYN = 2, PSH = 8, ACK = 16 };

struct connection {
	unsigned long number;
	unsigned done;
	uint32_t next[2];
};

static uint64_t now_us = 1700000000000000;

static void put16(uint8_t *at, unsigned v)
{
	at[0] = (uint8_t)(v >> 8);
	at[1] = (uint8_t)v;
}

static void put32(uint8_t *at, uint32_t v)
{
	put16(at, v >> 16);
	put16(at + 2, v & 0xffff);
}

static void put_packet(const struct connection *c, int from, unsigned flags,
		       unsigned payload)
{
	uint32_t ends[2] = { 0x0a000000 | (uint32_t)(c->number / 50000),
			     0xc0000201 };
	unsigned ports[2] = { 10000 + (unsigned)(c->number % 50000), 80 };
	uint8_t packet[HEADERS + PAYLOAD] = { 0 };
	uint32_t size = HEADERS + payload;
	uint32_t header[4] = { (uint32_t)(now_us / 1000000),
			       (uint32_t)(now_us % 1000000), size, size };

	packet[12] = 8;
	packet[14] = 0x45;
	put16(packet + 16, 40 + payload);
	packet[22] = 64;
	packet[23] = 6;
	put32(packet + 26, ends[from]);
	put32(packet + 30, ends[!from]);
	put16(packet + 34, ports[from]);
	put16(packet + 36, ports[!from]);
	put32(packet + 38, c->next[from]);
	if (flags & ACK)
		put32(packet + 42, c->next[!from]);
	put16(packet + 46, 0x5000 | flags);
	put16(packet + 48, 65535);
	memset(packet + HEADERS, 'x', payload);
	fwrite(header, sizeof(header), 1, stdout);
	fwrite(packet, size, 1, stdout);
	now_us += 10;
}

/* The next packet of a connection that has @length of them in all. */
static void go_on(struct connection *c, unsigned length)
{
	unsigned left = length - c->done, flags = ACK, payload = 0;
	int from = c->done & 1;

	if (c->done < 2) {
		flags = c->done ? SYN | ACK : SYN;
	} else if (c->done == 2 || left == 1) {
		from = 0;
	} else if (left <= 3) {
		flags = FIN | ACK;
		from = left == 2;
	} else {
		/* the client asks, the server acknowledges */
		from = !from;
		if (from == 0) {
			flags = PSH | ACK;
			payload = PAYLOAD;
		}
	}
	put_packet(c, from, flags, payload);
	c->next[from] += payload + !!(flags & (SYN | FIN));
	c->done++;
}

static void begin(struct connection *c, unsigned long number)
{
	c->number = number;
	c->done = 0;
	c->next[0] = (uint32_t)number * 2654435761u;
	c->next[1] = ~c->next[0];
}

int main(int argc, char **argv)
{
	const uint32_t head[] = { 0xa1b2c3d4, 0x00040002, 0, 0, 65535, 1 };
	unsigned long packets, connections, open, begun = 0, live;
	struct connection *all;

	if (argc != 4) {
		fputs("many_connections PACKETS CONNECTIONS OPEN\n", stderr);
		return 2;
	}
	packets = strtoul(argv[1], NULL, 10);
	connections = strtoul(argv[2], NULL, 10);
	open = strtoul(argv[3], NULL, 10);
	if (!connections || !open ||
	    (packets / connections < SHORTEST && packets != connections) ||
	    packets / connections > 1000000) {
		fputs("many_connections: 1 or 6 packets a connection, or more\n",
		      stderr);
		return 2;
	}
	if (open > connections)
		open = connections;
	all = calloc(open, sizeof(*all));
	if (!all)
		return 2;
	fwrite(head, sizeof(head), 1, stdout);
	for (live = 0; live < open; live++)
		begin(&all[live], begun++);
	while (live && !ferror(stdout)) {
		for (unsigned long i = 0; i < live; i++) {
			unsigned length = (unsigned)(packets / connections);

			go_on(&all[i], length);
			if (all[i].done < length)
				continue;
			if (begun < connections)
				begin(&all[i], begun++);
			else
				all[i--] = all[--live];
		}
	}
	free(all);
	return fflush(stdout) || ferror(stdout) ? 2 : 0;
}
