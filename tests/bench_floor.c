/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The same calls as a case's, without any harness.
 */
#include "tests/bench_floor.h"

#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <pcap/pcap.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define PORT 7777

static int bring_up(void)
{
	struct ifreq ifr = {.ifr_name = "lo", .ifr_flags = IFF_UP};
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	return fd < 0 || ioctl(fd, SIOCSIFFLAGS, &ifr) ? -1 : 0;
}

static pcap_t *open_capture(void)
{
	char text[PCAP_ERRBUF_SIZE];
	pcap_t *pcap = pcap_create("lo", text);

	if (!pcap)
		return NULL;
	/* As pcap/capture.c has it: most of the cost is this buffer. */
	pcap_set_snaplen(pcap, 256);
	pcap_set_immediate_mode(pcap, 1);
	pcap_set_tstamp_precision(pcap, PCAP_TSTAMP_PRECISION_NANO);
	pcap_set_buffer_size(pcap, 512 * 1024);
	if (pcap_activate(pcap) < 0 || pcap_setnonblock(pcap, 1, text) < 0)
		return NULL;
	return pcap;
}

static void count(u_char *seen, const struct pcap_pkthdr *head,
		  const u_char *data)
{
	(void)head;
	(void)data;
	++*(unsigned *)(void *)seen;
}

static int call(void)
{
	struct sockaddr_in where = {.sin_family = AF_INET,
				    .sin_port = htons(PORT),
				    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct sockaddr *sa = (struct sockaddr *)&where;
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	int client = socket(AF_INET, SOCK_STREAM, 0), server;
	char octets[10] = "";

	if (bind(listener, sa, sizeof(where)) || listen(listener, 8) ||
	    connect(client, sa, sizeof(where)))
		return -1;
	server = accept(listener, NULL, NULL);
	if (server < 0 ||
	    send(client, octets, sizeof(octets), 0) != sizeof(octets) ||
	    recv(server, octets, sizeof(octets), 0) != sizeof(octets))
		return -1;
	return close(client) || close(server) ? -1 : 0;
}

int bench_floor(void)
{
	unsigned seen = 0;
	pcap_t *pcap;

	if (unshare(CLONE_NEWNET) || bring_up())
		return -1;
	pcap = open_capture();
	if (!pcap || call())
		return -1;
	pcap_dispatch(pcap, -1, count, (u_char *)&seen);
	/* A handshake, data and the end of both sides: fewer is no capture. */
	if (seen >= 8)
		return 0;
	errno = ENODATA;
	return -1;
}
