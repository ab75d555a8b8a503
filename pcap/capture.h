/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where packets come from: libpcap, live on an interface or from a file; and
 * where they can be kept: a pcap file.
 */
#ifndef PCAP_CAPTURE_H
#define PCAP_CAPTURE_H

#include "base/error.h"
#include "pcap/segment.h"

#include <stdbool.h>

struct capture;

/**
 * capture_open_live() - capture all packets of an interface
 * @device: interface name, in the caller's network namespace
 * @err: filled on error
 *
 * Immediate mode, nanosecond time stamps, non-blocking, snap length 256: a
 * case is judged by headers, and IP says how long the payload is. Packets
 * are kept in memory too, so that capture_save() can write them later.
 *
 * Return: the capture, or NULL (no such device, no CAP_NET_RAW).
 */
struct capture *capture_open_live(const char *device, struct error *err);

/**
 * capture_open_file() - read a pcap or pcapng file; "-" is standard input
 *
 * Return: the capture, or NULL with a line that names the file (missing,
 * empty, not a capture, a link type nobody here can decode).
 */
struct capture *capture_open_file(const char *path, struct error *err);

/**
 * capture_fd() - a descriptor that polls readable when packets are there
 *
 * Return: the descriptor, or -1 for a file.
 */
int capture_fd(const struct capture *cap);

/**
 * capture_next() - the next TCP segment
 * @cap: the capture
 * @seg: filled when 1 is returned
 * @err: filled when -1 is returned
 *
 * Packets that are not whole TCP segments are counted and passed over.
 *
 * Return: 1 a segment, 0 none now (live) or end of file, -1 error (a file
 * that is truncated in the middle: what came before has been returned).
 */
int capture_next(struct capture *cap, struct segment *seg, struct error *err);

/**
 * struct capture_counts - what capture_next() met so far
 * @dropped: packets libpcap lost for want of buffer (live only)
 */
struct capture_counts {
	unsigned long packets, segments, other, fragments, truncated,
		malformed, dropped;
};

void capture_counts(const struct capture *cap, struct capture_counts *counts);

/**
 * capture_save() - write all packets seen so far to a pcap file
 * @path: is replaced; a partly written file is removed on error
 *
 * Nanosecond magic, the capture's own link type. Packets that are waiting in
 * the kernel are not fetched.
 *
 * Return: 0, or -1 with a line that names the path (folder missing, not
 * writable, disk full).
 */
int capture_save(const struct capture *cap, const char *path,
		 struct error *err);

void capture_close(struct capture *cap);

#endif
